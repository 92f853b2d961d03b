package train

import (
	"math"
	"testing"

	"levyscope/internal/near"
)

// 1/alpha is not above 0 where sums are smaller than their terms: lighter than any stable law.
func TestReciprocalOfNoIndex(t *testing.T) {
	for _, inv := range []float64{0, -.1} {
		if a := reciprocal(inv); !math.IsInf(a, 1) {
			t.Errorf("1/alpha = %g: alpha = %g", inv, a)
		}
	}
	near.Abs(t, "alpha", reciprocal(.625), 1.6, 1e-12)
}

// The jackknife of the medians 1, 2 and 4: sqrt(2/3 (16/9 + 1/9 + 25/9)).
func TestJackknifeByHand(t *testing.T) {
	without := [][]float64{{1, 0, 9}, {2, 2, 2}, {4, math.NaN(), 4}}
	got := jackknife(without, func(v []float64) []float64 { return finite(v, nil) }, func(v float64) float64 { return v })
	near.Rel(t, "jackknife", got, math.Sqrt(2./3*42/9), 1e-12)
}

// Without a full gradient the velocity is the last step too while the momentum is 0.
func TestVelocityWithoutFullGradient(t *testing.T) {
	steps := append(append(repeated(.9, 0)[:5], repeated(0, 0)[:5]...), repeated(.9, 0)[:5]...)
	near.Most(t, "error after 15 steps", follow(false, steps, .1, .1), 1e-5)
}

// An array shorter than a block is a block of its own in the pooled estimate.
func TestPooledEstimateOfAShortArray(t *testing.T) {
	p := synthetic(t, Probe{Every: 1, Batches: 4096, Block: 8}, 2, 2)
	r := newRand(71)
	for i := range 4 {
		p.write(i, draws(1.5, 1, p.cfg.Batches, r))
	}
	near.Abs(t, "pooled tail index", p.estimate(t).Pooled, 1.5, .1)
}

// Quantiles of amplitudes are the middles of their bins, but no more than the largest.
func TestQuantileIsAtMostTheLargest(t *testing.T) {
	l := jumpCount{amplitude: make([]int, octaves*octaveBins)}
	l.add(1.001, 10)
	near.Abs(t, "median of one jump", l.quantile(.5, 10), 10.01, 1e-9)
}
