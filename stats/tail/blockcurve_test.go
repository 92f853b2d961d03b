package tail

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

func TestLogMomentCurveIsLogMoment(t *testing.T) {
	x := statstest.Draws(law.SaS(1.4, 2), 3000, 31)
	blocks := LogMomentBlocks(len(x))
	if !slices.Equal(blocks, []int{4, 8, 16, 32, 64}) {
		t.Errorf("ladder %v", blocks)
	}
	for i, e := range LogMomentCurve(x, blocks) {
		if e != LogMoment(x, blocks[i]) {
			t.Errorf("block %d: %+v", blocks[i], e)
		}
	}
	for i, e := range LogMomentCurve(x, []int{1, 0, -4, 3001}) {
		if !math.IsNaN(e.Alpha) || !math.IsNaN(e.SE) {
			t.Errorf("bad block %d: %+v", i, e)
		}
	}
	if a, b := LogMomentBlocks(127), LogMomentBlocks(128); len(a) != 0 || !slices.Equal(b, []int{4}) {
		t.Errorf("127 samples: %v; 128: %v, want 4", a, b)
	}
}

// On stable laws the fall of 1/alpha has mean 0, a calibrated error and uniform p-values.
func TestDriftOfStableLaws(t *testing.T) {
	const reps = 400
	for _, alpha := range []float64{1, 1.6, 2} {
		var s estimatorTally
		rejected := 0
		for i := range reps {
			d := LogMomentDrift(statstest.Draws(law.SaS(alpha, .1), 4096, uint64(i)), 4, 64)
			s.add(d.Fall, d.SE, 0)
			if d.P < .05 {
				rejected++
			}
			if i == 0 && d.Groups != 64 {
				t.Errorf("%d groups", d.Groups)
			}
		}
		s.calibrated(t, "drift")
		z := (float64(rejected) - .05*reps) / math.Sqrt(.05*.95*reps)
		near.Abs(t, fmt.Sprintf("alpha %g: %d of %d p-values below .05, z", alpha, rejected, reps), z, 0, 3.5)
	}
}

// Few large blocks: eight groups still make an honest error (Student's t with 7
// degrees of freedom spreads by sqrt(7/5)).
func TestDriftOfFewBlocks(t *testing.T) {
	var s estimatorTally
	for i := range 600 {
		d := LogMomentDrift(statstest.Draws(law.SaS(1.5, 1), 1024, uint64(i)), 8, 128)
		s.add(d.Fall, d.SE*math.Sqrt(7./5), 0)
	}
	near.Abs(t, "spread of z-scores of the drift, 8 groups", s.spread(), 1, .15)
}

// The error of the fall is that of the jackknife, SE^2 = (G-1)/G sum (v_g - mean v)^2 over G = 8 groups, here by
// LogMoment of the series without each group; P is that of Student's t with 7 degrees of freedom.
func TestDriftIsTheJackknife(t *testing.T) {
	const groups, small, large = 8, 8, 128
	x := statstest.Draws(law.SaS(1.5, 1), groups*large, 35)
	fall := func(x []float64) float64 { return 1/LogMoment(x, small).Alpha - 1/LogMoment(x, large).Alpha }
	var v [groups]float64
	mean, square := 0., 0.
	for g := range v {
		v[g] = fall(append(slices.Clone(x[:g*large]), x[(g+1)*large:]...))
		mean += v[g] / groups
	}
	for _, w := range v {
		square += (w - mean) * (w - mean)
	}
	d := LogMomentDrift(x, small, large)
	near.Rel(t, "fall of 1/alpha-hat", d.Fall, fall(x), 1e-9)
	near.Rel(t, "its standard error", d.SE, math.Sqrt(square*(groups-1)/groups), 1e-9)
	near.Rel(t, "its p-value", d.P, law.StudentT{Nu: groups - 1, Scale: 1}.Survival(d.Fall/d.SE), 1e-9)
}

// Laplace noise drifts: 1/alpha falls from 1/1.64 to 1/1.77 as K1 goes 10 -> 100.
func TestDriftOfLaplace(t *testing.T) {
	const n = 200000
	x, r := make([]float64, n), statstest.Rand(17)
	for i := range x {
		x[i] = r.ExpFloat64() - r.ExpFloat64()
	}
	d := LogMomentDrift(x, 10, 100)
	near.Abs(t, "fall of 1/alpha-hat of Laplace, K1 from 10 to 100", d.Fall, 1/1.64-1/1.77, 4*d.SE+.005)
	near.Most(t, "Laplace: p of no drift", d.P, 1e-6)
	near.Abs(t, "difference of both 1/alpha-hat", 1/d.Small.Alpha-1/d.Large.Alpha, d.Fall, 1e-12)
}
