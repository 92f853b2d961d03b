package train

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"levyscope/internal/near"
)

// replicates are the jackknife's standard error, as a root mean square over n
// probes of 64 parameters each, and the standard deviation of the estimate over them.
func replicates(
	t *testing.T, n int, of func(LayerNoise) (value, se float64), fill func(p *prober, r *rand.Rand),
) (jackknife, spread float64) {
	p := synthetic(t, Probe{Every: 1, Batches: 256, Block: 8}, 8, 8)
	r := newRand(21)
	values := make([]float64, n)
	square := 0.0
	for k := range values {
		fill(p, r)
		value, se := of(p.estimate(t))
		values[k] = value
		square += se * se / float64(n)
	}
	_, variance := meanVar(values)
	return math.Sqrt(square), math.Sqrt(variance)
}

func ofAlpha(l LayerNoise) (value, se float64) { return l.Alpha, l.AlphaSE }
func ofSigma(l LayerNoise) (value, se float64) { return l.Sigma, l.SigmaSE }

// Where all parameters share one series, the jackknife gives the spread of the
// median over repetitions.
func TestJackknifeOfSharedNoise(t *testing.T) {
	for name, of := range map[string]func(LayerNoise) (value, se float64){"alpha": ofAlpha, "sigma": ofSigma} {
		jackknife, spread := replicates(t, 300, of, func(p *prober, r *rand.Rand) {
			x := draws(1.5, 1, p.cfg.Batches, r)
			y := make([]float64, len(x))
			for i := range p.full {
				for m, v := range x {
					y[m] = float64(1+i) * v
				}
				p.write(i, y)
			}
		})
		ratio := math.Log(jackknife / spread)
		near.Abs(t, name+": log of the jackknife by the spread over replicates", ratio, 0, math.Log(1.25))
	}
}

// Where they are independent it errs on the safe side. The median is not smooth,
// so that each group left out moves it by more than its share: of n parameters
// with the density f at their median, the median's variance is 1/(4 f^2 n), and
// the jackknife's expectation sqrt(G/pi)/(f n) for a spread of 1. With G = 8
// groups and f = 1/sqrt(2 pi) their ratio is 2.55, that of the errors 1.6.
func TestJackknifeOfIndependentNoise(t *testing.T) {
	jackknife, spread := replicates(t, 80, ofAlpha, func(p *prober, r *rand.Rand) {
		for i := range p.full {
			p.write(i, draws(1.5, 1, p.cfg.Batches, r))
		}
	})
	want := math.Sqrt(4 * math.Sqrt(jackknifeGroups/math.Pi) / math.Sqrt(2*math.Pi))
	ratio := math.Log(jackknife / spread)
	near.Abs(t, "log of the jackknife by the spread over replicates", ratio, math.Log(want), math.Log(1.25))
}

// normalQuantile is the quantile function of N(0, 1).
func normalQuantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }

// pooledAlpha is the pooled estimate of the weights, all of which have noise.
func (p *prober) pooledAlpha(t *testing.T) float64 {
	t.Helper()
	for i := range p.sigma {
		p.sigma[i] = 1
	}
	sums, block, err := p.pooled(p.model.Tensors()[0])
	if err != nil {
		t.Fatal(err)
	}
	return 1 / sums.InverseAlpha(block)
}

// Gaussians whose scales are log-normal with log-sd 1, pooled into one series:
// theory.md, section 2, gives 1/(1/2 + 1/ln K1), 1.55 at K1 = 1000.
func TestPooledGaussiansOfManyScalesLookHeavyTailed(t *testing.T) {
	const inputs = 10000
	p := synthetic(t, Probe{Every: 1, Batches: 64, Block: 1000}, inputs, 1)
	r := newRand(31)
	for i, at := range r.Perm(inputs) {
		scale := math.Exp(normalQuantile((float64(i) + .5) / inputs))
		for m := range p.cfg.Batches {
			p.g[m*len(p.full)+at] = float32(scale * r.NormFloat64())
		}
	}
	got := p.pooledAlpha(t)
	want := 1 / (.5 + 1/math.Log(1000))
	near.Abs(t, "pooled alpha", got, want, .05)
	near.Abs(t, "pooled alpha by the formula", want, 1.55, .005)
}

// Gaussians with the correlation 0.01 among parameters: a block sum of K1 has
// the variance K1 (1 + (K1-1)/100), which makes 1.49 at K1 = 1000 (theory.md, section 2).
func TestPooledCorrelatedGaussiansLookHeavyTailed(t *testing.T) {
	const inputs, rho = 2000, .01
	p := synthetic(t, Probe{Every: 1, Batches: 600, Block: 1000}, inputs, 1)
	r := newRand(32)
	for m := range p.cfg.Batches {
		common := math.Sqrt(rho) * r.NormFloat64()
		for i := range inputs {
			p.g[m*len(p.full)+i] = float32(common + math.Sqrt(1-rho)*r.NormFloat64())
		}
	}
	got := p.pooledAlpha(t)
	want := 1 / (.5 + math.Log(1+999*rho)/(2*math.Log(1000)))
	near.Abs(t, "pooled alpha", got, want, .06)
	near.Abs(t, "pooled alpha by the formula", want, 1.49, .01)
}

// The same scales leave the per-parameter median at 2. What pooling then gives
// follows from the scales: 1/alpha = (mean ln sqrt(sum of a block's s^2) - mean ln s)/ln K1.
func TestPerParameterMedianIsNotFooledByScales(t *testing.T) {
	cfg := Probe{Every: 1, Batches: 512, Block: 32}
	p := synthetic(t, cfg, 32, 20)
	r := newRand(33)
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
	near.Abs(t, "median alpha of Gaussians", n.Alpha, 2, 4*n.AlphaSE+.02)
	near.Abs(t, "pooled alpha, from the scales", n.Pooled, 1/inverse, 4*n.PooledSE)
	near.Most(t, "pooled alpha", n.Pooled, 1.4)
}
