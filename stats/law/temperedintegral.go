package law

import (
	"math"
	"math/cmplx"
)

const (
	temperedPitch = 1. / 14     // of the double exponential rule
	temperedAngle = math.Pi / 8 // of the ray: exp(-k^alpha) decays along it for every alpha < 2
)

// logIntegral is the logarithm of the density at z >= 0, or of the survival at z > 0,
// of scale 1. Both are Fourier integrals along a contour chosen so that what is added
// up is not much larger than the result:
//
//   - far out, around the branch cut above k = it, where the integrand is the
//     tail's own: exp(-tz) times the Laplace transform of a positive jump;
//   - else along a ray that starts at the saddle point k = i eta, or at the branch
//     point where there is no saddle.
//
// Source: the method of steepest descent, Olver 1974, chapter 4; the cut as in
// Zolotarev 1986, section 2.4.
func (e *temperedExponent) logIntegral(z float64, survival bool) float64 {
	if math.Log(z) > 300 {
		// One term of the tail is exact here: the next is z^-alpha of it.
		log := math.Log(e.alpha*TailConstant(e.alpha)) - (e.alpha+1)*math.Log(z) - e.t*z + e.cumulant(e.t)
		if survival {
			log -= math.Log(e.t + e.alpha/z)
		}
		return log
	}
	if z >= 1 {
		if last, ok := e.cutEnd(z); ok {
			return e.alongCut(z, last, survival)
		}
	}
	eta := 0.0
	if z > 0 {
		eta = e.saddle(z)
	}
	if survival && eta*z < 1 {
		return math.Log(.5 - e.centralPart(z))
	}
	return e.alongRay(z, eta, survival)
}

// cutEnd is where the integrand around the cut is least before, for alpha > 1, it
// grows without bound; ok says that what is left out there is below 1e-14 of the tail.
func (e *temperedExponent) cutEnd(z float64) (last float64, ok bool) {
	least := math.Inf(1)
	for v := 16 / z; v < 1024/z; v *= 1.25 {
		size := e.cut(v) - v*z
		if size > least {
			break
		}
		last, least = v, size
	}
	tail := math.Log(TailConstant(e.alpha)*e.alpha) - e.alpha*math.Log(z) + e.cumulant(e.t)
	return last, least < tail-34
}

// alongCut is the logarithm of
//
//	exp(-tz)/pi int_0^inf exp(-vz) exp(-Re Psi) sin(Im Psi) dv,   k = i(t + v),
//
// with 1/(t + v) in the integrand for the survival.
func (e *temperedExponent) alongCut(z, last float64, survival bool) float64 {
	sin := math.Sin(math.Pi * e.alpha / 2)
	shift := e.cumulant(e.t)
	sum := 0.0
	for x := -4.5; ; x += temperedPitch {
		small := math.Exp(-x)
		vz := math.Exp(x - small)
		v := vz / z
		if v > last {
			break
		}
		// In units of z^-alpha, so that nothing underflows.
		lift := math.Exp(e.alpha * (x - small))
		phase := math.Exp(-e.alpha*math.Log(z)) * lift * sin
		term := math.Exp(e.cut(v)-vz-shift) * lift * sin * sinc(phase) * vz * (1 + small)
		if survival {
			term /= e.t + v
		}
		sum += term
	}
	return math.Log(sum*temperedPitch/math.Pi) - (e.alpha+1)*math.Log(z) - e.t*z + shift
}

// sinc is sin(x)/x.
func sinc(x float64) float64 {
	if x < 1e-8 {
		return 1
	}
	return math.Sin(x) / x
}

// alongRay is the logarithm of (1/pi) Re int exp(ikz - Psi(k)) dk over
// k = i eta + s exp(i angle), with i/k in the integrand for the survival.
func (e *temperedExponent) alongRay(z, eta float64, survival bool) float64 {
	turn := cmplx.Rect(1, temperedAngle)
	shift := e.cumulant(eta)
	sum := 0.0
	e.overRay(.3/(1+z), z, eta, func(s, ds float64, value complex128) {
		value *= turn
		if survival {
			value *= 1i / (complex(0, eta) + complex(s, 0)*turn)
		}
		sum += real(value) * ds
	})
	return math.Log(sum/math.Pi) + shift - eta*z
}

// centralPart is P(0 < Z < z) = (1/pi) int sin(kz)/k exp(-Psi) dk along the ray from 0,
// where the pole of 1/k leaves the angle of the ray.
func (e *temperedExponent) centralPart(z float64) float64 {
	sum := 0.0
	// Down to |k| = t, Psi goes like k^alpha, which is slow to vanish for small alpha.
	start := min(.3/(1+z), max(e.t, 1e-9))
	e.overRay(start, z, 0, func(s, ds float64, value complex128) { sum += imag(value) * ds / s })
	return (temperedAngle + sum) / math.Pi
}

// overRay visits the nodes of the rule s = start exp(x - exp(-x)), which suits an
// integrand with a branch point at 0 and an exponential decay, with the value of
// exp(ikz - Psi(k)) over that at s = 0.
func (e *temperedExponent) overRay(start, z, eta float64, visit func(s, ds float64, value complex128)) {
	turn := cmplx.Rect(1, temperedAngle)
	shift := e.cumulant(eta)
	for x := -4.5; x < 200; x += temperedPitch {
		small := math.Exp(-x)
		s := start * math.Exp(x-small)
		k := complex(s, 0) * turn
		ik := complex(-imag(k), real(k))
		exponent := ik*complex(z, 0) - e.psi(complex(e.t+eta, 0)-ik, complex(e.t-eta, 0)+ik) - complex(shift, 0)
		if real(exponent) < -45 && x > 0 {
			return
		}
		visit(s, s*(1+small)*temperedPitch, cmplx.Exp(exponent))
	}
}
