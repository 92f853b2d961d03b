package watch_test

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"levyscope/internal/near"
	"levyscope/train"
	"levyscope/train/noise"
	"levyscope/train/watch"
	"levyscope/train/watch/watchtest"
)

// once are the events of a folder.
func once(t testing.TB, cfg watch.Config) (out []train.Event) {
	t.Helper()
	cfg.Once = true
	for e, err := range watch.Run(t.Context(), cfg) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

// settings watch a folder.
func settings(folder string) watch.Config {
	cfg := watch.Default()
	cfg.Folder = folder
	cfg.Now = func() time.Time { return time.Unix(1.7e9, 0) }
	return cfg
}

// of are the events of one type.
func of[T train.Event](events []train.Event) (out []T) {
	for _, e := range events {
		if e, ok := e.(T); ok {
			out = append(out, e)
		}
	}
	return out
}

// types are the types of events, each once where it follows itself.
func types(events []train.Event) (out []string) {
	for _, e := range events {
		out = append(out, e.Type())
	}
	return slices.Compact(out)
}

func TestWatchJudgesBursts(t *testing.T) {
	dir := t.TempDir()
	s := watchtest.New(t, dir, 0, 1, watchtest.Arrays([]int{4, 6}, []int{5}), nil)

	x := watchtest.NewNoise(1, s.Meta.Sampled())
	s.Burst(x, 1, 257)
	s.Burst(x, 1025, 1281)
	s.Line(map[string]any{"type": "end", "step": 1281})
	events := once(t, settings(dir))
	want := []string{"attached", "progress", "noise", "looked", "jumps", "trajectory", "progress", "noise", "looked",
		"jumps", "trajectory", "noted", "jump_law", "status"}
	if got := types(events); !slices.Equal(got, want) {
		t.Errorf("the events are %q, want %q", got, want)
	}
	if a := of[watch.Attached](events)[0]; a.From != 1 || a.Parameters != 29 || a.Sampled != 29 || len(a.Layers) != 2 {
		t.Errorf("attached is %+v", a)
	}
	for k, est := range of[train.NoiseEstimate](events) {
		b := est.Burst
		if b == nil || b.From != []int{1, 1025}[k] || b.Step != b.From+256 || b.Draws != 256 || est.Step != b.Step-1 ||
			est.Batch != 64 || est.Centre != noise.Mean || est.Kept != 0 || est.Batches != 256 {
			t.Errorf("estimate %d is %+v, its burst %+v", k, est, b)
			continue
		}
		// The median of |N(0, 1)| times the error of a difference of two means of 128.
		near.Abs(t, fmt.Sprintf("drift without one of burst %d", k), b.DriftNull, .6745/8, .04)
		near.Abs(t, fmt.Sprintf("drift of burst %d", k), b.Drift, .6745/8, .04)
		for _, l := range est.Layers {
			near.Abs(t, "alpha of Gaussian noise", l.Alpha, 2, .3)
		}
	}
	if n := len(of[train.Progress](events)); n != 512 {
		t.Errorf("%d steps are told, want 512", n)
	}
}

func TestWatchJudgesProbes(t *testing.T) {
	dir := t.TempDir()
	s := watchtest.New(t, dir, 0, 1, watchtest.Arrays([]int{4, 6}, []int{5}), nil)
	x := watchtest.NewNoise(1, s.Meta.Sampled())
	s.Probes(x, 100, 128)
	s.Probes(x, 300, 20) // too few
	events := once(t, settings(dir))
	all := of[train.NoiseEstimate](events)
	if len(all) != 1 || all[0].Burst != nil || all[0].Step != 100 || all[0].Batches != 128 {
		t.Fatalf("the estimates are %+v", all)
	}
	if math.IsNaN(all[0].Layers[0].Sigma) {
		t.Error("there is no scale")
	}
	if bank := of[train.Looked](events)[0].Bank; bank.Len() != 29 || bank.Draws() != 128 {
		t.Errorf("%d parameters of %d draws were looked at", bank.Len(), bank.Draws())
	}
}
