package optim_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"levyscope/internal/near"
	"levyscope/train/optim"
)

// reference is testdata/optim.json, which testdata/optim.py made with torch.optim and numpy.
type reference struct {
	Start     []float32
	Gradients [][]float32
	Runs      []struct {
		Optimizer, Clip string
		Falling         bool // the learning rate
		Weights         [][]float64
	}
	Clips []struct {
		Clip      string
		Gradients [][]float64
	}
}

func readReference(t *testing.T) (r reference) {
	t.Helper()
	text, err := os.ReadFile("testdata/optim.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// apart is the largest difference over the largest of want.
func apart(got []float32, want []float64) (d float64) {
	top := 0.
	for i := range want {
		d = max(d, math.Abs(float64(got[i])-want[i]))
		top = max(top, math.Abs(want[i]))
	}
	return d / top
}

func rule(t *testing.T, text string) optim.Rule {
	t.Helper()
	o, err := optim.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	r, ok := o.(optim.Rule)
	if !ok {
		t.Fatalf("%s is no rule", text)
	}
	return r
}

// Fed the same 100 gradients, at constant and at falling learning rates, the rules give the weights of torch.optim,
// sign and normalised those of numpy.
func TestRulesAgreeWithTheReference(t *testing.T) {
	ref, n := readReference(t), 0
	for _, run := range ref.Runs {
		o, err := optim.Parse(run.Optimizer)
		if err != nil {
			t.Fatal(err)
		}
		r, ok := o.(optim.Rule)
		if !ok {
			continue // package train has those, and their test
		}
		clip, err := optim.ParseClip(run.Clip)
		if err != nil {
			t.Fatal(err)
		}
		n++
		w := append([]float32(nil), ref.Start...)
		m := optim.NewMoments(r, len(w))
		for k, g := range ref.Gradients {
			eta := .05
			if run.Falling {
				eta = .05 / (1 + float64(k)/30)
			}
			g = append([]float32(nil), g...)
			clip.Apply(g)
			r.Step(w, g, m, eta)
			if k%10 == 9 {
				near.Most(t, fmt.Sprintf("%s, clip %s: difference after %d steps", run.Optimizer, run.Clip, k+1),
					apart(w, run.Weights[k/10]), 1e-6)
			}
		}
	}
	if n < 11 {
		t.Errorf("%d rules compared", n)
	}
}

// Clipped gradients are those of torch.nn.utils, and the number of changed entries and the norm are right.
func TestClipsAgreeWithTorch(t *testing.T) {
	ref := readReference(t)
	for _, c := range ref.Clips {
		clip, err := optim.ParseClip(c.Clip)
		if err != nil {
			t.Fatal(err)
		}
		for k, want := range c.Gradients {
			g := append([]float32(nil), ref.Gradients[k]...)
			norm, changed := 0., 0
			for i, v := range g {
				norm = math.Hypot(norm, float64(v))
				if !(math.Abs(float64(v)-want[i]) <= 1e-6*math.Abs(float64(v))) {
					changed++
				}
			}
			got := clip.Apply(g)
			name := fmt.Sprintf("%s, gradient %d", c.Clip, k)
			for i := range want {
				near.Abs(t, name, float64(g[i]), want[i], 1e-6*(1e-9+math.Abs(want[i])))
			}
			near.Rel(t, name+": norm", got.Norm, norm, 1e-12)
			if clip.By == optim.Norm && got.Number == len(g) {
				changed = len(g) // zeros too
			}
			if got.Number != changed {
				t.Errorf("%s: %d entries changed, want %d", name, got.Number, changed)
			}
		}
	}
}
