package dispersion

import "math"

// halves are the effects of two halves in a matrix, and their products. A side is a row, or a column.
type halves struct {
	m            *matrix
	x, y         []float64 // deviations of the series
	ex, ey       effects
	row, column  side
	element      sums
	mean         float64 // product of the elements for each of their degrees of freedom
	elementLaw   null    // of mean
	elementShare float64 // correlation of the elements of the halves, 0 to 1
}

// A side holds, of the effects of rows (or columns) and for each of them, what the jackknife needs.
type side struct {
	number, width float64 // of rows; elements in each
	own           sums    // products of the effects
	owns          []float64
	elements      []float64 // sum over the elements of a row of the product of both halves
	crosses       []float64 // sum over the elements of a row: column effect of one half by element of the other
}

func newHalves(m *matrix, x, y []float64) *halves {
	h := &halves{m: m, x: x, y: y}
	m.split(x, &h.ex)
	m.split(y, &h.ey)
	h.ex.dropRounding(x)
	h.ey.dropRounding(y)
	h.row = newSide(h.ex.row, h.ey.row, m.columns)
	h.column = newSide(h.ex.column, h.ey.column, m.rows)
	for r := range m.rows {
		for c := range m.columns {
			a, b := h.ex.element[r*m.columns+c], h.ey.element[r*m.columns+c]
			h.row.elements[r] += a * b
			h.column.elements[c] += a * b
			h.row.crosses[r] += h.ex.column[c]*b + a*h.ey.column[c]
			h.column.crosses[c] += h.ex.row[r]*b + a*h.ey.row[r]
		}
	}
	h.element = products(h.ex.element, h.ey.element)
	f := m.freedom()
	law := h.element.permuted(f)
	law.third = h.element.xxx * h.element.yyy * cubed(h.row.number-1) * cubed(h.column.number-1)
	h.mean, h.elementLaw = h.element.xy/f, law.times(1/f)
	if both := math.Sqrt(h.element.xx * h.element.yy); both > 0 {
		h.elementShare = min(max(h.element.xy/both, 0), 1)
	}
	return h
}

// dropRounding sets effects to 0 that are of the size of rounding errors of the figures v.
func (e *effects) dropRounding(v []float64) {
	size := 0.
	for _, x := range v {
		size = max(size, math.Abs(x))
	}
	for _, part := range [][]float64{e.row, e.column, e.element} {
		for i, x := range part {
			part[i] = dropRounding(x, size)
		}
	}
}

func newSide(x, y []float64, width int) side {
	n := len(x)
	s := side{number: float64(n), width: float64(width), own: products(x, y)}
	s.owns, s.elements, s.crosses = make([]float64, n), make([]float64, n), make([]float64, n)
	for i, a := range x {
		s.owns[i] = a * y[i]
	}
	return s
}

// total is the estimate over all elements. The permuted covariance is the sum of those of rows, columns and elements,
// which are uncorrelated, but not independent: its third moment has products of them, too.
func (h *halves) total() Estimate {
	df := float64(len(h.x) - 1)
	law := h.row.own.permuted(h.row.number - 1).times(h.row.width)
	law = law.plus(h.column.own.permuted(h.column.number - 1).times(h.column.width))
	law = law.plus(h.elementLaw.times(h.m.freedom()))
	rx, cx, ax := h.ex.mixed()
	ry, cy, ay := h.ey.mixed()
	rows, columns := h.row.number, h.column.number
	law.third += 3 * columns * rx * ry * cubed(rows-1) / (columns - 1)
	law.third += 3 * rows * cx * cy * cubed(columns-1) / (rows - 1)
	law.third += 6 * columns * rows * ax * ay / ((rows - 1) * (columns - 1))
	se := jackknifePairs(h.x, h.y)
	if rows > 2 {
		se = max(se, h.jackknifeGroups(int(rows), func(at int32) int { return int(at) / h.m.columns }))
	}
	if columns > 2 {
		se = max(se, h.jackknifeGroups(int(columns), func(at int32) int { return int(at) % h.m.columns }))
	}
	return estimate(products(h.x, h.y).xy/df, se, law.times(1/df))
}

