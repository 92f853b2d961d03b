package law

import "math"

// nearGaussian is the tail index above which a symmetric law is computed as the
// Gaussian law plus (2 - alpha) times a remainder: its power tail vanishes as
// alpha -> 2, and keeps its relative accuracy only so.
const nearGaussian = 1.9

// A contour evaluates the standard symmetric law, x > 0, by its Fourier integral
// turned into the complex plane, onto the ray k = (u/x) exp(i phi), u > 0:
//
//	pi x f(x) = Re int e^(i phi) u E(u) D(k) du/u,   pi S(x) = -Im int E(u) D(k) du/u,
//	E(u) = exp(i u e^(i phi)),   D(k) = exp(-k^alpha) - 1.
//
// The "-1" takes away what the textbook formulas carry along (the delta function
// at x = 0, and 1/2); the integrand is then as small as the tail, and no digits
// cancel. Above nearGaussian, D(k) = (exp(-k^alpha) - exp(-k^2))/(2 - alpha), and the
// result is the remainder. In the core of a law with alpha < 1, where f is small
// beside 1/x, the integrals are taken without the "-1" (see core).
//
// The trapezoidal rule in t, ln u = t - exp(-t), converges exponentially, and
// its nodes do not depend on x. Measured relative error: below 1e-13.
type contour struct {
	alpha, delta float64 // delta = 2 - alpha above nearGaussian, else 0
	phi          float64
	cosP, sinP   float64 // of phi
	cosA, sinA   float64 // of alpha phi
	outer        []contourNode
	inner        []contourNode // of core; none for alpha >= 1
	logUnit      float64       // of inner: ln of the r where r exp(-r^alpha) is largest, or of 1/x at x^-alpha = 2
}

// contourNode is a node of the trapezoidal rule. Its weight is du/u of the step.
type contourNode struct {
	logU, u, power float64 // ln u, u, u^alpha
	weight         float64
	re, im         float64 // weight times E(u)
}

// smallestAlpha stands in for still smaller ones, whose nodes lie beyond the range of float64: densities differ by less
// than the smallest normal number.
const smallestAlpha = 0x1p-1000

func newContour(alpha float64) *contour {
	alpha = max(alpha, smallestAlpha)
	c := &contour{alpha: alpha, phi: math.Pi / 4 / max(alpha, 1)}
	if alpha > nearGaussian {
		c.delta = 2 - alpha
	}
	c.sinP, c.cosP = math.Sincos(c.phi)
	c.sinA, c.cosA = math.Sincos(alpha * c.phi)
	// The strip in which the integrand is analytic narrows as alpha grows.
	step := .08
	if alpha > 1.2 {
		step = .055
	}
	const last = 42 // exp(-42) = 6e-19
	lowest := -math.Log(40/alpha) - .2
	c.outer = c.nodes(lowest, math.Log(last/c.sinP), step)
	if alpha < 1 {
		logPeak := -math.Log(alpha) / alpha
		c.logUnit = min(logPeak, math.Ln2/alpha)
		c.inner = c.nodes(-3.8, c.innerEnd(logPeak, last)-c.logUnit, step)
	}
	return c
}

// innerEnd is the ln r above logPeak where r exp(-r^alpha cos(alpha phi)) has fallen by exp(-last), or where
// exp(ikx) has vanished for every normal x: the peak widens like alpha^(-1/2) as alpha -> 0.
func (c *contour) innerEnd(logPeak, last float64) float64 {
	d := 0.
	for logPeak+d < 715 && math.Expm1(c.alpha*d)*c.cosA/c.alpha-d < last {
		d += .25
	}
	return min(logPeak+d, 715)
}

// nodes spaces t evenly from lo until ln u = hi.
func (c *contour) nodes(lo, hi, step float64) []contourNode {
	var nodes []contourNode
	for j := 0; ; j++ {
		t := lo + float64(j)*step
		n := contourNode{logU: t - math.Exp(-t), weight: step * (1 + math.Exp(-t))}
		if n.logU > hi {
			return nodes
		}
		n.u, n.power = math.Exp(n.logU), math.Exp(c.alpha*n.logU)
		sin, cos := math.Sincos(n.u * c.cosP)
		size := n.weight * math.Exp(-n.u*c.sinP)
		n.re, n.im = size*cos, size*sin
		nodes = append(nodes, n)
	}
}

