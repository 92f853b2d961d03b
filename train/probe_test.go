package train

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"levyscope/internal/stream"
	"levyscope/train/data"
)

// Parameters with SaS noise of the same tail index and of different scales.
func TestProbeFindsTailIndexAndScale(t *testing.T) {
	cfg := Probe{Every: 1, Batches: 1024, Block: 32}
	for _, alpha := range []float64{1.2, 1.5, 1.8, 2} {
		p := synthetic(t, cfg, 40, 8)
		r := rng(uint64(10 * alpha))
		const middle = 3e-3
		for i := range p.full {
			p.write(i, draws(alpha, middle*math.Exp2(float64(i%5-2)), cfg.Batches, r))
		}
		n := p.estimate(t)
		if n.Name != "fc1.weight" || n.Params != 320 || n.Dead != 0 {
			t.Errorf("alpha %g: %q with %d parameters, %d dead", alpha, n.Name, n.Params, n.Dead)
		}
		if !(n.AlphaSE > 0 && n.AlphaSE < .05) || math.Abs(n.Alpha-alpha) > 4*n.AlphaSE+.01 {
			t.Errorf("alpha %g: median %.4f +- %.4f", alpha, n.Alpha, n.AlphaSE)
		}
		if math.Abs(n.Sigma/middle-1) > .04 {
			t.Errorf("alpha %g: median scale %.4g, want %.4g", alpha, n.Sigma, middle)
		}
		if !slices.IsSorted(n.Quantiles[:]) || n.Quantiles[2] != n.Alpha || n.Quantiles[0] > alpha || n.Quantiles[4] < alpha {
			t.Errorf("alpha %g: quantiles %.3f", alpha, n.Quantiles)
		}
		// The spread of 1/alpha-hat over independent parameters is ParamSE.
		spread := (1/n.Quantiles[0] - 1/n.Quantiles[4]) / (2 * 1.6449)
		if ratio := n.ParamSE / (n.Alpha * n.Alpha) / spread; ratio < .8 || ratio > 1.25 {
			t.Errorf("alpha %g: standard error of one parameter is %.2f of the spread over parameters", alpha, ratio)
		}
		if alpha == 2 && math.Abs(n.Kurtosis-3) > .05 || alpha <= 1.8 && n.Kurtosis < 6 {
			t.Errorf("alpha %g: median kurtosis %.3g", alpha, n.Kurtosis)
		}
	}
}

// replicates are the jackknife's standard error, as a root mean square over n
// probes of 64 parameters each, and the standard deviation of alpha-hat over them.
func replicates(t *testing.T, n int, fill func(p *prober, r *rand.Rand)) (jackknife, spread float64) {
	p := synthetic(t, Probe{Every: 1, Batches: 256, Block: 8}, 8, 8)
	r := rng(21)
	alphas := make([]float64, n)
	square := 0.0
	for k := range alphas {
		fill(p, r)
		l := p.estimate(t)
		alphas[k] = l.Alpha
		square += l.AlphaSE * l.AlphaSE / float64(n)
	}
	_, variance := meanVar(alphas)
	return math.Sqrt(square), math.Sqrt(variance)
}

// Where all parameters share one series, the jackknife gives the spread of the
// median over repetitions.
func TestJackknifeOfSharedNoise(t *testing.T) {
	jackknife, spread := replicates(t, 300, func(p *prober, r *rand.Rand) {
		x := draws(1.5, 1, p.cfg.Batches, r)
		y := make([]float64, len(x))
		for i := range p.full {
			for m, v := range x {
				y[m] = float64(1+i) * v
			}
			p.write(i, y)
		}
	})
	if ratio := jackknife / spread; ratio < 1/1.25 || ratio > 1.25 {
		t.Errorf("jackknife %.4f, spread over replicates %.4f", jackknife, spread)
	}
}

// Where they are independent it errs on the safe side. The median is not smooth,
// so that each group left out moves it by more than its share: of n parameters
// with the density f at their median, the median's variance is 1/(4 f^2 n), and
// the jackknife's expectation sqrt(G/pi)/(f n) for a spread of 1. With G = 8
// groups and f = 1/sqrt(2 pi) their ratio is 2.55, that of the errors 1.6.
func TestJackknifeOfIndependentNoise(t *testing.T) {
	jackknife, spread := replicates(t, 80, func(p *prober, r *rand.Rand) {
		for i := range p.full {
			p.write(i, draws(1.5, 1, p.cfg.Batches, r))
		}
	})
	want := math.Sqrt(4 * math.Sqrt(jackknifeGroups/math.Pi) / math.Sqrt(2*math.Pi))
	if ratio := jackknife / spread / want; ratio < 1/1.25 || ratio > 1.25 {
		t.Errorf("jackknife %.4f, spread over replicates %.4f, expected factor %.2f", jackknife, spread, want)
	}
}

