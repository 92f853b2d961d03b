package noise

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/clock"
	"levyscope/stats/law"
)

func noiseRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 271828)) }

// noiseFill is the first driver of a valid noise.
func noiseFill(tb testing.TB, n Noise, alpha, step float64, unit bool) Driver {
	tb.Helper()
	time := clock.SDE
	if unit {
		time = clock.Iteration
	}
	if err := n.Validate(alpha, step, time); err != nil {
		tb.Fatal(err)
	}
	return n.Drivers(0, alpha, step, unit)[0]
}

// noiseIncrements are count increments of a noise.
func noiseIncrements(tb testing.TB, n Noise, alpha, step float64, unit bool, count int, seed uint64) []float64 {
	tb.Helper()
	x := make([]float64, count)
	noiseFill(tb, n, alpha, step, unit).Increments.Fill(x, noiseRand(seed))
	return x
}

// kolmogorov is sqrt(n) sup |F_n - F|. It exceeds 1.95 with probability 0.001 if F is the law of
// x (Kolmogorov 1933). It sorts x and evaluates F at 1000 to 2000 of the order statistics;
// between them the statistic could be larger by sqrt(n)/1000.
func kolmogorov(x []float64, cdf func(float64) float64) float64 {
	slices.Sort(x)
	n, d := float64(len(x)), 0.0
	for i := 0; i < len(x); i += max(1, len(x)/1000) {
		f := cdf(x[i])
		d = max(d, f-float64(i)/n, float64(i+1)/n-f)
	}
	return math.Sqrt(n) * d
}

// noiseMoments are the mean and the variance of x and the standard error of the latter.
func noiseMoments(x []float64) (mean, variance, se float64) {
	n, m2, m4 := float64(len(x)), 0.0, 0.0
	for _, v := range x {
		mean += v / n
	}
	for _, v := range x {
		d := (v - mean) * (v - mean)
		m2 += d / n
		m4 += d * d / n
	}
	return mean, m2, math.Sqrt((m4 - m2*m2) / n)
}

// noiseSums are count independent values of L after the given number of steps.
func noiseSums(d Driver, steps, count int, seed uint64) []float64 {
	r, increments, out := noiseRand(seed), make([]float64, steps), make([]float64, count)
	for i := range out {
		d.Increments.Fill(increments, r)
		for _, v := range increments {
			out[i] += v
		}
	}
	return out
}

func TestDriversScale(t *testing.T) {
	for _, c := range []struct {
		n    Noise
		want []Driver
	}{
		{Noise{}, []Driver{{Coordinate: 3, Alpha: 1.2, Scale: 1}}},
		{Noise{Kind: Gauss}, []Driver{{Coordinate: 3, Alpha: 2, Scale: 1}}},
		{Noise{Kind: SaSGauss, Gauss: .3}, []Driver{
			{Coordinate: 3, Alpha: 1.2, Scale: 1}, {Coordinate: 3, Alpha: 2, Scale: .3}}},
		{Noise{Kind: Truncated, Cut: 3}, []Driver{{Coordinate: 3, Alpha: 1.2, Scale: 1, Stepped: true}}},
		{Noise{Kind: Tempered, Rate: 1}, []Driver{{Coordinate: 3, Alpha: 1.2, Scale: 1, Stepped: true}}},
		{Noise{Kind: Poisson, Rate: 1}, []Driver{{Coordinate: 3, Alpha: 1.2, Scale: 1, Stepped: true}}},
		{Noise{Kind: Poisson, Rate: 1, Jump: GaussJumps}, []Driver{{Coordinate: 3, Alpha: 2, Scale: 1, Stepped: true}}},
	} {
		got := c.n.Drivers(3, 1.2, .01, false)
		for i := range got {
			got[i].Increments = nil
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", c.n, got, c.want)
		}
	}
}

