package lawfit

import (
	"cmp"
	"math"
	"slices"

	"levyscope/stats/law"
)

// FitTwoScale is the maximum likelihood fit of a two-scale Gaussian centred at 0. Starts with shares of .02 to .9 and
// ratios of 3 and 10, one that gives the wide part the largest sample alone, and one that gives it whatever is far out
// by the median of |x|, climb on the samples in bins of a sixteenth of an octave; the best of the optima that they
// reach are finished on the samples themselves. Each climb is a few steps of EM, then Newton's method in the
// coordinates of twoScalePoint, bent towards EM where the likelihood is not concave. Standard errors come from the
// observed information.
//
// LawFit.Edge names the Gaussian limit, where no second scale is more likely (Ratio is then 1 and Share 0), a part
// that holds one sample alone, and a narrow part that stands on exact zeros, whose scale is kept at or above the least
// nonzero |x|: the likelihood has no bound there. Errors as in LawFit.
// Source: Dempster, Laird and Rubin 1977; Lange 1995, "A gradient algorithm locally equivalent to the EM algorithm".
func FitTwoScale(x []float64) (LawFit[law.TwoScaleGaussian], error) {
	y, unit, err := lawSample(x)
	if err != nil {
		return LawFit[law.TwoScaleGaussian]{}, err
	}
	p := newTwoScaleProblem(y)
	best := p.best()
	n := float64(len(y))
	f := LawFit[law.TwoScaleGaussian]{N: len(x), Params: 3}
	gaussian := -.5*math.Log(p.square) - law.HalfLog2Pi - .5
	if ratio := math.Exp(best.b - best.a); !(ratio > 1+1e-3) || !(n*(best.value-gaussian) > 1e-6) {
		f.Edge = "the Gaussian limit: no second scale is more likely"
		scale := math.Sqrt(p.square)
		f.Law = law.TwoScaleGaussian{Scale: unit.up(scale), Ratio: 1}
		f.SE = law.TwoScaleGaussian{Scale: unit.up(scale / math.Sqrt(2*n)), Ratio: math.NaN(), Share: math.NaN()}
		f.LogLik = n * (gaussian - unit.log())
		return f, nil
	}
	scale, ratio, share := math.Exp(best.a), math.Exp(best.b-best.a), logistic(best.l)
	f.Law = law.TwoScaleGaussian{Scale: unit.up(scale), Ratio: ratio, Share: share}
	f.LogLik = n * (best.value - unit.log())
	f.Edge = p.edge(&best)
	seScale, seRatio, seShare := best.errors(n)
	switch f.Edge {
	case "":
	case twoScaleZeros:
		seScale, seRatio, seShare = math.NaN(), math.NaN(), math.NaN()
	default:
		seScale, seRatio, seShare = math.Sqrt(-1/(n*best.aa)), math.NaN(), math.NaN()
	}
	f.SE = law.TwoScaleGaussian{
		Scale: unit.up(scale * seScale), Ratio: ratio * seRatio, Share: share * (1 - share) * seShare,
	}
	return f, nil
}

// twoScaleProblem is the likelihood of samples with the squares q, of which each stands for as many as its weight m
// says (nil: for one).
type twoScaleProblem struct {
	q, m    []float64
	n       float64 // sum of the weights
	square  float64 // mean of q
	floor   float64 // least ln of the narrow scale
	zeros   bool    // some of the samples are 0
	largest float64 // of q
	least   float64 // nonzero q
}

func newTwoScaleProblem(y []float64) *twoScaleProblem {
	p := &twoScaleProblem{q: make([]float64, len(y)), n: float64(len(y)), least: math.Inf(1)}
	for i, v := range y {
		q := v * v
		p.q[i] = q
		p.square += q / p.n
		p.largest = max(p.largest, q)
		if q > 0 {
			p.least = min(p.least, q)
		} else {
			p.zeros = true
		}
	}
	p.floor = .5 * math.Log(p.least)
	return p
}

