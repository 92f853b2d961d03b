package exits

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
)

func TestOvershootsRefuseBadValues(t *testing.T) {
	for _, sides := range []int{0, -1, 1 << 30} {
		if _, err := NewOvershoots(sides); err == nil {
			t.Errorf("%d sides: no error", sides)
		}
	}
	o, err := NewOvershoots(1)
	if err != nil {
		t.Fatal(err)
	}
	if !math.IsNaN(o.TailIndex(1).Alpha) || !math.IsNaN(o.Survival([]float64{1}, -1, nil)[0].Survival) {
		t.Error("nothing exited, and a number")
	}
	for _, v := range []float64{.999, 0, -3, math.NaN(), math.Inf(1)} {
		if o.Add(v, 0) == nil {
			t.Errorf("ratio %g: no error", v)
		}
	}
	if o.Add(2, 1) == nil || o.Add(2, -1) == nil || o.n != 0 {
		t.Error("side out of range: no error")
	}
	p, _ := NewOvershoots(2)
	if o.Merge(p) == nil {
		t.Error("sides differ: no error")
	}
	if err := o.Add(1e300, 0); err != nil || o.Survival([]float64{1e9}, 0, nil)[0].Exits != 1 {
		t.Errorf("far: %v", err)
	}
	if p := o.Survival([]float64{math.NaN(), -1}, 0, nil); !math.IsNaN(p[0].Survival) || !math.IsNaN(p[1].Survival) {
		t.Errorf("u out of range: %+v", p)
	}
}

// Pareto ratios give back their tail index and survival; merged or not.
func TestOvershoots(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 16))
	const alpha, n = 1.4, 20000
	pareto := func(u float64) float64 { return math.Pow(u, -alpha) }
	whole, _ := NewOvershoots(2)
	parts := [2]*Overshoots{}
	for i := range parts {
		parts[i], _ = NewOvershoots(2)
	}
	for i := range n {
		ratio := math.Pow(1-r.Float64(), -1/alpha)
		for _, o := range []*Overshoots{whole, parts[i%2]} {
			if err := o.Add(ratio, i%2); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := parts[0].Merge(parts[1]); err != nil || parts[0].n != n {
		t.Fatal(err)
	}
	for _, u := range []float64{1, 2, 8} {
		a, b := whole.TailIndex(u), parts[0].TailIndex(u)
		what := fmt.Sprintf("alpha above %g", u)
		near.Abs(t, what, a.Alpha, alpha, 3.5*a.SE)
		near.Abs(t, what+", merged next to one part", b.Alpha, a.Alpha, 1e-9)
		if a.N != b.N {
			t.Errorf("above %g: %+v, merged %+v", u, a, b)
		}
		near.Abs(t, "SE", a.SE, a.Alpha/math.Sqrt(float64(a.N)), 1e-12)
	}
	for _, p := range whole.Survival([]float64{1, 1.4142135, 2, 5, 30}, -1, pareto) {
		near.Least(t, "the law's survival, the interval widened by its length", p.Theory, p.Lo-(p.Hi-p.Lo))
		near.Most(t, "the law's survival, the interval widened by its length", p.Theory, p.Hi+(p.Hi-p.Lo))
		near.Least(t, "survival above the lower end", p.Survival, p.Lo)
		near.Most(t, "survival below the upper end", p.Survival, p.Hi+1e-12)
	}
	left := whole.Survival([]float64{2}, 0, nil)[0]
	right := whole.Survival([]float64{2}, 1, nil)[0]
	if left.Exits+right.Exits != whole.Survival([]float64{2}, -1, pareto)[0].Exits || left.Exits == 0 {
		t.Error("sides do not sum up")
	}
	if got := testing.AllocsPerRun(100, func() {
		if whole.Add(1.7, 1) != nil {
			t.Fatal("refused")
		}
	}); got != 0 {
		t.Errorf("%g allocations", got)
	}
}
