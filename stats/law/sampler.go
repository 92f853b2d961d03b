package law

import (
	"math"
	"math/bits"
	"math/rand/v2"
)

// Sampler draws from one stable law. A symmetric law is drawn by inversion: a
// uniform word gives the sign, the octave of the tail probability u in (0, 1/2),
// one of 64 bins of that octave and the place in the bin; a cubic gives the x
// with S(x) = u (see inverseTable for its error). Beyond the last octave of the table, with
// probability 2^-16, the quantile function itself does, from 64 bits more: the
// tails are exact. x decreases with u, so that equal words give comonotone draws
// whatever the tail index.
//
// A skewed law with alpha >= 0.5 is drawn by inversion too: see skewedTable. Below 0.5 it is the method of Chambers,
// Mallows and Stuck. The zero Sampler is not valid; see Stable.Sampler. Several goroutines may share one.
type Sampler struct {
	table      *inverseTable // nil: skewed, or a small alpha
	skewTable  *skewedTable  // nil: symmetric, or a small alpha
	scale, loc float64
	skewed     chambers
}

// Sampler returns a sampler of s, which must be valid (see Validate). For a
// symmetric law it makes the table of its tail index, about 2 to 4 ms, and for a skewed one about 30 ms, unless it was
// made before. Stable.Rand needs none.
func (s Stable) Sampler() Sampler {
	switch {
	case s.Alpha < smallestTable:
		return Sampler{skewed: newChambers(s)}
	case s.Alpha != 2 && s.Beta != 0:
		t := skewedTableOf(s.Alpha, s.Beta)
		loc := s.Loc
		if t.shifted {
			loc = moveS0(s.Alpha, s.Beta, s.Scale, s.Loc, 1)
		}
		return Sampler{skewTable: t, scale: s.Scale, loc: loc}
	}
	return Sampler{table: inverseTableOf(s.Alpha), scale: s.Scale, loc: s.Loc}
}

// Draw returns one value.
func (m *Sampler) Draw(r *rand.Rand) float64 {
	if m.table == nil {
		return m.drawSkewed(r)
	}
	w := r.Uint64()
	if isDeep(w) {
		return m.scale*m.table.deep(w, r.Uint64()) + m.loc
	}
	return m.scale*m.table.at(w) + m.loc
}

// drawSkewed is Draw without a table of a symmetric law.
func (m *Sampler) drawSkewed(r *rand.Rand) float64 {
	if m.skewTable == nil {
		return m.skewed.draw(r)
	}
	w := r.Uint64()
	if isDeepSkewed(w) {
		return m.scale*m.skewTable.deep(w, r.Uint64()) + m.loc
	}
	return m.scale*m.skewTable.at(w) + m.loc
}

// Fill sets every element of dst to a draw; it allocates nothing. A law with a table
// takes two words of r and spreads them over dst (see spread): what follows for a
// given r depends on the lengths of the calls made, not only on their sum.
func (m *Sampler) Fill(dst []float64, r *rand.Rand) {
	if m.skewTable != nil {
		m.fillSkewed(dst, r)
		return
	}
	if m.table == nil {
		for i := range dst {
			dst[i] = m.skewed.draw(r)
		}
		return
	}
	a, b := r.Uint64(), r.Uint64()
	table, scale, loc := m.table, m.scale, m.loc
	for i := range dst {
		a += spreadStep
		w := spread(a, b)
		if isDeep(w) {
			dst[i] = scale*table.deep(w, spread(a, ^b)) + loc
			continue
		}
		dst[i] = scale*table.at(w) + loc
	}
}

// fillSkewed is Fill from the table of a skewed law.
func (m *Sampler) fillSkewed(dst []float64, r *rand.Rand) {
	a, b := r.Uint64(), r.Uint64()
	table, scale, loc := m.skewTable, m.scale, m.loc
	for i := range dst {
		a += spreadStep
		w := spread(a, b)
		if isDeepSkewed(w) {
			dst[i] = scale*table.deep(w, spread(a, ^b)) + loc
			continue
		}
		dst[i] = scale*table.at(w) + loc
	}
}

// spread folds the 128-bit product of a and a xor b. Over a = a0 + i spreadStep
// this is the generator wyrand (Wang Yi 2019), here with a 128-bit key (a0, b); it
// has no state to wait for, and costs half of a call through rand.Source.
func spread(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, a^b)
	return hi ^ lo
}

const spreadStep = 0xa0761d6478bd642f // odd, its bits half ones

const (
	tableOctaves  = 16
	octaveBins    = 64
	smallestTable = .5 // tail index: below, the last bin before u = 1/2 holds the whole core of the law
)

