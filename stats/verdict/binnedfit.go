package verdict

import "math"

// leastProbability is the smallest probability of a bin in a likelihood: where a law gives less, each sample there adds
// leastLog. The likelihood stays finite, and is far below that of any other law.
const leastProbability = 1e-290

var leastLog = math.Log(leastProbability)

// A family is a set of symmetric laws with a scale, and with a shape if params is 2.
type family struct {
	name   string
	place  int // among those that are fitted to a series: see lawFits
	params int
	starts []float64 // shapes to start from
	moment float64   // the scale is about (mean |x|^moment)^(1/moment); 0: start from the median
	table  *shapeTable
	grid   *grid
	lo     float64 // smallest shape, where it is not that of the table
	law    func(shape, scale float64) distribution
}

// binnedFit is a maximum of the multinomial likelihood of binned counts over shape and
// log2 of the scale.
type binnedFit struct {
	shape, logScale float64
	share           float64    // of the wide part, for the family of two scales: its shape is log2 of their ratio
	logLik          float64    // sum n_k ln P_k
	info            [3]float64 // expected information: shape-shape, shape-scale, scale-scale
	atBound         bool       // the shape is at an end of its range, and the likelihood grows beyond it
	gridPlace
}

// fitBinned maximises the likelihood by Fisher scoring. With bins P_k(a, l) and N = sum n_k,
//
//	U = sum n_k grad P_k / P_k,   I = N sum grad P_k grad P_k^T / P_k,   step = I^-1 U,
//
// halved until the likelihood grows, the shape kept in its range.
func (f *family) fitBinned(b *binned, start, startScale float64) binnedFit {
	fit := binnedFit{shape: start, logScale: startScale}
	var e edgeValues
	u := f.score(b, &fit, &e)
	for range 60 {
		da, dl := f.step(&fit, u)
		gain := u[0]*da + u[1]*dl // twice what the likelihood should gain
		if !(gain > 1e-3) {       // the step below is a thirtieth of a standard error, and right to a tenth of itself
			fit.shape, fit.logScale = f.clamp(fit.shape+da), fit.logScale+dl
			break
		}
		next, better := fit, false
		var v [2]float64
		for range 10 { // a step a thousand times smaller is none
			next.shape, next.logScale = f.clamp(fit.shape+da), fit.logScale+dl
			if v = f.score(b, &next, &e); next.logLik > fit.logLik {
				better = true
				break
			}
			da, dl = da/2, dl/2
		}
		if !better {
			break
		}
		fit, u = next, v
	}
	return fit
}

// clamp is the nearest shape in the range of the family.
func (f *family) clamp(shape float64) float64 {
	lo := f.table.lo
	if f.lo != 0 {
		lo = f.lo
	}
	return min(max(shape, lo), f.table.hi())
}

// step is the scoring step, with the shape kept in its range.
func (f *family) step(fit *binnedFit, u [2]float64) (da, dl float64) {
	ia, ic, il := fit.info[0], fit.info[1], fit.info[2]
	if det := ia*il - ic*ic; f.params == 2 && det > 0 {
		da = (il*u[0] - ic*u[1]) / det
		if math.IsNaN(da) {
			da = 0
		}
		inside := f.clamp(fit.shape + da)
		fit.atBound = inside != fit.shape+da
		da = inside - fit.shape
	}
	if il > 0 {
		dl = (u[1] - ic*da) / il
	}
	return da, min(max(dl, -1), 1)
}

// score evaluates likelihood and information of fit at its shape and scale, and returns the score.
func (f *family) score(b *binned, fit *binnedFit, e *edgeValues) (u [2]float64) {
	f.table.edges(b, fit.shape, fit.logScale, false, e)
	fit.logLik, fit.info = 0, [3]float64{}
	s, a, l := .5, 0., 0. // at 0
	for k := range b.edges + 1 {
		ns, na, nl := 0., 0., 0. // at infinity
		if k < b.edges {
			ns, na, nl = e.s[k], e.a[k], e.l[k]
		}
		p, pa, pl := 2*(s-ns), 2*(a-na), 2*(l-nl)
		s, a, l = ns, na, nl
		if !(p > leastProbability) {
			fit.logLik += b.n[k] * leastLog
			continue
		}
		qa, ql := pa/p, pl/p
		if n := b.n[k]; n > 0 {
			fit.logLik += n * math.Log(p)
			u[0] += n * qa
			u[1] += n * ql
		}
		fit.info[0] += b.total * qa * pa
		fit.info[1] += b.total * qa * pl
		fit.info[2] += b.total * ql * pl
	}
	return u
}

