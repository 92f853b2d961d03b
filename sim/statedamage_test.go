package sim_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"hash/fnv"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/checkpoint/checkpointtest"
	"levyscope/internal/par"
	"levyscope/internal/safetensors"
	"levyscope/sim"
)

// rich are runs with all parts of a state, and a checkpoint of each before the given step.
func rich(t testing.TB) (configs []sim.Config, states []*sim.State) {
	t.Helper()
	all := resumable(t)
	wells, box, quick := all["particle, wells"], all["particle, integrator jump"], all["accelerated"]
	for _, cfg := range []sim.Config{wells, box, quick} {
		cfg.Slots, cfg.Paths = 3, 20
		if cfg.Particle {
			cfg.Steps = 40
		}
		step := -1
		due := func() bool { step++; return step == 7 }
		for e, err := range sim.Continue(context.Background(), cfg, nil, nil, due) {
			if err != nil {
				t.Fatal(err)
			}
			if c, ok := e.(sim.Checkpoint); ok {
				configs, states = append(configs, cfg), append(states, c.State)
			}
		}
	}
	if len(states) != 3 {
		t.Fatalf("%d checkpoints", len(states))
	}
	return configs, states
}

// goesOn continues a run for some steps and says whether it panicked.
func goesOn(cfg sim.Config, s *sim.State) bool {
	n := 0
	for _, err := range sim.Continue(context.Background(), cfg, s, nil, nil) {
		var panicked *par.Panic
		if errors.As(err, &panicked) {
			return false
		}
		if n++; n > 200 {
			break
		}
	}
	return true
}

// A state whose JSON says something else, under a checksum that is right, is refused or is one that a
// run can go on from; nothing panics.
func TestEditedStatesAreRefusedOrRun(t *testing.T) {
	configs, states := rich(t)
	every := uint32(16) // of the edits, by a hash
	if testing.Short() {
		every = 128
	}
	for i, s := range states {
		cfg, inner, refused, skipped := configs[i], checkpointtest.Inner(t, s), 0, 0
		if _, err := sim.ReadState(cfg, checkpointtest.Sealed(t, inner, s.Tensors()), s.Tensors()); err != nil {
			t.Fatalf("the state as it was: %v", err)
		}
		n := checkpointtest.Edits(t, inner, func(where string, edited []byte, fatal bool) {
			h := fnv.New32()
			if h.Write(edited); h.Sum32()%every != 0 {
				skipped++
				return
			}
			read, err := sim.ReadState(cfg, checkpointtest.Sealed(t, edited, s.Tensors()), s.Tensors())
			switch {
			case err != nil:
				refused++
			case fatal:
				t.Errorf("%s: accepted", where)
			case !goesOn(cfg, read):
				t.Errorf("%s: accepted, and the run panics", where)
			}
		})
		if n -= skipped; n < 10 || refused < n/2 {
			t.Errorf("%d of %d edited states refused", refused, n)
		}
	}
}

// An array that no run can have, in an otherwise sound state, is named.
func TestTensorsThatDoNotFitAreNamed(t *testing.T) {
	configs, states := rich(t)
	for _, c := range []struct {
		name string
		run  int
		edit func(list []safetensors.Tensor) []safetensors.Tensor
	}{
		{`"paths" is missing`, 0, func(l []safetensors.Tensor) []safetensors.Tensor { return l[1:] }},
		{`"other" is none of this run`, 0, func(l []safetensors.Tensor) []safetensors.Tensor {
			return append(l, safetensors.Tensor{Name: "other", Shape: []int{1}, Values: safetensors.U8{1}})
		}},
		{"slot 1: path 2 of 20", 0, replaced("paths", func(v safetensors.I64) { v[1] = 2 })},
		{"slot 1: path 22 of 20", 0, replaced("paths", func(v safetensors.I64) { v[1] = 22 })},
		{"slot 0: path -3", 0, replaced("paths", func(v safetensors.I64) { v[0] = -3 })},
		{"slot 2: active = 2", 0, replaced("active", func(v safetensors.U8) { v[2] = 2 })},
		{"active false", 0, replaced("active", func(v safetensors.U8) { v[2] = 0 })},
		{"slot 0: -1 steps", 0, replaced("steps", func(v safetensors.I64) { v[0] = -1 })},
		{"steps of 3000", 0, replaced("steps", func(v safetensors.I64) { v[0] = 3000 })},
		{"slot 0: time 1.5", 0, replaced("clock", func(v safetensors.F64) { v[0] = 1.5 })},
		{"slot 0: next big jump at -2", 1, replaced("next_big", func(v safetensors.F64) { v[0] = -2 })},
		{"slot 0: time -1", 2, replaced("clock", func(v safetensors.F64) { v[0] = -1 })},
		{"along the flow", 2, replaced("flows", func(v safetensors.I64) { v[0] = -1 })},
	} {
		s := states[c.run]
		list := c.edit(slices.Clone(s.Tensors()))
		_, err := sim.ReadState(configs[c.run], checkpointtest.Sealed(t, checkpointtest.Inner(t, s), list), list)
		if err == nil || !strings.Contains(err.Error(), c.name) {
			t.Errorf("%v, want %s", err, c.name)
		}
	}
}

