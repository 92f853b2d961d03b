package lawfit

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"levyscope/stats/law"
)

// leastShape and largestShape bound the shape of FitGeneralizedGaussian.
const leastShape, largestShape = .1, 20

// FitGeneralizedGaussian is the maximum likelihood fit of a generalised Gaussian
// centred at 0, Shape b in [0.1, 20]. At each shape the best scale has
// Scale^b = b mean |x|^b; what is left is a function of b alone, whose root Newton's
// method finds inside a bracket. Standard errors come from the observed information.
// Shapes that run into an end are named in LawFit.Edge. Errors as in LawFit.
// Source: Varanasi and Aazhang 1989.
func FitGeneralizedGaussian(x []float64) (LawFit[law.GeneralizedGaussian], error) {
	y, unit, err := lawSample(x)
	if err != nil {
		return LawFit[law.GeneralizedGaussian]{}, err
	}
	p := shapeProblem{n: len(y)}
	for _, v := range y {
		if v != 0 { // a zero adds nothing to the moments
			p.logs = append(p.logs, math.Log(v))
		}
	}
	at := p.root()
	scale := math.Exp(at.lnScale)
	n := float64(len(x))
	// In (Shape, ln Scale) the information is (.., cross; cross, n Shape); the profile's is its Schur complement.
	variance := -1 / (n * at.slope)
	cross := (1/at.shape + at.tilt - at.lnScale) / at.shape
	f := LawFit[law.GeneralizedGaussian]{
		Law:    law.GeneralizedGaussian{Shape: at.shape, Scale: unit.up(scale)},
		LogLik: n * (at.value - unit.log()),
		N:      len(x), Params: 2,
	}
	switch at.shape {
	case leastShape:
		f.Edge = "the least shape that the fit allows: tails or a centre sharper than the family's"
	case largestShape:
		f.Edge = "the largest shape that the fit allows: as good as uniform"
	}
	seLog := math.Sqrt(1/(n*at.shape) + cross*cross*variance)
	if f.Edge != "" {
		variance, seLog = math.NaN(), math.Sqrt(1/(n*at.shape))
	}
	f.SE = law.GeneralizedGaussian{Shape: math.Sqrt(variance), Scale: unit.up(scale * seLog)}
	return f, nil
}

// shapeProblem is the likelihood of n samples, of which logs are ln|x| of the nonzero ones.
type shapeProblem struct {
	logs []float64
	n    int
}

// shapePoint is the profile log-likelihood a sample at one shape, with its first two
// derivatives in the shape (score, slope), the best scale, and tilt, the mean of
// ln|x| under the weights |x|^shape.
type shapePoint struct{ shape, value, score, slope, lnScale, tilt float64 }

// at evaluates the profile likelihood at the shape b.
func (p *shapeProblem) at(b float64) shapePoint {
	var m0, m1, m2 float64
	for _, l := range p.logs {
		w := math.Exp(b * l)
		m0 += w
		m1 += w * l
		m2 += w * l * l
	}
	tilt := m1 / m0
	spread := m2/m0 - tilt*tilt
	logMoment := math.Log(b * m0 / float64(p.n)) // ln Scale^b
	inv := 1 / b
	logGamma, _ := math.Lgamma(inv)
	psi, psi1 := mathext.Digamma(inv), mathext.Zeta(2, inv)
	k := logMoment + psi
	return shapePoint{
		shape:   b,
		value:   math.Log(b) - math.Ln2 - logGamma - inv*(logMoment+1),
		score:   inv + inv*inv*k - inv*tilt,
		slope:   -inv*inv + inv*inv*(inv+tilt-inv*inv*psi1) - 2*inv*inv*inv*k - inv*spread + inv*inv*tilt,
		lnScale: inv * logMoment,
		tilt:    tilt,
	}
}

// root finds the shape where the score vanishes, or the end that it runs into.
func (p *shapeProblem) root() shapePoint {
	lo, hi := math.Log(leastShape), math.Log(largestShape)
	at := p.at(1)
	for range fitSteps {
		b := math.Log(at.shape)
		if at.score > 0 {
			lo = b
		} else {
			hi = b
		}
		// Newton in ln(shape): the gradient there is shape*score.
		step := math.Inf(1)
		if curve := at.shape * (at.score + at.shape*at.slope); curve < 0 {
			step = -at.shape * at.score / curve
		}
		next := b + max(-1, min(1, step))
		if math.IsInf(step, 1) {
			next = b + math.Copysign(1, at.score)
		}
		if math.Abs(step) < 1e-9 {
			return p.at(math.Exp(next))
		}
		if next <= lo || next >= hi {
			switch {
			case lo == b && hi == math.Log(largestShape):
				if end := p.at(largestShape); end.score >= 0 {
					return end
				}
			case hi == b && lo == math.Log(leastShape):
				if end := p.at(leastShape); end.score <= 0 {
					return end
				}
			}
			next = (lo + hi) / 2
		}
		at = p.at(math.Exp(next))
	}
	return at
}
