package lawfit

import (
	"math"

	"levyscope/stats/law"
	"levyscope/stats/tail"
)

// largestSpread bounds the spread of FitNormalMixture.
const largestSpread = 10

const mixtureSteps = 60 // each a quadrature at every node

// FitNormalMixture is the maximum likelihood fit of a log-normal scale mixture
// centred at 0, by Newton's method on (ln Sd, ln Spread) from the log-moments
//
//	E ln|X| = ln Sd - (gamma_E + ln 2)/2,   Var ln|X| = Spread^2 + pi^2/8.
//
// Gradient and Hessian are moments of the hidden scale given each sample (Louis'
// identities), by the quadrature of the density. Standard errors come from the
// observed information. Where no spread is more likely than none, Spread is 0 and
// LawFit.Edge names the Gaussian limit. Errors as in LawFit.
// Source: Louis 1982.
func FitNormalMixture(x []float64) (LawFit[law.NormalMixture], error) {
	y, unit, err := lawSample(x)
	if err != nil {
		return LawFit[law.NormalMixture]{}, err
	}
	second, fourth := 0.0, 0.0
	for _, v := range y {
		second += v * v
		fourth += v * v * v * v
	}
	n := float64(len(y))
	flat := mixturePoint{a: .5 * math.Log(second/n), b: math.Inf(-1)}
	flat.value = -flat.a - law.HalfLog2Pi - .5
	light := fourth*n <= 3*second*second
	at, ok := mixtureClimb(y, light)
	f := LawFit[law.NormalMixture]{N: len(x), Params: 2}
	if !ok || light && at.value <= flat.value {
		at, f.Edge = flat, "the Gaussian limit: no spread is more likely"
	} else if at.b >= math.Log(largestSpread) {
		f.Edge = "the largest spread that the fit allows: tails beyond any mixture's, or too many exact zeros"
	}
	sd, spread := math.Exp(at.a), math.Exp(at.b)
	f.Law = law.NormalMixture{Sd: unit.up(sd), Spread: spread}
	f.LogLik = n * (at.value - unit.log())
	det := n * (at.aa*at.bb - at.ab*at.ab)
	seA, seB := math.Sqrt(-at.bb/det), math.Sqrt(-at.aa/det)
	switch {
	case spread == 0:
		seA, seB = math.Sqrt(1/(2*n)), math.NaN()
	case f.Edge != "":
		seA, seB = math.Sqrt(-1/(n*at.aa)), math.NaN()
	}
	f.SE = law.NormalMixture{Sd: unit.up(sd * seA), Spread: spread * seB}
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
	return mean + (tail.EulerGamma+math.Ln2)/2, .5 * math.Log(min(variance, 25))
}

// mixtureClimb takes Newton steps of at most 1 (or the variance of ln|x|), halved while they lose. ok is false
// where they run down to no spread at all.
func mixtureClimb(y []float64, light bool) (at mixturePoint, ok bool) {
	grid := newMixtureGrid(y)
	at = grid.at(mixtureStart(y))
	for range mixtureSteps {
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
		// A wide mixture is flat in ln Sd over its variance.
		reach := max(1, math.Exp(2*at.b))
		da, db = max(-reach, min(reach, da)), min(max(-1, min(1, db)), math.Log(largestSpread)-at.b)
		promise := math.Abs(at.ga*da) + math.Abs(at.gb*db)
		next := grid.at(at.a+da, at.b+db)
		for halvings := 0; !(next.value >= at.value-1e-13*math.Abs(at.value)); halvings++ {
			if halvings == 40 {
				return at, true
			}
			da, db = da/2, db/2
			next = grid.at(at.a+da, at.b+db)
		}
		at = next
		if promise < 1e-16 {
			break
		}
	}
	return at, true
}

// mixtureGrid holds the samples as weights on a grid in ln|x|, fixed for a fit: the
// likelihood is smooth there, so that a sum over nodes stands for one over samples.
type mixtureGrid struct {
	nodes []mixtureNode
	n     float64
}

// mixtureNode weighs one node: value, slope and curvature in ln|x| of the
// log-likelihood (quintic Hermite interpolation), value and slope of its gradient
// (cubic), value of its Hessian (linear).
type mixtureNode struct{ y, v0, v1, v2, g0, g1, h float64 }

// mixturePitch is the distance of nodes; the error of the gradient is of the order of
// pitch^4, 1e-5 standard errors at 4096 samples.
const mixturePitch = 1. / 24

