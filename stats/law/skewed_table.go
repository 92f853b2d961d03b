package law

import (
	"math"
	"math/bits"
	"sync"
	"sync/atomic"
)

const (
	skewedOctaves = 20
	skewedBins    = 8 // an octave
	skewedTerms   = 6 // coefficients of the polynomial of a bin
)

// A skewedTable holds the quantile function of one standard skewed law, for both sides of its median: x(u) with
// P(X > x) = u on the upper side and P(X < x) = u on the lower one, for 2^-21 <= u < 1/2. In bin j of octave o,
// u = 2^-(o+2) (1 + (j + t)/8), 0 <= t < 1, x is the polynomial of degree 5 in t through the values at the Chebyshev
// points (1 - cos(pi i/5))/2. x is the S0 coordinate where alpha is within nearOne of 1, else that of S1.
//
// The largest error found, relative to the larger of |x - median| and the scale, is 2e-8 for alpha from 0.6 to 1.9999
// and any beta, and 4e-7 at 0.5, in its narrow core (a test holds both). Beyond the table, with probability 2^-20, the
// quantile is solved for.
type skewedTable struct {
	alpha, beta float64
	shifted     bool // x is in S0

	// The coefficients of the upper side, then those of the lower one.
	bins [2 * skewedOctaves * skewedBins][skewedTerms]float64
}

// skewedSide is one side of a law: the logarithm of P(X > x), and its slope.
type skewedSide struct {
	alpha, beta float64
	shifted     bool
}

func (s skewedSide) at(x float64) (log, slope float64) {
	z, x0 := x, x
	if s.shifted {
		if s.alpha != 1 {
			z = addTangent(s.alpha, s.beta, 1, x)
		}
	} else {
		x0 = skewedShift(s.alpha, s.beta, x)
	}
	density, log, upper := skewedLogsAt(s.alpha, s.beta, z, x0)
	if !upper {
		log = math.Log1p(-math.Exp(log))
	}
	return log, -math.Exp(density - log)
}

// solve is the x with P(X > x) = u, by Newton's method on ln u from guess, in steps of at most reach, or 1 + |x| until
// one has led beyond the end of the support.
func (s skewedSide) solve(u, guess, reach float64) float64 {
	x, logU, outside := guess, math.Log(u), false
	for range 100 {
		log, slope := s.at(x)
		if math.IsInf(log, -1) || !(slope < 0) {
			x -= reach
			reach /= 2
			outside = true
			continue
		}
		if !outside {
			reach = max(reach, 1+math.Abs(x))
		}
		step := (logU - log) / slope
		step = min(max(step, -reach), reach)
		x += step
		if math.Abs(step) <= 1e-11*(1+math.Abs(x)) {
			break
		}
	}
	return x
}

// newSkewedTable solves for the quantiles outwards from the median, each from a line through the last two.
func newSkewedTable(alpha, beta float64) *skewedTable {
	t := &skewedTable{alpha: alpha, beta: beta, shifted: math.Abs(alpha-1) <= nearOne}
	up := skewedSide{alpha, beta, t.shifted}
	start := skewedQuantile(alpha, beta, .5, true)
	if t.shifted {
		start = up.solve(.5, 0, 1)
	}
	var both sync.WaitGroup
	both.Add(1)
	go func() {
		defer both.Done()
		skewedSide{alpha, -beta, t.shifted}.fill(t.bins[skewedOctaves*skewedBins:], -start)
	}()
	up.fill(t.bins[:skewedOctaves*skewedBins], start)
	both.Wait()
	for i := range t.bins[skewedOctaves*skewedBins:] {
		c := &t.bins[skewedOctaves*skewedBins+i]
		for k := range c {
			c[k] = -c[k]
		}
	}
	return t
}

