package verdict

import (
	"fmt"
	"math"
	"sync/atomic"

	"levyscope/stats/law"
	"levyscope/stats/tail"
)

// MLE is the maximum-likelihood fit of a symmetric stable law (Beta = 0) with its location,
// alpha in [0.1, 2], by scoring steps from the dyadic estimate:
//
//	maximise sum ln f((x_i - mu)/sigma; alpha) - n ln sigma,   K = sum s_i s_i^T,
//
// s_i the score of one sample; standard errors from the sandwich J^-1 K J^-1 with the observed information J, which
// holds also where the samples follow another law, and from K^-1 for alpha above 1.99. Where
// the likelihood still grows at alpha = 2 the estimate is 2 and its standard error NaN. The density is
// exact in x; in alpha it is interpolated through laws 0.02 apart, to about 1e-8.
//
// An error says what is wrong with x: fewer than 8 samples, one that is not finite, or
// no spread. Source: DuMouchel 1973; Nolan 2001; the steps: Berndt et al. 1974; the errors: Huber 1967.
func MLE(x []float64) (tail.Fit, error) {
	loc, err := checkedMedian(x)
	if err != nil {
		return tail.NoFit(len(x)), err
	}
	l, p, s, err := climbStable(x, loc, true)
	if err != nil {
		return tail.NoFit(len(x)), err
	}
	fit, se := l.fit(p, s), l.errors(p, s)
	fit.SE = law.Stable{Alpha: se[0], Scale: se[1] * fit.Scale, Loc: se[2] * l.unit}
	return fit, nil
}

// checkedMedian is the median of x, which it leaves in order. An error names the first sample that is not finite, or
// says that there are fewer than 8.
func checkedMedian(x []float64) (loc float64, err error) {
	if len(x) < 8 {
		return 0, fmt.Errorf("%d samples: a fit needs 8 or more", len(x))
	}
	for i, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return 0, fmt.Errorf("sample %d is %g: leave out what is not finite", i, v)
		}
	}
	return tail.Median(append([]float64(nil), x...)), nil
}

// climbStable maximises the exact likelihood of SaS over alpha and the scale with the location loc, or, if free,
// over the location too, from loc. It returns the maximum p and the likelihood there.
func climbStable(x []float64, loc float64, free bool) (*likelihood, *[3]float64, likelihoodScore, error) {
	d := NewDyadic(Quarters)
	for _, v := range x {
		d.Add(v - loc)
	}
	start := d.Fit()
	if math.IsNaN(start.Alpha) {
		err := fmt.Errorf("%d samples without spread about %g: nothing to fit", len(x), loc)
		return nil, nil, likelihoodScore{}, err
	}
	l := &likelihood{x: x, unit: start.Scale, free: free}
	p := &[3]float64{min(start.Alpha, 1.999), 0, loc / start.Scale}
	s := l.maximise(p)
	if math.IsNaN(s.value) || math.IsInf(s.value, 0) {
		return nil, nil, s, fmt.Errorf("the likelihood of %d samples has no finite maximum near "+
			"alpha = %g, sigma = %g", len(x), start.Alpha, start.Scale)
	}
	return l, p, s, nil
}

// fit is the law at p, without standard errors.
func (l *likelihood) fit(p *[3]float64, s likelihoodScore) tail.Fit {
	return tail.Fit{
		Stable: law.Stable{Alpha: p[0], Scale: math.Exp(p[1]) * l.unit, Loc: p[2] * l.unit},
		LogLik: s.value - float64(len(l.x))*math.Log(l.unit),
		N:      len(l.x),
	}
}

// likelihood is that of samples in the given unit, over p = (alpha, ln sigma, mu).
type likelihood struct {
	x    []float64
	unit float64
	free bool // mu is fitted too
}

// likelihoodScore is the log-likelihood at one p, its gradient, and the sum of the samples' s s^T.
type likelihoodScore struct {
	value float64
	u     [3]float64
	info  [3][3]float64
}

const (
	gridLaws   = 96
	gridStep   = (2 - leastAlpha) / (gridLaws - 1) // in alpha
	gridPoints = 6                                 // laws that an interpolation in alpha uses
)