// mixed are the sums over elements of element^2 row, element^2 column, and element row column.
func (e *effects) mixed() (row, column, all float64) {
	for r, a := range e.row {
		for c, x := range e.element[r*len(e.column):][:len(e.column)] {
			row += x * x * a
			column += x * x * e.column[c]
			all += x * a * e.column[c]
		}
	}
	return row, column, all
}

// jackknifeGroups is the standard error of the covariance by leaving out one row, or column, each.
func (h *halves) jackknifeGroups(groups int, of func(at int32) int) float64 {
	type part struct{ n, x, y, xy float64 }
	parts, all := make([]part, groups), part{}
	for k, at := range h.m.at {
		a, b := h.x[k], h.y[k]
		p := &parts[of(at)]
		*p = part{p.n + 1, p.x + a, p.y + b, p.xy + a*b}
		all = part{all.n + 1, 0, 0, all.xy + a*b} // the sums of deviations are 0
	}
	leave := make([]float64, groups)
	for g, p := range parts {
		if n := all.n - p.n; n >= 2 {
			leave[g] = (all.xy - p.xy - p.x*p.y/n) / (n - 1)
		}
	}
	return spread(leave)
}

// split are the variances of the effects. The mean product of rows has the mean width row + element, that of the
// elements the mean element, where row and element are the variances of their effects.
func (h *halves) split() *Split {
	jr, jc := h.row.leave(h.m.freedom()), h.column.leave(h.m.freedom())
	s := &Split{Rows: h.m.rows, Columns: h.m.columns}
	s.Element = estimate(h.mean, either(jr.element, jc.element, h.elementLaw), h.elementLaw)
	law := h.law(&h.row)
	s.Row = estimate(h.row.variance(h.mean), either(jr.own, jc.other, law), law)
	law = h.law(&h.column)
	s.Column = estimate(h.column.variance(h.mean), either(jc.own, jr.other, law), law)
	return s
}

// either is the larger of two standard errors by jackknife, or that without a difference where there is neither.
func either(a, b []float64, law null) float64 {
	if a == nil && b == nil {
		return math.Sqrt(law.second)
	}
	se := 0.
	for _, leave := range [][]float64{a, b} {
		if leave != nil {
			se = max(se, spread(leave))
		}
	}
	return se
}

// variance is that of the effects of rows, from the mean product of the elements.
func (s *side) variance(element float64) float64 { return s.own.xy/(s.number-1) - element/s.width }

// law is that of the variance of the effects of rows where there is none. Elements that differ make the means of rows
// differ, too, by chance: these are then correlated, as rho says, between the halves, and n pairs of normal variables
// with correlation rho have a sum of products with the cumulants n (1 + rho^2) and n (6 rho + 2 rho^3).
func (h *halves) law(s *side) null {
	n := s.number - 1
	law := s.own.permuted(n).times(1 / n)
	if both := math.Sqrt(s.own.xx*s.own.yy) / n; both > 0 {
		rho := min(max(h.mean, 0)/s.width/both, 1)
		law.third += both * both * both * (6*rho + 2*rho*rho*rho) / (n * n)
		law.second *= 1 + rho*rho
	}
	rest := h.elementLaw.times(-1 / s.width)
	rest.second *= 1 + h.elementShare*h.elementShare
	return law.plus(rest)
}

// A left holds the three variances with one row left out each: of rows, of columns, of elements.
type left struct{ own, other, element []float64 }

// leave leaves out one row each; without three of them, nothing. The element effects of the others then move by 1/(n-1)
// of those of that row, with n rows, and so do the effects of columns.
func (s *side) leave(freedom float64) (l left) {
	if s.number < 3 {
		return l
	}
	elements := 0.
	for _, x := range s.elements {
		elements += x
	}
	n := s.number
	f := freedom * (n - 2) / (n - 1)
	for i, x := range s.elements {
		element := (elements - x*n/(n-1)) / f
		l.element = append(l.element, element)
		l.own = append(l.own, (s.own.xy-s.owns[i]*n/(n-1))/(n-2)-element/s.width)
		// The sum of products of the effects of columns moves by this much; what it was adds nothing to a spread.
		moved := -s.crosses[i]/(n-1) + x/((n-1)*(n-1))
		l.other = append(l.other, moved/(s.width-1)-element/(n-1))
	}
	return l
}
