package watch_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"levyscope/train"
	"levyscope/train/watch"
	"levyscope/train/watch/stream"
	"levyscope/train/watch/watchtest"
)

// arrays are two small arrays.
func arrays() []stream.Param { return watchtest.Arrays([]int{4, 6}, []int{5}) }

// Parameters whose gradient was missing, or always 0, have no law, and break no figure of the others.
func TestWatchMissingAndDeadParameters(t *testing.T) {
	dir := t.TempDir()
	s := watchtest.New(t, dir, 0, 1, arrays(), nil)
	x := watchtest.NewNoise(1, 29)
	for step := range 256 {
		g := x.Draw()
		g[0] = float32(math.NaN())
		if step%3 == 0 {
			g[1] = float32(math.Inf(1))
			g[2] = float32(math.NaN())
		}
		if step%2 == 0 {
			g[3] = 0
		}
		clear(g[24:])
		r := watchtest.Record(step+1, g)
		r.Loss = math.NaN()
		s.Put(r)
	}
	events := once(t, settings(dir))
	est := of[train.NoiseEstimate](events)[0]
	bank := of[train.Looked](events)[0].Bank
	for i, missing := range []int{256, 86, 86, 0} {
		if p := bank.Parameter(i); p.Missing != missing || p.Judged != (missing == 0) {
			t.Errorf("parameter %d has %d missing draws of %d, judged %v", i, p.Missing, missing, p.Judged)
		}
	}
	if p := bank.Parameter(3); p.Zeros != 128 {
		t.Errorf("%d zeros, want 128", p.Zeros)
	}
	if l := est.Layers[0]; math.IsNaN(l.Sigma) || math.IsNaN(l.Kurtosis) || l.Atoms.Apart != 1 || l.Dead != 3 {
		t.Errorf("the first array is %+v", l)
	}
	if l := est.Layers[1]; l.Dead != 5 || !math.IsNaN(l.Alpha) {
		t.Errorf("the dead array is %+v", l)
	}
	if math.IsNaN(est.Burst.Drift) {
		t.Error("there is no drift")
	}
	for _, j := range of[train.Jumps](events) {
		if j.Trials != 20*256 || j.AtomTrials != 256 {
			t.Errorf("%d trials and %d of atoms", j.Trials, j.AtomTrials)
		}
	}
}

// Nothing but zeros, and nothing but missing gradients.
func TestWatchNothingToJudge(t *testing.T) {
	for _, v := range []float32{0, float32(math.NaN()), float32(math.Inf(-1)), math.MaxFloat32, 1e-45} {
		dir := t.TempDir()
		s := watchtest.New(t, dir, 0, 1, arrays(), nil)
		g := make([]float32, 29)
		for i := range g {
			g[i] = v
		}
		for step := range 256 {
			s.Put(watchtest.Record(step, g))
		}
		events := once(t, settings(dir))
		if est := of[train.NoiseEstimate](events); len(est) != 1 || !math.IsNaN(est[0].Layers[0].Alpha) {
			t.Errorf("gradients of %g: %+v", v, est)
		}
	}
}

// A session of which a parameter array has no recorded value, whose records have other lengths than those of the one
// before, and whose steps begin anew.
func TestWatchSessionsThatDiffer(t *testing.T) {
	dir := t.TempDir()
	one := watchtest.New(t, dir, 0, 1, arrays(), nil)
	one.Burst(watchtest.NewNoise(1, 29), 1, 200)
	none, scalar := stream.Param{Name: "none", Shape: []int{3}}, stream.Param{Name: "scalar", Index: []int64{0}}
	params := append(arrays(), none, scalar)
	two := watchtest.New(t, dir, 0, 2, params, nil)
	two.Burst(watchtest.NewNoise(2, 30), 100, 356)
	two.Burst(watchtest.NewNoise(2, 30), 50, 60) // back
	events := once(t, settings(dir))
	all, est := of[watch.Attached](events), of[train.NoiseEstimate](events)
	if len(all) != 2 || all[0].From != 1 || all[1].From != 100 || all[1].Sampled != 30 || all[1].Parameters != 33 {
		t.Errorf("the sessions are %+v", all)
	}
	if len(est) != 2 || est[0].Burst.Draws != 99 || est[1].Burst.Draws != 256 || len(est[1].Layers) != 4 ||
		est[1].Kept != 30 || est[1].Layers[2].Params != 3 {
		t.Errorf("the estimates are %+v", est)
	}
}