// The self-similar kinds draw from SaS(alpha) of scale 1, and a Gaussian from N(0, 2).
func TestSelfSimilarNoise(t *testing.T) {
	for _, alpha := range []float64{.8, 1.5, 2} {
		for _, n := range []Noise{{}, {Kind: Gauss}} {
			fitted := law.SaS(alpha, 1)
			if n.Kind == Gauss {
				fitted = law.SaS(2, 1)
			}
			k := kolmogorov(noiseIncrements(t, n, alpha, .01, false, 20000, 1), fitted.CDF)
			near.Most(t, fmt.Sprintf("%s, alpha %g: Kolmogorov's statistic", n, alpha), k, 1.95)
		}
	}
	_, v, se := noiseMoments(noiseIncrements(t, Noise{Kind: Gauss}, .8, .01, false, 200000, 2))
	near.Abs(t, "variance of Gaussian noise", v, 2, 4*se)
}

// SaS plus a Gaussian: E cos kX = exp(-|k|^alpha - (g k)^2), exactly.
func TestSaSPlusGauss(t *testing.T) {
	const alpha, g, count = 1.3, .7, 200000
	x := make([]float64, count)
	increments := make([]float64, count)
	r := noiseRand(3)
	for _, d := range (Noise{Kind: SaSGauss, Gauss: g}).Drivers(0, alpha, 1, true) {
		d.Increments.Fill(increments, r)
		for i, v := range increments {
			x[i] += d.Scale * v
		}
	}
	for _, k := range []float64{.1, .5, 1, 2} {
		noiseCosine(t, "SaS plus Gaussian", x, k, math.Exp(-math.Pow(k, alpha)-g*g*k*k))
	}
}

// noiseCosine holds the mean of cos kx to the characteristic function of a symmetric law.
func noiseCosine(t *testing.T, what string, x []float64, k, want float64) {
	t.Helper()
	sum, squares, n := 0.0, 0.0, float64(len(x))
	for _, v := range x {
		c := math.Cos(k * v)
		sum += c / n
		squares += c * c / n
	}
	se := math.Sqrt((squares - sum*sum) / n)
	near.Abs(t, fmt.Sprintf("%s: E cos %gX", what, k), sum, want, 4*se)
}

// noiseCases are the drivers of every noise, in iteration time and over a step of SDE time.
func noiseCases() map[string]Driver {
	out := map[string]Driver{}
	for _, n := range everyNoise {
		for name, unit := range map[string]bool{" unit": true, " step": false} {
			for i, d := range n.Drivers(0, 1.4, .05, unit) {
				out[n.String()+name+string(rune('0'+i))] = d
			}
		}
	}
	return out
}

// Increments of successive steps, within one call and across calls, are uncorrelated.
func TestIncrementsAreIndependent(t *testing.T) {
	const calls, length = 200, 500
	for name, d := range noiseCases() {
		r, x := noiseRand(5), make([]float64, length)
		var y []float64
		for range calls {
			d.Increments.Fill(x, r)
			for _, v := range x {
				y = append(y, math.Tanh(v))
			}
		}
		mean, variance, _ := noiseMoments(y)
		for _, lag := range []int{1, 2, length} {
			sum := 0.0
			for i := lag; i < len(y); i++ {
				sum += (y[i] - mean) * (y[i-lag] - mean)
			}
			rho := sum / float64(len(y)-lag) / variance
			near.Abs(t, fmt.Sprintf("%s: correlation at lag %d", name, lag), rho, 0, 4.5/math.Sqrt(float64(len(y))))
		}
	}
}

// Fill allocates nothing, and what it draws is a function of the stream and the
// length alone, whoever else draws from the same filler.
func TestFillIsSharedWithoutState(t *testing.T) {
	for name, d := range noiseCases() {
		want, x := make([]float64, 300), make([]float64, 300)
		d.Increments.Fill(want, noiseRand(6))
		r := noiseRand(7)
		if n := testing.AllocsPerRun(50, func() { d.Increments.Fill(x, r) }); n != 0 {
			t.Errorf("%s: %g allocations a Fill", name, n)
		}
		var workers sync.WaitGroup
		got := make([][]float64, 4)
		for w := range got {
			workers.Go(func() {
				got[w] = make([]float64, len(want))
				d.Increments.Fill(got[w], noiseRand(6))
			})
		}
		workers.Wait()
		for w := range got {
			if !slices.Equal(got[w], want) {
				t.Errorf("%s: worker %d draws something else", name, w)
			}
		}
	}
}

