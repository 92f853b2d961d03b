package law

import (
	"math"
	"math/cmplx"

	"gonum.org/v1/gonum/integrate/quad"
)

// skewedExponent is the logarithm h(k) = -ikz + ln phi(k) of the integrand in
//
//	f(z) = (1/pi) Re int_0^inf exp(h(k)) dk,   P(X > z) = (1/pi) Im int_(-i0)^inf exp(h(k)) dk/k
//
// for the standard S1 law, seen from the side where z lies at or right of the S0
// origin. With delta = alpha - 1, Q = delta cot(pi delta/2), x = z and
// x0 = z - beta tan(pi alpha/2) it has two forms,
//
//	h = -ixk - k^alpha (1 - i beta tan(pi alpha/2))
//	h = -k (1 + i x0 + (delta + i beta Q) (k^delta - 1)/delta),
//
// of which the second (shifted) has a limit at alpha = 1 and keeps its digits near it.
type skewedExponent struct {
	alpha, delta, beta float64
	x, x0              float64
	shifted            bool
	sin, cos           float64    // of pi delta/2
	q, v               float64    // Q, and (1 - cos(pi delta/2))/delta
	kappa              float64    // Re h = kappa s^alpha - x s at k = -is
	phase              float64    // Im h = phase s^alpha at k = -is
	factor             complex128 // 1 - i beta tan(pi alpha/2), or delta + i beta Q if shifted
}

// skewedExponentAt takes z by both its coordinates and reflects the law, if it must, so that x0 >= 0.
func skewedExponentAt(alpha, beta, z, x0 float64) (e skewedExponent, reflected bool) {
	e = skewedExponent{alpha: alpha, delta: alpha - 1, beta: beta, x: z, x0: x0}
	if e.x0 < 0 {
		e.beta, e.x, e.x0 = -beta, -z, -e.x0
		reflected = true
	}
	e.sin, e.cos = skewedHalfAngle(alpha)
	e.phase = (1 + e.beta) * e.cos
	slope := math.Inf(1)
	if e.sin != 0 {
		slope = math.Abs(e.beta) * e.cos / math.Abs(e.sin)
	}
	// The size of the terms is beta tan(pi alpha/2) in the first form, x0 in the second.
	e.shifted = alpha == 1 || slope > 2 && math.Abs(e.x) >= slope/4
	if e.shifted {
		e.q, e.v = 2/math.Pi, 0
		if e.delta != 0 {
			half := math.Sin(math.Pi * e.delta / 4)
			e.q, e.v = e.delta*e.cos/e.sin, 2*half*half/e.delta
		}
		e.factor = complex(e.delta, e.beta*e.q)
	} else {
		tan := 0.0
		if e.sin != 0 {
			tan = -e.cos / e.sin
		}
		e.kappa = e.sin + e.beta*tan*e.cos
		e.factor = complex(1, -e.beta*tan)
	}
	return e, reflected
}

// skewedHalfAngle is the sine and cosine of pi (alpha-1)/2, each to full relative accuracy.
func skewedHalfAngle(alpha float64) (sin, cos float64) {
	switch {
	case alpha > 1.5:
		cos, sin = math.Sincos(math.Pi * (2 - alpha) / 2)
	case alpha < .5:
		cos, sin = math.Sincos(math.Pi * alpha / 2)
		sin = -sin
	default:
		sin, cos = math.Sincos(math.Pi * (alpha - 1) / 2)
	}
	return sin, cos
}

// axis returns Re h at k = -i exp(rho).
func (e *skewedExponent) axis(rho float64) float64 {
	s := math.Exp(rho)
	if e.shifted {
		grow, l := e.power(rho)
		return s * (-e.x0 + (1+grow)*e.sin - e.beta*e.q*(e.cos*l-e.v))
	}
	return e.kappa*math.Exp(e.alpha*rho) - e.x*s
}

// power is s^delta - 1 and (s^delta - 1)/delta at s = exp(rho).
func (e *skewedExponent) power(rho float64) (grow, l float64) {
	if e.delta == 0 {
		return 0, rho
	}
	grow = math.Expm1(e.delta * rho)
	return grow, grow / e.delta
}

// at returns k = exp(zeta), h and the u by which dh/dzeta = h + u and
// d2h/dzeta2 = h + u + alpha u.
func (e *skewedExponent) at(zeta complex128) (k, h, u complex128) {
	rho, angle := real(zeta), imag(zeta)
	sin, cos := math.Sincos(angle)
	s := math.Exp(rho)
	k = complex(s*cos, s*sin)
	if !e.shifted {
		s = math.Exp(e.alpha * rho)
		sin, cos = math.Sincos(e.alpha * angle)
		b := complex(-s*cos, -s*sin) * e.factor
		return k, complex(e.x*imag(k), -e.x*real(k)) + b, complex(e.delta*real(b), e.delta*imag(b))
	}
	grow, l := e.power(rho)
	sin, cos = math.Sincos(e.delta * angle)
	lc := complex(l, angle)
	if e.delta != 0 {
		half := math.Sin(e.delta * angle / 2)
		lc = complex((grow-(1+grow)*2*half*half)/e.delta, (1+grow)*sin/e.delta)
	}
	h = -k * (complex(1, e.x0) + lc*e.factor)
	u = -k * complex((1+grow)*cos, (1+grow)*sin) * e.factor
	return k, h, u
}

