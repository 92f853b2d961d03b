package verdict

import "math"

// secondOrder holds what the second derivatives of the bin probabilities P_k tell at a fit, r, s, t in (shape, log2 of
// the scale): matrices by their elements (shape, shape), (shape, scale), (scale, scale).
//
//	info   = N sum P_k,r P_k,s / P_k                          expected information
//	curve  = sum n_k (P_k,r P_k,s / P_k^2 - P_k,rs / P_k)     observed information
//	square = sum n_k P_k,r P_k,s / P_k^2                      squares of the samples' scores
//
// All three agree, but for noise, where the law is right. Where it is wrong, the variance of the estimate is the
// sandwich curve^-1 square curve^-1, for which errors and ratio take square with the weight N, info with that of
// priorSamples. Source: Huber 1967; White 1982.
type secondOrder struct {
	info, curve, square [3]float64
	bias                float64 // of the shape, of first order: see Dyadic.Fit
}

// priorSamples is how many samples the expected information counts for beside the squares of the scores, which say
// little where samples are few.
const priorSamples = 50

// secondOrder sums over the bins. The bias is
//
//	b^a = -(1/2) sum I^(ar) I^(st) sum_k N P_k,st P_k,r / P_k
//
// over r, s, t in (shape, scale), I the expected information: the mixture connection of a curved exponential family.
// Source: Amari 1985, Differential-Geometrical Methods in Statistics, eq. 4.37 (and Cox and Snell 1968).
func (f *family) secondOrder(b *binned, fit *binnedFit) (o secondOrder) {
	var e edgeValues
	f.table.edges(b, fit.shape, fit.logScale, true, &e)
	var ga, gl [3]float64 // ga[st] = sum P_st P_a / P, likewise gl
	var s, a, l, aa, al, ll = .5, 0., 0., 0., 0., 0.
	for k := range b.edges + 1 {
		var n struct{ s, a, l, aa, al, ll float64 }
		if k < b.edges {
			n.s, n.a, n.l, n.aa, n.al, n.ll = e.s[k], e.a[k], e.l[k], e.aa[k], e.al[k], e.ll[k]
		}
		p, pa, pl := s-n.s, a-n.a, l-n.l
		second := [3]float64{aa - n.aa, al - n.al, ll - n.ll}
		s, a, l, aa, al, ll = n.s, n.a, n.l, n.aa, n.al, n.ll
		if !(p > 1e-14) {
			continue
		}
		qa, ql, count := pa/p, pl/p, b.n[k]/p
		product := [3]float64{qa * pa, qa * pl, ql * pl}
		for i, v := range second {
			o.info[i] += 2 * product[i]
			o.square[i] += count * product[i]
			o.curve[i] += count * (product[i] - v)
			ga[i] += 2 * v * qa
			gl[i] += 2 * v * ql
		}
	}
	det := o.info[0]*o.info[2] - o.info[1]*o.info[1]
	va, vc, vl := o.info[2]/det, -o.info[1]/det, o.info[0]/det // inverse
	trace := func(g [3]float64) float64 { return va*g[0] + 2*vc*g[1] + vl*g[2] }
	o.bias = -.5 * (va*trace(ga) + vc*trace(gl)) / b.total
	for i := range o.info {
		o.info[i] *= b.total
		o.square[i] = (b.total*o.square[i] + priorSamples*o.info[i]) / (b.total + priorSamples)
	}
	return o
}

// profiled is m[0] - 2 c m[1] + c^2 m[2] with c = by[1]/by[2]: what m says of the shape where the scale is fitted
// beside it by the information by.
func profiled(m, by [3]float64) float64 {
	c := by[1] / by[2]
	return m[0] - 2*c*m[1] + c*c*m[2]
}

// errors are the standard errors of shape and log2 of the scale by the sandwich. ok is false where the likelihood has
// no maximum of its usual shape here: the observed information is not positive or below a tenth of the expected one.
func (o *secondOrder) errors() (shape, logScale float64, ok bool) {
	flip := func(m [3]float64) [3]float64 { return [3]float64{m[2], m[1], m[0]} }
	curve := profiled(o.curve, o.curve)
	across := profiled(flip(o.curve), flip(o.curve))
	if !(o.curve[2] > 0 && o.curve[0] > 0 && curve > .1*profiled(o.info, o.info)) {
		return 0, 0, false
	}
	shape = math.Sqrt(profiled(o.square, o.curve)) / curve
	logScale = math.Sqrt(profiled(flip(o.square), flip(o.curve))) / across
	return shape, logScale, shape > 0 && logScale > 0
}

// ratio is the standard deviation of the score of the shape over that which the expected information gives it.
func (o *secondOrder) ratio() float64 {
	if _, _, ok := o.errors(); !ok {
		return 1
	}
	return math.Sqrt(profiled(o.square, o.curve) / profiled(o.info, o.info))
}

// interval are the shapes on both sides of a fit where the score statistic has changed by z of its standard deviations,
// or the ends of the range. By the ratio of the sandwich it agrees with the standard error, also where the law is
// wrong.
func (f *family) interval(b *binned, fit *binnedFit, z float64) (lo, hi float64) {
	if !fit.atBound && !(fit.shape > nearBound) {
		o := f.secondOrder(b, fit)
		z *= o.ratio()
	}
	return f.scoreBound(b, fit, z, -1), f.scoreBound(b, fit, z, 1)
}
