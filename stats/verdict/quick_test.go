package verdict

import (
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// Quick decides as Verdict does, and gives the same figures but for those that it leaves out. The bound of alpha that a
// Gaussian needs is near 1.95 in some of these series, which are powers of stable ones.
func TestQuickIsAsVerdict(t *testing.T) {
	alphas, powers := [...]float64{2, 1.97, 1.6, 2, 2, 2}, [...]float64{1, 1, 1, .5, 1.5, 3}
	const each = 8
	bank := NewSignedBank(each * len(alphas))
	bank.Expect(1 << 12)
	kinds := map[Kind]int{}
	for i := range bank.Len() {
		k := i % len(alphas)
		x := statstest.Draws(law.SaS(alphas[k], 1), 64<<(i/len(alphas)), uint64(900+i))
		for j, v := range x {
			x[j] = math.Copysign(math.Pow(math.Abs(v), powers[k]), v)
		}
		bank.AddAll(i, 0, x[:len(x)/2])
		bank.AddAll(i, 1, x[len(x)/2:])
		full, quick := bank.Verdict(i), bank.Quick(i)
		kinds[full.Kind]++
		same := func(what string, a, b float64) {
			if a != b && !(math.IsNaN(a) && math.IsNaN(b)) {
				t.Errorf("series %d: %s %v, want %v", i, what, b, a)
			}
		}
		same("alpha", full.Alpha.Alpha, quick.Alpha.Alpha)
		same("scale", full.Alpha.Scale, quick.Alpha.Scale)
		same("error of the scale", full.Alpha.SE.Scale, quick.Alpha.SE.Scale)
		same("PGaussian", full.PGaussian, quick.PGaussian)
		same("PStable", full.PStable, quick.PStable)
		same("PFinite", full.PFinite, quick.PFinite)
		same("lead", full.lead, quick.lead)
		if full.Kind != quick.Kind || full.gaussian != quick.gaussian || full.light != quick.light {
			t.Errorf("series %d: %v, want %v", i, quick.Kind, full.Kind)
		}
		if quick.Alpha.Alpha < nearBound {
			same("error of alpha", full.Alpha.SE.Alpha, quick.Alpha.SE.Alpha)
		}
		positive, negative := bank.Signs(i)
		near.Abs(t, "samples by sign", float64(positive+negative), float64(full.N), 0)
	}
	for _, k := range []Kind{Undecided, IsGaussian, HeavyTailed} {
		if kinds[k] == 0 {
			t.Errorf("no series is %v", k)
		}
	}
}
