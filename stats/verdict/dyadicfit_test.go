package verdict

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// The alphas of the reference tables, and the bounds of Cramer and Rao for the standard error of alpha at N = 10^4, the
// scale unknown: the full samples' information, by quadrature of the density's derivatives, to four decimals.
var (
	fitAlphas = []float64{1, 1.3, 1.5, 1.8, 1.95}
	fitBound  = map[float64]float64{1: .0110, 1.3: .0142, 1.5: .0154, 1.8: .0138, 1.95: .0088}
	// fitOctave is the RMSE of a prototype with one bin an octave.
	fitOctave = map[float64]float64{1: .0113, 1.3: .0143, 1.5: .0161, 1.8: .0143, 1.95: .0107}
)

// fitLoss bounds the standard error of alpha over that bound, at the worst of the scales between two edges.
var fitLoss = map[Split]map[float64]float64{
	Octaves:  {1: 1.05, 1.3: 1.05, 1.5: 1.07, 1.8: 1.14, 1.95: 1.24},
	Halves:   {1: 1.02, 1.3: 1.02, 1.5: 1.03, 1.8: 1.05, 1.95: 1.09},
	Quarters: {1: 1.02, 1.3: 1.02, 1.5: 1.02, 1.8: 1.03, 1.95: 1.04},
}

// fitExpected is a binned series of n samples, each bin with what SaS(alpha, scale) expects there, from
// 2^-7 to where less than half a sample is left.
func fitExpected(alpha, scale float64, n int, split Split) *binned {
	m := int(split)
	b := &binned{split: split, first: -7 * m, total: float64(n)}
	law := law.SaS(alpha, scale)
	last := .5
	for k := 0; ; k++ {
		s := law.Survival(edgeAt(b.first+k, m))
		b.n[k], last = 2*float64(n)*(last-s), s
		b.edges = k + 1
		if s*float64(n) < .25 {
			break
		}
	}
	b.n[b.edges] = 2 * float64(n) * last
	b.mid = math.Log2(law.SurvivalQuantile(.25))
	return b
}

// The information matrix is that of the exact bin probabilities, their derivatives by differences.
func TestDyadicInformation(t *testing.T) {
	for _, split := range []Split{Octaves, Quarters} {
		for _, alpha := range []float64{.7, 1, 1.3, 1.5, 1.8, 1.95} {
			const scale, n = 1.17, 10000
			b := fitExpected(alpha, scale, n, split)
			fit := binnedFit{shape: alpha, logScale: math.Log2(scale)}
			var e edgeValues
			u := stableFamily.score(b, &fit, &e)
			var want [3]float64
			p := func(k int, da, dl float64) float64 {
				law := law.SaS(alpha+da, scale*math.Exp2(dl))
				lo, hi := .5, 0.
				if k > 0 {
					lo = law.Survival(edgeAt(b.first+k-1, int(split)))
				}
				if k < b.edges {
					hi = law.Survival(edgeAt(b.first+k, int(split)))
				}
				return 2 * (lo - hi)
			}
			const h = 1e-4
			for k := range b.edges + 1 {
				pa, pl, at := (p(k, h, 0)-p(k, -h, 0))/(2*h), (p(k, 0, h)-p(k, 0, -h))/(2*h), p(k, 0, 0)
				want[0] += n * pa * pa / at
				want[1] += n * pa * pl / at
				want[2] += n * pl * pl / at
			}
			for i := range want {
				// To 3/1000 of itself, or where it is small of the diagonal's size.
				tol := max(3e-3*math.Abs(want[i]), 1e-3*math.Sqrt(want[0]*want[2]))
				what := fmt.Sprintf("split %d, alpha %g: information %d", split, alpha, i)
				near.Abs(t, what, fit.info[i], want[i], tol)
			}
			// At the truth the score of expected counts is zero, as is the step to the maximum.
			da, dl := stableFamily.step(&fit, u)
			near.Abs(t, fmt.Sprintf("split %d, alpha %g: step of alpha from the truth", split, alpha), da, 0, 2e-5)
			near.Abs(t, fmt.Sprintf("split %d, alpha %g: step of ln scale from the truth", split, alpha), dl, 0, 2e-5)
		}
	}
}

// The standard errors without any noise: by quarters they are the bound itself, to 2 %; by octaves at most 5 % above
// the prototype's RMSE.
func TestDyadicStandardErrors(t *testing.T) {
	for _, alpha := range fitAlphas {
		se := map[Split]float64{}
		for _, split := range []Split{Octaves, Halves, Quarters} {
			b := fitExpected(alpha, 1, 10000, split)
			f := stableFit(b)
			se[split] = f.SE.Alpha
			what := fmt.Sprintf("alpha %g, split %d: fit of expected counts: ", alpha, split)
			near.Abs(t, what+"alpha", f.Alpha, alpha, .1*f.SE.Alpha)
			near.Abs(t, what+"scale", f.Scale, 1, .1*f.SE.Scale)
		}
		t.Logf("alpha %g: SE %.5f %.5f %.5f, bound %.4f", alpha, se[1], se[2], se[4], fitBound[alpha])
		const rounding = .00005 // of the table
		what := fmt.Sprintf("alpha %g: SE of alpha by ", alpha)
		near.Abs(t, what+"quarters against the bound", se[Quarters], fitBound[alpha], .02*fitBound[alpha]+rounding)
		near.Most(t, what+"octaves against the prototype", se[Octaves], 1.05*fitOctave[alpha])
		near.Least(t, what+"octaves against halves", se[Octaves], se[Halves])
		near.Least(t, what+"halves against quarters", se[Halves], se[Quarters])
	}
}

