package lawfit

import (
	"math"

	"levyscope/stats/law"
)

// twoScalePoint is the log-likelihood a sample of a two-scale Gaussian at
//
//	a = ln Scale,   b = ln(Scale Ratio),   l = ln(Share/(1 - Share)),
//
// with its gradient and Hessian in them. w is the probability that a sample is of the
// wide part.
type twoScalePoint struct {
	a, b, l, value         float64
	ga, gb, gl             float64
	aa, bb, ll, ab, al, bl float64
	narrow, wide           float64 // means of 1 - w and of w over the samples
	narrowQ, wideQ         float64 // means of (1 - w) q and of w q
}

// at evaluates the likelihood. With u = q/sd^2 - 1 of the part in question, w the probability that the sample is of the
// wide part and v = w (1 - w), a sample adds to the gradient
//
//	(1-w) u_a,   w u_b,   w - Share
//
// and to the Hessian -2 (1-w)(u_a + 1) + v u_a^2 in aa, likewise in bb, v - Share (1 - Share) in ll, -v u_a u_b in ab,
// -v u_a in al and v u_b in bl.
func (p *twoScaleProblem) at(a, b, l float64) twoScalePoint {
	inv1, inv2 := math.Exp(-2*a), math.Exp(-2*b)
	share := logistic(l)
	log1 := math.Log1p(-share) - a // of the narrow part at q = 0
	log2 := math.Log(share) - b    // of the wide part
	t := twoScalePoint{a: a, b: b, l: l}
	var v0, v1, v2, u1, u2 float64 // sums of v, v u_a, v u_b, v u_a^2, v u_b^2
	var vab float64
	for i, q := range p.q {
		m := 1.
		if p.m != nil {
			m = p.m[i]
		}
		g1, g2 := log1-.5*q*inv1, log2-.5*q*inv2
		var narrow, wide, height float64 // 1 - w, w and the log-density, without the constant
		if g2 > g1 {
			e := math.Exp(g1 - g2)
			narrow, wide, height = e/(1+e), 1/(1+e), g2+math.Log1p(e)
		} else {
			e := math.Exp(g2 - g1)
			narrow, wide, height = 1/(1+e), e/(1+e), g1+math.Log1p(e)
		}
		ua, ub, v := q*inv1-1, q*inv2-1, m*narrow*wide
		if v == 0 { // far out the square of u_a may overflow
			ua = 0
		}
		t.value += m * height
		t.narrow += m * narrow
		t.wide += m * wide
		t.narrowQ += m * narrow * q
		t.wideQ += m * wide * q
		v0 += v
		v1 += v * ua
		v2 += v * ub
		u1 += v * ua * ua
		u2 += v * ub * ub
		vab += v * ua * ub
	}
	n := p.n
	t.value = t.value/n - law.HalfLog2Pi
	t.narrow, t.wide, t.narrowQ, t.wideQ = t.narrow/n, t.wide/n, t.narrowQ/n, t.wideQ/n
	narrow, wide := t.narrowQ*inv1, t.wideQ*inv2
	t.ga, t.gb, t.gl = narrow-t.narrow, wide-t.wide, t.wide-share
	t.aa, t.bb, t.ll = -2*narrow+u1/n, -2*wide+u2/n, v0/n-share*(1-share)
	t.ab, t.al, t.bl = -vab/n, -v1/n, v2/n
	return t
}

// near says that both optima are one.
func (t *twoScalePoint) near(o *twoScalePoint) bool {
	return math.Abs(t.a-o.a) < 1e-3 && math.Abs(t.b-o.b) < 1e-3 && math.Abs(t.l-o.l) < 1e-2
}

// wideShare is the probability that a sample with the square q is of the wide part.
func (t *twoScalePoint) wideShare(q float64) float64 {
	return logistic(t.l + t.a - t.b + .5*q*(math.Exp(-2*t.a)-math.Exp(-2*t.b)))
}

// errors are the standard errors of ln Scale, ln Ratio and ln(Share/(1 - Share)) from the observed information of n
// samples; NaN where that is not positive definite.
func (t *twoScalePoint) errors(n float64) (scale, ratio, share float64) {
	solve := func(a, b, l float64) (float64, float64, float64) {
		x, y, z, ok := solve3(-t.aa, -t.bb, -t.ll, -t.ab, -t.al, -t.bl, a, b, l)
		if !ok {
			return math.NaN(), math.NaN(), math.NaN()
		}
		return x / n, y / n, z / n
	}
	va, vab, _ := solve(1, 0, 0)
	_, vb, _ := solve(0, 1, 0)
	_, _, vl := solve(0, 0, 1)
	return math.Sqrt(va), math.Sqrt(va + vb - 2*vab), math.Sqrt(vl)
}

