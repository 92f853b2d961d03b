package train

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"levyscope/internal/near"
)

// off sets a share q of the gradients to 0, spread evenly, around the full gradient full:
// what a unit does that is off for whole minibatches.
func (p *prober) off(i int, q, full float64, series []float64) {
	x := make([]float64, len(series))
	for m, v := range series {
		if float64(m+1)*q-math.Floor(float64(m)*q) >= 1 {
			continue
		}
		x[m] = full + v
	}
	p.full[i] = float32(full)
	p.write(i, x)
}

// Parameters whose gradient is exactly 0 in more than 5 % of the minibatches enter no figure
// but their own: the others have those that they have alone.
func TestParametersWithAtomsStandApart(t *testing.T) {
	cfg := Probe{Every: 1, Batches: 1024, Block: 32}
	alone, mixed := synthetic(t, cfg, 20, 4), synthetic(t, cfg, 20, 8)
	r := newRand(42)
	for i := range 80 {
		x := draws(1.6, 1, cfg.Batches, r)
		alone.write(i, x)
		mixed.write(2*i, x)
		mixed.off(2*i+1, .1+.005*float64(i), .3, draws(2, 1, cfg.Batches, r))
	}
	a, b := alone.estimate(t), mixed.estimate(t)
	if a.Atoms.Apart != 0 || b.Atoms.Apart != 80 || b.Dead != 0 || !math.IsNaN(a.Atoms.ApartShare) {
		t.Fatalf("%+v and %+v", a.Atoms, b.Atoms)
	}
	if a.Alpha != b.Alpha || a.AlphaSE != b.AlphaSE || a.Quantiles != b.Quantiles || a.ParamSE != b.ParamSE ||
		a.Sigma != b.Sigma || a.SigmaSE != b.SigmaSE || a.Kurtosis != b.Kurtosis || a.Pooled != b.Pooled ||
		a.PooledSE != b.PooledSE || a.PooledBlock != b.PooledBlock {
		t.Errorf("with atoms beside them %+v, alone %+v", b, a)
	}
	if !slices.Equal(a.Histogram.Counts, b.Histogram.Counts) || a.Histogram.Over != b.Histogram.Over {
		t.Error("parameters with atoms are in the histogram")
	}
	near.Rel(t, "root mean square of the histogram", b.Histogram.SD, a.Histogram.SD, 1e-12)
	near.Abs(t, "median share of those apart", b.Atoms.ApartShare, .2975, .002)
	near.Abs(t, "quantile of the shares", b.Atoms.Shares[4], .1+.005*79*.9, .003)
	if b.AlphaAll == b.Alpha {
		t.Error("alpha of all is that of the active ones")
	}
	near.Abs(t, "alpha of all where there are no atoms", a.AlphaAll, a.Alpha, 1e-12)
}

// The bound is 5 %: what has fewer zeros is noise like any other.
func TestBoundOfAtoms(t *testing.T) {
	p := synthetic(t, Probe{Every: 1, Batches: 1000, Block: 10}, 4, 1)
	for i, q := range []float64{0, .05, .051, 1} {
		p.off(i, q, .3, draws(2, 1, 1000, newRand(uint64(i+1))))
	}
	n := p.estimate(t)
	for i, want := range []bool{false, false, true, false} {
		if p.apart[i] != want {
			t.Errorf("share %g: apart %t", p.zeros[i], p.apart[i])
		}
	}
	if n.Dead != 1 || n.Atoms.Apart != 1 || p.zeros[3] != 1 {
		t.Errorf("%+v, %d dead", n.Atoms, n.Dead)
	}
}

// The jumps of parameters with atoms are counted apart, and theirs alone.
func TestJumpsOfAtomsAreCountedApart(t *testing.T) {
	m, _ := network(t, "linear", 2, 2, 1) // fc1.weight (2, 2), fc1.bias (2)
	d := newJumpDetector(10, .1, m)
	zero := make([]float32, 6)
	d.calibrate(zero, []float64{1, 1, 1, 0, 1, 1}, []bool{false, true, false, true, true, true})
	d.step([]float32{20, 30, 5, 40, 0, -50}, zero, .1)
	d.step([]float32{0, 60, 0, 40, 0, 0}, zero, .1)
	w, b := d.take(0, 0, 2), d.take(1, 0, 2)
	if w.Count != 1 || w.Trials != 4 || w.AtomCount != 2 || w.AtomTrials != 2 || w.Max != 20 {
		t.Errorf("%+v", w)
	}
	if b.Count != 0 || b.Trials != 0 || b.AtomCount != 1 || b.AtomTrials != 4 || !math.IsNaN(b.Max) {
		t.Errorf("%+v", b)
	}
	if again := d.take(0, 2, 2); again.AtomCount != 0 || again.AtomTrials != 0 {
		t.Errorf("%+v is left after it was taken", again)
	}
}

// A figure of a tail index is at most 2, and what the formula gives is kept beside it.
func TestCut(t *testing.T) {
	for _, c := range []struct{ inv, alpha, beyond float64 }{
		{.625, 1.6, 0}, {.5, 2, 0}, {.4, 2, 2.5}, {1 / 14.48, 2, 14.48}, {0, 2, math.Inf(1)}, {-.1, 2, math.Inf(1)},
	} {
		alpha, beyond := cut(c.inv)
		near.Abs(t, fmt.Sprintf("alpha at 1/alpha = %g", c.inv), alpha, c.alpha, 1e-12)
		if beyond != c.beyond && !(math.Abs(beyond-c.beyond) < 1e-9) {
			t.Errorf("1/alpha = %g: beyond %g", c.inv, beyond)
		}
	}
	if alpha, beyond := cut(nan); !math.IsNaN(alpha) || beyond != 0 {
		t.Errorf("NaN gives %g, %g", alpha, beyond)
	}
}
