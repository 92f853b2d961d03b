package nn

// Activations are stored with the minibatch innermost, an example a column, so that every inner loop runs over examples
// and a worker can take some columns through all layers without waiting for others. Columns are counted in lanes of 16,
// the floats of a 512-bit register; what lies beyond the last example is computed along, and never read by a sum.
const (
	lane  = 16       // columns in a lane
	block = 2 * lane // columns in a block of a value with positions
)

// roundUp is the next multiple of lane.
func roundUp(n int) int { return (n + lane - 1) / lane * lane }

// span is the columns of one worker that go through the layers together.
type span struct {
	from, to int // columns, multiples of lane; in a network of blocks one block
	n        int // examples: columns from n on are padding
	size     int // examples in each minibatch
}

// real is how many columns of the span are examples.
func (s span) real() int { return max(0, min(s.to, s.n)-s.from) }

// grid is the positions of a value: channels by height by width, surrounded by zeros.
type grid struct {
	channels, height, width int
	padY, padX              int // zeros on each side
}

// rows and columns are the height and the width with the zeros around them.
func (g grid) rows() int    { return g.height + 2*g.padY }
func (g grid) columns() int { return g.width + 2*g.padX }

// features is how many numbers of an example a value holds, zeros included.
func (g grid) features() int { return g.channels * g.rows() * g.columns() }

// at is the number of the feature of channel c at row y and column x of the grid with its zeros.
func (g grid) at(c, y, x int) int { return (c*g.rows()+y)*g.columns() + x }

// value is what flows between layers: the activations h of a minibatch and the gradient d of the loss with respect to
// them. Without blocks both are (features, stride), a column an example; with blocks they are (batch/block, features,
// block), so that a block of examples lies together in the cache.
type value struct {
	grid   grid
	blocks bool
	stride int // from a feature to the next
	h, d   []float32
}

// newValue makes a value for up to batch examples.
func newValue(g grid, batch int, blocks bool) *value {
	v := &value{grid: g, blocks: blocks, stride: roundUp(batch)}
	size := v.stride * g.features()
	if blocks {
		v.stride = block
		size = (batch + block - 1) / block * block * g.features()
	}
	v.h, v.d = make([]float32, size), make([]float32, size)
	return v
}

// base is where the columns of s begin in h and d.
func (v *value) base(s span) int {
	if v.blocks {
		return s.from * v.grid.features()
	}
	return s.from
}

// each calls do for the stretches [from, to) of h and d that hold the columns of s.
func (v *value) each(s span, do func(from, to int)) {
	base, n := v.base(s), v.grid.features()
	if v.blocks || s.from == 0 && s.to == v.stride {
		do(base, base+n*v.stride)
		return
	}
	for i := range n {
		at := base + i*v.stride
		do(at, at+s.to-s.from)
	}
}
