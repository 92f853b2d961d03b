package tail

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// The artefacts of theory.md, section 2: what the block estimator says of noise
// that is not stable, each from its own cause.

// Pooled Gaussians whose scales are log-normal with log-sd s: a block sum has the
// variance K1 E sigma^2 = K1 exp(2 s^2), a sample the mean log-scale 0, so that
// 1/alpha-hat = 1/2 + s^2/ln K1.
func TestArtefactOfPooledScales(t *testing.T) {
	const n, block, s = 2000000, 1000, 1.0
	x, r := make([]float64, n), statstest.Rand(41)
	for i := range x {
		x[i] = math.Exp(s*r.NormFloat64()) * r.NormFloat64()
	}
	e := LogMoment(x, block)
	// A block of 1000 has not quite the mean of sigma^2: E ln of the mean over a
	// block is lower by CV^2/(2 K1) = (e^4 - 1)/2000 = .027, and alpha higher by .005.
	want := 1 / (.5 + s*s/math.Log(block))
	near.Abs(t, "alpha of the formula at K1 = 1000, s = 1", want, 1.55, .005)
	near.Abs(t, "alpha-hat of pooled Gaussians, log-sd 1", e.Alpha, want, .006+3*e.SE)
}

// Gaussians of which the block shares a part, with correlation rho: the variance
// of a block sum is K1 (1 + (K1-1) rho), so that
// 1/alpha-hat = 1/2 + ln(1 + (K1-1) rho)/(2 ln K1).
func TestArtefactOfEquicorrelation(t *testing.T) {
	const n, block, rho = 2000000, 1000, .01
	x, r := make([]float64, n), statstest.Rand(43)
	for i := 0; i < n; i += block {
		common := math.Sqrt(rho) * r.NormFloat64()
		for j := i; j < i+block; j++ {
			x[j] = common + math.Sqrt(1-rho)*r.NormFloat64()
		}
	}
	e := LogMoment(x, block)
	want := 1 / (.5 + math.Log(1+(block-1)*rho)/(2*math.Log(block)))
	near.Abs(t, "alpha of the formula at K1 = 1000, rho = .01", want, 1.49, .006)
	near.Abs(t, "alpha-hat of Gaussians that share a part", e.Alpha, want, 3*e.SE)
}

// Student-t(3) and Laplace, of finite variance both, drift toward 2 as the blocks
// grow; LogMomentDrift sees it, and does not on a stable law of like tails.
func TestArtefactOfDrift(t *testing.T) {
	const n = 2000000
	blocks, want := []int{10, 100, 1000}, []float64{1.64, 1.77, 1.84}
	r := statstest.Rand(47)
	student := func() float64 {
		a, b, c := r.NormFloat64(), r.NormFloat64(), r.NormFloat64()
		return r.NormFloat64() / math.Sqrt((a*a+b*b+c*c)/3)
	}
	laplace := func() float64 { return r.ExpFloat64() - r.ExpFloat64() }
	x := make([]float64, n)
	for name, draw := range map[string]func() float64{"Student-t(3)": student, "Laplace": laplace} {
		for i := range x {
			x[i] = draw()
		}
		for i, e := range LogMomentCurve(x, blocks) {
			near.Abs(t, fmt.Sprintf("%s, K1 = %d: alpha-hat", name, blocks[i]), e.Alpha, want[i], .015+3*e.SE)
		}
		near.Most(t, name+": p of no drift", LogMomentDrift(x, 10, 1000).P, 1e-6)
	}
	drift := LogMomentDrift(statstest.Draws(law.SaS(1.64, 1), n/4, 5), 10, 1000)
	near.Least(t, "SaS(1.64): p of no drift", drift.P, .001)
}
