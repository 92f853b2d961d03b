package exits

import (
	"math"
	"testing"
)

// Whatever the times, each is refused or counted, and the estimates are in order:
// survival falls from 1, within its band, and parts merge to the whole.
func FuzzExitTimes(f *testing.F) {
	f.Add(1.0, 3.0, 2.5, 1e6, uint8(0), 5.0)
	f.Add(1e-3, .1, .1, .1, uint8(2), 1.0)
	f.Add(.5, 200.0, 201.0, 201.5, uint8(3), 1e9)
	f.Add(1e300, 1e-300, math.MaxFloat64, 1.0, uint8(7), .25)
	f.Fuzz(func(t *testing.T, quantum, a, b, c float64, censored uint8, at float64) {
		e, err := NewTimes(quantum)
		if err != nil {
			return
		}
		part, _ := NewTimes(quantum)
		var times []float64
		var flags []bool
		for i, v := range []float64{a, b, c, a + b, b + c, a} {
			flag := censored>>i&1 == 1
			if e.Add(v, flag) != nil {
				continue
			}
			times, flags = append(times, v), append(flags, flag)
			if err := part.Add(v, flag); err != nil {
				t.Fatal(err)
			}
		}
		if e.paths() != len(times) {
			t.Fatalf("%d paths of %d", e.paths(), len(times))
		}
		exact, err := kaplanMeier(times, flags)
		if err != nil {
			t.Fatal(err)
		}
		last := 1.0
		for _, p := range append(exact, e.Survival([]float64{at, a, b})...) {
			if math.IsNaN(p.Survival) {
				continue
			}
			if !(p.Survival >= 0 && p.Survival <= 1 && p.Lo <= p.Survival+1e-9 && p.Hi >= p.Survival-1e-9 && p.SE >= 0) {
				t.Fatalf("%+v", p)
			}
		}
		for _, p := range exact {
			if !(p.Survival < last) {
				t.Fatalf("survival %g after %g", p.Survival, last)
			}
			last = p.Survival
		}
		if m := e.Mean(); e.exits > 0 && !(m.Mean > 0 && m.SE >= 0 && m.ExactLo < m.ExactHi) {
			t.Fatalf("%+v", m)
		}
		if q := e.Median(); q.Lo > q.Time || q.Time > q.Hi {
			t.Fatalf("%+v", q)
		}
		e.QQ(nil)
		e.CoxOakes(func(t float64) float64 { return t * t })
		e.Variation()
		if err := part.Merge(e); err != nil || part.exits != 2*e.exits || part.paths() != 2*e.paths() {
			t.Fatalf("merge: %v", err)
		}
	})
}
