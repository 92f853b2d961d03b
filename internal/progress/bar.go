// Package progress draws a line on a terminal that tells how far the reading of a file or a computation has come.
package progress

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"

	"levyscope/internal/printable"
)

// every is the least time between two drawings.
const every = 100 * time.Millisecond

// Bar is the line. It is for one goroutine.
type Bar struct {
	w          io.Writer // nil: draws nothing
	width      func() int
	now        func() time.Time
	start      time.Time
	last       time.Time // of the last drawing
	shown      bool
	lastLength int
}

// New makes a bar on w, which draws only if w is a terminal. now is the clock.
func New(w io.Writer, now func() time.Time) *Bar {
	w = printable.Raw(w) // the bar moves the cursor
	f, ok := w.(interface{ Fd() uintptr })
	if !ok || !term.IsTerminal(f.Fd()) {
		return &Bar{}
	}
	width := func() int {
		columns, _, err := term.GetSize(f.Fd())
		if err != nil {
			return 0
		}
		return columns
	}
	return newBar(w, width, now)
}

// newBar draws on any w; width is that of the terminal in columns, 0 if nobody knows.
func newBar(w io.Writer, width func() int, now func() time.Time) *Bar {
	t := now()
	return &Bar{w: w, width: width, now: now, start: t, last: t}
}

// Set shows that done bytes of total are read, -1 if the total is not known. It may be called often: it draws
// at most ten times a second, and not in the first tenth of a second.
func (b *Bar) Set(done, total int64) {
	b.draw(func(elapsed time.Duration, width int) string { return line(done, total, elapsed, width) })
}

// SetWork shows that a share of a computation, 0 to 1, is done, in so many units of work in all. It may be
// called as often as Set.
func (b *Bar) SetWork(share float64, work int64, unit string) {
	b.draw(func(elapsed time.Duration, width int) string { return workLine(share, work, unit, elapsed, width) })
}

// SetSteps shows that so many steps of total are taken, 0 if there is no end, with a note on the last one. It may be
// called as often as Set.
func (b *Bar) SetSteps(done, total int64, note string) {
	b.draw(func(elapsed time.Duration, width int) string { return stepsLine(done, total, note, elapsed, width) })
}

// draw shows the text of at most width columns, if it is time.
func (b *Bar) draw(text func(elapsed time.Duration, width int) string) {
	if b.w == nil {
		return
	}
	t := b.now()
	if t.Sub(b.last) < every {
		return
	}
	b.last = t
	columns := b.width()
	if columns <= 0 {
		columns = 80
	}
	shown := text(t.Sub(b.start), columns-1) // a full last column would wrap
	padding := max(0, min(b.lastLength, columns-1)-len(shown))
	b.lastLength, b.shown = len(shown), true
	b.write("\r" + shown + strings.Repeat(" ", padding))
}

// Clear wipes the line; a later Set draws it again.
func (b *Bar) Clear() {
	if b.w == nil || !b.shown {
		return
	}
	b.write("\r" + strings.Repeat(" ", b.lastLength) + "\r")
	b.shown, b.lastLength = false, 0
}

// write draws on the terminal. After an error nothing more is drawn: the reading must not fail because of the bar.
func (b *Bar) write(s string) {
	if _, err := io.WriteString(b.w, s); err != nil {
		b.w = nil
	}
}

// cells is the length of the bar itself.
const cells = 20

// line is the text of at most width columns: bar, percent, bytes, rate, time left. What does not fit
// is left out from the end.
func line(done, total int64, elapsed time.Duration, width int) string {
	rate := float64(done) / elapsed.Seconds()
	var parts []string
	if total > 0 {
		share := min(1, float64(done)/float64(total))
		parts = append(parts, gauge(share), fmt.Sprintf("%3.0f %%", 100*share),
			fmt.Sprintf("%s of %s", size(float64(done)), size(float64(total))))
	} else {
		parts = append(parts, size(float64(done)))
	}
	parts = append(parts, size(rate)+"/s")
	if total > 0 && rate > 0 {
		parts = append(parts, clock(max(0, float64(total-done))/rate)+" left")
	}
	return fitting(parts, width)
}

// workLine is the text of at most width columns: bar, percent, rate, time left. The time left takes the rest to
// go as fast as what is done.
func workLine(share float64, work int64, unit string, elapsed time.Duration, width int) string {
	if share = min(1, share); !(share > 0) {
		share = 0
	}
	parts := []string{
		gauge(share), fmt.Sprintf("%3.0f %%", 100*share),
		count(float64(work)/elapsed.Seconds()) + " " + unit + "/s"}
	if share > 0 {
		parts = append(parts, clock((1-share)/share*elapsed.Seconds())+" left")
	}
	return fitting(parts, width)
}

// stepsLine is the text of at most width columns: bar, percent, time left, step, note, rate.
func stepsLine(done, total int64, note string, elapsed time.Duration, width int) string {
	rate := float64(done) / elapsed.Seconds()
	speed := count(rate) + " steps/s"
	if total <= 0 {
		return fitting([]string{fmt.Sprintf("step %d", done), note, speed}, width)
	}
	share := min(1, float64(done)/float64(total))
	left := clock(max(0, float64(total-done))/rate) + " left"
	return fitting([]string{gauge(share), fmt.Sprintf("%3.0f %%", 100*share), left,
		fmt.Sprintf("step %d of %d", done, total), note, speed}, width)
}

// gauge is the bar itself.
func gauge(share float64) string {
	full := int(share * cells)
	return "[" + strings.Repeat("=", full) + strings.Repeat(" ", cells-full) + "]"
}

// fitting joins as many of the first parts as width columns hold.
func fitting(parts []string, width int) string {
	out := ""
	for _, p := range parts {
		if len(out)+2+len(p) > width {
			break
		}
		if out != "" {
			out += "  "
		}
		out += p
	}
	return out
}

// size writes bytes in powers of 1000.
func size(n float64) string { return scaled(n, []string{"B", "kB", "MB", "GB", "TB", "PB", "EB"}) }

// count writes a number in powers of 1000, with the letters of the SI behind it.
func count(n float64) string {
	return strings.ReplaceAll(scaled(n, []string{"", "k", "M", "G", "T", "P", "E"}), " ", "")
}

func scaled(n float64, units []string) string {
	i := 0
	for n >= 999.5 && i < len(units)-1 {
		n /= 1000
		i++
	}
	if n < 9.95 && i > 0 {
		return fmt.Sprintf("%.1f %s", n, units[i])
	}
	return fmt.Sprintf("%.0f %s", n, units[i])
}

// clock writes seconds as 0:05 or 1:02:03.
func clock(seconds float64) string {
	if !(seconds < 100*3600) {
		return "days"
	}
	s := int(seconds + .5)
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}