// replaced changes the values of one tensor in a copy.
func replaced[V safetensors.Values](name string, change func(v V)) func([]safetensors.Tensor) []safetensors.Tensor {
	return func(list []safetensors.Tensor) []safetensors.Tensor {
		for i := range list {
			if list[i].Name == name {
				v := copied(list[i].Values).(V)
				change(v)
				list[i].Values = v
			}
		}
		return list
	}
}

func copied(v safetensors.Values) safetensors.Values {
	switch v := v.(type) {
	case safetensors.I64:
		return slices.Clone(v)
	case safetensors.F64:
		return slices.Clone(v)
	case safetensors.U8:
		return slices.Clone(v)
	}
	return v
}

// A state goes on under its own configuration only, and before the end of the run.
func TestAStateOfAnotherRunIsRefused(t *testing.T) {
	configs, states := rich(t)
	cfg, s := configs[0], states[0]
	for name, change := range map[string]func(c *sim.Config){
		"seed":  func(c *sim.Config) { c.Seed++ },
		"paths": func(c *sim.Config) { c.Paths++ },
		"slots": func(c *sim.Config) { c.Slots++ },
		"eps":   func(c *sim.Config) { c.Controls.Eps *= 2 },
		"end":   func(c *sim.Config) { c.Steps = s.Step() },
	} {
		other := cfg
		change(&other)
		for _, err := range sim.Continue(context.Background(), other, s, nil, nil) {
			if err == nil || !strings.Contains(err.Error(), "checkpoint") {
				t.Errorf("%s: %v", name, err)
			}
			break
		}
	}
	cfg.Steps = 0 // a run may go on for longer
	for _, err := range sim.Continue(context.Background(), cfg, s, nil, nil) {
		if err != nil {
			t.Error(err)
		}
		break
	}
}

// Controls in force with another number of coordinates than those of the configuration are refused.
func TestControlsOfAnotherSizeAreRefused(t *testing.T) {
	configs, states := rich(t)
	inner := string(checkpointtest.Inner(t, states[2]))
	at := strings.Index(inner, `"controls":{"schedule"`)
	at += 1 + strings.Index(inner[at+1:], `"controls":{"schedule"`) // the first is that of the configuration
	line, err := json.Marshal(line(1.5))
	if err != nil {
		t.Fatal(err)
	}
	end := at + strings.Index(inner[at:], `,"slots"`)
	edited := inner[:at] + `"controls":` + string(line) + inner[end:]
	text := checkpointtest.Sealed(t, json.RawMessage(edited), states[2].Tensors())
	if _, err := sim.ReadState(configs[2], text, states[2].Tensors()); err == nil ||
		!strings.Contains(err.Error(), "coordinates") {
		t.Errorf("error %v", err)
	}
}

// FuzzReadState holds that no bytes make the reader panic, nor the run that goes on from what it read.
func FuzzReadState(f *testing.F) {
	configs, states := rich(f)
	for i, s := range states {
		c := take(f, s)
		f.Add(c.text, c.tensors, i, true)
		f.Add(c.text, c.tensors, i, false)
	}
	f.Fuzz(func(t *testing.T, text, file []byte, which int, seal bool) {
		cfg := configs[max(0, which)%len(configs)]
		tensors, err := safetensors.Read(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			return
		}
		var e struct{ State json.RawMessage }
		if seal && json.Unmarshal(text, &e) == nil && e.State != nil {
			text = checkpointtest.Sealed(t, e.State, tensors)
		}
		if read, err := sim.ReadState(cfg, text, tensors); err == nil && !goesOn(cfg, read) {
			t.Error("accepted, and the run panics")
		}
	})
}
