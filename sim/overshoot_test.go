package sim

import (
	"math"
	"testing"
)

func TestOvershootsRefuseBadValues(t *testing.T) {
	for _, sides := range []int{0, -1, 1 << 30} {
		if _, err := newOvershoots(sides); err == nil {
			t.Errorf("%d sides: no error", sides)
		}
	}
	o, err := newOvershoots(1)
	if err != nil {
		t.Fatal(err)
	}
	if !math.IsNaN(o.tailIndex(1).Alpha) || !math.IsNaN(o.survival([]float64{1}, -1, nil)[0].Survival) {
		t.Error("nothing exited, and a number")
	}
	for _, v := range []float64{.999, 0, -3, math.NaN(), math.Inf(1)} {
		if o.add(v, 0) == nil {
			t.Errorf("ratio %g: no error", v)
		}
	}
	if o.add(2, 1) == nil || o.add(2, -1) == nil || o.n != 0 {
		t.Error("side out of range: no error")
	}
	p, _ := newOvershoots(2)
	if o.merge(p) == nil {
		t.Error("sides differ: no error")
	}
	if err := o.add(1e300, 0); err != nil || o.survival([]float64{1e9}, 0, nil)[0].Exits != 1 {
		t.Errorf("far: %v", err)
	}
	if p := o.survival([]float64{math.NaN(), -1}, 0, nil); !math.IsNaN(p[0].Survival) || !math.IsNaN(p[1].Survival) {
		t.Errorf("u out of range: %+v", p)
	}
}
