package train_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/checkpoint/checkpointtest"
	"levyscope/internal/par"
	"levyscope/internal/safetensors"
	"levyscope/train"
	"levyscope/train/optim"
	"levyscope/train/schedule"
)

// rich is a run with all parts of a state, and a checkpoint of it.
func rich(t testing.TB) (train.Config, *train.State) {
	t.Helper()
	cfg := tiny()
	cfg.Model, cfg.Sampling = "mlp:2", train.Epochs
	cfg.Controls.Momentum, cfg.Controls.WeightDecay = .5, .01
	cfg.Controls.Schedule, cfg.Controls.Arm = schedule.Power{Eta0: .1, K0: 20, Gamma: .7}, schedule.NoiseOnly
	cfg.JumpThreshold = .5
	return cfg, fifth(t, cfg)
}

// adaptive is a run whose optimiser has all sorts of moments, with clipping, and a checkpoint of it.
func adaptive(t testing.TB) (train.Config, *train.State) {
	t.Helper()
	cfg := tiny()
	cfg.Model, cfg.JumpsEvery, cfg.Probe.Every = "mlp:2", 0, 0
	cfg.Controls.Optimizer = optim.Adam{Beta1: .9, Beta2: .99, Eps: 1e-8, WeightDecay: .01}
	cfg.Controls.Clip = optim.Clip{By: optim.Entry, Limit: .1}
	return cfg, fifth(t, cfg)
}

// fifth is the checkpoint before step 5.
func fifth(t testing.TB, cfg train.Config) *train.State {
	t.Helper()
	step := -1
	var found *train.State
	for e, err := range train.Continue(context.Background(), cfg, nil, nil, func() bool { step++; return step == 5 }) {
		if err != nil {
			t.Fatal(err)
		}
		if c, ok := e.(train.Checkpoint); ok {
			found = c.State
		}
	}
	if found == nil {
		t.Fatal("no checkpoint")
	}
	return found
}

// goesOn continues a run and says whether it panicked.
func goesOn(t *testing.T, cfg train.Config, s *train.State) bool {
	t.Helper()
	for _, err := range train.Continue(context.Background(), cfg, s, nil, func() bool { return true }) {
		var panicked *par.Panic
		if errors.As(err, &panicked) {
			return false
		}
	}
	return true
}

// A state whose JSON says something else, under a checksum that is right, is refused or is one that a
// run can go on from; nothing panics.
func TestEditedStatesAreRefusedOrRun(t *testing.T) {
	for _, open := range []func(testing.TB) (train.Config, *train.State){rich, adaptive} {
		cfg, s := open(t)
		editedStates(t, cfg, s)
	}
}

func editedStates(t *testing.T, cfg train.Config, s *train.State) {
	t.Helper()
	inner, refused, skipped := checkpointtest.Inner(t, s), 0, 0
	if _, err := train.ReadState(cfg, checkpointtest.Sealed(t, inner, s.Tensors()), s.Tensors()); err != nil {
		t.Fatalf("the state as it was: %v", err)
	}
	n := checkpointtest.Edits(t, inner, func(where string, edited []byte, fatal bool) {
		if h := fnv.New32(); testing.Short() {
			if h.Write(edited); h.Sum32()%16 != 0 {
				skipped++
				return
			}
		}
		read, err := train.ReadState(cfg, checkpointtest.Sealed(t, edited, s.Tensors()), s.Tensors())
		switch {
		case err != nil:
			refused++
		case fatal && !strings.HasSuffix(where, "without momentum_form"): // as in the oldest recordings
			t.Errorf("%s: accepted", where)
		case !goesOn(t, cfg, read):
			t.Errorf("%s: accepted, and the run panics", where)
		}
	})
	if n -= skipped; n < 30 || refused < n*2/3 || refused == n {
		t.Errorf("%d of %d edited states refused", refused, n)
	}
}

