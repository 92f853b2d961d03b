package stats

import "math"

// largestSpread bounds the spread of FitNormalMixture.
const largestSpread = 10

// FitNormalMixture is the maximum likelihood fit of a log-normal scale mixture
// centred at 0, by Newton's method on (ln Sd, ln Spread) from the log-moments
//
//	E ln|X| = ln Sd - (gamma_E + ln 2)/2,   Var ln|X| = Spread^2 + pi^2/8.
//
// Gradient and Hessian are moments of the hidden scale given each sample (Louis'
// identities), by the quadrature of the density. Standard errors come from the
// observed information. Where no spread is more likely than none, Spread is 0 and
// LawFit.Edge names the Gaussian limit. Errors as in LawFit.
// Source: Louis 1982, section 3.
func FitNormalMixture(x []float64) (LawFit[NormalMixture], error) {
	y, unit, err := lawSample(x)
	if err != nil {
		return LawFit[NormalMixture]{}, err
	}
	second, fourth := 0.0, 0.0
	for _, v := range y {
		second += v * v
		fourth += v * v * v * v
	}
	n := float64(len(y))
	flat := mixturePoint{a: .5 * math.Log(second/n), b: math.Inf(-1)}
	flat.value = -flat.a - halfLog2Pi - .5
	light := fourth*n <= 3*second*second
	at, ok := mixtureClimb(y, light)
	f := LawFit[NormalMixture]{N: len(x), Params: 2}
	if !ok || light && at.value <= flat.value {
		at, f.Edge = flat, "the Gaussian limit: no spread is more likely"
	} else if at.b >= math.Log(largestSpread) {
		f.Edge = "the largest spread that the fit allows"
	}
	sd, spread := math.Exp(at.a), math.Exp(at.b)
	f.Law = NormalMixture{Sd: unit.up(sd), Spread: spread}
	f.LogLik = n * (at.value - unit.log())
	det := n * (at.aa*at.bb - at.ab*at.ab)
	seA, seB := math.Sqrt(-at.bb/det), math.Sqrt(-at.aa/det)
	switch {
	case spread == 0:
		seA, seB = math.Sqrt(1/(2*n)), math.NaN()
	case f.Edge != "":
		seA, seB = math.Sqrt(-1/(n*at.aa)), math.NaN()
	}
	f.SE = NormalMixture{Sd: unit.up(sd * seA), Spread: spread * seB}
	return f, nil
}

// mixturePoint is the log-likelihood a sample at (ln Sd, ln Spread) = (a, b) with its
// gradient and Hessian.
type mixturePoint struct{ a, b, value, ga, gb, aa, ab, bb float64 }

// mixtureStart is the fit of the first two log-moments.
func mixtureStart(y []float64) (a, b float64) {
	sum, square, n := 0.0, 0.0, 0.0
	for _, v := range y {
		if v != 0 {
			l := math.Log(v)
			sum += l
			square += l * l
			n++
		}
	}
	mean := sum / n
	variance := max(square/n-mean*mean-math.Pi*math.Pi/8, .04)
	return mean + (EulerGamma+math.Ln2)/2, .5 * math.Log(min(variance, 25))
}

// mixtureClimb takes Newton steps of at most 1, halved while they lose. ok is false
// where they run down to no spread at all.
func mixtureClimb(y []float64, light bool) (at mixturePoint, ok bool) {
	a, b := mixtureStart(y)
	at = mixtureSums(y, a, b)
	for range fitSteps {
		if at.b < math.Log(.02) && (light || at.b < math.Log(1e-4)) {
			return at, false
		}
		da, db, climbs := lawNewton2(at.ga, at.gb, at.aa, at.ab, at.bb)
		if !climbs {
			da, db = max(-1, min(1, at.ga)), math.Copysign(.5, at.gb)
			if at.aa < 0 {
				da = -at.ga / at.aa
			}
		}
		da, db = max(-1, min(1, da)), min(max(-1, min(1, db)), math.Log(largestSpread)-at.b)
		promise := math.Abs(at.ga*da) + math.Abs(at.gb*db)
		next := mixtureSums(y, at.a+da, at.b+db)
		for range 40 {
			if next.value >= at.value-1e-13*math.Abs(at.value) {
				break
			}
			da, db = da/2, db/2
			next = mixtureSums(y, at.a+da, at.b+db)
		}
		at = next
		if promise < 1e-16 || da == 0 && db == 0 {
			break
		}
	}
	return at, true
}

// mixtureSums averages the likelihood and its derivatives over the samples. With h of
// mixtureSaddle, its derivatives are h_a = q - 1, h_s = g(q - 1), h_aa = -2q,
// h_as = -2gq, h_ss = -2 g^2 q; the log-likelihood's are E h_i and E h_ij + Cov(h_i, h_j)
// over g given the sample.
func mixtureSums(y []float64, a, b float64) mixturePoint {
	s, inv := math.Exp(b), math.Exp(-a)
	var sum mixturePoint
	sum.a, sum.b = a, b
	for _, v := range y {
		m := mixtureMoments(s, v*inv)
		sum.value += m.log
		sum.ga += m.a
		sum.gb += m.s
		sum.aa += m.aa - m.a*m.a
		sum.ab += m.as - m.a*m.s
		sum.bb += m.ss - m.s*m.s
	}
	n := float64(len(y))
	sum.value = sum.value/n - a - 2*halfLog2Pi
	// From s to ln s.
	sum.ga, sum.gb = sum.ga/n, s*sum.gb/n
	sum.aa, sum.ab, sum.bb = sum.aa/n, s*sum.ab/n, s*s*sum.bb/n+sum.gb
	return sum
}

// mixtureMoment is ln int exp(h) and the means of h_a, h_s, h_aa + h_a^2, h_as + h_a h_s, h_ss + h_s^2.
type mixtureMoment struct{ log, a, s, aa, as, ss float64 }

// mixtureMoments needs no more digits than a fit does, and takes wider steps than the density.
func mixtureMoments(s, z float64) mixtureMoment {
	p := mixturePeak(s, z)
	p.step = min(1.5*p.step, .25/s)
	var mass float64
	var m mixtureMoment
	for _, side := range [...]float64{-p.step, p.step} {
		u := 0.0
		if side > 0 {
			u = side
		}
		for ; ; u += side {
			e := math.Exp(-2 * s * u)
			w := math.Exp(-u*u/2 - p.q/2*(e-1+2*s*u))
			if w < 1e-13 {
				break
			}
			g, q := p.g+u, p.q*e
			ha := q - 1
			mass += w
			m.a += w * ha
			m.s += w * g * ha
			curve := ha*ha - 2*q
			m.aa += w * curve
			m.as += w * g * curve
			m.ss += w * g * g * curve
		}
	}
	m.a, m.s, m.aa, m.as, m.ss = m.a/mass, m.s/mass, m.aa/mass, m.as/mass, m.ss/mass
	m.log = p.height + math.Log(mass*p.step)
	return m
}
