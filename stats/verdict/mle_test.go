package verdict

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// mleLogLik is the log-likelihood of x under s, by the law itself rather than the interpolation in alpha.
func mleLogLik(s law.Stable, x []float64) (sum float64) {
	for _, v := range x {
		sum += s.LogProb(v)
	}
	return sum
}

// Over 200 replicates at n = 1024 the estimates centre on the truth and spread as their
// standard errors say: the z-scores have mean 0 and variance 1, within 4 of their own errors; the spread of alpha
// is the Cramer-Rao bound's of speed at n = 10^4, .0110, .0154 and .0138 with scale unknown, times sqrt(10^4/1024).
func TestMLEIsCalibrated(t *testing.T) {
	const replicates, n = 200, 1024
	bound := map[float64]float64{1: .0110, 1.5: .0154, 1.8: .0138}
	for _, alpha := range []float64{1, 1.5, 1.8} {
		t.Run(fmt.Sprint(alpha), func(t *testing.T) {
			t.Parallel()
			law := law.Stable{Alpha: alpha, Scale: .02, Loc: -3}
			var z, zz [3]float64
			square := 0.
			for i := range replicates {
				fit, err := MLE(statstest.Draws(law, n, uint64(1000*alpha)*1000+uint64(i)))
				if err != nil {
					t.Fatal(err)
				}
				square += (fit.Alpha - alpha) * (fit.Alpha - alpha) / replicates
				for j, v := range [3]float64{(fit.Alpha - alpha) / fit.SE.Alpha, (fit.Scale - law.Scale) / fit.SE.Scale,
					(fit.Loc - law.Loc) / fit.SE.Loc} {
					z[j] += v / replicates
					zz[j] += v * v / replicates
				}
			}
			for j, name := range []string{"alpha", "scale", "location"} {
				if sd := math.Sqrt(zz[j] - z[j]*z[j]); !(math.Abs(z[j]) < 4/math.Sqrt(replicates)) || !(sd > .8 && sd < 1.2) {
					t.Errorf("%s: z-scores have mean %.2f and deviation %.2f", name, z[j], sd)
				}
			}
			if r := math.Sqrt(square) / (bound[alpha] * math.Sqrt(1e4/n)); !(r > .8 && r < 1.2) {
				t.Errorf("RMSE of alpha is %.2f of the Cramer-Rao bound", r)
			}
			t.Logf("RMSE(alpha) %.4f; z-scores of alpha, scale, location: mean %.2f, mean square %.2f", math.Sqrt(square), z, zz)
		})
	}
}

// What the estimate says is the maximum of the exact likelihood: LogLik is that of the law
// to the 1e-8 of the interpolation, no neighbour is better by more than 1e-7, and the slope between the neighbours
// is small beside their curvature.
func TestMLEIsAMaximum(t *testing.T) {
	for i, alpha := range []float64{.6, .99, 1, 1.31, 1.7, 1.93} {
		x := statstest.Draws(law.Stable{Alpha: alpha, Scale: 5, Loc: 2}, 2000, uint64(30+i))
		fit, err := MLE(x)
		if err != nil {
			t.Fatal(err)
		}
		best := mleLogLik(fit.Stable, x)
		if !(math.Abs(best-fit.LogLik) <= 1e-8*math.Abs(best)) {
			t.Errorf("alpha %g: LogLik %.10g, sum of LogProb %.10g", alpha, fit.LogLik, best)
		}
		for j, name := range []string{"alpha", "scale", "location"} {
			move := func(d float64) float64 {
				s := fit.Stable
				*[]*float64{&s.Alpha, &s.Scale, &s.Loc}[j] += d * []float64{fit.SE.Alpha, fit.SE.Scale, fit.SE.Loc}[j]
				return mleLogLik(s, x)
			}
			const d = .02 // of a standard error: ln L falls by d^2/2 = 2e-4
			lo, hi := move(-d), move(d)
			if slope, bend := (hi-lo)/(2*d), (hi+lo-2*best)/(d*d); !(math.Abs(slope) <= 2e-3) || !(bend < -.5 && bend > -2) {
				t.Errorf("alpha %g, %s: slope %.2g a standard error, curvature %.3g, not -1", alpha, name, slope, bend)
			}
		}
	}
}

// A change of scale by a power of two changes scale and location, and nothing else.
func TestMLEIsScaleEquivariant(t *testing.T) {
	x := statstest.Draws(law.Stable{Alpha: 1.4, Scale: 1, Loc: .5}, 1000, 41)
	a, err := MLE(x)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []int{-300, -20, 7, 300} {
		y := make([]float64, len(x))
		for i, v := range x {
			y[i] = math.Ldexp(v, e)
		}
		b, err := MLE(y)
		if err != nil {
			t.Fatal(err)
		}
		if !(math.Abs(a.Alpha-b.Alpha) <= 1e-9) || !(offBy(math.Ldexp(b.Scale, -e), a.Scale) <= 1e-9) ||
			!(math.Abs(math.Ldexp(b.Loc, -e)-a.Loc) <= 1e-9) ||
			!(offBy(b.SE.Alpha, a.SE.Alpha) <= 1e-7) ||
			!(math.Abs(b.LogLik+float64(len(x)*e)*math.Ln2-a.LogLik) <= 1e-8*(math.Abs(a.LogLik)+math.Abs(b.LogLik))) {
			t.Errorf("times 2^%d: %+v became %+v", e, a, b)
		}
	}
}

