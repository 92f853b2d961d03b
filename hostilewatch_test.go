package main

import (
	"os"
	"path/filepath"
	"testing"

	"levyscope/train/watch/stream"
	"levyscope/train/watch/watchtest"
)

// hostileRun is the folder of a job whose names and lines are hostile, with two sessions, and one whose meta.json is.
func hostileRun(t *testing.T, dir, valid string) {
	t.Helper()
	folder := filepath.Join(dir, hostile+".lvs")
	for number := 1; number <= 2; number++ {
		s := watchtest.New(t, folder, 0, number, watchtest.Arrays([]int{3, 4}, []int{2}), func(m *stream.Meta) {
			m.Session, m.Writer, m.Control = valid, valid, true
			m.Params[0].Name, m.Params[1].Name, m.Params[1].Dtype = valid, "b"+valid, valid
		})
		noise := watchtest.NewNoise(1, 14)
		s.Burst(noise, 100*number, 100*number+80)
		s.Probes(noise, 100*number+80, 80)
		for _, line := range []map[string]any{
			{"type": "ack", "viewer": valid, "seq": 1, "step": 110, "set": map[string]any{"lr_scale": .5},
				"was": map[string]any{}},
			{"type": "nack", "viewer": valid, "line": valid, "error": valid, "step": 111},
			{"type": "resume", "why": valid, "step": 112}, {"type": "off", "error": valid}, {"type": valid, "step": 113},
			{"type": "eval", "step": 114, valid: 1., "loss": 2.}, {"type": "dropped", "rows": 3, "total": 3},
			{"type": "cadence", "from": 60, "burst": 256, "every": 512, valid: valid},
		} {
			s.Line(line)
		}
		s.Append("events.ndjson", []byte(hostile+"\n"))
	}
	bad := watchtest.New(t, filepath.Join(dir, hostile+"2.lvs"), 0, 1, watchtest.Arrays([]int{2}), nil)
	meta := []byte(`{"format":` + quoted(valid) + `}`)
	if err := os.WriteFile(filepath.Join(bad.Dir, "meta.json"), meta, 0o600); err != nil {
		t.Fatal(err)
	}
	grads := filepath.Join(dir, hostile+".grads")
	if err := os.Mkdir(grads, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, step := range []string{"1", "2"} {
		if err := os.WriteFile(filepath.Join(grads, hostile+"_"+step+".npy"), numpy("'<f8'"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
