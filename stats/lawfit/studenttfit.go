package lawfit

import (
	"math"
	"slices"

	"levyscope/stats/law"
)

const (
	leastNu     = .05
	gaussianNu  = 1e7 // beyond it a Student-t is a Gaussian to any sample that fits in memory
	fitSteps    = 200
	fitAccuracy = 1e-13 // of the gain in log-likelihood a sample that a step still promises
)

// FitStudentT is the maximum likelihood fit of a Student-t law centred at 0, by
// Newton's method on (ln Scale, ln Nu), Nu in [0.05, 1e7]. One pass over the samples
// gives the likelihood, its gradient and its Hessian: with d = x^2/(Nu Scale^2) and
// w = d/(1+d) they need only the sums of ln(1+d), w and w^2. Standard errors come from
// the observed information. Light tails end in the Gaussian limit, Nu = 1e7, and many
// exact zeros at the least Nu that keeps the likelihood bounded: see LawFit.Edge.
// Errors as in LawFit. Source: Lange, Little and Taylor 1989.
func FitStudentT(x []float64) (LawFit[law.StudentT], error) {
	y, unit, err := lawSample(x)
	if err != nil {
		return LawFit[law.StudentT]{}, err
	}
	zeros, second, fourth := 0, 0.0, 0.0
	for _, v := range y {
		if v == 0 {
			zeros++
		}
		second += v * v
		fourth += v * v * v * v
	}
	n := float64(len(y))
	// Zeros alone would drive the scale to 0 unless Nu outweighs them.
	floor := max(leastNu, 1.5*float64(zeros)/(n-float64(zeros)))
	p := studentProblem{y: y, floor: math.Log(floor), light: fourth*n <= 3*second*second}
	best := p.climb(studentStart(y, second/n, floor))
	return best.fit(unit, len(x), p.floor), nil
}

// studentStart is near the optimum for Nu about 3: the median of |t| is then 0.76.
func studentStart(y []float64, square, floor float64) (lnScale, lnNu float64) {
	sorted := slices.Clone(y)
	slices.Sort(sorted)
	scale := sorted[len(sorted)/2] / .76
	if root := math.Sqrt(square); !(scale > 1e-6*root) {
		scale = root
	}
	return math.Log(scale), math.Log(max(3, floor))
}

// studentProblem is the likelihood of |x| = y, for ln Nu from floor upwards. light
// says that the kurtosis is at most a Gaussian's: the likelihood then rises with Nu
// at the Gaussian limit.
type studentProblem struct {
	y     []float64
	floor float64
	light bool
}

// studentPoint is the log-likelihood a sample at (ln Scale, ln Nu) = (a, b) with its
// gradient and Hessian.
type studentPoint struct{ a, b, value, ga, gb, aa, ab, bb float64 }

// at evaluates the likelihood at ln Scale = a, ln Nu = b.
func (p *studentProblem) at(a, b float64) studentPoint {
	nu := math.Exp(b)
	logs, w1, w2 := studentSums(p.y, math.Exp(-a-b/2), nu)
	first, second := law.DigammaDifference(nu / 2)
	spread := w1 - w2
	return studentPoint{
		a: a, b: b,
		value: law.LogGammaRatio(nu/2) - .5*(math.Log(math.Pi)+b) - a - (nu+1)/2*logs,
		ga:    (nu+1)*w1 - 1,
		gb:    first + .5*w1 - nu/2*(logs-w1),
		aa:    -2 * (nu + 1) * spread,
		ab:    nu*w1 - (nu+1)*spread,
		// The constant's part is a D(a) + a^2 D'(a) at a = Nu/2.
		bb: first + second - nu/2*(logs-w1) + nu/2*w1 - (nu+1)/2*spread,
	}
}