// at sums over the samples. The density and its slopes are interpolated in alpha through gridPoints laws of a fixed
// grid, so that a step to another alpha needs no new tables.
func (l *likelihood) at(p *[3]float64) (out likelihoodScore) {
	v := (p[0] - leastAlpha) / gridStep
	from := min(max(int(v)-gridPoints/2+1, 0), gridLaws-gridPoints)
	w, dw := interpolationWeights(v - float64(from))
	var law [gridPoints]func(float64) (f, slope float64)
	for i := range law {
		law[i] = gridLaw(from + i)
	}
	inv := math.Exp(-p[1])
	for _, x := range l.x {
		y := (x/l.unit - p[2]) * inv
		z := math.Abs(y)
		var f, slope, da float64
		for i := range law {
			fi, si := law[i](z)
			f += w[i] * fi
			slope += w[i] * si
			da += dw[i] / gridStep * fi
		}
		if !(f > 0) { // the density underflows: near alpha = 2, far out
			out.value = math.Inf(-1)
			return out
		}
		out.value += math.Log(f)
		s := [3]float64{da / f, -1 - z*slope/f, math.Copysign(slope, y) / f * inv} // slope <= 0
		for i := range s {
			out.u[i] += s[i]
			for j := range s {
				out.info[i][j] += s[i] * s[j]
			}
		}
	}
	out.value -= float64(len(l.x)) * p[1]
	return out
}

// interpolationWeights are those of the polynomial through nodes 0, 1, ... at v, and of its derivative.
func interpolationWeights(v float64) (w, dw [gridPoints]float64) {
	for i := range w {
		w[i] = 1
		for j := range w {
			if j != i {
				d := float64(i - j)
				dw[i] = (dw[i]*(v-float64(j)) + w[i]) / d
				w[i] *= (v - float64(j)) / d
			}
		}
	}
	return w, dw
}

// params tells which parameters a step moves. Alpha does not move at an end of its range while the score points
// outwards.
func (l *likelihood) params(p *[3]float64, s likelihoodScore) [3]bool {
	inside := (p[0] < 2 || s.u[0] < 0) && (p[0] > leastAlpha || s.u[0] > 0)
	return [3]bool{inside, true, l.free}
}

// maximise takes scoring steps from p, halved until the likelihood grows.
func (l *likelihood) maximise(p *[3]float64) likelihoodScore {
	s := l.at(p)
	for range 60 {
		step, gain := s.step(l.params(p, s))
		if !(gain > 1e-7) {
			return s
		}
		grew := false
		for range 30 {
			next := *p
			for i := range next {
				next[i] += step[i]
				step[i] /= 2
			}
			next[0] = min(max(next[0], leastAlpha), 2)
			if t := l.at(&next); t.value > s.value {
				*p, s, grew = next, t, true
				break
			}
		}
		if !grew {
			return s
		}
	}
	return s
}

// step solves info step = u over the parameters that move. gain is the product of u and step, about twice what the
// log-likelihood gains.
func (s *likelihoodScore) step(moves [3]bool) (step [3]float64, gain float64) {
	inv := inverse(s.info, moves)
	for i := range step {
		for j := range step {
			step[i] += inv[i][j] * s.u[j]
		}
		gain += step[i] * s.u[i]
	}
	return step, gain
}

// gridSlopes holds the laws of the grid that were asked for. Making one twice gives the same values.
var gridSlopes [gridLaws]atomic.Pointer[func(float64) (f, slope float64)]

// gridLaw is the density and its slope at z >= 0 for alpha = leastAlpha + i gridStep.
func gridLaw(i int) func(z float64) (f, slope float64) {
	if g := gridSlopes[i].Load(); g != nil {
		return *g
	}
	g := law.StandardDensity(leastAlpha + float64(i)*gridStep) // the alphas 1 and 2 of the grid are exact
	gridSlopes[i].Store(&g)
	return g
}

// leastAlpha is the smallest tail index that Dyadic.Fit and MLE give; a smaller one is estimated as this.
const leastAlpha = .1
