package noise

import (
	"math"
	"slices"

	"levyscope/train/nn"
)

// Pooled counts the noise of all parameters of an array, of any number of them, as if it were that of one. The law of
// no parameter is known from it: parameters of unlike scales make a heavy tail of light ones.
type Pooled struct {
	tensors []nn.Tensor
	tables  [][]table   // by worker and array
	sums    [][]moments // by row and array, of the block at hand
	totals  []moments   // by array
	draws   int
	arrays  []PooledArray
	whole   PooledArray
}

// PooledArray is the noise U = g - centre of all parameters of an array in all draws. Where g is exactly 0 the noise is
// -centre, an atom, and counted apart.
type PooledArray struct {
	Name   string `json:"name"`
	Params int    `json:"params"`
	Draws  int    `json:"draws"`
	// Zeros is the number of values with g = 0, NotFinite that of those that are NaN or infinite. Tiny are below the
	// smallest normal float32, 0 among them, of those with g != 0.
	Zeros     uint64 `json:"zeros"`
	NotFinite uint64 `json:"not_finite,omitempty"`
	Tiny      uint64 `json:"tiny,omitempty"`
	// First is the number of the first bin: bin i holds 2^e (1 + r/4) <= |U| < 2^e (1 + (r+1)/4), where i = 4 e + r.
	First int `json:"first"`
	// Below and Above are the counts by bin of U < 0 and U > 0, for g != 0.
	Below []uint64 `json:"below"`
	Above []uint64 `json:"above"`
	// SD and Kurtosis (3 for a Gaussian) are those about 0 of the values with g != 0, and the figures of the same name
	// with All those of all values. NaN, or null, where there are none.
	SD          float64 `json:"sd"`
	Kurtosis    float64 `json:"kurtosis"`
	AllSD       float64 `json:"all_sd"`
	AllKurtosis float64 `json:"all_kurtosis"`
}

// table are counts by sign, exponent and two bits of the mantissa, for g != 0 and, from tableHalf on, g = 0.
type table [2][2 * tableHalf]uint64

const (
	tableShift = 21            // bits of a float32 below those that number a bin
	tableHalf  = 1 << 11       // bins of both signs
	tableSign  = tableHalf / 2 // number of the bin of -0
	tableEnd   = tableSign - 4 // number of the first bin that is not finite
	tableUnit  = 4 * 127       // number of the bin that begins at 1
	tableTiny  = 4             // number of the first bin of normal numbers
)

// moments are sums of powers of U: of values with g != 0, and of those with g = 0.
type moments struct {
	n, square, fourth             float64
	zeros, zeroSquare, zeroFourth float64
}

// NewPooled counts the noise of the parameters of these arrays.
func NewPooled(tensors []nn.Tensor) *Pooled { return &Pooled{tensors: tensors} }

// begin forgets what was counted.
func (p *Pooled) begin(workers int) {
	p.tables = make([][]table, workers)
	for i := range p.tables {
		p.tables[i] = make([]table, len(p.tensors))
	}
	p.arrays = make([]PooledArray, len(p.tensors))
	p.totals, p.draws = make([]moments, len(p.tensors)), 0
}

// reserve makes room for the sums of so many rows.
func (p *Pooled) reserve(rows int) {
	for len(p.sums) < rows {
		p.sums = append(p.sums, make([]moments, len(p.tensors)))
	}
}

// count counts a row, the gradient g (params), on a worker. Centre nil is 0.
func (p *Pooled) count(worker, row int, g, centre []float32) {
	for i, t := range p.tensors {
		c := centre
		if c != nil {
			c = c[t.Offset : t.Offset+t.Len]
		}
		p.sums[row][i] = p.tables[worker][i].add(g[t.Offset:t.Offset+t.Len], c)
	}
}

// zeroCentre stands for a centre of 0, stretch by stretch.
var zeroCentre [1024]float32

// add counts values, stretch by stretch, and returns their sums.
func (t *table) add(g, centre []float32) (sum moments) {
	for len(g) > 0 {
		n := min(len(g), len(zeroCentre))
		c := zeroCentre[:n]
		if centre != nil {
			c, centre = centre[:n], centre[n:]
		}
		sum.add(t.stretch(g[:n], c))
		g = g[n:]
	}
	return sum
}