// studentSums are the means of ln(1+d), w = d/(1+d) and w^2 for d = (y inv)^2. Up to
// Nu = 1000 one logarithm serves a product of many 1 + d; above, d is small, and
// Log1p keeps the digits that the derivatives need.
func studentSums(y []float64, inv, nu float64) (logs, w1, w2 float64) {
	product := 1.0
	exact := nu > 1000
	for _, v := range y {
		d := v * inv
		d = min(d*d, 1e200)
		if exact {
			logs += math.Log1p(d)
		} else if product *= 1 + d; product > 1e100 {
			logs += math.Log(product)
			product = 1
		}
		w := d / (1 + d)
		w1 += w
		w2 += w * w
	}
	n := float64(len(y))
	return (logs + math.Log(product)) / n, w1 / n, w2 / n
}

// climb takes Newton steps of at most 1 in ln Scale and 2 in ln Nu, halved while they lose.
func (p *studentProblem) climb(a, b float64) studentPoint {
	at := p.at(a, b)
	for range fitSteps {
		if p.light && at.b > math.Log(100) && at.gb > 0 {
			return p.limit()
		}
		da, db := at.step()
		db = max(p.floor, min(at.b+max(-2, min(2, db)), math.Log(gaussianNu))) - at.b
		if db == 0 { // held at an edge: the scale moves alone
			da = -at.ga / at.aa
		}
		da = max(-1, min(1, da))
		next := p.at(at.a+da, at.b+db)
		for halvings := 0; !(next.value >= at.value-1e-14*math.Abs(at.value)); halvings++ {
			if halvings == 40 {
				return at
			}
			da, db = da/2, db/2
			next = p.at(at.a+da, at.b+db)
		}
		done := math.Abs(at.ga*da)+math.Abs(at.gb*db) < fitAccuracy*1e-3
		at = next
		if done {
			break
		}
	}
	if at.b > math.Log(gaussianNu)-1 {
		return p.limit()
	}
	return at
}

// step is Newton's, or, where the Hessian does not say up, Newton's in ln Scale (the
// likelihood is concave in it) with one unit along the gradient in ln Nu.
func (q *studentPoint) step() (da, db float64) {
	if da, db, ok := lawNewton2(q.ga, q.gb, q.aa, q.ab, q.bb); ok {
		return da, db
	}
	return -q.ga / q.aa, math.Copysign(1, q.gb)
}

// limit is the optimum at Nu = 1e7, where Scale is the root of the mean square but for one part in 1e7.
func (p *studentProblem) limit() studentPoint {
	sum := 0.0
	for _, v := range p.y {
		sum += v * v
	}
	a := .5 * math.Log(sum/float64(len(p.y)))
	at := p.at(a, math.Log(gaussianNu))
	for range 3 {
		at = p.at(at.a-at.ga/at.aa, at.b)
	}
	return at
}

// fit turns the optimum into a LawFit of n samples in the given unit. floor is the least ln Nu allowed.
func (q *studentPoint) fit(unit lawUnit, n int, floor float64) LawFit[law.StudentT] {
	scale, nu := math.Exp(q.a), math.Exp(q.b)
	f := LawFit[law.StudentT]{
		Law:    law.StudentT{Nu: nu, Scale: unit.up(scale)},
		LogLik: float64(n) * (q.value - unit.log()),
		N:      n, Params: 2,
	}
	det := float64(n) * (q.aa*q.bb - q.ab*q.ab)
	seA, seB := math.Sqrt(-q.bb/det), math.Sqrt(-q.aa/det)
	switch {
	case q.b >= math.Log(gaussianNu)-1e-9:
		f.Law.Nu = gaussianNu
		f.Edge = "the Gaussian limit: no finite nu is more likely"
	case q.b <= floor:
		f.Edge = "the least nu that the fit allows: tails heavier than any Student-t, or too many exact zeros"
	}
	if f.Edge != "" {
		seA, seB = math.Sqrt(-1/(float64(n)*q.aa)), math.NaN()
	}
	f.SE = law.StudentT{Nu: nu * seB, Scale: unit.up(scale * seA)}
	return f
}
