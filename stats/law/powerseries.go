package law

import "math"

// tailSeries holds the coefficients a_n, n >= 1, of the series in y = x^-alpha of
// the standard symmetric law:
//
//	x f(x) = sum alpha n a_n y^n,   S(x) = sum a_n y^n,
//	a_n = (-1)^(n+1) Gamma(alpha n)/n! sin(n pi alpha/2)/pi.
//
// It converges for alpha < 1, is geometric at 1 and asymptotic above. With
// delta > 0 the coefficients are those of the remainder: divided by delta.
// Source: Zolotarev 1986, sections 2.4 and 2.5.
type tailSeries struct {
	alpha float64
	a     []float64 // a[n-1]
	bound []float64 // |alpha n a_n| with n in place of the sine, over that of n = 1
}

const tailTerms = 80

func newTailSeries(alpha, delta float64) tailSeries {
	s := tailSeries{alpha: alpha}
	first := math.Gamma(alpha + 1)
	factorial := 1.0
	for n := 1.0; n <= tailTerms; n++ {
		factorial *= n
		g := math.Gamma(alpha*n+1) / factorial
		a := g / (alpha * n) * alternatingSine(n, alpha) / math.Pi
		if delta > 0 {
			a /= delta
		}
		s.a = append(s.a, a)
		s.bound = append(s.bound, n*g/first)
	}
	return s
}

// alternatingSine is (-1)^(n+1) sin(n pi alpha/2), accurate as alpha -> 2.
func alternatingSine(n, alpha float64) float64 {
	if alpha > 1 {
		return math.Sin(n * math.Pi / 2 * (2 - alpha))
	}
	s := math.Sin(n * math.Pi / 2 * alpha)
	if math.Mod(n, 2) == 0 {
		return -s
	}
	return s
}

// terms is how many terms give a relative error below about 1e-17 at y = x^-alpha;
// ok is false where the series does not, or only through cancellation.
func (s *tailSeries) terms(y float64) (n int, ok bool) {
	power := 1.0
	for i, b := range s.bound {
		switch size := b * power; {
		case size > 4:
			return 0, false
		case size < 1e-17:
			return i, true
		}
		power *= y
	}
	return 0, false
}

// sum returns x f(x) and S(x) from the first n terms.
func (s *tailSeries) sum(y float64, n int) (xf, survival float64) {
	for i := n - 1; i >= 0; i-- {
		survival = survival*y + s.a[i]
		xf = xf*y + s.alpha*float64(i+1)*s.a[i]
	}
	return xf * y, survival * y
}

// coreSeries holds the coefficients of the series at x = 0, in w = (x/unit)^2:
//
//	f(x) = sum_k (-1)^k c_k w^k,   1/2 - S(x) = x sum_k (-1)^k c_k w^k/(2k+1),
//	c_k = Gamma((2k+1)/alpha) unit^(2k) / (pi alpha (2k)!),
//
// good to about 1e-16 for x <= unit. It converges for alpha > 1, and is
// asymptotic below. Source: Zolotarev 1986, sections 2.4 and 2.5.
type coreSeries struct {
	unit   float64
	c      []float64 // with their signs
	single float64   // 1/unit
}

const (
	coreTerms      = 15
	smallestNormal = 0x1p-1022
)

// newCoreSeries picks the largest power of two up to 1/4 for the unit. For alpha below about 0.01 the core lies
// under the normal floats: the series is then f(0), which may be +Inf, and holds at 0 only.
func newCoreSeries(alpha float64) coreSeries {
	first, _ := math.Lgamma(1 / alpha)
	logRatio := func(k int) float64 { // ln(c_k/c_0) at unit 1
		g, _ := math.Lgamma(float64(2*k+1) / alpha)
		f, _ := math.Lgamma(float64(2*k + 1))
		return g - first - f
	}
	s := coreSeries{unit: .25}
	sign := math.Gamma(1/alpha) / (math.Pi * alpha)
	for logRatio(coreTerms)+2*coreTerms*math.Log(s.unit) > math.Log(1e-17) {
		s.unit /= 2
		if s.unit < smallestNormal {
			return coreSeries{c: []float64{sign}}
		}
	}
	s.single = 1 / s.unit
	for k := range coreTerms {
		s.c = append(s.c, sign*math.Exp(logRatio(k)+2*float64(k)*math.Log(s.unit)))
		sign = -sign
	}
	return s
}

// sum returns f(x) and 1/2 - S(x).
func (s *coreSeries) sum(x float64) (f, d float64) {
	w := x * s.single
	w *= w
	for k := len(s.c) - 1; k >= 0; k-- {
		f = f*w + s.c[k]
		d = d*w + s.c[k]/float64(2*k+1)
	}
	return f, d * x
}
