package law

import "math"

// skewedNode is a node of the double exponential rule for int_0^1 (.) dt/t:
// t = 1/(1 + exp(pi sinh v)) at equal steps of v (Takahasi and Mori 1974).
type skewedNode struct{ t, logT, weight float64 }

const (
	skewedStep  = 1. / 12
	skewedFirst = -39 // v = -3.25: 1 - t is below 1e-17
	skewedLast  = 90  // v = 7.5: t^0.02 is below 1e-17
)

var skewedNodes = func() (nodes [skewedLast - skewedFirst + 1]skewedNode) {
	for i := range nodes {
		v := skewedStep * float64(i+skewedFirst)
		w := math.Pi * math.Sinh(v)
		t := 1 / (1 + math.Exp(w))
		logT, rest := -w, 1.
		if w < 700 {
			logT, rest = -math.Log1p(math.Exp(w)), 1/(1+math.Exp(-w))
		}
		nodes[i] = skewedNode{t: t, logT: logT, weight: skewedStep * math.Pi * math.Cosh(v) * rest}
	}
	return nodes
}()

// cut is where the contour on the axis may end short of the corner at rho,
// because exp(Re h) has become negligible.
func (e *skewedExponent) cut(rho float64) float64 {
	level := -45 - 5/e.alpha
	if !(e.axis(rho) < level-8) {
		return rho
	}
	low, high := rho, rho
	for step := 1.; e.axis(low) < level; step *= 2 {
		low, high = low-step, low
	}
	for range 60 {
		mid := low + (high-low)/2
		switch g := e.axis(mid); {
		case g < level-8:
			high = mid
		case g > level:
			low = mid
		default:
			return mid
		}
	}
	return high
}

// ascend integrates exp(Re h) sin(Im h) ds/s and exp(Re h) sin(Im h) ds over
// k = -is, 0 < s < exp(rho): the heavy part of the tail, all of it positive. The
// values are the logarithms of the integrals.
func (e *skewedExponent) ascend(rho float64) (logTail, logDensity float64) {
	top := e.cut(rho)
	s := math.Exp(top)
	power := math.Exp(e.alpha * top)
	tail, density := 0., 0.
	for i := range skewedNodes {
		n := &skewedNodes[i]
		r := math.Exp(e.alpha * n.logT)
		var g float64
		if e.shifted {
			grow, l := e.power(top + n.logT)
			g = s * n.t * (-e.x0 + (1+grow)*e.sin - e.beta*e.q*(e.cos*l-e.v))
		} else {
			g = e.kappa*power*r - e.x*s*n.t
		}
		angle := e.phase * power * r
		value := n.weight * r * math.Exp(g)
		if angle > 1e-8 {
			value *= math.Sin(angle) / angle
		}
		tail += value
		density += value * n.t
		if value < 1e-18*tail && n.t < .5 {
			break
		}
	}
	log := math.Log(e.phase) + e.alpha*top
	return log + math.Log(tail), log + top + math.Log(density)
}

// skewedLogs returns the logarithms of the density at z and of the probability
// beyond z: P(X > z) if upper, else P(X < z). beta != 0 and alpha != 2.
//
// The contour runs down the imaginary axis of k to a corner and from there to
// infinity by steepest descent. The first part carries a heavy tail, with
// a factor 1 + beta that vanishes when the tail is light; the second carries the body
// and the light tail through its saddle. Both are sums of terms
// that hardly cancel, so that small values keep their relative accuracy.
// Source: Zolotarev 1986, section 2.2 (contours); Nolan 1997 (the S0 form).
func skewedLogs(alpha, beta, z float64) (logDensity, logTail float64, upper bool) {
	return skewedLogsAt(alpha, beta, z, skewedShift(alpha, beta, z))
}

// skewedLogsAt is skewedLogs at a z that is given by both coordinates, S1 and S0.
func skewedLogsAt(alpha, beta, z, x0 float64) (logDensity, logTail float64, upper bool) {
	e, reflected := skewedExponentAt(alpha, beta, z, x0)
	upper = !reflected
	none := math.Inf(-1)
	if math.IsInf(z, 0) || e.phase == 0 && alpha < 1 && e.x >= 0 {
		return none, none, upper
	}
	if saddle, _ := e.saddle(); e.phase == 0 && saddle > 600 {
		logDensity, logTail = e.deep(saddle)
		return logDensity, logTail, upper
	}
	rho := e.corner()
	heavyTail, heavy := none, none
	if e.phase > 0 {
		heavyTail, heavy = e.ascend(rho)
	}
	floor := e.axis(rho)
	if !(floor > math.Inf(-1)) {
		return heavy - math.Log(math.Pi), heavyTail - math.Log(math.Pi), upper
	}
	if floor+rho > heavy-42 || floor > heavyTail-42 {
		light, lightTail := 0., 0.
		if floor < -1e7 {
			// At the saddle d2h/dzeta2 = -alpha h; the next term of the expansion is 1/h.
			light = math.Sqrt(math.Pi / -2 / (alpha * floor))
			lightTail = light
		} else {
			lightTail, light = e.descend(rho, floor)
		}
		heavy = skewedLogAdd(heavy, floor+rho, light)
		heavyTail = skewedLogAdd(heavyTail, floor, lightTail)
	}
	return heavy - math.Log(math.Pi), heavyTail - math.Log(math.Pi), upper
}

// deep is the pair of logarithms of a totally skewed law so far out that s at the saddle may
// overflow though h = -x s (alpha-1)/alpha does not. The leading term is exact to rounding.
func (e *skewedExponent) deep(saddle float64) (logDensity, logTail float64) {
	logDepth := math.Log(math.Abs(e.x)) + math.Log(math.Abs(e.delta/e.alpha)) + saddle
	if e.shifted && saddle < 700 {
		logDepth = math.Log(-e.axis(saddle))
	} else if e.shifted || !(logDepth < 709) {
		return math.Inf(-1), math.Inf(-1)
	}
	logTail = -math.Exp(logDepth) - (logDepth+math.Log(2*math.Pi*e.alpha))/2
	return logTail + saddle, logTail
}

// skewedLogAdd is ln(exp(a) + exp(b) c), where c may be negative.
func skewedLogAdd(a, b, c float64) float64 {
	if a > b {
		return a + math.Log1p(math.Exp(b-a)*c)
	}
	return b + math.Log(math.Exp(a-b)+c)
}
