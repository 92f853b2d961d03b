package verdict

import (
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
)

// The tail index alone is that of the fit with its errors, to the bit.
func TestAlphaIsThatOfFit(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	b := NewSignedBank(1)
	b.Expect(300)
	for _, alpha := range []float64{.5, 1.3, 1.9, 1.98, 1.995, 2} {
		for range 20 {
			d := NewDyadic(Quarters)
			for range 300 {
				d.Add(law.SaS(alpha, 1).Rand(r))
			}
			near.Abs(t, "alpha", d.Alpha(), d.Fit().Alpha, 0)
		}
	}
	for half := range 2 {
		x := make([]float64, 300)
		for i := range x {
			x[i] = r.NormFloat64()
		}
		b.AddAll(0, half, x)
	}
	s, u := b.unsigned(0, true, false), b.unsigned(0, false, true)
	first, second := s.fit(), u.fit()
	halves := b.HalfAlphas(0)
	near.Abs(t, "first half", halves[0], first.Alpha, 0)
	near.Abs(t, "second half", halves[1], second.Alpha, 0)
}