const (
	twoScaleEM    = 5   // steps of EM before Newton's method
	twoScaleSteps = 100 // of Newton's method
)

// climb goes to a maximum of the likelihood from the start (a, b, l).
func (p *twoScaleProblem) climb(start [3]float64) twoScalePoint {
	at := p.at(max(start[0], p.floor), start[1], start[2])
	for range twoScaleEM {
		at = p.at(p.emStep(&at))
	}
	damping := 0.
	for range twoScaleSteps {
		da, db, dl, ok := p.newtonStep(&at, damping)
		promise := math.Abs(at.ga*da) + math.Abs(at.gb*db) + math.Abs(at.gl*dl)
		if ok && p.n*promise < 1e-11 {
			return at
		}
		var next twoScalePoint
		if ok {
			next = p.at(at.a+da, at.b+db, at.l+dl)
		}
		if !ok || !(next.value >= at.value-1e-15*math.Abs(at.value)) {
			if damping > 1e6 { // no step climbs: the rounding of the likelihood is reached
				return at
			}
			damping = max(.01, 8*damping)
			continue
		}
		if at = next; at.b < at.a { // the two parts have crossed
			at = p.at(max(at.b, p.floor), at.a, -at.l)
		}
		if damping /= 8; damping < .01 {
			damping = 0
		}
	}
	return at
}

// emStep is the next point of the EM algorithm.
func (p *twoScaleProblem) emStep(t *twoScalePoint) (a, b, l float64) {
	a = .5 * math.Log(t.narrowQ/t.narrow)
	b = .5 * math.Log(t.wideQ/t.wide)
	if !(a > p.floor) { // also NaN, where the narrow part holds nothing but zeros
		a = p.floor
	}
	if math.IsNaN(b) || math.IsInf(b, 0) {
		b = t.b
	}
	return a, b, math.Log(max(t.wide, 1e-300) / max(t.narrow, 1e-300))
}

// newtonStep solves (damping D - H) d = g, H the Hessian and D the information that the samples would have if one knew
// of which part each is: Newton's method without damping, a short step of EM with much. Scales move by a factor of e at
// most, and the odds by e^2. A narrow scale at its floor stays there if the gradient leads below. ok is false where the
// matrix is not positive definite.
func (p *twoScaleProblem) newtonStep(t *twoScalePoint, damping float64) (da, db, dl float64, ok bool) {
	d := damping
	share := logistic(t.l)
	aa, bb, ll := -t.aa+2*d*t.narrow, -t.bb+2*d*t.wide, -t.ll+d*share*(1-share)
	ab, al, ga := -t.ab, -t.al, t.ga
	if t.a <= p.floor && t.ga < 0 {
		aa, ab, al, ga = 1, 0, 0, 0
	}
	da, db, dl, ok = solve3(aa, bb, ll, ab, al, -t.bl, ga, t.gb, t.gl)
	longest := max(math.Abs(da), math.Abs(db), math.Abs(dl)/2)
	if longest > 1 {
		da, db, dl = da/longest, db/longest, dl/longest
	}
	return max(da, p.floor-t.a), db, dl, ok
}

// solve3 solves the symmetric system of three equations with the diagonal (xx, yy, zz). ok is false where it is not
// positive definite.
func solve3(xx, yy, zz, xy, xz, yz, gx, gy, gz float64) (x, y, z float64, ok bool) {
	// Elimination of x, then of y.
	r, s := xy/xx, xz/xx
	yy1, yz1, zz1 := yy-r*xy, yz-r*xz, zz-s*xz
	q := yz1 / yy1
	zz2 := zz1 - q*yz1
	const tiny = 1e-13 // of the diagonal: what rounding leaves of a singular matrix
	if !(xx > 0 && yy1 > tiny*yy && zz2 > tiny*zz) {
		return 0, 0, 0, false
	}
	gy -= r * gx
	gz -= s*gx + q*gy
	z = gz / zz2
	y = (gy - yz1*z) / yy1
	return (gx - xy*y - xz*z) / xx, y, z, true
}
