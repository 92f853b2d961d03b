package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/near"
)

func rng(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 99)) }

// example is a model of a specification with random weights, and n random examples of its problem.
func example(t testing.TB, text string, p Problem, n int) (Model, []float32, []float32, Targets) {
	t.Helper()
	m, err := Parse(text, p)
	if err != nil {
		t.Fatal(err)
	}
	r := rng(1)
	w := make([]float32, m.NumParams())
	m.Init(w, r)
	x := make([]float32, n*p.Dim())
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
	var y Targets
	for range n {
		if p.Classes > 0 {
			y.Classes = append(y.Classes, uint8(r.IntN(p.Classes)))
		} else {
			y.Values = append(y.Values, float32(r.NormFloat64()))
		}
	}
	return m, w, x, y
}

// series is a problem of so many numbers and classes.
func series(n, classes int) Problem { return Problem{Shape: []int{n}, Classes: classes} }

// The minibatch gradient is the mean of its examples' gradients.
func TestGradientIsAMean(t *testing.T) {
	m, w, x, y := example(t, "mlp:20-20", series(8, 5), 12)
	ws := m.NewWorkspace(12, Machine{})
	whole, one := make([]float32, len(w)), make([]float32, len(w))
	ws.Gradient(whole, w, x, y)
	mean := make([]float64, len(w))
	for i := range y.Classes {
		ws.Gradient(one, w, x[i*8:(i+1)*8], Targets{Classes: y.Classes[i : i+1]})
		for j, v := range one {
			mean[j] += float64(v) / float64(y.Len())
		}
	}
	for j := range mean {
		if !(math.Abs(mean[j]-float64(whole[j])) <= 1e-6) {
			t.Fatalf("parameter %d: %g, mean of examples %g", j, whole[j], mean[j])
		}
	}
}

// Descend is Gradient and the update, to the bit; a loss that is not finite leaves the weights as they are.
func TestDescendIsGradientAndUpdate(t *testing.T) {
	m, w, x, y := example(t, "mlp:20-20", series(8, 5), 12)
	ws, g := m.NewWorkspace(12, Machine{}), make([]float32, len(w))
	want := slices.Clone(w)
	for range 3 {
		sum, correct := ws.Gradient(g, want, x, y)
		for i, v := range g {
			want[i] -= float32(.3 * v)
		}
		if s, c := ws.Descend(w, x, y, .3); s != sum || c != correct {
			t.Errorf("loss %v, %d right; Gradient has %v, %d", s, c, sum, correct)
		}
	}
	if !slices.Equal(w, want) {
		t.Error("other weights")
	}
	w[0] = float32(math.Inf(1))
	copy(want, w)
	if sum, _ := ws.Descend(w, x, y, .3); !math.IsNaN(sum) || !slices.Equal(w, want) {
		t.Errorf("loss %g, or other weights", sum)
	}
}

// At zero weights every class has probability 1/classes.
func TestLossAtZero(t *testing.T) {
	m, w, x, y := example(t, "mlp:5", series(3, 10), 4)
	clear(w)
	sum, _ := m.NewWorkspace(4, Machine{}).Loss(w, x, y)
	near.Abs(t, "loss, 4 ln 10", sum, 4*math.Log(10), 1e-6)
}

func TestHugeLogitsStayFinite(t *testing.T) {
	z := []float32{1e30, -1e30, 0}
	loss, right := crossEntropy(z, make([]float64, 3), 0, 1)
	if loss != 0 || !right || z[0] != 0 {
		t.Errorf("loss %g, right %v, gradient %v", loss, right, z)
	}
}

func TestLayout(t *testing.T) {
	m, err := Parse("mlp:100-100", series(40, 10))
	if err != nil {
		t.Fatal(err)
	}
	if m.NumParams() != 15210 || m.String() != "MLP 40-100-100-10 relu" {
		t.Errorf("%v with %d parameters", m, m.NumParams())
	}
	want := "[{fc1.weight 0 4000 [100 40]} {fc1.bias 4000 100 [100]} " +
		"{fc2.weight 4100 10000 [100 100]} {fc2.bias 14100 100 [100]} " +
		"{fc3.weight 14200 1000 [10 100]} {fc3.bias 15200 10 [10]}]"
	if got := fmt.Sprint(m.Tensors()); got != want {
		t.Errorf("tensors %s", got)
	}
}

// The canonical text of a model is read as the same model, and what recordings hold stays as it is.
func TestCanonicalTexts(t *testing.T) {
	for text, want := range map[string]string{
		"linear": "linear", "softmax": "linear", "linear:nobias": "linear:nobias", "mlp": "mlp:100-100:relu",
		"mlp:64:tanh": "mlp:64:tanh", "residual": "residual:100:1", "residual:50": "residual:50:1", "lenet": "lenet5",
		"cnn1d": "cnn1d",
	} {
		s, err := models.Parse(text)
		if err != nil || s.String() != want {
			t.Errorf("%s is %v, %v, want %s", text, s, err, want)
		}
	}
}

// What Parse reads is read back from its canonical text, as the same model.
func FuzzParse(f *testing.F) {
	for _, k := range kinds {
		f.Add(k.text)
	}
	f.Add("mlp:65536-65536:gelu")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := models.Parse(text)
		if err != nil {
			return
		}
		again, err := models.Parse(s.String())
		if err != nil || again.String() != s.String() {
			t.Fatalf("%q is written as %q, and read back as %v, %v", text, s, again, err)
		}
		for _, p := range []Problem{series(7, 3), series(1, 0), {Shape: []int{1, 28, 28}, Classes: 10}} {
			m, err := Parse(text, p)
			other, errOther := Parse(s.String(), p)
			if (err == nil) != (errOther == nil) ||
				err == nil && fmt.Sprint(m.Tensors(), m) != fmt.Sprint(other.Tensors(), other) {
				t.Fatalf("%q and %q differ: %v, %v", text, s, err, errOther)
			}
		}
	})
}

// A model that does not fit says which shape it needs, and what to use instead; so does a problem that no model has.
func TestModelsThatDoNotFit(t *testing.T) {
	for _, c := range []struct {
		text, want string
		p          Problem
	}{
		{"lenet5", "examples of the shape 40 do not fit: lenet5 needs images of 28 x 28 or 32 x 32", series(40, 10)},
		{"lenet5", "3 x 28 x 32 do not fit", Problem{Shape: []int{3, 28, 32}, Classes: 10}},
		{"cnn1d", "use lenet5", Problem{Shape: []int{1, 28, 28}, Classes: 10}},
		{"cnn1d", "a series of 3 numbers or more", series(2, 10)},
		{"mlp", "examples of the shape 0", series(0, 10)},
		{"mlp", "without a shape", Problem{Classes: 2}},
		{"mlp", "-1 classes", series(2, -1)},
		{"mlp:60000-60000", "more than 268435456 parameters: use narrower layers", series(2, 2)},
		{"linear", "use 1 to 4194304 numbers an example", Problem{Shape: []int{1 << 20, 1 << 20}, Classes: 2}},
	} {
		if _, err := Parse(c.text, c.p); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s of %v: %v", c.text, c.p, err)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, spec := range []string{"", "vgg", "mlp:", "mlp:10-x", "mlp:0", "mlp:5:swish", "mlp:5:relu:9", "mlp:-3",
		"linear:bias", "lenet5:3", "residual:0", "residual:5:101", "residual:1.5"} {
		if _, err := Parse(spec, series(4, 2)); err == nil {
			t.Errorf("%q was accepted", spec)
		}
	}
}
