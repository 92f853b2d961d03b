package dispersion

import "math"

// mostTimes is the most times (blocks, or runs of them) that are compared with each other. More lower the variance of
// the result by a part in mostTimes only.
const mostTimes = 32

// ByBlocks estimates the variance of 1/alpha between series from block log-moment contrasts (see Contrasts): c[b*series
// + i] is that of block b of series i, NaN or infinite where there is none. With d_ib = c_ib - mean_i c_ib, which takes
// off what shared minibatches have in common, and B blocks,
//
//	variance = mean over pairs b != b' of sum_i d_ib d_ib'/(series - 1),
//
// which equals the analysis of variance var_i(mean_b d_ib) - mean_i var_b(d_ib)/B. Blocks are independent of each
// other, so that the mean of each pair is 0 where all laws are equal, whatever the law and however the series depend on
// each other within a block. P is by the distribution of the sum when the signs of the d of whole blocks are random
// (its variance and skewness, as a shifted gamma law; a small P is raised to the share of random signs that reach as
// much, if any do); standard errors are by the jackknife over blocks.
//
// More than 32 blocks are averaged into 32 runs. A series with contrasts in fewer than half of these, or than two, is
// left out; each other series counts alike. shape is that of the series, its product their number; it is folded into a
// matrix with the first axis as rows. With nil, or one axis, there is no split. Beside c, 4 bytes for each run and
// series are held. Panics if c is not a whole number of blocks or shape has another number of elements.
func ByBlocks(c []float32, series int, shape []int) Result {
	if series < 0 || series > 0 && len(c)%series != 0 || series == 0 && len(c) > 0 {
		panic("dispersion: ByBlocks needs whole blocks of contrasts")
	}
	t := newTimes(c, series)
	n := len(t.used)
	m := newMatrix(shape, series, t.used)
	r := Result{Estimate: none(), N: n, LeftOut: series - n}
	if t.times < 3 || n < 2 {
		return r
	}
	total := t.products().times(1 / float64(n-1))
	if m == nil {
		r.Estimate = total.estimate(null{})
		return r
	}
	row, column, element := t.splitProducts(m)
	r.Split = &Split{Rows: m.rows, Columns: m.columns}
	r.Split.Element = element.estimate(null{})
	r.Split.Row = row.less(element, m.columns, m.rows, m.freedom())
	r.Split.Column = column.less(element, m.rows, m.columns, m.freedom())
	r.Estimate = total.estimate(null{})
	return r
}

// times are contrasts about the mean of their time.
type times struct {
	d     []float32 // (times, used series); 0 where there is none
	times int
	used  []int32
}

// newTimes averages contrasts into times, leaves out series with too few, and centres the others.
func newTimes(c []float32, series int) *times {
	blocks := 0
	if series > 0 {
		blocks = len(c) / series
	}
	t := &times{times: min(blocks, mostTimes)}
	full := make([]float32, t.times*series)
	found, seen := make([]uint8, series), make([]uint16, series)
	for k := range t.times {
		line := full[k*series:][:series]
		clear(seen)
		for b := k * blocks / t.times; b < (k+1)*blocks/t.times; b++ {
			for i, v := range c[b*series:][:series] {
				if v-v == 0 { // finite
					line[i] += v
					seen[i]++
				}
			}
		}
		for i, n := range seen {
			if n == 0 {
				line[i] = float32(math.NaN())
				continue
			}
			line[i] /= float32(n)
			found[i]++
		}
	}
	for i, n := range found {
		if n >= 2 && 2*int(n) >= t.times {
			t.used = append(t.used, int32(i))
		}
	}
	t.d = full[:t.times*len(t.used)]
	for k := range t.times { // each line moves to where no later one has been read from
		line := t.d[k*len(t.used):][:len(t.used)]
		for j, i := range t.used {
			line[j] = full[k*series+int(i)]
		}
		centre(line)
	}
	t.weigh(found)
	return t
}

// centre takes the mean of the finite figures off, and sets the others to 0.
func centre(line []float32) {
	sum, n := 0., 0
	for _, v := range line {
		if v-v == 0 {
			sum += float64(v)
			n++
		}
	}
	mean := float32(sum / float64(max(n, 1)))
	for j, v := range line {
		if v-v == 0 {
			line[j] = v - mean
		} else {
			line[j] = 0
		}
	}
}

// weigh scales series with figures at some times only, so that the pairs of these count as much as those of all times.
func (t *times) weigh(found []uint8) {
	n := len(t.used)
	for j, i := range t.used {
		has := float64(found[i])
		if int(has) == t.times {
			continue
		}
		all := float64(t.times)
		weight := float32(math.Sqrt(all * (all - 1) / (has * (has - 1))))
		for k := range t.times {
			t.d[k*n+j] *= weight
		}
	}
}

// products are the sums of products of all pairs of times.
func (t *times) products() *kernel {
	n := len(t.used)
	g := newKernel(t.times)
	const tile = 512 // series: 32 times of them fit into a cache
	for from := 0; from < n; from += tile {
		size := min(tile, n-from)
		for a := range t.times {
			x := t.d[a*n+from:][:size]
			for b := range a {
				g.at[a*t.times+b] += float64(dot(x, t.d[b*n+from:][:size]))
			}
		}
	}
	return g.mirror()
}

// dot is the sum of products, in four parts.
func dot(x, y []float32) float32 {
	var a, b, c, d float32
	y = y[:len(x)]
	i := 0
	for ; i+4 <= len(x); i += 4 {
		a += x[i] * y[i]
		b += x[i+1] * y[i+1]
		c += x[i+2] * y[i+2]
		d += x[i+3] * y[i+3]
	}
	for ; i < len(x); i++ {
		a += x[i] * y[i]
	}
	return a + b + c + d
}

// splitProducts are the mean products of rows, columns and elements: the mean of each is the variance of the elements,
// plus the row variance times the number of columns, or the column variance times that of rows.
func (t *times) splitProducts(m *matrix) (row, column, element *kernel) {
	n := len(t.used)
	rows, columns := make([][]float64, t.times), make([][]float64, t.times)
	parts := &times{d: make([]float32, 0), times: t.times, used: t.used}
	parts.d = make([]float32, len(t.d))
	v := make([]float64, n)
	var e effects
	for k := range t.times {
		for j, x := range t.d[k*n:][:n] {
			v[j] = float64(x)
		}
		m.split(v, &e)
		rows[k], columns[k] = append(rows[k], e.row...), append(columns[k], e.column...)
		for j, at := range m.at {
			parts.d[k*n+j] = float32(e.element[at])
		}
	}
	row = outer(rows).times(float64(m.columns) / float64(m.rows-1))
	column = outer(columns).times(float64(m.rows) / float64(m.columns-1))
	return row, column, parts.products().times(1 / m.freedom())
}