// normalQuantile is the quantile function of N(0, 1).
func normalQuantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }

// Gaussians whose scales are log-normal with log-sd 1, pooled into one series:
// theory.md, section 2, gives 1/(1/2 + 1/ln K1), 1.55 at K1 = 1000.
func TestPooledGaussiansOfManyScalesLookHeavyTailed(t *testing.T) {
	const inputs = 10000
	p := synthetic(t, Probe{Every: 1, Batches: 64, Block: 1000}, inputs, 1)
	r := rng(31)
	for i, at := range r.Perm(inputs) {
		scale := math.Exp(normalQuantile((float64(i) + .5) / inputs))
		for m := range p.cfg.Batches {
			p.g[m*len(p.full)+at] = float32(scale * r.NormFloat64())
		}
	}
	got, err := p.pooled(p.model.Tensors()[0])
	if err != nil {
		t.Fatal(err)
	}
	if want := 1 / (.5 + 1/math.Log(1000)); math.Abs(got.Alpha-want) > .05 || math.Abs(want-1.55) > .005 {
		t.Errorf("pooled alpha %.3f, want %.3f", got.Alpha, want)
	}
}

// Gaussians with the correlation 0.01 among parameters: a block sum of K1 has
// the variance K1 (1 + (K1-1)/100), which makes 1.49 at K1 = 1000 (theory.md, section 2).
func TestPooledCorrelatedGaussiansLookHeavyTailed(t *testing.T) {
	const inputs, rho = 2000, .01
	p := synthetic(t, Probe{Every: 1, Batches: 600, Block: 1000}, inputs, 1)
	r := rng(32)
	for m := range p.cfg.Batches {
		common := math.Sqrt(rho) * r.NormFloat64()
		for i := range inputs {
			p.g[m*len(p.full)+i] = float32(common + math.Sqrt(1-rho)*r.NormFloat64())
		}
	}
	got, err := p.pooled(p.model.Tensors()[0])
	if err != nil {
		t.Fatal(err)
	}
	if want := 1 / (.5 + math.Log(1+999*rho)/(2*math.Log(1000))); math.Abs(got.Alpha-want) > .06 || math.Abs(want-1.49) > .01 {
		t.Errorf("pooled alpha %.3f, want %.3f", got.Alpha, want)
	}
}