// corner is ln s of the point k = -is where the contour leaves the axis: the
// saddle, at the minimum of Re h on the axis; where Re h has risen again to some 1/10 if the
// saddle is too shallow to matter; or where Im h reaches 3/2 if that is nearer.
func (e *skewedExponent) corner() (rho float64) {
	limit := 690.
	if e.phase > 0 {
		limit = min(limit, math.Log(1.5/e.phase)/e.alpha)
	}
	saddle, rises := e.saddle()
	switch {
	case !rises:
		return limit
	case saddle >= limit:
		return limit
	case e.axis(saddle) < -.02:
		return saddle
	}
	low, high := saddle, limit
	for range 60 {
		if g := e.axis(limit); g <= .2 && (g > .05 || limit == high) {
			break
		} else if g <= .2 {
			low = limit
		} else {
			high = limit
		}
		limit = low + (high-low)/2
	}
	return limit
}

// saddle is ln s at the minimum of Re h for k = -is, or the lower end of the search if
// Re h has none but rises all the way. rises says whether it rises at the end.
func (e *skewedExponent) saddle() (rho float64, rises bool) {
	const lowest = -700
	if e.shifted {
		curvature := e.alpha * (e.delta*e.sin - e.beta*e.q*e.cos)
		w := (e.x0 - e.alpha*e.sin + e.beta*e.q*(e.cos-e.v)) / curvature
		switch {
		case !(curvature > 0):
			return 0, false
		case e.delta == 0:
			rho = w
		case 1+e.delta*w > 0:
			rho = math.Log1p(e.delta*w) / e.delta
		default:
			return lowest, e.delta > 0
		}
		return max(rho, lowest), true
	}
	ratio := e.x / (e.alpha * e.kappa)
	switch {
	case !(e.kappa*e.delta > 0):
		return 0, false
	case ratio > 0:
		return max(math.Log(ratio)/e.delta, lowest), true
	}
	return lowest, e.delta > 0
}

// skewedLegendre is the Gauss-Legendre rule on [0, 1] for each piece of the contour.
var skewedLegendre = func() (r struct{ x, w [16]float64 }) {
	quad.Legendre{}.FixedLocations(r.x[:], r.w[:], 0, 1)
	return r
}()

// descend integrates exp(h - floor) dk/k and exp(h - floor) dk/exp(rho) from the
// corner k = -i exp(rho) along a chain of segments of the plane of ln k, each
// in the direction of steepest descent at its start. It returns
// the imaginary part of the first and the real part of the second.
func (e *skewedExponent) descend(rho, floor float64) (tail, density float64) {
	zeta := complex(rho, -math.Pi/2)
	_, h, u := e.at(zeta)
	last := floor - 38 - 5/e.alpha
	for piece := 0; piece < 1000 && real(h) > last; piece++ {
		d1 := h + u
		d2 := d1 + complex(e.alpha*real(u), e.alpha*imag(u))
		size, reach := cmplx.Abs(d1), math.Sqrt(8/cmplx.Abs(d2))
		direction := 1i
		if piece > 0 || size > 1 && size*reach > .5 {
			direction = complex(-real(d1)/size, imag(d1)/size)
		}
		step := min(reach, 6/size, 3, .7/math.Abs(imag(direction)))
		var end, hEnd, uEnd complex128
		for range 60 {
			end = zeta + complex(step*real(direction), step*imag(direction))
			_, hEnd, uEnd = e.at(end)
			change := hEnd - h
			if cmplx.Abs(change) < 8 && real(change) < .1 && math.Abs(imag(change)) < 2 && cmplx.Abs(hEnd+uEnd)*step < 16 {
				break
			}
			step *= .6
		}
		t, d := e.segment(zeta, end, rho, floor)
		tail += t
		density += d
		zeta, h, u = end, hEnd, uEnd
	}
	return tail, density
}

// segment is the part of descend between two points of the plane of ln k.
func (e *skewedExponent) segment(from, to complex128, rho, floor float64) (tail, density float64) {
	along := to - from
	scale := math.Exp(-rho)
	for i, x := range skewedLegendre.x {
		zeta := from + complex(x*real(along), x*imag(along))
		k, h, _ := e.at(zeta)
		size := skewedLegendre.w[i] * math.Exp(real(h)-floor)
		sin, cos := math.Sincos(imag(h))
		value := complex(size*cos, size*sin) * along
		tail += imag(value)
		density += scale * (real(k)*real(value) - imag(k)*imag(value))
	}
	return tail, density
}
