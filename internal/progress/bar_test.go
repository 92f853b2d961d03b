package progress_test

import (
	"bytes"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"levyscope/internal/progress"
)

// watch is a clock that a test moves.
type watch struct{ t time.Time }

func (w *watch) now() time.Time { return w.t }

// screen is what a terminal shows of one line after the text: carriage returns go back to its start.
func screen(text string) string {
	var cells []byte
	at := 0
	for _, c := range []byte(text) {
		if c == '\r' {
			at = 0
			continue
		}
		if at == len(cells) {
			cells = append(cells, ' ')
		}
		cells[at] = c
		at++
	}
	return strings.TrimRight(string(cells), " ")
}

func TestLine(t *testing.T) {
	for _, c := range []struct {
		width       int
		done, total int64
		elapsed     time.Duration
		want        string
	}{
		{80, 500e6, 2e9, time.Second, "[=====               ]   25 %  500 MB of 2.0 GB  500 MB/s  0:03 left"},
		{80, 2e9, 2e9, time.Second, "[====================]  100 %  2.0 GB of 2.0 GB  2.0 GB/s  0:00 left"},
		{80, 1, 36610, 10 * time.Second, "[                    ]    0 %  1 B of 37 kB  0 B/s  days left"},
		{80, 1e6, 5e12, time.Minute, "[                    ]    0 %  1.0 MB of 5.0 TB  17 kB/s  days left"},
		{80, 1e6, 1e9, 10 * time.Second, "[                    ]    0 %  1.0 MB of 1.0 GB  100 kB/s  2:46:30 left"},
		{80, 1234, -1, time.Second, "1.2 kB  1.2 kB/s"},
		{80, 0, 100, time.Second, "[                    ]    0 %  0 B of 100 B  0 B/s"},
		{55, 500e6, 2e9, time.Second, "[=====               ]   25 %  500 MB of 2.0 GB"},
		{10, 500e6, 2e9, time.Second, ""},
		{0, 999_499, -1, time.Second, "999 kB  999 kB/s"},
		{80, 999_500, -1, time.Second, "1.0 MB  1.0 MB/s"},
	} {
		var out bytes.Buffer
		w := &watch{time.Unix(0, 0)}
		b := progress.NewOn(&out, func() int { return c.width }, w.now)
		w.t = w.t.Add(c.elapsed)
		b.Set(c.done, c.total)
		if got := screen(out.String()); got != c.want {
			t.Errorf("%d of %d after %v in %d columns: %q, want %q", c.done, c.total, c.elapsed, c.width, got, c.want)
		}
		b.Clear()
		if got := screen(out.String()); got != "" {
			t.Errorf("after Clear the line shows %q", got)
		}
	}
}

func TestWorkLine(t *testing.T) {
	for _, c := range []struct {
		width   int
		share   float64
		work    int64
		elapsed time.Duration
		want    string
	}{
		{80, .25, 40e6, time.Second, "[=====               ]   25 %  40M path-steps/s  0:03 left"},
		{80, .5, 1500, 10 * time.Second, "[==========          ]   50 %  150 path-steps/s  0:10 left"},
		{80, 1, 4500, 3 * time.Second, "[====================]  100 %  1.5k path-steps/s  0:00 left"},
		{80, 0, 1e9, 20 * time.Second, "[                    ]    0 %  50M path-steps/s"},
		{80, 1e-9, 1e9, 20 * time.Second, "[                    ]    0 %  50M path-steps/s  days left"},
		{80, 1.5, 0, time.Second, "[====================]  100 %  0 path-steps/s  0:00 left"},
		{80, -1, 0, time.Second, "[                    ]    0 %  0 path-steps/s"},
		{80, math.NaN(), 0, time.Second, "[                    ]    0 %  0 path-steps/s"},
		{48, .25, 40e6, time.Second, "[=====               ]   25 %  40M path-steps/s"},
	} {
		var out bytes.Buffer
		w := &watch{time.Unix(0, 0)}
		b := progress.NewOn(&out, func() int { return c.width }, w.now)
		w.t = w.t.Add(c.elapsed)
		b.SetWork(c.share, c.work, "path-steps")
		if got := screen(out.String()); got != c.want {
			t.Errorf("share %g, work %d after %v in %d columns: %q, want %q", c.share, c.work, c.elapsed, c.width, got, c.want)
		}
	}
}

// TestRate: in a second of a thousand calls it draws ten times, and nothing of a longer line stays.
func TestRate(t *testing.T) {
	var out bytes.Buffer
	w := &watch{time.Unix(0, 0)}
	b := progress.NewOn(&out, func() int { return 80 }, w.now)
	for i := range 1000 {
		w.t = w.t.Add(time.Millisecond)
		b.Set(int64(i), 1000)
	}
	if n := strings.Count(out.String(), "\r"); n != 10 {
		t.Errorf("drew %d times in a second, want 10", n)
	}
	w.t = w.t.Add(time.Second)
	b.Set(5, -1)
	if got := screen(out.String()); got != "5 B  2 B/s" {
		t.Errorf("a shorter line leaves %q", got)
	}
}

// TestFast: what ends within a tenth of a second draws and wipes nothing.
func TestFast(t *testing.T) {
	var out bytes.Buffer
	w := &watch{time.Unix(0, 0)}
	b := progress.NewOn(&out, func() int { return 80 }, w.now)
	b.Set(1, 2)
	b.Clear()
	if out.Len() != 0 {
		t.Errorf("wrote %q", out.String())
	}
}

// TestNoTerminal: a file and a buffer get nothing.
func TestNoTerminal(t *testing.T) {
	f, err := os.Create(t.TempDir() + "/err")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out bytes.Buffer
	w := &watch{time.Unix(0, 0)}
	for _, b := range []*progress.Bar{progress.New(f, w.now), progress.New(&out, w.now)} {
		w.t = w.t.Add(time.Hour)
		b.Set(1, 2)
		b.Clear()
	}
	if info, err := f.Stat(); err != nil || info.Size() != 0 || out.Len() != 0 {
		t.Errorf("wrote %q to a buffer, %v to a file", out.String(), info)
	}
}

type gone struct{ writes int }

func (g *gone) Write([]byte) (int, error) { g.writes++; return 0, os.ErrClosed }

// TestGone: a terminal that is closed is written to once.
func TestGone(t *testing.T) {
	g, w := &gone{}, &watch{time.Unix(0, 0)}
	b := progress.NewOn(g, func() int { return 80 }, w.now)
	for range 3 {
		w.t = w.t.Add(time.Second)
		b.Set(1, 2)
	}
	b.Clear()
	if g.writes != 1 {
		t.Errorf("wrote %d times", g.writes)
	}
}

// A run of steps has its time left, and one without end has none.
func TestStepsLine(t *testing.T) {
	for _, c := range []struct {
		width       int
		done, total int64
		want        string
	}{
		{90, 500, 2000, "[=====               ]   25 %  0:30 left  step 500 of 2000  loss 1.5  50 steps/s"},
		{90, 500, 0, "step 500  loss 1.5  50 steps/s"},
		{50, 500, 2000, "[=====               ]   25 %  0:30 left"},
	} {
		var out bytes.Buffer
		w := &watch{time.Unix(0, 0)}
		b := progress.NewOn(&out, func() int { return c.width }, w.now)
		w.t = w.t.Add(10 * time.Second)
		b.SetSteps(c.done, c.total, "loss 1.5")
		if got := screen(out.String()); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