// fill writes the polynomials of one side, whose median is given.
func (s skewedSide) fill(bins [][skewedTerms]float64, median float64) {
	x, before := median, median
	logLast, logBefore := math.Log(.5), math.Log(.5)
	for i := range bins {
		octave, bin := i/skewedBins, skewedBins-1-i%skewedBins
		width := math.Ldexp(1./skewedBins, -octave-2)
		var y [skewedTerms]float64
		y[skewedTerms-1] = x
		for k := skewedTerms - 2; k >= 0; k-- {
			u := (float64(skewedBins+bin) + skewedPoint(k)) * width
			guess, logU := x, math.Log(u)
			if logLast != logBefore {
				guess += (x - before) / (logLast - logBefore) * (logU - logLast)
			}
			before, logBefore = x, logLast
			x, logLast = s.solve(u, guess, 1+math.Abs(x)), logU
			y[k] = x
		}
		bins[octave*skewedBins+bin] = newtonPolynomial(y)
	}
}

// skewedPoint is the place in a bin of the value k of its polynomial.
func skewedPoint(k int) float64 { return (1 - math.Cos(math.Pi*float64(k)/(skewedTerms-1))) / 2 }

// newtonPolynomial are the coefficients in t, the constant first, of the polynomial through y[k] at skewedPoint(k), by
// divided differences.
func newtonPolynomial(y [skewedTerms]float64) (c [skewedTerms]float64) {
	d := y
	for order := 1; order < skewedTerms; order++ {
		for k := skewedTerms - 1; k >= order; k-- {
			d[k] = (d[k] - d[k-1]) / (skewedPoint(k) - skewedPoint(k-order))
		}
	}
	for k := skewedTerms - 1; k >= 0; k-- { // c = c (t - point k) + d[k]
		for j := skewedTerms - 1; j > 0; j-- {
			c[j] = c[j-1] - skewedPoint(k)*c[j]
		}
		c[0] = d[k] - skewedPoint(k)*c[0]
	}
	return c
}

// isDeepSkewed reports whether the octave of w lies beyond the table.
func isDeepSkewed(w uint64) bool { return w<<1 < 1<<(64-skewedOctaves) }

// at is the draw of the word w, which is not deep: side, then 63 bits of 2u.
func (t *skewedTable) at(w uint64) float64 {
	v := w << 1
	octave := bits.LeadingZeros64(v)
	v <<= (octave + 1) & 63
	c := &t.bins[(uint(octave<<3|int(v>>61))+uint(w>>63)*skewedOctaves*skewedBins)%(2*skewedOctaves*skewedBins)]
	s := math.Float64frombits(v<<3>>12|1023<<52) - 1
	return ((((c[5]*s+c[4])*s+c[3])*s+c[2])*s+c[1])*s + c[0]
}

// deep is the draw of a word w that isDeepSkewed; more holds further bits of u.
func (t *skewedTable) deep(w, more uint64) float64 {
	u := (float64(w<<1) + (float64(more>>11)+.5)*0x1p-52) * 0x1p-65
	side, sign, last := skewedSide{t.alpha, t.beta, t.shifted}, 1., (skewedOctaves-1)*skewedBins
	if w>>63 != 0 {
		side.beta, sign, last = -t.beta, -1, last+skewedOctaves*skewedBins
	}
	if t.shifted {
		from := sign * t.bins[last][0] // the quantile at 2^-21
		return sign * side.solve(u, from, 1+math.Abs(from))
	}
	return sign * skewedQuantile(t.alpha, side.beta, u, true)
}

// skewedTables keeps the tables of the laws used last.
var skewedTables [16]atomic.Pointer[skewedTable]

// skewedTableOf returns the table of alpha in [smallestTable, 2) and beta != 0, made if it is not among those kept.
func skewedTableOf(alpha, beta float64) *skewedTable {
	hash := math.Float64bits(alpha)*0x9e3779b97f4a7c15 ^ math.Float64bits(beta)*0xc2b2ae3d27d4eb4f
	slot := &skewedTables[hash>>60]
	if t := slot.Load(); t != nil && t.alpha == alpha && t.beta == beta {
		return t
	}
	t := newSkewedTable(alpha, beta)
	slot.Store(t)
	return t
}