// The dyadic estimate of the same samples differs by no more than it errs itself: its variance is
// that of the efficient one plus that of the difference (Hausman 1978).
func TestMLEAgreesWithDyadic(t *testing.T) {
	for i, alpha := range []float64{.8, 1, 1.3, 1.5, 1.8} {
		x := statstest.Draws(law.SaS(alpha, 1), 4096, uint64(50+i))
		fit, err := MLE(x)
		if err != nil {
			t.Fatal(err)
		}
		d := NewDyadic(Quarters)
		for _, v := range x {
			d.Add(v)
		}
		rough := d.Fit()
		// The two standard errors are near; neither knows the other's location.
		limit := 3 * math.Sqrt(math.Max(rough.SE.Alpha*rough.SE.Alpha-fit.SE.Alpha*fit.SE.Alpha,
			.15*rough.SE.Alpha*rough.SE.Alpha))
		if !(math.Abs(fit.Alpha-rough.Alpha) <= limit) {
			t.Errorf("alpha %g: MLE %.4f, dyadic %.4f, allowed %.4f", alpha, fit.Alpha, rough.Alpha, limit)
		}
	}
}

// On Gaussian samples the fit ends at or near alpha = 2. There it is the Gaussian fit: location the mean, scale
// the standard deviation over sqrt2, the Gaussian likelihood.
func TestMLEOfGaussian(t *testing.T) {
	atEnd := 0
	for i := range 20 {
		x := statstest.Draws(law.Stable{Alpha: 2, Scale: 1, Loc: 4}, 4096, uint64(90+i))
		fit, err := MLE(x)
		if err != nil {
			t.Fatal(err)
		}
		mean, square := 0., 0.
		for _, v := range x {
			mean += v / float64(len(x))
		}
		for _, v := range x {
			square += (v - mean) * (v - mean) / float64(len(x))
		}
		se := math.Sqrt(square / float64(len(x)))
		near.Least(t, fmt.Sprintf("seed %d: alpha of a Gaussian", i), fit.Alpha, 1.98)
		if fit.Alpha != 2 {
			continue
		}
		atEnd++
		if !math.IsNaN(fit.SE.Alpha) || !(offBy(fit.SE.Loc, se) <= .1) {
			t.Errorf("seed %d: standard errors %+v", i, fit.SE)
		}
		gaussian := mleLogLik(law.Stable{Alpha: 2, Scale: math.Sqrt(square / 2), Loc: mean}, x)
		if !(math.Abs(fit.Loc-mean) <= .03*se) || !(offBy(fit.Scale, math.Sqrt(square/2)) <= .03/math.Sqrt(2*4096)) ||
			!(math.Abs(fit.LogLik-gaussian) <= 1e-3) {
			t.Errorf("seed %d: %+v, mean %g, log-likelihood %g", i, fit.Stable, mean, gaussian)
		}
	}
	if atEnd < 5 { // half, were the score at alpha = 2 symmetric
		t.Errorf("%d of 20 Gaussian samples are fitted at alpha = 2", atEnd)
	}
}

// What cannot be fitted is an error that says so, and a fit of NaN.
func TestMLEErrors(t *testing.T) {
	nan := statstest.Draws(law.SaS(1.5, 1), 100, 1)
	nan[17] = math.NaN()
	inf := statstest.Draws(law.SaS(1.5, 1), 100, 1)
	inf[99] = math.Inf(-1)
	constant := make([]float64, 100)
	for i := range constant {
		constant[i] = 3.5
	}
	for name, x := range map[string][]float64{"none": nil, "too few": statstest.Draws(law.SaS(1.5, 1), 7, 1),
		"NaN": nan, "Inf": inf, "constant": constant, "zero": make([]float64, 50)} {
		fit, err := MLE(x)
		if err == nil || !math.IsNaN(fit.Alpha) || !math.IsNaN(fit.LogLik) || fit.N != len(x) {
			t.Errorf("%s: %+v, error %v", name, fit, err)
		}
	}
	// A far outlier, ties and tiny samples are fitted or refused, never NaN without an error.
	for i, x := range [][]float64{
		{1, 2, 3, 4, 5, 6, 7, 1e300},
		{0, 0, 0, 0, 0, 0, 0, 1},
		{0, 0, 0, 1, 1, 1, 2, 2, 2},
		{-1e308, 1e308, 0, 1, -1, 2, -2, 3},
		{5e-324, -5e-324, 1e-323, 0, 1e-323, 5e-324, -1e-323, 0},
	} {
		if fit, err := MLE(x); err == nil && (math.IsNaN(fit.Alpha) || math.IsNaN(fit.Scale) || math.IsNaN(fit.Loc) ||
			math.IsNaN(fit.LogLik) || math.IsInf(fit.LogLik, 0)) {
			t.Errorf("sample %d: %+v without an error", i, fit)
		} else {
			t.Logf("sample %d: %+v, %v", i, fit.Stable, err)
		}
	}
}

// offBy is |got - want|/|want|.
func offBy(got, want float64) float64 { return math.Abs(got-want) / math.Abs(want) }

func BenchmarkMLE(b *testing.B) {
	x := statstest.Draws(law.SaS(1.5, 1), 4096, 1)
	for b.Loop() {
		fit, err := MLE(x)
		if err != nil {
			b.Fatal(err)
		}
		if !(fit.Alpha > 0) {
			b.Fatal(fit)
		}
	}
}
