package verdict

import "math"

// gridPlace is a point of a grid: u rows and v columns on from the first of the 4x4 nodes about it.
type gridPlace struct {
	on     bool // the fit that holds it was taken from a grid
	i, j   int  // the first row and column
	u, v   float64
	excess float64 // ln of the sum of the interpolated probabilities
}

// gridSearch is the search for the most likely row of a grid, each with the scale that is the most likely for it.
type gridSearch struct {
	g    *grid
	b    *binned
	low  int     // the first row allowed
	j    int     // the best column of the row last looked at
	x, y float64 // the most likely place so far: row and column
}

// profile is the largest log-likelihood in row i by a parabola through the best column, searched from s.j on, and its
// column.
func (s *gridSearch) profile(i int) (l, column float64) {
	r, j := gridColumns{row: s.g.row(i), b: s.b}, s.j
	before, at, after := r.at(j-1), r.at(j), r.at(j+1)
	for near := 3; before > at || after > at; near-- { // the best column is farther off
		switch way := 1 - 2*btoi(before > at); {
		case near <= 0:
			for stride := 4; ; stride *= 2 {
				l := r.at(j + way*stride)
				if !(l > at) {
					break
				}
				j, at = j+way*stride, l
			}
			before, after, near = r.at(j-1), r.at(j+1), 4
		case way > 0:
			j++
			before, at, after = at, after, r.at(j+1)
		default:
			j--
			before, at, after = r.at(j-1), before, at
		}
	}
	s.j = j
	bend, slope := 2*at-before-after, after-before
	if !(bend > 0) || math.IsInf(bend, 0) {
		return at, float64(j)
	}
	return at + slope*slope/(8*bend), float64(j) + slope/(2*bend)
}

// climb looks for the most likely row from i on, in steps of searchStep rows, and by a parabola between those about it.
// ok is false where the bins do not lie inside the grid.
func (s *gridSearch) climb(i int) (ok bool) {
	last := len(s.g.rows) - 1
	i = min(max(i, s.low), last)
	at, column := s.profile(i)
	s.x, s.y = float64(i), column
	if math.IsInf(at, 0) || last == 0 {
		return !math.IsInf(at, 0)
	}
	var known [2]struct { // of the neighbours below and above
		row       int
		l, column float64
	}
	set := [2]bool{}
	for range last {
		moved := false
		for side, sign := range [...]int{-1, 1} {
			n := &known[side]
			if set[side] {
				continue
			}
			n.row, set[side] = min(max(i+sign*searchStep, s.low), last), true
			if n.row == i {
				n.l = math.Inf(-1)
				continue
			}
			s.j = int(math.Round(column))
			if n.l, n.column = s.profile(n.row); n.l > at {
				other := &known[1-side]
				other.row, other.l, other.column, set[1-side] = i, at, column, true
				i, at, column, set[side], moved = n.row, n.l, n.column, false, true
				break
			}
		}
		if !moved {
			break
		}
	}
	s.x, s.y = float64(i), column
	down, up := &known[0], &known[1]
	h, k := float64(i-down.row), float64(up.row-i)
	if h == 0 || k == 0 || math.IsInf(down.l, 0) || math.IsInf(up.l, 0) {
		return true
	}
	left, right := (at-down.l)/h, (at-up.l)/k // both are 0 or more
	if left+right > 0 {
		// The slope of the parabola at i is (left k - right h)/(h + k), its bend 2 (left + right)/(h + k).
		step := (left*k - right*h) / (2 * (left + right))
		s.x += step
		if step > 0 {
			s.y += (up.column - column) * step / k
		} else {
			s.y += (column - down.column) * step / h
		}
	}
	return true
}

// searchStep is how many rows the first look at a grid is apart.
const searchStep = 4

// gridFit maximises the likelihood over shapes from lo on and scales. ok is false where the bins of b do not lie inside
// the grid.
func (f *family) gridFit(b *binned) (fit binnedFit, ok bool) {
	g := f.grid
	s := gridSearch{g: g, b: b, j: int(math.Round(b.mid * gridPhases))}
	least := g.from
	if f.lo != 0 {
		least = g.place(f.lo)
		s.low = int(math.Ceil((least-g.from)/g.step - 1e-9))
	}
	if !s.climb(g.guess(b)) {
		return fit, false
	}
	var p gridPatch
	for range 8 {
		if !p.fill(&s) {
			return fit, false
		}
		if p.maximise((least - g.from) / g.step); p.central(len(g.rows)) {
			break
		}
		s.x, s.y = float64(p.i)+p.u, float64(p.j)+p.v
	}
	return f.gridFitAt(b, &p)
}

// guess is the row whose quantiles at .9 and .5 are about as far apart as those of b.
func (g *grid) guess(b *binned) int {
	if len(g.guide) == 0 {
		return 0
	}
	above, k := b.n[b.edges], b.edges
	for k > 1 && above < .1*b.total {
		k--
		above += b.n[k]
	}
	lower := math.Log2(edgeAt(b.first+k-1, 4)) // of bin k
	spread := lower - b.mid
	if b.n[k] > 0 {
		spread += .25 * (above - .1*b.total) / b.n[k]
	}
	i := 1
	for i < len(g.guide)-1 && spread > g.guide[i][0] {
		i++
	}
	a, c := g.guide[i-1], g.guide[i]
	t := min(max((spread-a[0])/(c[0]-a[0]), 0), 1)
	return int(math.Round(a[1] + t*(c[1]-a[1])))
}
