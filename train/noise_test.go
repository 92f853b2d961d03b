package train

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"levyscope/internal/near"
)

// Parameters with SaS noise of the same tail index and of different scales.
func TestProbeFindsTailIndexAndScale(t *testing.T) {
	cfg := Probe{Every: 1, Batches: 1024, Block: 32}
	for _, alpha := range []float64{1.2, 1.5, 1.8, 2} {
		p := synthetic(t, cfg, 40, 8)
		r := newRand(uint64(10 * alpha))
		const middle = 3e-3
		for i := range p.full {
			p.write(i, draws(alpha, middle*math.Exp2(float64(i%5-2)), cfg.Batches, r))
		}
		n := p.estimate(t)
		if n.Name != "fc1.weight" || n.Params != 320 || n.Dead != 0 {
			t.Errorf("alpha %g: %q with %d parameters, %d dead", alpha, n.Name, n.Params, n.Dead)
		}
		if !(n.AlphaSE > 0 && n.AlphaSE < .05) {
			t.Errorf("alpha %g: standard error %g", alpha, n.AlphaSE)
		}
		q := n.InverseQuantiles
		near.Abs(t, "median alpha", 1/q[2], alpha, 4*n.AlphaSE+.01)
		near.Rel(t, fmt.Sprintf("median scale at alpha %g", alpha), n.Sigma, middle, .04)
		for i, a := range n.Quantiles {
			if a != min(2, 1/q[i]) {
				t.Errorf("alpha %g: quantiles %.3f of alpha, %.3f of 1/alpha", alpha, n.Quantiles, q)
			}
		}
		if n.Quantiles[2] != n.Alpha || !(q[0] >= 1/alpha && 1/alpha >= q[4]) {
			t.Errorf("alpha %g: quantiles %.3f", alpha, n.Quantiles)
		}
		// The spread of 1/alpha-hat over independent parameters is ParamSE.
		spread := (q[0] - q[4]) / (2 * 1.6449)
		ratio := n.ParamSE * q[2] * q[2] / spread
		what := fmt.Sprintf("alpha %g: log of the standard error of one parameter by the spread", alpha)
		near.Abs(t, what, math.Log(ratio), 0, math.Log(1.25))
		if alpha == 2 {
			near.Abs(t, "median kurtosis of Gaussians", n.Kurtosis, 3, .05)
		} else {
			near.Least(t, fmt.Sprintf("median kurtosis at alpha %g", alpha), n.Kurtosis, 6)
		}
	}
}

// Parameters whose minibatches all agree are counted and change nothing else.
func TestDeadParametersAreLeftOut(t *testing.T) {
	cfg := Probe{Every: 1, Batches: 256, Block: 16}
	alive, mixed := synthetic(t, cfg, 10, 3), synthetic(t, cfg, 10, 6)
	mixed.full[1] = .25 // a constant gradient, beside others of constant zero
	constant := make([]float64, cfg.Batches)
	for m := range constant {
		constant[m] = .25
	}
	mixed.write(1, constant)
	r := newRand(41)
	for i := range 30 {
		x := draws(1.5, 1, cfg.Batches, r)
		alive.write(i, x)
		mixed.write(2*i, x)
	}
	a, b := alive.estimate(t), mixed.estimate(t)
	if a.Dead != 0 || b.Dead != 30 || b.Params != 60 {
		t.Errorf("dead: %d of %d and %d of %d, want 0 and 30 of 60", a.Dead, a.Params, b.Dead, b.Params)
	}
	if a.Alpha != b.Alpha || a.AlphaSE != b.AlphaSE || a.Quantiles != b.Quantiles || a.ParamSE != b.ParamSE ||
		a.Sigma != b.Sigma || a.Kurtosis != b.Kurtosis {
		t.Errorf("with dead parameters %+v, without %+v", b, a)
	}
	if !slices.Equal(a.Histogram.Counts, b.Histogram.Counts) || a.Histogram.Under != b.Histogram.Under ||
		a.Histogram.Over != b.Histogram.Over {
		t.Error("dead parameters changed the histogram")
	}
	if mixed.sigma[1] != 0 || mixed.sigma[3] != 0 || !(mixed.sigma[2] > 0) {
		t.Errorf("scales %v", mixed.sigma[:4])
	}
}

func TestAllParametersDead(t *testing.T) {
	n := synthetic(t, Probe{Every: 1, Batches: 64, Block: 8}, 5, 2).estimate(t)
	for name, v := range map[string]float64{
		"alpha": n.Alpha, "its error": n.AlphaSE, "sigma": n.Sigma,
		"kurtosis": n.Kurtosis, "pooled": n.Pooled, "SD": n.Histogram.SD,
	} {
		if !math.IsNaN(v) {
			t.Errorf("%s = %g of parameters without noise", name, v)
		}
	}
	if n.Dead != 10 {
		t.Errorf("%d dead of 10", n.Dead)
	}
}

// Every value that a histogram covers is in one of its counts, and its root mean
// square is that of all of them.
func TestHistogramCountsEverySample(t *testing.T) {
	for _, c := range []struct{ batches, in, out, stride int }{
		{1024, 16, 3, 1},
		{4096, 64, 20, 3}, // 5.2 million values: every third parameter
	} {
		p := synthetic(t, Probe{Every: 1, Batches: c.batches, Block: 32}, c.in, c.out)
		r := newRand(51)
		series := draws(1.3, 2, c.batches, r)
		for i := range c.in * c.out {
			p.write(i, series)
		}
		l := p.estimate(t)
		n, under, over := 0, 0, 0
		squares := 0.0
		bins := make([]int, len(l.Histogram.Counts))
		width := 2 * l.Histogram.Limit / float64(len(bins))
		for i := 0; i < c.in*c.out; i += c.stride {
			for m := range c.batches {
				v := float64(p.g[m*len(p.full)+i]) / p.sigma[i]
				squares += v * v
				n++
				switch {
				case v < -l.Histogram.Limit:
					under++
				case v >= l.Histogram.Limit:
					over++
				default:
					bins[int(math.Floor((v+l.Histogram.Limit)/width))]++
				}
			}
		}
		got := l.Histogram.Under + l.Histogram.Over
		for _, k := range l.Histogram.Counts {
			got += k
		}
		if got != n || l.Histogram.Under != under || l.Histogram.Over != over || under == 0 || over == 0 {
			t.Errorf("%d values, %d under, %d over; want %d, %d, %d", got, l.Histogram.Under, l.Histogram.Over, n, under, over)
		}
		if !slices.Equal(l.Histogram.Counts, bins) {
			t.Errorf("bins %v, want %v", l.Histogram.Counts, bins)
		}
		near.Rel(t, "root mean square", l.Histogram.SD, math.Sqrt(squares/float64(n)), 1e-9)
	}
}