func newMixtureGrid(y []float64) mixtureGrid {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, v := range y {
		if v != 0 {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	first := math.Floor(math.Log(lo) / mixturePitch)
	all := make([]mixtureNode, int(math.Log(hi)/mixturePitch-first)+3)
	var zero mixtureNode
	for _, v := range y {
		if v == 0 {
			zero.v0, zero.g0, zero.h = zero.v0+1, zero.g0+1, zero.h+1
			continue
		}
		u := math.Log(v)/mixturePitch - first
		i := int(u)
		all[i].add(u-float64(i), 1)
		all[i+1].add(1-u+float64(i), -1)
	}
	g := mixtureGrid{n: float64(len(y)), nodes: all[:0]}
	for i, node := range all {
		if node.h != 0 {
			node.y = math.Exp((first + float64(i)) * mixturePitch)
			g.nodes = append(g.nodes, node)
		}
	}
	if zero.h != 0 {
		g.nodes = append(g.nodes, zero)
	}
	return g
}

// add adds the Hermite weights of a sample t pitches away, on the side of sign.
func (m *mixtureNode) add(t, sign float64) {
	t2, t3 := t*t, t*t*t
	m.v0 += 1 + t3*(-10+t*(15-6*t))
	m.v1 += sign * mixturePitch * (t + t3*(-6+t*(8-3*t)))
	m.v2 += mixturePitch * mixturePitch * t2 / 2 * (1 + t*(-3+t*(3-t)))
	m.g0 += 1 + t2*(-3+2*t)
	m.g1 += sign * mixturePitch * t * (1 + t*(-2+t))
	m.h += 1 - t
}

// at averages the likelihood and its derivatives over the samples. With h of
// law.MixturePeak less ln Sd, its derivatives are h_a = q - 1, h_s = g(q - 1), h_aa = -2q,
// h_as = -2gq, h_ss = -2 g^2 q; the log-likelihood's are E h_i and E h_ij + Cov(h_i, h_j)
// over g given the sample. The slope in ln|x| is minus that in a.
func (g *mixtureGrid) at(a, b float64) mixturePoint {
	s, inv := math.Exp(b), math.Exp(-a)
	sum := mixturePoint{a: a, b: b}
	for i := range g.nodes {
		w := &g.nodes[i]
		m := mixtureMoments(s, w.y*inv)
		aa, as, ss := m.aa-m.a*m.a, m.as-m.a*m.s, m.ss-m.s*m.s
		sum.value += w.v0*m.log - w.v1*(m.a+1) + w.v2*aa
		sum.ga += w.g0*m.a - w.g1*aa
		sum.gb += w.g0*m.s - w.g1*as
		sum.aa += w.h * aa
		sum.ab += w.h * as
		sum.bb += w.h * ss
	}
	n := g.n
	sum.value = sum.value/n - a - 2*law.HalfLog2Pi
	// From s to ln s.
	sum.ga, sum.gb = sum.ga/n, s*sum.gb/n
	sum.aa, sum.ab, sum.bb = sum.aa/n, s*sum.ab/n, s*s*sum.bb/n+sum.gb
	return sum
}

// mixtureMoment is ln int exp(h) and the means of h_a, h_s, h_aa + h_a^2, h_as + h_a h_s, h_ss + h_s^2.
type mixtureMoment struct{ log, a, s, aa, as, ss float64 }

// mixtureMoments needs no more digits than a fit does, and takes wider steps than the density.
func mixtureMoments(s, z float64) mixtureMoment {
	p := law.PeakOfMixture(s, z)
	p.Step = min(1.25*p.Step, .2/s)
	var mass float64
	var m mixtureMoment
	for _, side := range [...]float64{-p.Step, p.Step} {
		ratio, e, u := math.Exp(-2*s*side), 1.0, 0.0 // e is exp(-2 s u)
		if side > 0 {
			u, e = side, ratio
		}
		for ; ; u, e = u+side, e*ratio {
			w := math.Exp(-u*u/2 - p.Q/2*(e-1+2*s*u))
			if !(w >= 1e-14) {
				break
			}
			g, q := p.G+u, p.Q*e
			ha := q - 1
			curve := w * (ha*ha - 2*q)
			mass += w
			m.a += w * ha
			m.s += w * g * ha
			m.aa += curve
			m.as += g * curve
			m.ss += g * g * curve
		}
	}
	m.a, m.s, m.aa, m.as, m.ss = m.a/mass, m.s/mass, m.aa/mass, m.as/mass, m.ss/mass
	m.log = p.Height + math.Log(mass*p.Step)
	return m
}