// Where the edges stand, against the scale, matters where there are few of them: what octaves lose at alpha = 1.8 and
// 1.95 depends on it, and quarters lose at most 4 % anywhere.
func TestDyadicStandardErrorsAtAnyScale(t *testing.T) {
	for _, alpha := range fitAlphas {
		for split, m := range fitLoss {
			least, worst, mean := math.Inf(1), 0., 0.
			const phases = 8
			for i := range phases {
				f := stableFit(fitExpected(alpha, math.Exp2((float64(i)+.5)/phases), 10000, split))
				least, worst, mean = min(least, f.SE.Alpha), max(worst, f.SE.Alpha), mean+f.SE.Alpha/phases
			}
			t.Logf("alpha %g, split %d: SE/bound %.3f to %.3f, mean %.3f", alpha, split, least/fitBound[alpha],
				worst/fitBound[alpha], mean/fitBound[alpha])
			what := fmt.Sprintf("alpha %g, split %d: SE/bound at the ", alpha, split)
			near.Most(t, what+"worst scale", worst/fitBound[alpha], m[alpha])
			near.Least(t, what+"best scale", least/fitBound[alpha], .99)
		}
	}
}

// fitStudy is what replicates of Fit and Interval show.
type fitStudy struct {
	n                 int
	bias, rmse, cover float64
	biasSE            float64
}

func studyFit(alpha float64, n int, split Split, replicates, intervals int, seed uint64) fitStudy {
	x, r, m := make([]float64, n), statstest.Rand(seed), law.SaS(alpha, 1.3).Sampler()
	d := NewDyadic(split)
	s := fitStudy{n: replicates}
	sum, square, covered := 0., 0., 0
	for i := range replicates {
		m.Fill(x, r)
		d.Reset()
		d.AddAll(x)
		e := d.Fit().Alpha - alpha
		sum += e
		square += e * e
		if i < intervals {
			if lo, hi := d.Interval(.95); lo <= alpha && alpha <= hi {
				covered++
			}
		}
	}
	k := float64(replicates)
	s.bias, s.rmse = sum/k, math.Sqrt(square/k)
	s.biasSE = math.Sqrt(square/k-s.bias*s.bias) / math.Sqrt(k)
	s.cover = float64(covered) / float64(max(intervals, 1))
	return s
}

// In 4000 replicates, 400 in the fast lane: the RMSE at N = 10^4, the bias at three N, and the coverage.
func TestDyadicFitByReplicates(t *testing.T) {
	for i, alpha := range fitAlphas {
		t.Run(fmt.Sprint(alpha), func(t *testing.T) {
			t.Parallel()
			for j, n := range []int{256, 1024, 10000} {
				replicates := statstest.Replicates(4000, 400)
				intervals := 0 // at the smaller n in the long study
				if n == 10000 {
					intervals = replicates / 2
				}
				s := studyFit(alpha, n, Quarters, replicates, intervals, uint64(500+10*i+j))
				t.Logf("n %d: bias/RMSE %.3f, RMSE %.5f, coverage %.4f", n, s.bias/s.rmse, s.rmse, s.cover)
				near.Abs(t, fmt.Sprintf("n %d: bias of alpha", n), s.bias, 0, .1*s.rmse+3*s.biasSE)
				if n < 10000 {
					continue
				}
				limit := 1.05
				if alpha > 1.8 {
					limit = 1.1
				}
				near.Most(t, "RMSE against the bound", s.rmse, fitBound[alpha]*limit*(1+3/math.Sqrt(float64(2*replicates))))
				near.Abs(t, "coverage of the 95 % interval", s.cover, .95, .02*math.Sqrt(2000/float64(intervals)))
			}
		})
	}
}

func TestDyadicFitByOctaves(t *testing.T) {
	for i, alpha := range fitAlphas {
		replicates := statstest.Replicates(1500, 200)
		s := studyFit(alpha, 10000, Octaves, replicates, 0, uint64(560+i))
		what := fmt.Sprintf("alpha %g: RMSE by octaves against the prototype's", alpha)
		near.Most(t, what, s.rmse, 1.05*fitOctave[alpha]*(1+3/math.Sqrt(float64(2*replicates))))
	}
}