// tail returns x f(x) and S(x), or their remainders.
func (c *contour) tail(x float64) (xf, s float64) {
	logX := math.Log(x)
	y := math.Exp(-c.alpha * logX)
	var re, im float64
	for i := range c.outer {
		n := &c.outer[i]
		var dRe, dIm float64
		if c.delta > 0 {
			dRe, dIm = c.remainder(n, x, logX, n.power*y)
		} else {
			dRe, dIm = expm1Neg(n.power*y, c.cosA, c.sinA)
		}
		vRe, vIm := n.re*dRe-n.im*dIm, n.re*dIm+n.im*dRe
		re += n.u * vRe
		im += n.u * vIm
		s -= vIm
	}
	return (c.cosP*re - c.sinP*im) / math.Pi, s / math.Pi
}

// expm1Neg is exp(-p(cos + i sin)) - 1 without cancellation.
func expm1Neg(p, cos, sin float64) (re, im float64) {
	e := math.Expm1(-p * cos)
	s, c := math.Sincos(p * sin / 2) // cos(2h) = 1 - 2 sin^2 h
	return e - 2*(e+1)*s*s, -2 * (e + 1) * s * c
}

// remainder is (exp(-k^alpha) - exp(-k^2))/delta at a node, p = |k|^alpha.
func (c *contour) remainder(n *contourNode, x, logX, p float64) (re, im float64) {
	logR := n.logU - logX
	q := n.u * n.u / (x * x)
	sin2, cos2 := 2*c.sinP*c.cosP, c.cosP*c.cosP-c.sinP*c.sinP
	if min(p*c.cosA, q*cos2) > 60 {
		return 0, 0
	}
	// v = k^2 - k^alpha = k^alpha (exp(delta ln k) - 1)
	gRe, gIm := expm1Neg(1, -c.delta*logR, -c.delta*c.phi)
	vRe, vIm := p*(c.cosA*gRe-c.sinA*gIm), p*(c.cosA*gIm+c.sinA*gRe)
	if vRe < 1 { // exp(-k^2)(exp(v) - 1)
		dRe, dIm := expm1Neg(1, -vRe, -vIm)
		size := math.Exp(-q*cos2) / c.delta
		sin, cos := math.Sincos(-q * sin2)
		return size * (cos*dRe - sin*dIm), size * (cos*dIm + sin*dRe)
	}
	aSin, aCos := math.Sincos(-p * c.sinA)
	bSin, bCos := math.Sincos(-q * sin2)
	a, b := math.Exp(-p*c.cosA)/c.delta, math.Exp(-q*cos2)/c.delta
	return a*aCos - b*bCos, a*aSin - b*bSin
}

// core returns f(x) and 1/2 - S(x) for alpha < 1 and x of the order of the core
// or below, f(x) also for x^-alpha > 2 (where tail cancels if alpha is small): with r = |k|,
//
//	pi f(x) = Re int e^(i phi) r e^(ikx) exp(-k^alpha) dr/r,
//	pi (1/2 - S(x)) = Im int (e^(ikx) - 1) exp(-k^alpha) dr/r.
func (c *contour) core(x float64) (f, d float64) {
	unit := math.Exp(c.logUnit)
	scale := math.Exp(c.alpha * c.logUnit)
	var re, im float64
	for i := range c.inner {
		n := &c.inner[i]
		size := n.weight * math.Exp(-n.power*scale*c.cosA)
		sin, cos := math.Sincos(-n.power * scale * c.sinA)
		hRe, hIm := size*cos, size*sin
		eRe, eIm := expm1Neg(min(n.u*unit*x, 1e4), c.sinP, -c.cosP)
		d += hRe*eIm + hIm*eRe
		re += n.u * (hRe*(1+eRe) - hIm*eIm)
		im += n.u * (hRe*eIm + hIm*(1+eRe))
	}
	return (c.cosP*re - c.sinP*im) * unit / math.Pi, d / math.Pi
}
