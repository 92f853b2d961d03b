package optim_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/spec"
	"levyscope/train/optim"
)

func ExampleParse() {
	o, err := optim.Parse("adam:beta2=0.99")
	fmt.Println(o, err)
	_, err = optim.Parse("adam:beta2=1")
	fmt.Println(err)
	// Output:
	// adam:beta1=0.9,beta2=0.99,eps=1e-08 <nil>
	// optimizer "adam:beta2=1": beta2=1 is out of range; choose beta2 at least 0 and below 1, finite
}

// The first step of Adam moves each parameter by eta, whatever the size of its gradient.
func ExampleAdam_Step() {
	o := optim.Adam{Beta1: .9, Beta2: .999, Eps: 1e-8}
	w := []float32{1, 1, 1}
	m := optim.NewMoments(o, len(w))
	o.Step(w, []float32{5, -.01, 0}, m, .125)
	fmt.Println(w, m.Steps)
	// Output: [0.875 1.1249999 1] 1
}

func ExampleWith() {
	o, err := optim.With(optim.Momentum{Mu: .9, Form: optim.PyTorch}, "form", spec.Text("polyak"))
	fmt.Println(o, err)
	// Output: momentum:mu=0.9,form=polyak <nil>
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"sgd":                              "sgd",
		" sgd : weight_decay = 1e-4 ":      "sgd:weight_decay=0.0001",
		"momentum":                         "momentum:mu=0.9,form=pytorch",
		"momentum:form=polyak,mu=.5":       "momentum:mu=0.5,form=polyak",
		"nesterov:weight_decay=0":          "nesterov:mu=0.9",
		"adam":                             "adam:beta1=0.9,beta2=0.999,eps=1e-08",
		"adamw":                            "adamw:beta1=0.9,beta2=0.999,eps=1e-08,weight_decay=0.01",
		"adamw:weight_decay=0":             "adamw:beta1=0.9,beta2=0.999,eps=1e-08,weight_decay=0",
		"signsgd":                          "sign",
		"sign:mu=.9":                       "sign:mu=0.9",
		"normalized":                       "normalised",
		"normalised:eps=1e-6,mu=0":         "normalised:eps=1e-06",
		"normalised:weight_decay=1,mu=0.5": "normalised:mu=0.5,weight_decay=1",
	} {
		o, err := optim.Parse(text)
		if err != nil || o.String() != want {
			t.Errorf("Parse(%q) = %v, %v, want %s", text, o, err, want)
			continue
		}
		if again, err := optim.Parse(o.String()); err != nil || again != o {
			t.Errorf("%s reads back as %v, %v", o, again, err)
		}
	}
	for text, want := range map[string]string{
		"":                     `unknown kind ""`,
		"Adam":                 "use one of sgd, momentum, nesterov, adam, adamw, sign, normalised",
		"momentum:mu=1":        "choose mu at least 0 and below 1",
		"momentum:form=x":      "use one of pytorch, polyak",
		"adam:eps=0":           "choose eps at least 1e-30",
		"adam:beta1=nan":       "not finite",
		"sgd:mu=.9":            `unknown parameter "mu"`,
		"sgd:weight_decay=-1":  "choose weight_decay at least 0 and at most 1000",
		"normalised:eps=-1e-3": "choose eps at least 0",
	} {
		var typed *spec.Error
		if o, err := optim.Parse(text); !errors.As(err, &typed) || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%q) = %v, %v, want %s", text, o, err, want)
		}
	}
}