// The same scales leave the per-parameter median at 2. What pooling then gives
// follows from the scales: 1/alpha = (mean ln sqrt(sum of a block's s^2) - mean ln s)/ln K1.
func TestPerParameterMedianIsNotFooledByScales(t *testing.T) {
	cfg := Probe{Every: 1, Batches: 512, Block: 32}
	p := synthetic(t, cfg, 32, 20)
	r := rng(33)
	scales := make([]float64, 640)
	for i := range scales {
		scales[i] = math.Exp(r.NormFloat64())
		x := make([]float64, cfg.Batches)
		for m := range x {
			x[m] = scales[i] * r.NormFloat64()
		}
		p.write(i, x)
	}
	inverse := 0.0
	for block := range slices.Chunk(scales, cfg.Block) {
		squares := 0.0
		for _, s := range block {
			squares += s * s
		}
		inverse += math.Log(squares) / 2 / 20
	}
	for _, s := range scales {
		inverse -= math.Log(s) / 640
	}
	inverse /= math.Log(float64(cfg.Block))
	n := p.estimate(t)
	if math.Abs(n.Alpha-2) > 4*n.AlphaSE+.02 {
		t.Errorf("median %.3f +- %.3f of Gaussians", n.Alpha, n.AlphaSE)
	}
	if math.Abs(n.Pooled-1/inverse) > 4*n.PooledSE || n.Pooled > 1.4 {
		t.Errorf("pooled %.4f +- %.4f, from the scales %.4f", n.Pooled, n.PooledSE, 1/inverse)
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
	r := rng(41)
	for i := range 30 {
		x := draws(1.5, 1, cfg.Batches, r)
		alive.write(i, x)
		mixed.write(2*i, x)
	}
	a, b := alive.estimate(t), mixed.estimate(t)
	if a.Dead != 0 || b.Dead != 30 || b.Params != 60 {
		t.Errorf("dead: %d of %d and %d of %d, want 0 and 30 of 60", a.Dead, a.Params, b.Dead, b.Params)
	}
	if a.Alpha != b.Alpha || a.AlphaSE != b.AlphaSE || a.Quantiles != b.Quantiles || a.ParamSE != b.ParamSE || a.Sigma != b.Sigma || a.Kurtosis != b.Kurtosis {
		t.Errorf("with dead parameters %+v, without %+v", b, a)
	}
	if !slices.Equal(a.Histogram.Counts, b.Histogram.Counts) || a.Histogram.Under != b.Histogram.Under || a.Histogram.Over != b.Histogram.Over {
		t.Error("dead parameters changed the histogram")
	}
	if mixed.sigma[1] != 0 || mixed.sigma[3] != 0 || !(mixed.sigma[2] > 0) {
		t.Errorf("scales %v", mixed.sigma[:4])
	}
}

func TestAllParametersDead(t *testing.T) {
	n := synthetic(t, Probe{Every: 1, Batches: 64, Block: 8}, 5, 2).estimate(t)
	for name, v := range map[string]float64{"alpha": n.Alpha, "its error": n.AlphaSE, "sigma": n.Sigma, "kurtosis": n.Kurtosis, "pooled": n.Pooled, "SD": n.Histogram.SD} {
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
		r := rng(51)
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
		if want := math.Sqrt(squares / float64(n)); math.Abs(l.Histogram.SD/want-1) > 1e-9 {
			t.Errorf("root mean square %.9g, want %.9g", l.Histogram.SD, want)
		}
	}
}

// U = g - grad L over minibatches drawn with replacement has mean 0 and, for
// each parameter, the variance of the single gradients over the batch size.
func TestProbeDrawsWithReplacement(t *testing.T) {
	const batches = 2000
	m, w := network(t, "mlp:4:tanh", 3, 3, 1)
	s := examples(30, 3, 3, 2)
	single := gradients(m, w, s)
	for _, batch := range []int{1, 4} {
		p := newProber(Probe{Every: 1, Batches: batches, Block: 10}, 1, m, &s, 3, newPass(m, 3))
		if _, err := p.measure(background, 0, w, batch); err != nil {
			t.Fatal(err)
		}
		means, variances := 0.0, 0.0 // over parameters, in units of what they should be
		for i := range w {
			var mean, variance float64
			for _, g := range single {
				mean += float64(g[i]) / 30
			}
			for _, g := range single {
				variance += (float64(g[i]) - mean) * (float64(g[i]) - mean) / 30
			}
			u := make([]float64, batches)
			for k := range u {
				u[k] = float64(p.g[k*len(w)+i]) - mean
			}
			gotMean, gotVariance := meanVar(u)
			means += gotMean * gotMean * batches / (variance / float64(batch)) / float64(len(w))
			variances += gotVariance / (variance / float64(batch)) / float64(len(w))
		}
		// Single gradients have few degrees of freedom, so the sum over the 31
		// parameters does not average as well as 31 independent ones.
		if means > 2.5 || math.Abs(variances-1) > .06 {
			t.Errorf("batch %d: mean square of the mean %.2f, mean variance %.3f, both in units of theirs; want about 1", batch, means, variances)
		}
	}
}

// Minibatch m of step k is that of its own random stream, whatever was drawn before.
func TestProbeMinibatchHasItsOwnStream(t *testing.T) {
	const step, batch = 70, 5
	m, w := network(t, "mlp:4", 3, 3, 1)
	s := examples(30, 3, 3, 2)
	p := newProber(Probe{Every: 1, Batches: 20, Block: 2}, 9, m, &s, 3, newPass(m, 3))
	for _, k := range []int{0, step} {
		if _, err := p.measure(background, k, w, batch); err != nil {
			t.Fatal(err)
		}
	}
	for _, minibatch := range []int{0, 13, 19} {
		r := stream.New(9, stream.Probe, step<<24|uint64(minibatch))
		var x data.Split
		for range batch {
			i := r.IntN(s.Len())
			x.X, x.Y = append(x.X, s.X[3*i:3*i+3]...), append(x.Y, s.Y[i])
		}
		g := make([]float32, len(w))
		m.Gradient(m.NewWorkspace(batch), g, w, x.X, x.Y)
		if !slices.Equal(g, p.g[minibatch*len(w):(minibatch+1)*len(w)]) {
			t.Errorf("minibatch %d has another gradient", minibatch)
		}
	}
}

func TestProbeIsInterrupted(t *testing.T) {
	m, w := network(t, "mlp:4", 3, 3, 1)
	s := examples(30, 3, 3, 2)
	p := newProber(Probe{Every: 1, Batches: 20, Block: 2}, 9, m, &s, 3, newPass(m, 3))
	ctx, cancel := context.WithCancel(background)
	cancel()
	if _, err := p.measure(ctx, 0, w, 4); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
