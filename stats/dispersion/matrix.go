package dispersion

import "math"

// A matrix says where the series that are used lie in rows and columns. Series that are not used leave holes.
type matrix struct {
	rows, columns int
	at            []int32 // at[k]: place, row times columns + column, of the k-th series that is used, in rising order
}

// newMatrix folds a shape of two axes or more into rows (the first axis) and columns (the others), and leaves out rows
// and columns without a series in used, which are indices in C order. It is nil unless 2 x 2 are left and the elements
// have degrees of freedom. Panics if the shape has not as many elements as there are series.
func newMatrix(shape []int, series int, used []int32) *matrix {
	if len(shape) == 0 {
		return nil
	}
	count := 1
	for _, n := range shape {
		count *= n
	}
	if count != series {
		panic("dispersion: the shape has not as many elements as there are series")
	}
	if len(shape) < 2 || count == 0 {
		return nil
	}
	wide := count / shape[0]
	row, column := make([]int32, shape[0]), make([]int32, wide)
	for _, i := range used {
		row[int(i)/wide], column[int(i)%wide] = 1, 1
	}
	m := &matrix{rows: number(row), columns: number(column), at: make([]int32, len(used))}
	for k, i := range used {
		m.at[k] = row[int(i)/wide]*int32(m.columns) + column[int(i)%wide]
	}
	if m.rows < 2 || m.columns < 2 || m.freedom() < 1 {
		return nil
	}
	return m
}

// number replaces the ones among flags by 0, 1, 2, ... and returns how many they are.
func number(flags []int32) (n int) {
	for i, f := range flags {
		flags[i] = int32(n)
		n += int(f)
	}
	return n
}

// freedom is the number of degrees of freedom of the elements, that of the holes taken off.
func (m *matrix) freedom() float64 { return float64(len(m.at) - m.rows - m.columns + 1) }

// effects are figures of one time, or one half, as sums of effects: of mean zero each, and over rows and over columns.
type effects struct{ row, column, element []float64 }

// fills is how often holes are filled by the additive model. Each time what is off shrinks by the share of holes.
const fills = 12

// split writes the effects of figures v of mean zero, v[k] being that of series k. Holes are given the sum of row and
// column effect, by iteration, so that they have no effect of their own.
func (m *matrix) split(v []float64, e *effects) {
	if e.row == nil {
		*e = effects{make([]float64, m.rows), make([]float64, m.columns), make([]float64, m.rows*m.columns)}
	}
	holes := len(m.at) < m.rows*m.columns
	mean := 0.
	clear(e.row)
	clear(e.column)
	for n := 0; n == 0 || holes && n < fills; n++ {
		if holes {
			for r := range m.rows {
				line := e.element[r*m.columns:][:m.columns]
				for c := range line {
					line[c] = mean + e.row[r] + e.column[c]
				}
			}
		}
		for k, x := range v {
			e.element[m.at[k]] = x
		}
		mean = m.means(e)
	}
	for r := range m.rows {
		line := e.element[r*m.columns:][:m.columns]
		for c := range line {
			line[c] -= mean + e.row[r] + e.column[c]
		}
	}
	if holes {
		m.clearHoles(e)
	}
}

// means sets the effects of rows and columns of the elements as they stand, and returns the mean of all.
func (m *matrix) means(e *effects) (mean float64) {
	clear(e.column)
	for r := range m.rows {
		sum := 0.
		for c, x := range e.element[r*m.columns:][:m.columns] {
			sum += x
			e.column[c] += x
		}
		e.row[r] = sum / float64(m.columns)
		mean += e.row[r] / float64(m.rows)
	}
	for r := range e.row {
		e.row[r] -= mean
	}
	for c := range e.column {
		e.column[c] = e.column[c]/float64(m.rows) - mean
	}
	return mean
}

// clearHoles sets to zero the elements that are no series.
func (m *matrix) clearHoles(e *effects) {
	next := 0
	for _, at := range m.at {
		clear(e.element[next:at])
		next = int(at) + 1
	}
	clear(e.element[next:])
}

// finite reports whether x is neither NaN nor infinite.
func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