// Steps that were lost within a burst are counted, and the burst is judged without them.
func TestWatchLostSteps(t *testing.T) {
	dir := t.TempDir()
	s := watchtest.New(t, dir, 0, 1, arrays(), nil)
	x := watchtest.NewNoise(1, 29)
	for step := 1; step <= 256; step++ {
		r := watchtest.Record(step, x.Draw())
		if step > 100 && step <= 140 {
			continue
		}
		if step == 200 {
			r.Batch = 3 // the last batch of an epoch
		}
		s.Put(r)
	}
	s.Line(map[string]any{"type": "dropped", "rows": 40, "total": 40})
	events := once(t, settings(dir))
	if b := of[train.NoiseEstimate](events)[0].Burst; b.Draws != 215 || b.From != 1 || b.Step != 257 {
		t.Errorf("the burst is %+v", b)
	}
	all := of[watch.Status](events)
	if st := all[len(all)-1]; st.Lost != 40 || st.Dropped != 40 || st.Records != 216 {
		t.Errorf("the status is %+v", st)
	}
}

// A long recording is judged in part, as the folder alone decides, and it is said which part.
func TestWatchJudgesAPartOfMany(t *testing.T) {
	dir := t.TempDir()
	s := watchtest.New(t, dir, 0, 1, watchtest.Arrays([]int{2}), nil)
	x := watchtest.NewNoise(1, 2)
	for k := range 10 {
		s.Burst(x, 1+1000*k, 65+1000*k)
	}
	for k := range 6 {
		s.Probes(x, 1+2000*k, 64)
	}
	cfg := settings(dir)
	cfg.Burst, cfg.Most, cfg.Jumps = 64, 3, false
	events := once(t, cfg)
	var froms, probes []int
	for _, est := range of[train.NoiseEstimate](events) {
		if est.Burst == nil {
			probes = append(probes, est.Step)
		} else {
			froms = append(froms, est.Burst.From)
		}
	}
	if len(froms) != 3 || froms[0] != 1 || froms[1] != 4001 || froms[2] != 8001 || len(probes) != 2 {
		t.Errorf("the bursts from %v and probes at %v are judged", froms, probes)
	}
	skipped := 0
	for _, n := range of[watch.Noted](events) {
		if n.Kind == "skipped" {
			skipped++
		}
	}
	if skipped < 3 {
		t.Errorf("%d times it is said that some are not judged", skipped)
	}
	if !slices.Equal(types(events), types(once(t, cfg))) {
		t.Error("another watch has other events")
	}
}