// binned is the problem with the squares in bins of an eighth of an octave, a sixteenth of |x|.
func (p *twoScaleProblem) binned() *twoScaleProblem {
	const perOctave = 8
	sums := map[int][2]float64{}
	for _, q := range p.q {
		k := math.MinInt
		if q > 0 {
			k = int(math.Floor(perOctave * math.Log2(q)))
		}
		s := sums[k]
		sums[k] = [2]float64{s[0] + 1, s[1] + q}
	}
	coarse := *p
	coarse.q, coarse.m = nil, nil
	bins := make([]int, 0, len(sums))
	for k := range sums {
		bins = append(bins, k)
	}
	slices.Sort(bins)
	for _, k := range bins {
		coarse.m = append(coarse.m, sums[k][0])
		coarse.q = append(coarse.q, sums[k][1]/sums[k][0])
	}
	return &coarse
}

// best is the best optimum that is found. An optimum of the bins that is less than twoScaleNear nats behind their best
// may be the best one of the samples: up to three of them are finished there.
func (p *twoScaleProblem) best() twoScalePoint {
	coarse := p.binned()
	var optima []twoScalePoint
	for _, start := range p.starts() {
		optima = append(optima, coarse.climb(start))
	}
	slices.SortStableFunc(optima, func(a, b twoScalePoint) int { return cmp.Compare(b.value, a.value) })
	var found []twoScalePoint
	for i := range optima {
		o := &optima[i]
		if len(found) == 3 || i > 0 && p.n*(optima[0].value-o.value) > twoScaleNear {
			break
		}
		if !slices.ContainsFunc(optima[:i], func(other twoScalePoint) bool { return other.near(o) }) {
			found = append(found, p.climb([3]float64{o.a, o.b, o.l}))
		}
	}
	return slices.MaxFunc(found, func(a, b twoScalePoint) int { return cmp.Compare(a.value, b.value) })
}

const twoScaleNear = 3

const twoScaleZeros = "the least scale that the fit allows: the narrow part stands on exact zeros"

// starts are (a, b, l) of twoScalePoint, with the variance of the law equal to the mean square.
func (p *twoScaleProblem) starts() (out [][3]float64) {
	for _, ratio := range [...]float64{3, 10} {
		for _, share := range [...]float64{.02, .1, .3, .6, .9} {
			a := .5 * math.Log(p.square/(1-share+share*ratio*ratio))
			out = append(out, [3]float64{a, a + math.Log(ratio), logit(share)})
		}
	}
	rest := (p.square - p.largest/p.n) * p.n / (p.n - 1)
	if rest > 0 {
		out = append(out, [3]float64{.5 * math.Log(rest), .5 * math.Log(p.largest), logit(1 / p.n)})
	}
	return append(out, p.medianStart())
}

// medianStart takes the narrow scale from the median of |x|, and the wide part to hold what is five such scales out.
func (p *twoScaleProblem) medianStart() [3]float64 {
	sorted := slices.Clone(p.q)
	slices.Sort(sorted)
	const gaussianMedian = .454936 // of the square of a standard Gaussian
	narrow := max(sorted[len(sorted)/2]/gaussianMedian, p.least)
	first, _ := slices.BinarySearch(sorted, 25*narrow)
	first = min(first, len(sorted)-1)
	wide := sorted[first:]
	sum := 0.
	for _, q := range wide {
		sum += q
	}
	count := float64(len(wide))
	return [3]float64{.5 * math.Log(narrow), .5 * math.Log(max(sum/count, narrow)), logit(min(count, p.n-1) / p.n)}
}

// edge names the edge of the family at which the optimum lies, empty if it lies inside.
func (p *twoScaleProblem) edge(at *twoScalePoint) string {
	narrow, wide := p.n*at.narrow, p.n*at.wide
	switch {
	case p.zeros && at.a <= p.floor+1e-9:
		return twoScaleZeros
	case wide-at.wideShare(p.largest) < .5:
		return "one sample alone in the wide part"
	case narrow-1+at.wideShare(p.least) < .5:
		return "one sample alone in the narrow part"
	}
	return ""
}

func logit(p float64) float64    { return math.Log(p) - math.Log1p(-p) }
func logistic(l float64) float64 { return 1 / (1 + math.Exp(-l)) }