// At a high threshold y the frequency of draws beyond y is the rate that Tails gives times the
// step, and in iteration time the probability that DrawTails gives.
func TestTailFrequency(t *testing.T) {
	const count = 1 << 21
	for _, c := range []struct {
		n     Noise
		alpha float64
		y     float64
		step  float64 // 0: iteration time
	}{
		{Noise{}, 1.5, 50, 0},
		{Noise{}, .8, 2, .001},
		{Noise{Kind: SaSGauss, Gauss: .5}, 1.2, 100, 0},
		{Noise{Kind: Truncated, Cut: 100}, 1.5, 30, 0},
		{Noise{Kind: Truncated, Cut: 2}, 1.5, .5, .001},
		{Noise{Kind: Tempered, Rate: .02}, 1.5, 30, 0},
		{Noise{Kind: Tempered, Rate: 1}, 1.5, .5, .001},
		{Noise{Kind: Tempered, Rate: 1}, .8, .5, .001},
		{Noise{Kind: Poisson, Rate: .02}, 1.2, 3, 0},
		{Noise{Kind: Poisson, Rate: 2, Jump: GaussJumps}, 1.2, 1, .001},
		{Noise{Kind: Poisson, Rate: 2, Jump: LaplaceJumps}, 1.2, 1, .001},
		{Noise{Kind: Empirical, File: "a", Samples: noiseSeries}, 1.2, .2, 0},
	} {
		unit := c.step == 0
		d := noiseFill(t, c.n, c.alpha, c.step, unit)
		x := make([]float64, count)
		d.Increments.Fill(x, noiseRand(8))
		scale := 1.0
		if !unit && !d.Stepped {
			scale = math.Pow(c.step, 1/d.Alpha)
		}
		below, above := 0., 0.
		for _, v := range x {
			if v*scale > c.y {
				above++
			} else if v*scale < -c.y {
				below++
			}
		}
		neg, pos := c.n.Tails(c.alpha, c.y)
		if unit {
			neg, pos = c.n.DrawTails(c.alpha, c.y)
		} else {
			neg, pos = neg*c.step, pos*c.step
		}
		// To leading order: 2 % for the rest.
		what := fmt.Sprintf("%s, alpha %g: draws", c.n, c.alpha)
		near.Abs(t, fmt.Sprintf("%s above %g", what, c.y), above, pos*count, 4*math.Sqrt(pos*count)+.02*pos*count)
		near.Abs(t, fmt.Sprintf("%s below -%g", what, c.y), below, neg*count, 4*math.Sqrt(neg*count)+.02*neg*count)
	}
	_, tail := Noise{}.Tails(1, 2)
	near.Abs(t, "c_1/2, in closed form 1/(2 pi)", tail, 1/(2*math.Pi), 1e-15)
	if neg, pos := (Noise{Kind: Gauss}).Tails(1, 2); neg != 0 || pos != 0 {
		t.Errorf("a Gaussian has jumps: %g and %g", neg, pos)
	}
}

// BenchmarkFill is the time of one increment of each kind; "sampler" is the bare sampler of the
// package law.
func BenchmarkFill(b *testing.B) {
	sampler := law.SaS(1.5, 1).Sampler()
	cases := map[string]Filler{"sampler": &sampler}
	for _, n := range everyNoise {
		for _, d := range n.Drivers(0, 1.5, .01, n.Kind == Empirical) {
			name := n.Kind.String()
			if n.Kind == Poisson {
				name += " " + n.Jump.String()
			}
			cases[name] = d.Increments
		}
	}
	for name, f := range cases {
		b.Run(name, func(b *testing.B) {
			x, r := make([]float64, 1024), noiseRand(1)
			for b.Loop() {
				f.Fill(x, r)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1024, "ns/draw")
		})
	}
}