// No bytes in any file make it panic, run for ever or write.
func TestWatchGarbage(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for round := range 30 {
		dir := t.TempDir()
		s := watchtest.New(t, dir, 0, 1, arrays(), nil)
		s.Burst(watchtest.NewNoise(1, 29), 1, 70)
		s.Line(map[string]any{"type": "ack", "step": 3, "set": map[string]any{"lr": nil}, "was": 7, "seq": -1e300})
		s.Line(map[string]any{"type": "eval", "step": 1e300, "loss": "x", "test_accuracy": .5})
		for _, name := range []string{"meta.json", "grad.0000.bin", "probe.0000.bin", "events.ndjson", "grad.0002.bin"} {
			if r.IntN(2) == 0 {
				continue
			}
			path := filepath.Join(s.Dir, name)
			text, _ := os.ReadFile(path)
			garbage := make([]byte, 1+r.IntN(5000))
			for i := range garbage {
				garbage[i] = byte(r.Uint32())
			}
			if round%2 == 0 && len(text) > 0 {
				copy(text[r.IntN(len(text)):], garbage[:1+r.IntN(40)])
				garbage = text
			}
			if err := os.WriteFile(path, garbage, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		cfg := settings(dir)
		cfg.Once = true
		for _, err := range watch.Run(t.Context(), cfg) {
			if err != nil && !strings.Contains(err.Error(), dir) {
				t.Errorf("the error %v does not name the folder", err)
			}
		}
	}
}

// A watch waits, sees what comes, says how long nothing came, and survives that the folder is made anew.
func TestWatchLive(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run.lvs")
	s := watchtest.New(t, dir, 0, 1, arrays(), nil)
	x := watchtest.NewNoise(1, 29)
	now := time.Unix(1.8e9, 0)
	done := errors.New("done")
	var events []train.Event
	last := func() watch.Status { all := of[watch.Status](events); return all[len(all)-1] }
	steps := []func(){
		func() {
			if st := last(); st.Step != -1 || st.Silent != 0 || st.Over || st.Records != 0 {
				t.Errorf("at first the status is %+v", st)
			}
			s.Burst(x, 1, 257)
		},
		func() {
			if got := types(events); got[len(got)-1] != "status" || len(of[train.NoiseEstimate](events)) != 1 {
				t.Errorf("after a burst the events are %q", got)
			}
			now = now.Add(time.Minute)
		},
		func() {
			if st := last(); st.Silent != time.Minute || st.Step != 256 || st.Records != 256 {
				t.Errorf("after a minute the status is %+v", st)
			}
			now = now.Add(-time.Hour) // the clock jumps
		},
		func() {
			if st := last(); st.Silent != 0 {
				t.Errorf("after a jump of the clock the status is %+v", st)
			}
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		},
		func() {
			if st := last(); st.Why == "" {
				t.Errorf("without a folder the status is %+v", st)
			}
			s = watchtest.New(t, dir, 0, 1, arrays(), func(m *stream.Meta) { m.Session = "anew" })
			s.Burst(x, 1, 11)
			s.Line(map[string]any{"type": "end"})
		},
		func() {
			all := of[watch.Attached](events)
			if len(all) != 2 || all[1].Session != "anew" || last().Step != 10 || !last().Over {
				t.Errorf("the sessions are %+v, the status %+v", all, last())
			}
		},
	}
	cfg := settings(dir)
	cfg.Now = func() time.Time { return now }
	cfg.Wait = func(context.Context) error {
		if len(steps) == 0 {
			return done
		}
		steps[0]()
		steps = steps[1:]
		return nil
	}
	var err error
	for e, failed := range watch.Run(t.Context(), cfg) {
		if err = failed; err == nil {
			events = append(events, e)
		}
	}
	if !errors.Is(err, done) {
		t.Errorf("it ended with %v", err)
	}
}

// Where judging takes long, bursts are judged within a share of the time.
func TestWatchKeepsToItsShare(t *testing.T) {
	dir := t.TempDir()
	s := watchtest.New(t, dir, 0, 1, watchtest.Arrays([]int{2}), nil)
	x := watchtest.NewNoise(1, 2)
	now, calls := time.Unix(1.8e9, 0), 0
	cfg := settings(dir)
	cfg.Burst, cfg.Share = 64, .1
	cfg.Now = func() time.Time { // every call takes 100 ms
		now = now.Add(100 * time.Millisecond)
		return now
	}
	ctx, cancel := context.WithCancel(t.Context())
	cfg.Wait = func(context.Context) error {
		if calls++; calls > 100 {
			cancel()
			return ctx.Err()
		}
		s.Burst(x, 64*calls, 64*calls+64)
		return nil
	}
	judged, skipped := 0, 0
	for e := range watch.Run(ctx, cfg) {
		switch e := e.(type) {
		case train.NoiseEstimate:
			judged++
		case watch.Noted:
			if e.Kind == "skipped" {
				skipped++
			}
		}
	}
	if judged < 20 || judged > 80 || skipped < 10 {
		t.Errorf("%d bursts of 100 are judged, and %d times it is said that some are not", judged, skipped)
	}
}

func TestWatchErrors(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		want   string
		change func(*watch.Config)
	}{
		{"no such file", func(c *watch.Config) { c.Folder = filepath.Join(dir, "x") }},
		{"no session has begun", func(*watch.Config) {}},
		{"rank = -1", func(c *watch.Config) { c.Rank = -1 }},
		{"least draws", func(c *watch.Config) { c.LeastDraws = 8 }},
		{"burst = 1 ", func(c *watch.Config) { c.Burst = 1 }},
		{"share", func(c *watch.Config) { c.Share = math.NaN() }},
		{"threshold", func(c *watch.Config) { c.JumpThreshold = 0 }},
	} {
		cfg := settings(dir)
		cfg.Once = true
		c.change(&cfg)
		var got error
		for _, err := range watch.Run(t.Context(), cfg) {
			got = errors.Join(got, err)
		}
		if got == nil || !strings.Contains(got.Error(), c.want) {
			t.Errorf("the error is %v, want %q in it", got, c.want)
		}
	}
}
