package checkpoint_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"levyscope/internal/checkpoint"
	"levyscope/internal/safetensors"
)

type sample struct {
	N int              `json:"n"`
	F checkpoint.Float `json:"f"`
}

func tensors() []safetensors.Tensor {
	return []safetensors.Tensor{{Name: "x", Shape: []int{2}, Values: safetensors.F32{1, 2}}}
}

func TestFloatsAreExact(t *testing.T) {
	for _, f := range []float64{0, math.Copysign(0, -1), .1, -1. / 3, math.Inf(1), math.Inf(-1), math.NaN(),
		math.MaxFloat64, math.SmallestNonzeroFloat64, math.Nextafter(1, 2), 1 << 60} {
		b, err := json.Marshal(checkpoint.Float(f))
		if err != nil {
			t.Fatal(err)
		}
		var back checkpoint.Float
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		if got := float64(back); math.Float64bits(got) != math.Float64bits(f) && !(math.IsNaN(f) && math.IsNaN(got)) {
			t.Errorf("%g is read back as %g from %s", f, got, b)
		}
	}
	if err := json.Unmarshal([]byte(`"x"`), new(checkpoint.Float)); err == nil {
		t.Error("x is read as a number")
	}
}

func TestUnmarshalIsStrict(t *testing.T) {
	text, err := checkpoint.Marshal(sample{3, .5}, tensors())
	if err != nil {
		t.Fatal(err)
	}
	var back sample
	if err := checkpoint.Unmarshal(text, tensors(), &back); err != nil || back != (sample{3, .5}) {
		t.Fatalf("%+v, %v", back, err)
	}
	other := tensors()
	other[0].Values = safetensors.F32{1, 3}
	if err := checkpoint.Unmarshal(text, other, &back); err == nil || !strings.Contains(err.Error(), "checksum") {
		t.Errorf("other tensors: %v", err)
	}
	for _, c := range []struct{ state, says string }{
		{`{"n":3,"f":"0.5","g":1}`, `unknown field "g"`},
		{`{"n":3}`, "missing"},
		{`{"n":3,"n":3,"f":"0.5"}`, "twice"},
		{`{"n":3,"f":"0.50"}`, "not what this build writes"},
		{`{"n":3.5,"f":"0.5"}`, "3.5"},
		{`null`, "not what this build writes"},
	} {
		text, err := checkpoint.Marshal(json.RawMessage(c.state), tensors())
		if err != nil {
			t.Fatal(err)
		}
		if err := checkpoint.Unmarshal(text, tensors(), &sample{}); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %s", c.state, err, c.says)
		}
	}
	newer := strings.Replace(string(text), `"format":1`, `"format":2`, 1)
	err = checkpoint.Unmarshal([]byte(newer), tensors(), &back)
	if err == nil || !strings.Contains(err.Error(), "format 2") {
		t.Errorf("a newer format: %v", err)
	}
	for _, damaged := range []string{"", "{", "[]", `{"format":1}`, `{"format":1,"state":"x"}`} {
		if err := checkpoint.Unmarshal([]byte(damaged), tensors(), &back); err == nil {
			t.Errorf("%q is read", damaged)
		}
	}
}

func TestTensorsAreTakenOnce(t *testing.T) {
	list := checkpoint.NewTensors(tensors())
	if got := checkpoint.Take[safetensors.F32](list, "x", 2); len(got) != 2 || list.Err() != nil {
		t.Errorf("%v, %v", got, list.Err())
	}
	for says, take := range map[string]func(*checkpoint.Tensors){
		"missing":      func(l *checkpoint.Tensors) { checkpoint.Take[safetensors.F32](l, "y", 2) },
		"type F32":     func(l *checkpoint.Tensors) { checkpoint.Take[safetensors.F64](l, "x", 2) },
		"not [1 2]":    func(l *checkpoint.Tensors) { checkpoint.Take[safetensors.F32](l, "x", 1, 2) },
		"none of this": func(*checkpoint.Tensors) {},
	} {
		list := checkpoint.NewTensors(tensors())
		if take(list); list.Err() == nil || !strings.Contains(list.Err().Error(), says) {
			t.Errorf("%v, want %s", list.Err(), says)
		}
	}
	err := checkpoint.NewTensors(append(tensors(), tensors()...)).Err()
	if err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("twice: %v", err)
	}
}

func TestAnotherRunIsNamedByWhatDiffers(t *testing.T) {
	type inner struct {
		Eps  float64 `json:"eps"`
		More []int   `json:"more,omitempty"`
	}
	type config struct {
		Seed     int   `json:"seed"`
		Controls inner `json:"controls"`
	}
	a := config{1, inner{.5, []int{1}}}
	for _, c := range []struct {
		other config
		says  string
	}{
		{config{2, inner{.5, []int{1}}}, "has seed 1, not 2"},
		{config{1, inner{.25, []int{1}}}, "has controls.eps 0.5, not 0.25"},
		{config{1, inner{.5, nil}}, "has controls.more [1], not none"},
		{config{1, inner{.5, []int{1, 2}}}, "has controls.more [1], not [1,2]"},
	} {
		if err := checkpoint.SameRun(a, c.other); err == nil || !strings.HasSuffix(err.Error(), c.says) {
			t.Errorf("%v, want %s", err, c.says)
		}
	}
	if err := checkpoint.SameRun(config{1, inner{Eps: .5}}, a); err == nil ||
		!strings.HasSuffix(err.Error(), "has controls.more none, not [1]") {
		t.Errorf("error %v", err)
	}
	if err := checkpoint.SameRun(a, a); err != nil {
		t.Error(err)
	}
}