func TestParseClip(t *testing.T) {
	for text, want := range map[string]optim.Clip{
		"none": {}, "norm:1": {By: optim.Norm, Limit: 1}, "norm": {By: optim.Norm, Limit: 1},
		" entry : 1e-1": {By: optim.Entry, Limit: .1},
	} {
		c, err := optim.ParseClip(text)
		if err != nil || c != want {
			t.Errorf("ParseClip(%q) = %v, %v", text, c, err)
		}
		var again optim.Clip
		b, err := c.MarshalText()
		if err != nil || again.UnmarshalText(b) != nil || again != c {
			t.Errorf("%v is written as %s, %v and reads back as %v", c, b, err, again)
		}
	}
	for _, text := range []string{"", "norm:0", "entry:-1", "norm:nan", "norm:inf", "none:1", "norm:1:2", "norm:1e30"} {
		var typed *spec.Error
		if c, err := optim.ParseClip(text); !errors.As(err, &typed) {
			t.Errorf("ParseClip(%q) = %v, %v", text, c, err)
		}
	}
	nan := optim.Clip{By: optim.Entry, Limit: math.NaN()}
	for _, c := range []optim.Clip{{By: 7, Limit: 1}, {Limit: 1}, {By: optim.Norm}, nan} {
		if c.Validate() == nil {
			t.Errorf("%+v is found valid", c)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, k := range optim.Kinds() {
		f.Add(k.Name)
	}
	f.Add("adam:beta1=0.5,beta2=0,eps=1e3,weight_decay=1e-9")
	f.Add("norm:1e-3")
	f.Fuzz(func(t *testing.T, text string) {
		if o, err := optim.Parse(text); err == nil {
			if again, err := optim.Parse(o.String()); err != nil || again != o {
				t.Errorf("%q: %s reads back as %v, %v", text, o, again, err)
			}
		}
		if c, err := optim.ParseClip(text); err == nil {
			if again, err := optim.ParseClip(c.String()); err != nil || again != c {
				t.Errorf("%q: %s reads back as %v, %v", text, c, again, err)
			}
		}
	})
}

// Each kind has a name, a line, a source and parameters that With sets.
func TestKindsAndParams(t *testing.T) {
	for _, k := range append(optim.Kinds(), optim.ClipKinds()[1:]...) {
		if k.Name == "" || k.Meaning == "" || k.Source == "" || strings.Contains(k.Meaning, "\n") {
			t.Errorf("%+v", k)
		}
	}
	for _, k := range optim.Kinds() {
		o, err := optim.Default(k.Name)
		if err != nil || optim.Kind(o) != k.Name {
			t.Errorf("%s: %v, %v", k.Name, o, err)
		}
		for _, p := range optim.Params(o) {
			value := spec.Number(.25)
			if p.Choices != nil {
				value = spec.Text(p.Choices[1])
			}
			changed, err := optim.With(o, p.Name, value)
			if err != nil || changed == o {
				t.Errorf("%s with %s: %v, %v", o, p.Name, changed, err)
				continue
			}
			if back, err := optim.With(changed, p.Name, p.Value); err != nil || back != o {
				t.Errorf("%s back to %s: %v, %v", changed, o, back, err)
			}
		}
		if _, err := optim.With(o, "weight_decay", spec.Number(math.NaN())); err == nil {
			t.Errorf("%s: a weight decay of NaN", k.Name)
		}
	}
}

// each are rules with every parameter away from its default.
var each = []string{"nesterov:mu=0.5,weight_decay=0.1", "adam:weight_decay=0.1", "adamw",
	"sign:mu=0.9,weight_decay=0.1", "normalised:mu=0.9,eps=0.1,weight_decay=0.1", "sign", "normalised"}

func TestStepsAllocateNothing(t *testing.T) {
	for _, text := range each {
		r := rule(t, text)
		w, g, m := make([]float32, 33), make([]float32, 33), optim.NewMoments(r, 33)
		g[3] = 1
		clip := optim.Clip{By: optim.Norm, Limit: .5}
		if n := testing.AllocsPerRun(20, func() { clip.Apply(g); r.Step(w, g, m, .1) }); n != 0 {
			t.Errorf("%s: %g allocations a step", text, n)
		}
	}
}

// Where all gradients so far are 0 there is no step, and nothing becomes NaN; tiny and huge gradients are taken too.
func TestStepsAtTheEdges(t *testing.T) {
	for _, text := range []string{"nesterov", "adam", "adam:eps=1e-30", "adamw:weight_decay=0", "sign", "normalised"} {
		r := rule(t, text)
		w, m := []float32{1, -2}, optim.NewMoments(r, 2)
		r.Step(w, []float32{0, 0}, m, .1)
		if w[0] != 1 || w[1] != -2 {
			t.Errorf("%s: %v after a gradient of 0", text, w)
		}
		for _, size := range []float32{1e-45, 1e-30, 1e15} {
			r.Step(w, []float32{size, -size}, m, 1e-16)
			near.Most(t, fmt.Sprintf("%s, gradient %g: |w|", text, size), math.Abs(float64(w[0])), 2)
			near.Most(t, fmt.Sprintf("%s, gradient %g: |w|", text, size), math.Abs(float64(w[1])), 3)
		}
	}
	w := []float32{0, 0}
	rule(t, "normalised").Step(w, []float32{3e-45, 4e-45}, &optim.Moments{First: make([]float32, 2)}, 5)
	near.Rel(t, "a step of length 5", math.Hypot(float64(w[0]), float64(w[1])), 5, 1e-6)
	optim.Sign{}.Step(w, nil, &optim.Moments{}, .1) // no parameters
}

// The decay alone, on a gradient of 0, grows beyond the bound and shrinks below it.
func TestBoundsOfTheDecay(t *testing.T) {
	for _, text := range []string{"nesterov:mu=0", "nesterov:mu=0.9", "adamw", "sign", "normalised:mu=0.5"} {
		for _, share := range []float64{.95, 1.05} {
			_, bound := rule(t, text).Decay()
			o, err := optim.With(rule(t, text), "weight_decay", spec.Number(10*bound*share))
			if err != nil {
				t.Fatal(err)
			}
			r := o.(optim.Rule)
			w, m := []float32{1}, optim.NewMoments(r, 1)
			for range 400 {
				r.Step(w, []float32{0}, m, .1)
			}
			grown := math.Abs(float64(w[0]))
			if name := fmt.Sprintf("%s at %g of its bound", o, share); share > 1 {
				near.Least(t, name, grown, 10)
			} else {
				near.Most(t, name, grown, .1)
			}
		}
	}
}

func TestFinite(t *testing.T) {
	if !optim.Finite([]float32{0, math.MaxFloat32, -math.MaxFloat32}) || !optim.Finite(nil) {
		t.Error("finite numbers are not found so")
	}
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if optim.Finite([]float32{1, float32(bad), 1}) {
			t.Errorf("%g is found finite", bad)
		}
	}
}

// The largest finite gradient is clipped, not lost.
func TestClipOfHugeGradients(t *testing.T) {
	g := []float32{math.MaxFloat32, -math.MaxFloat32, 0}
	c := optim.Clip{By: optim.Norm, Limit: 1e-3}.Apply(g)
	near.Rel(t, "norm", c.Norm, math.Sqrt2*math.MaxFloat32, 1e-12)
	near.Rel(t, "first entry", float64(g[0]), 1e-3*math.Sqrt2/2, 1e-6)
	near.Rel(t, "second entry", float64(g[1]), -1e-3*math.Sqrt2/2, 1e-6)
}
