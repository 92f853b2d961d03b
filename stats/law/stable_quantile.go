package law

import "math"

// Quantile is the x with P(X <= x) = p; -Inf and +Inf at p = 0 and 1, NaN outside
// [0, 1] or for a law that Prob does not accept. CDF(Quantile(p)) = p to a relative 1e-13
// for symmetric laws. Near p = 1 the float p is coarse: SurvivalQuantile is not.
func (s Stable) Quantile(p float64) float64 {
	if s.Beta != 0 && s.Alpha != 2 {
		return s.skewedQuantile(p, false)
	}
	return s.Loc - s.upper(p)
}

// SurvivalQuantile is the x with P(X > x) = q, exact in the far upper tail.
func (s Stable) SurvivalQuantile(q float64) float64 {
	if s.Beta != 0 && s.Alpha != 2 {
		return s.skewedQuantile(q, true)
	}
	return s.Loc + s.upper(q)
}

// upper is Scale z of the symmetric law, with S(z) = q.
func (s Stable) upper(q float64) float64 {
	_, ok := s.standard(0)
	switch {
	case !ok || !(q >= 0 && q <= 1):
		return math.NaN()
	case q > .5:
		return -s.Scale * symmetricQuantile(s.Alpha, 1-q)
	}
	return s.Scale * symmetricQuantile(s.Alpha, q)
}

func (s Stable) skewedQuantile(p float64, upper bool) float64 {
	if _, ok := s.standard(0); !ok || !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	z := skewedQuantile(s.Alpha, s.Beta, p, upper)
	if s.Alpha == 1 {
		z += 2 / math.Pi * s.Beta * logOf(s.Scale)
	}
	return s.Loc + s.Scale*z
}

// symmetricQuantile is the z >= 0 with S(z) = q of SaS(1), 0 <= q <= 1/2.
func symmetricQuantile(alpha, q float64) float64 {
	switch {
	case q == 0:
		return math.Inf(1)
	case alpha == 2:
		return gaussianQuantile(q)
	case alpha == 1:
		return cauchyQuantile(q)
	}
	return kernelOf(alpha).quantile(q)
}

// cauchyQuantile is cot(pi q), exactly 0 at q = 1/2.
func cauchyQuantile(q float64) float64 {
	if q > .25 {
		return math.Tan(math.Pi * (.5 - q))
	}
	return 1 / math.Tan(math.Pi*q)
}

// gaussianQuantile inverts gaussianSurvival, 0 < q <= 1/2: Erfcinv, and Newton
// steps on ln S, whose derivative is -f/S, for its last digits.
func gaussianQuantile(q float64) float64 {
	if q < 1e-280 {
		return gaussianTailQuantile(q)
	}
	x := 2 * math.Erfcinv(2*q)
	if q < 1e-14 { // where Erfcinv rounds, and is infinite at last
		x = 2 * math.Sqrt(-math.Log(q))
		x = 2 * math.Sqrt(-math.Log(q*x*math.SqrtPi))
	}
	for range 3 {
		s := gaussianSurvival(x)
		x += math.Log(s/q) * s / gaussianDensity(x)
	}
	return x
}

// gaussianTailQuantile does so where S may underflow, x > 50, from
//
//	ln S(x) = -x^2/4 - ln(x sqrt(pi)) + ln(1 - 2/x^2 + 12/x^4 - 120/x^6 + ...)
func gaussianTailQuantile(q float64) float64 {
	target := logOf(q)
	x := 2 * math.Sqrt(-target)
	for range 5 {
		w := 2 / (x * x)
		series := math.Log1p(-w * (1 - w*(3-w*(15-w*105))))
		x += (-x*x/4 - math.Log(x*math.SqrtPi) + series - target) / (x/2 + 1/x)
	}
	return x
}

// quantile is the x >= 0 with S(x) = q, 0 < q <= 1/2.
func (k *kernel) quantile(q float64) float64 {
	if q >= .5 {
		return 0
	}
	lo, hi := 0, len(k.pieces) // S(start of piece lo) > q >= S(start of piece hi)
	if q >= k.survival(quarterStart(k.first)) {
		return k.coreQuantile(q)
	}
	if q < k.survival(k.end) {
		return k.tailQuantile(q)
	}
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; k.survival(quarterStart(k.first+mid)) > q {
			lo = mid
		} else {
			hi = mid
		}
	}
	return k.newton(quarterStart(k.first+lo), quarterStart(k.first+lo), quarterStart(k.first+hi), q)
}

// newton solves S(x) = q on [lo, hi] from x. S is convex on x > 0, so the steps
// from the left of the root never pass it.
func (k *kernel) newton(x, lo, hi, q float64) float64 {
	for range 30 {
		f, s := k.densityAndSurvival(x)
		next := min(max(x+(s-q)/f, lo), hi)
		if math.Abs(next-x) <= 1e-15*x {
			return next
		}
		if math.Abs(next-x) <= 1e-9*x { // the step after this one is below 1e-16
			return next
		}
		x = next
	}
	return x
}

// coreQuantile solves 1/2 - S(x) = 1/2 - q where the series at 0 holds.
func (k *kernel) coreQuantile(q float64) float64 {
	if k.core.unit == 0 {
		return 0
	}
	d := .5 - q
	x := d / k.core.c[0]
	for range 30 {
		f, have := k.core.sum(x)
		step := (d - have) / f
		x += step
		if math.Abs(step) <= 1e-9*x {
			break
		}
	}
	return min(x, quarterStart(k.first))
}

// tailQuantile solves ln S(x) = ln q in ln x behind the pieces.
func (k *kernel) tailQuantile(q float64) float64 {
	a := k.tail.a[0]
	if k.delta > 0 {
		a *= k.delta
	}
	t := max((math.Log(a)-logOf(q))/k.alpha, math.Log(k.end))
	if q < 1e-290 { // the first term is all, and S has lost its digits
		return math.Exp(t)
	}
	for range 50 {
		xf, s := k.tail.sum(math.Exp(-k.alpha*t), k.tailN)
		if k.delta > 0 {
			x := math.Exp(t)
			xf, s = k.delta*xf+x*gaussianDensity(x), k.delta*s+gaussianSurvival(x)
		}
		if !(s > 0) {
			break
		}
		step := math.Log(s/q) * s / xf
		t = max(t+step, math.Log(k.end))
		if math.Abs(step) <= 1e-9 {
			break
		}
	}
	return math.Exp(t)
}