// An inverseTable holds x(u), S(x(u)) = u, of the standard symmetric law for
// 2^-17 <= u < 1/2: in bin j of octave o, u = 2^-(o+2) (1 + (j + t)/64), 0 <= t < 1, x is
//
//	c[0] + c[1] t + c[2] t^2 + c[3] t^3,
//
// the cubic through x at t = 0, 1 and (1 -+ (sqrt2 - 1))/2. These four places make the
// bound of its error, |x””| h^4 (sqrt2 - 1)^2/384 with h the width of the bin,
// as small as it can be while neighbours meet. In the tail x ~ u^(-1/alpha), so relative to x
//
//	|error| <= 2.7e-11 (1/alpha)(1/alpha + 1)(1/alpha + 2)(1/alpha + 3).
//
// Next to u = 1/2, where x has a zero and a law with a small alpha its narrow core, and for alpha just below 2
// between the Gaussian core and the tail, the error relative to x is larger. The largest found anywhere in the
// last bin before u = 1/2 (|x| < 0.02), in the seven bins before that one, and in all others:
//
//	alpha    0.5   0.55   0.6   0.65    0.7    0.8      1    1.2    1.5    1.8   1.95   1.99  1.999      2
//	last    1e-6   2e-7  6e-8 1.4e-8   3e-9 1.5e-9 1.2e-9   7e-10  4e-10  3e-10  2e-10  2e-10  2e-10  2e-10
//	seven 1.4e-7 3.5e-8  1e-8 2.5e-9  5e-10  3e-10  2e-10 1.2e-10  7e-11  5e-11  4e-11  4e-11  4e-11  4e-11
//	rest    6e-9   4e-9  3e-9   3e-9   2e-9 1.5e-9  8e-10   5e-10  3e-10  2e-10  2e-10  2e-10  4e-10  1e-10
//
// Relative to 1, the last bins at alpha = 0.5 are 1e-9 off. A test holds the table in every bin.
type inverseTable struct {
	quantile func(u float64) float64 // x with S(x) = u, for u below the table's
	bins     [tableOctaves * octaveBins][4]float64
}

// isDeep reports whether the octave of w lies beyond the table.
func isDeep(w uint64) bool { return w<<1 < 1<<(64-tableOctaves) }

// at is the draw of the word w, which is not deep: sign, then 63 bits of 2u.
func (t *inverseTable) at(w uint64) float64 {
	v := w << 1
	octave := bits.LeadingZeros64(v)
	v <<= (octave + 1) & 63
	c := &t.bins[uint(octave<<6|int(v>>58))%(tableOctaves*octaveBins)]
	s := math.Float64frombits(v<<6>>12|1023<<52) - 1
	x := ((c[3]*s+c[2])*s+c[1])*s + c[0]
	return math.Float64frombits(math.Float64bits(x) ^ w&(1<<63))
}

// deep is the draw of a word w that isDeep; more holds further bits of u.
func (t *inverseTable) deep(w, more uint64) float64 {
	u := (float64(w<<1) + (float64(more>>11)+.5)*0x1p-52) * 0x1p-65
	return math.Copysign(t.quantile(u), math.Float64frombits(w))
}

// newInverseTable is the table of SaS(1) with the tail index alpha.
func newInverseTable(alpha float64) *inverseTable {
	return tabulate(standardLaw(alpha), func(u float64) float64 { return symmetricQuantile(alpha, u) })
}

// tabulate walks from u = 1/2, x = 0 down, for the symmetric law with the density f and the survival
// function s that at returns. Newton steps find x at the edges of the bins, from a
// parabola through what is behind; between two edges the Hermite cubic is so good that one step does.
func tabulate(at func(x float64) (f, s float64), quantile func(u float64) float64) *inverseTable {
	table := &inverseTable{quantile: quantile}
	const inner = (2 - math.Sqrt2) / 2 // (1 - (sqrt2 - 1))/2
	x1 := 0.0
	f, _ := at(0)
	slope1, slope2 := -1/f, -1/f // dx/du at this edge, and at the one before, above it
	for i := range table.bins {
		octave, bin := i/octaveBins, octaveBins-1-i%octaveBins
		width := math.Ldexp(1./octaveBins, -octave-2)
		u := func(t float64) float64 { return (octaveBins + float64(bin) + t) * width }
		x0, f := descend(at, x1-width*(1.5*slope1-.5*slope2), u(0))
		slope0 := -1 / f
		between := func(t float64) float64 {
			x := x0 + t*t*(3-2*t)*(x1-x0) + width*t*(1-t)*((1-t)*slope0-t*slope1)
			f, s := at(x)
			return x + (s-u(t))/f
		}
		table.bins[octave*octaveBins+bin] = cubicThrough(x0, between(inner), between(1-inner), x1, inner)
		x1, slope1, slope2 = x0, slope0, slope1
		if bin == 0 { // the next bins are half as wide
			slope2 = (slope1 + slope2) / 2
		}
	}
	return table
}

// descend solves S(x) = u from nearby, and returns f there too.
func descend(at func(float64) (f, s float64), x, u float64) (root, f float64) {
	for range 40 {
		var s float64
		f, s = at(x)
		step := (s - u) / f
		x = max(x+step, x/2)
		if math.Abs(step) <= 1e-8*x {
			break
		}
	}
	return x, f
}

// cubicThrough returns the coefficients of the cubic with the values y0, ya, yb, y1 at t = 0, a, 1-a, 1.
func cubicThrough(y0, ya, yb, y1, a float64) [4]float64 {
	// About the straight line, what is left has the factor t(1-t): r = t(1-t)(p + q t).
	ra := (ya - (y0 + a*(y1-y0))) / (a * (1 - a))
	rb := (yb - (y1 - a*(y1-y0))) / (a * (1 - a))
	q := (rb - ra) / (1 - 2*a)
	p := ra - q*a
	return [4]float64{y0, y1 - y0 + p, q - p, -q}
}