// probabilities writes the bin probabilities of a fit into p.
func (f *family) probabilities(b *binned, fit *binnedFit, p *[maxEdges + 1]float64) {
	if f == twoScaleFamily {
		twoScaleProbabilities(b, fit, p)
		return
	}
	if fit.on {
		f.grid.logsAt(b, &fit.gridPlace, p)
		for k := range b.edges + 1 {
			p[k] = math.Exp(p[k])
		}
		return
	}
	var e edgeValues
	f.table.edges(b, fit.shape, fit.logScale, false, &e)
	s := .5
	for k := range b.edges {
		p[k] = max(0, 2*(s-e.s[k]))
		s = e.s[k]
	}
	p[b.edges] = max(0, 2*s)
}

// errors returns the standard errors of shape and log2 of the scale from the information matrix.
func (fit *binnedFit) errors() (shape, logScale float64) {
	ia, ic, il := fit.info[0], fit.info[1], fit.info[2]
	if det := ia*il - ic*ic; det > 0 {
		return math.Sqrt(il / det), math.Sqrt(ia / det)
	}
	return math.NaN(), 1 / math.Sqrt(il)
}

// scoreStatistic is U_a/sqrt(I_aa - I_al^2/I_ll) at a fixed shape and the best scale for it, N(0, 1) if that shape is
// the true one. *logScale holds the start of the search for that scale, and afterwards the scale. The statistic is
// infinite where the likelihood is below floor, with the sign that it has below or above the shape peak.
func (f *family) scoreStatistic(b *binned, shape float64, logScale *float64, floor, peak float64) float64 {
	var e edgeValues
	fit := binnedFit{shape: shape, logScale: *logScale}
	var u [2]float64
	for range 20 {
		u = f.score(b, &fit, &e)
		step := min(max(u[1]/fit.info[2], -.5), .5)
		if !(u[1]*step > 1e-5) {
			break
		}
		fit.logScale += step
	}
	*logScale = fit.logScale
	if fit.logLik < floor {
		return math.Copysign(math.Inf(1), peak-shape)
	}
	return u[0] / math.Sqrt(fit.info[0]-fit.info[1]*fit.info[1]/fit.info[2])
}

// scoreBound is the shape below (sign = -1) or above the fit where the score statistic reaches z; the
// end of the range if it does not. The statistic is close to linear, so few secant steps find it.
func (f *family) scoreBound(b *binned, fit *binnedFit, z, sign float64) float64 {
	if fit.on {
		return f.gridBound(b, fit, z, sign)
	}
	end := f.table.lo
	if sign > 0 {
		end = f.table.hi()
	}
	logScale := fit.logScale
	floor := fit.logLik - 50 - 2*z*z
	excess := func(shape float64) float64 {
		return -sign*f.scoreStatistic(b, shape, &logScale, floor, fit.shape) - z
	}
	if !(excess(end) > 0) {
		return end
	}
	near, far, atNear := fit.shape, end, -z // excess < 0 and > 0
	se, _ := fit.errors()
	logScale = fit.logScale
	x := fit.shape + sign*z*se
	for range 60 {
		if !((x-near)*sign > 0 && (far-x)*sign > 0) {
			x = (near + far) / 2
		}
		y := excess(x)
		if math.Abs(y) < 1e-3*z || math.Abs(far-near) < 1e-6 {
			break
		}
		if y < 0 {
			slope := (y - atNear) / (x - near)
			near, atNear = x, y
			x -= 1.1 * y / slope
			continue
		}
		far = x
		x = near + (x-near)*atNear/(atNear-y) // near itself if y is infinite: the middle next
	}
	return x
}