// stretch counts up to 1,024 values. Successive ones have counters and sums of their own, so that none waits for the
// other.
func (t *table) stretch(g, centre []float32) (sum moments) {
	centre = centre[:len(g)]
	var square, squareOdd, fourth, fourthOdd float64
	i := 0
	for ; i+1 < len(g); i += 2 {
		u, v := g[i]-centre[i], g[i+1]-centre[i+1]
		if g[i] == 0 || g[i+1] == 0 {
			t.one(g[i], u, &sum)
			t.one(g[i+1], v, &sum)
			continue
		}
		t[0][math.Float32bits(u)>>tableShift]++
		t[1][math.Float32bits(v)>>tableShift]++
		a, b := float64(u)*float64(u), float64(v)*float64(v)
		square += a
		fourth += a * a
		squareOdd += b
		fourthOdd += b * b
	}
	if i < len(g) {
		t.one(g[i], g[i]-centre[i], &sum)
	}
	sum.square += square + squareOdd
	sum.fourth += fourth + fourthOdd
	sum.n = float64(len(g)) - sum.zeros
	return sum
}

// one counts u = g - centre.
func (t *table) one(g, u float32, sum *moments) {
	at, square := math.Float32bits(u)>>tableShift, float64(u)*float64(u)
	if g == 0 {
		t[0][tableHalf+at]++
		sum.zeros++
		sum.zeroSquare += square
		sum.zeroFourth += square * square
		return
	}
	t[0][at]++
	sum.square += square
	sum.fourth += square * square
}

// add adds the sums of other values.
func (m *moments) add(o moments) {
	m.n += o.n
	m.square += o.square
	m.fourth += o.fourth
	m.zeros += o.zeros
	m.zeroSquare += o.zeroSquare
	m.zeroFourth += o.zeroFourth
}

// add takes in the sums of the rows of a block, in their order.
func (p *Pooled) add(rows int) {
	for _, row := range p.sums[:rows] {
		for i := range row {
			p.totals[i].add(row[i])
		}
	}
	p.draws += rows
}

// end adds up what the workers have counted.
func (p *Pooled) end() {
	whole, all := table{}, moments{}
	params := 0
	for i, t := range p.tensors {
		array := table{}
		for w := range p.tables {
			array.merge(&p.tables[w][i])
		}
		whole.merge(&array)
		all.add(p.totals[i])
		params += t.Len
		p.arrays[i] = array.summary(t.Name, t.Len, p.draws, p.totals[i])
	}
	p.whole = whole.summary("", params, p.draws, all)
}

// merge adds the counts of another table, all of them to the first part.
func (t *table) merge(o *table) {
	for _, part := range o {
		for b, n := range part {
			t[0][b] += n
		}
	}
}

// Arrays are the arrays in their order.
func (p *Pooled) Arrays() []PooledArray { return p.arrays }

// Whole is all parameters together, without a name.
func (p *Pooled) Whole() PooledArray { return p.whole }

// summary are the figures of counts, in the first part, and sums.
func (t *table) summary(name string, params, draws int, m moments) PooledArray {
	counts := &t[0]
	a := PooledArray{Name: name, Params: params, Draws: draws, Zeros: uint64(m.zeros)}
	for _, half := range []int{0, tableHalf} {
		for _, sign := range []int{0, tableSign} {
			for _, n := range counts[half+sign+tableEnd : half+sign+tableSign] {
				a.NotFinite += n
			}
		}
	}
	below, above := counts[tableSign:tableHalf], counts[:tableSign]
	for i := range tableTiny {
		a.Tiny += below[i] + above[i]
	}
	from, to := tableTiny, tableEnd
	for from < to && below[from]+above[from] == 0 {
		from++
	}
	for from < to && below[to-1]+above[to-1] == 0 {
		to--
	}
	a.First = from - tableUnit
	a.Below, a.Above = slices.Clone(below[from:to]), slices.Clone(above[from:to])
	a.SD, a.Kurtosis = math.Sqrt(m.square/m.n), m.fourth*m.n/(m.square*m.square)
	n, square := m.n+m.zeros, m.square+m.zeroSquare
	a.AllSD, a.AllKurtosis = math.Sqrt(square/n), (m.fourth+m.zeroFourth)*n/(square*square)
	return a
}
