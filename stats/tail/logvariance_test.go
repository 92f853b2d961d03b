package tail

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// The errors against cumulants of ln|X| taken from the derivatives of ln E|X|^s
// at s = 0 (mpmath, 30 digits): at alpha = .7 they are 4.179475333114371,
// 4.604964346214889, 32.72900831503774; at 1.5: 1.553548840912214,
// -1.691783789632022, 6.964950439159630.
func TestLogMomentsErrorsFromCumulants(t *testing.T) {
	for _, c := range []struct{ alpha, k2, k3, k4 float64 }{
		{.7, 4.179475333114371, 4.604964346214889, 32.72900831503774},
		{1.5, 1.553548840912214, -1.691783789632022, 6.964950439159630},
	} {
		const n = 100
		variance := c.k4/n + 2*c.k2*c.k2/(n-1)
		slope := 3 * c.alpha / (math.Pi * math.Pi)
		a, s := logMomentsErrors(1/c.alpha, n)
		wantA := slope * math.Sqrt(variance)
		g := EulerGamma * slope
		wantS := math.Sqrt(c.k2/n + g*g*variance - 2*g*c.k3/n)
		near.Rel(t, fmt.Sprintf("alpha %g: SE of 1/alpha", c.alpha), a, wantA, 1e-13)
		near.Rel(t, fmt.Sprintf("alpha %g: SE of ln sigma", c.alpha), s, wantS, 1e-13)
	}
}

func TestLogMomentsErrors(t *testing.T) {
	for _, alpha := range []float64{.7, 1.3} {
		var a, c estimatorTally
		estimatorReplicates(law.SaS(alpha, .02), 2000, statstest.Replicates(400, 100), LogMoments, func(f Fit) {
			a.add(f.Alpha, f.SE.Alpha, alpha)
			c.add(f.Scale, f.SE.Scale, .02)
		})
		a.calibrated(t, "alpha")
		c.calibrated(t, "scale")
	}
}

// RMSE of alpha at n = 10^4, prototypes' table: .0152, .0354, .0548.
func TestLogMomentsRMSE(t *testing.T) {
	for alpha, want := range map[float64]float64{1: .0152, 1.5: .0354, 1.8: .0548} {
		var s estimatorTally
		estimatorReplicates(law.SaS(alpha, 1), 10000, 100, LogMoments, func(f Fit) { s.add(f.Alpha, f.SE.Alpha, alpha) })
		near.Abs(t, fmt.Sprintf("alpha %g: RMSE over the prototype's", alpha), s.rmse()/want, 1, .21)
	}
}

// Two values, e^a and e^-a, have the variance of logarithms a^2 n/(n-1).
func TestLogMomentsByHand(t *testing.T) {
	a := math.Pi * math.Sqrt(1.5/6) * math.Sqrt(.5) // V = (pi^2/6)(1 + 1/2): alpha = 1
	f := LogMoments([]float64{math.Exp(a), 0, -math.Exp(-a)})
	near.Abs(t, "alpha of two values by hand", f.Alpha, 1, 1e-12)
	near.Abs(t, "scale of two values by hand", f.Scale, 1, 1e-12)
	if f.N != 2 || f.Beta != 0 || f.SE.Loc != 0 {
		t.Errorf("%+v", f)
	}
	if f := LogMoments([]float64{1, 1.1, -1, .9}); f.Alpha != 2 || f.Validate() != nil {
		t.Errorf("narrower than a Gaussian: %+v", f)
	}
}