// These are named by the error.
func TestTensorsThatDoNotFitAreNamed(t *testing.T) {
	cfg, s := rich(t)
	state := checkpointtest.Inner(t, s)
	for _, c := range []struct {
		name string
		edit func(list []safetensors.Tensor) []safetensors.Tensor
	}{
		{`"fc1.weight" is missing`, func(l []safetensors.Tensor) []safetensors.Tensor { return l[1:] }},
		{`"other" is none of this run`, func(l []safetensors.Tensor) []safetensors.Tensor {
			return append(l, safetensors.Tensor{Name: "other", Shape: []int{1}, Values: safetensors.U8{1}})
		}},
		{`"fc1.weight" has shape [80], not [2 40]`, func(l []safetensors.Tensor) []safetensors.Tensor {
			l[0].Shape = []int{80}
			return l
		}},
		{`"fc1.weight" has values of type F64, not F32`, func(l []safetensors.Tensor) []safetensors.Tensor {
			l[0].Values = make(safetensors.F64, 80)
			return l
		}},
		{`order[0] = -1`, replaced("order", func(v safetensors.I64) { v[0] = -1 })},
		{`order[0] = 4000`, replaced("order", func(v safetensors.I64) { v[0] = 4000 })},
		{`order[1] = `, replaced("order", func(v safetensors.I64) { v[1] = v[0] })},
		{`jump_sizes[0 3] = -1`, replaced("jump_sizes", func(v safetensors.I64) { v[3] = -1 })},
		{`jump_counts[0]`, replaced("jump_sizes", func(v safetensors.I64) { v[0]++ })},
		{`jump_apart.* of parameter 0 is 7`, replaced("jump_apart.fc1.weight", func(v safetensors.U8) { v[0] = 7 })},
	} {
		list := c.edit(slices.Clone(s.Tensors()))
		_, err := train.ReadState(cfg, checkpointtest.Sealed(t, state, list), list)
		if err == nil || !strings.Contains(err.Error(), c.name) {
			t.Errorf("%v, want %s", err, c.name)
		}
	}
	adam, a := adaptive(t)
	for name, edit := range map[string]func([]safetensors.Tensor) []safetensors.Tensor{
		`"first_moment.fc1.weight" is missing`: func(l []safetensors.Tensor) []safetensors.Tensor {
			return slices.DeleteFunc(l, func(x safetensors.Tensor) bool { return x.Name == "first_moment.fc1.weight" })
		},
		`second_moment.* of parameter 1 is -1`: replaced("second_moment.fc1.weight",
			func(v safetensors.F32) { v[1] = -1 }),
		`second_moment.* of parameter 0 is NaN`: replaced("second_moment.fc1.weight",
			func(v safetensors.F32) { v[0] = float32(math.NaN()) }),
	} {
		list := edit(slices.Clone(a.Tensors()))
		_, err := train.ReadState(adam, checkpointtest.Sealed(t, checkpointtest.Inner(t, a), list), list)
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%v, want %s", err, name)
		}
	}
	list := s.Tensors()
	list = append(list, list[0])
	if _, err := train.ReadState(cfg, state, list); err == nil {
		t.Error("a tensor that stands twice is accepted")
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
	case safetensors.U8:
		return slices.Clone(v)
	case safetensors.F32:
		return slices.Clone(v)
	}
	return v
}

// One bit that differs, in the JSON or in the tensors, is found out, unless what is read is the same.
func TestFlippedBitsAreFoundOut(t *testing.T) {
	cfg, s := rich(t)
	c := take(t, s)
	every := 5
	if testing.Short() {
		every = 101
	}
	for bit := 0; bit < 8*len(c.text); bit += every {
		text := slices.Clone(c.text)
		text[bit/8] ^= 1 << (bit % 8)
		if read, err := train.ReadState(cfg, text, s.Tensors()); err == nil && !bytes.Equal(take(t, read).text, c.text) {
			t.Fatalf("bit %d of the JSON: accepted as another state", bit)
		}
	}
	for bit := 0; bit < 8*len(c.tensors); bit += every * len(c.tensors) / 500 {
		file := slices.Clone(c.tensors)
		file[bit/8] ^= 1 << (bit % 8)
		tensors, err := safetensors.Read(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			continue
		}
		if read, err := train.ReadState(cfg, c.text, tensors); err == nil && !bytes.Equal(take(t, read).text, c.text) {
			t.Fatalf("bit %d of the tensors: accepted as another state", bit)
		}
	}
}

// A state goes on under its own configuration only, and before the end of the run.
func TestAStateOfAnotherRunIsRefused(t *testing.T) {
	cfg, s := rich(t)
	for name, change := range map[string]func(c *train.Config){
		"seed":  func(c *train.Config) { c.Seed++ },
		"model": func(c *train.Config) { c.Model = "mlp:3" },
		"batch": func(c *train.Config) { c.Controls.Batch++ },
		"end":   func(c *train.Config) { c.Steps = s.Step() },
	} {
		other := cfg
		change(&other)
		for _, err := range train.Continue(context.Background(), other, s, nil, nil) {
			if err == nil || !strings.Contains(err.Error(), "checkpoint") {
				t.Errorf("%s: %v", name, err)
			}
			break
		}
	}
	cfg.Steps = 0 // a run may go on for longer
	for _, err := range train.Continue(context.Background(), cfg, s, nil, nil) {
		if err != nil {
			t.Error(err)
		}
		break
	}
}

// FuzzReadState holds that no bytes make the reader panic, nor the run that goes on from what it read.
func FuzzReadState(f *testing.F) {
	cfg, s := rich(f)
	text, err := s.MarshalJSON()
	if err != nil {
		f.Fatal(err)
	}
	var file bytes.Buffer
	if err := safetensors.Write(&file, s.Tensors()); err != nil {
		f.Fatal(err)
	}
	f.Add(text, file.Bytes(), true)
	f.Add(text, file.Bytes(), false)
	f.Fuzz(func(t *testing.T, text, file []byte, seal bool) {
		tensors, err := safetensors.Read(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			return
		}
		var e struct{ State json.RawMessage }
		if seal && json.Unmarshal(text, &e) == nil && e.State != nil {
			text = checkpointtest.Sealed(t, e.State, tensors)
		}
		if read, err := train.ReadState(cfg, text, tensors); err == nil && !goesOn(t, cfg, read) {
			t.Error("accepted, and the run panics")
		}
	})
}