// At alpha = 2, the end of the range, the estimate stays in it and the interval reaches it.
func TestDyadicFitAtTwo(t *testing.T) {
	for _, n := range []int{64, 256, 1024, 10000} {
		x, r, m := make([]float64, n), statstest.Rand(uint64(570+n)), law.SaS(2, 1).Sampler()
		covered, low, atTwo, square := 0, 0, 0, 0.
		var ses []float64
		replicates := statstest.Replicates(1000, 200)
		for range replicates {
			m.Fill(x, r)
			d := NewDyadic(Quarters)
			d.AddAll(x)
			f := d.Fit()
			if !(f.Alpha <= 2 && f.Alpha > .4) || !(f.SE.Alpha > 0 && f.SE.Alpha < 1) || !(f.Scale > 0) {
				t.Fatalf("n %d: %v +- %v", n, f, f.SE)
			}
			square += (2 - f.Alpha) * (2 - f.Alpha)
			ses = append(ses, f.SE.Alpha)
			if f.Alpha == 2 {
				atTwo++
			}
			lo, hi := d.Interval(.95)
			if !(lo <= f.Alpha && f.Alpha <= hi) {
				low++
			}
			if hi == 2 {
				covered++
			}
		}
		// The standard error is no less than what it is to tell, and of its size: four in five estimates are 2 itself,
		// which makes their RMSE smaller than it is for any alpha beside it.
		rmse := math.Sqrt(square / float64(replicates))
		slices.Sort(ses)
		t.Logf("n %d: %d of %d intervals reach 2; %d do not hold their estimate; %d are 2; RMSE %.4f, SE %.2g %.2g %.2g",
			n, covered, replicates, low, atTwo, rmse, ses[0], ses[replicates/2], ses[replicates-1])
		what := fmt.Sprintf("n %d, alpha 2: ", n)
		near.Least(t, what+"smallest SE against RMSE/4", ses[0], rmse/4)
		near.Least(t, what+"median SE against the RMSE", ses[replicates/2], rmse)
		near.Most(t, what+"median SE against 8 RMSE", ses[replicates/2], 8*rmse)
		chance := int(20 * math.Sqrt(float64(replicates)/1000))
		if covered < replicates*95/100-chance {
			t.Errorf("n %d: %d of %d intervals reach 2", n, covered, replicates)
		}
	}
}

func TestDyadicFitOfLittle(t *testing.T) {
	for name, x := range map[string][]float64{
		"nothing": nil, "zeros": {0, 0, 0}, "one": {1}, "constant": {2, 2, 2, -2}, "not finite": {math.NaN(), math.Inf(1)},
	} {
		d := NewDyadic(Quarters)
		d.AddAll(x)
		f := d.Fit()
		lo, hi := d.Interval(.95)
		if !math.IsNaN(f.Alpha) || !math.IsNaN(f.SE.Scale) || !math.IsNaN(lo) || !math.IsNaN(hi) {
			t.Errorf("%s: %v, interval %g to %g", name, f, lo, hi)
		}
	}
	d := NewDyadic(Quarters)
	d.AddAll([]float64{1, 3})
	if f := d.Fit(); !(f.Alpha >= leastAlpha && f.Alpha <= 2 && f.Scale > 0) || f.N != 2 {
		t.Errorf("two samples: %v", f)
	}
	d.AddAll(statstest.Draws(law.SaS(1.5, 1), 100, 580))
	for _, level := range []float64{0, 1, -1, 2, math.NaN()} {
		if lo, hi := d.Interval(level); !math.IsNaN(lo) || !math.IsNaN(hi) {
			t.Errorf("level %g: %g to %g", level, lo, hi)
		}
	}
	lo, hi := 2., 0.
	for _, level := range []float64{.01, .5, .9, .99, .9999} { // each holds the one before
		a, b := d.Interval(level)
		if !(a <= lo+1e-3 && b >= hi-1e-3) {
			t.Errorf("level %g: %g to %g", level, a, b)
		}
		lo, hi = a, b
	}
}

// Small tail indices, down to the least that is sought, are found within their errors.
func TestFitOfSmallAlpha(t *testing.T) {
	for _, alpha := range []float64{.12, .2, .3} {
		replicates, covered, sum := statstest.Replicates(60, 20), 0, 0.
		se := 0.
		for i := range replicates {
			d := NewDyadic(Quarters)
			x := statstest.Draws(law.SaS(alpha, 3), 2000, uint64(30+i))
			d.AddAll(x)
			f := d.Fit()
			sum += f.Alpha / float64(replicates)
			se = f.SE.Alpha
			if lo, hi := d.Interval(.95); lo <= alpha && alpha <= hi {
				covered++
			}
			if i == 0 && alpha == .2 {
				exact, err := MLE(x)
				if err != nil {
					t.Fatal(err)
				}
				near.Abs(t, "exact estimate of alpha", exact.Alpha, alpha, 4*exact.SE.Alpha)
			}
		}
		near.Abs(t, "mean estimate of alpha", sum, alpha, 4*se/math.Sqrt(float64(replicates))+.001)
		near.Least(t, "intervals that hold alpha", float64(covered)/float64(replicates), .84)
	}
}
