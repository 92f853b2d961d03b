package series

import "math"

// counted is what is kept of one series beside its histogram and contrasts.
type counted struct {
	ladder     blockLadder
	all        allBlocks
	m2, m3, m4 float64 // sums of powers of U over all draws
	first      uint32  // bits of the first draw
	zeros      uint32  // draws with g = 0
	missing    uint32  // NaN and infinite ones
	varies     bool    // draws are not all equal
	repeats    repeats
}

// column is the room for one series in one tile.
type column struct {
	u          [Tile]float64     // g - centre of all draws
	rest       [2 * Tile]float64 // of those with g not 0, in their order
	m2, m3, m4 float64           // sums of powers of u
	differ     uint32            // bits in which draws differ from the first
	lanes      laneSums
	turned     [Tile]float64 // rest with every second sign turned
}

// block is what one pass over the draws of a block finds.
type block struct {
	sum     float64 // of U
	product product // of U
	nonzero int     // draws with U not 0
}

// pass takes the 32 draws g of a series, whose numbers in the tile begin with from. rest draws of the tile were outside
// the atom before, and at are after it. The block is of all draws, those in the atom included.
func (c *column) pass(g *[ContrastBlock]float32, from, rest int, first uint32, centre float64) (b block, at int) {
	u := (*[ContrastBlock]float64)(c.u[from:])
	l := &c.lanes
	if fast {
		lanesAVX2(&l.sum[0], u, g, centre, first)
	} else {
		l.pass(u, g, centre, first)
	}
	c.differ |= l.differ[0] | l.differ[1] | l.differ[2] | l.differ[3]
	c.m2 += total(&l.square)
	c.m3 += total(&l.cube)
	c.m4 += total(&l.fourth)
	if l.zeros == 0 {
		*(*[ContrastBlock]float64)(c.rest[rest:]) = *u
		at = rest + ContrastBlock
	} else {
		at = c.compact(u, rest, l.zeros)
	}
	nonzero := ContrastBlock - int(l.nulls[0]+l.nulls[1]+l.nulls[2]+l.nulls[3])
	exponent := int64(l.exponent[0]+l.exponent[1]+l.exponent[2]+l.exponent[3]) - 1023*int64(nonzero)
	m := l.product[0] * l.product[1] * l.product[2] * l.product[3]
	return block{sum: total(&l.sum), product: product{m, exponent}, nonzero: nonzero}, at
}

// turn turns the sign of every second of the first rows of u, so that the sums of the blocks are of those, and returns
// the rest, of which there were before draws, with every second sign turned.
func (c *column) turn(blocks []block, ends []int, rows, before int) []float64 {
	alternate(c.u[:rows], 0)
	for b := range blocks {
		blocks[b].sum = sum(c.u[b*ContrastBlock : min((b+1)*ContrastBlock, rows)])
	}
	out := c.turned[:ends[len(ends)-1]]
	copy(out, c.rest[:])
	alternate(out, before)
	return out
}

// alternate turns the sign of every second of x, whose first has the number from.
func alternate(x []float64, from int) {
	for i := 1 - from&1; i < len(x); i += 2 {
		x[i] = -x[i]
	}
}

// sum is the sum of x.
func sum(x []float64) (s float64) {
	for _, v := range x {
		s += v
	}
	return s
}

// compact appends those of u to the rest whose bit in zeros is not set.
func (c *column) compact(u *[ContrastBlock]float64, at int, zeros uint32) int {
	for _, x := range u {
		c.rest[at&(2*Tile-1)] = x
		at += int(^zeros & 1)
		zeros >>= 1
	}
	return at
}

// total is the sum of the lanes.
func total(x *[4]float64) float64 { return x[0] + x[1] + x[2] + x[3] }

// passShort is pass for fewer draws.
func (c *column) passShort(g []float32, from, rest int, first uint32, centre float64) (b block, at int) {
	at = rest
	u := c.u[from:][:len(g)]
	for i, v := range g {
		c.differ |= math.Float32bits(v) ^ first
		x := float64(v) - centre
		u[i] = x
		if v != 0 {
			c.rest[at] = x
			at++
		}
		b.sum += x
		c.m2 += x * x
		c.m3 += x * x * x
		c.m4 += x * x * x * x
	}
	b.product.m = 1
	b.nonzero = b.product.timesAll(u)
	return b, at
}

// without is the block without zeros draws in the atom, U = -centre.
func (b *block) without(zeros int, centre float64) block {
	if zeros == 0 || centre == 0 {
		return *b
	}
	bits := math.Float64bits(centre)
	m, all := math.Float64frombits(bits&mantissa|one), 1.
	for range zeros {
		all *= m
	}
	return block{
		sum:     b.sum + float64(zeros)*centre,
		product: product{b.product.m / all, b.product.e - int64(zeros)*(int64(bits<<1>>53)-1023)},
		nonzero: b.nonzero - zeros,
	}
}

// contrast is that of Contrast for n draws, NaN of fewer than 16.
func (b *block) contrast(n int) float32 {
	if n < ContrastBlock/2 || b.nonzero <= 0 || b.sum == 0 {
		return float32(math.NaN())
	}
	if b.nonzero == ContrastBlock { // one logarithm, of sum^32/product, instead of two
		bits := math.Float64bits(b.sum)
		m := math.Float64frombits(bits&mantissa | one)
		e := ContrastBlock*(int64(bits<<1>>53)-1023) - b.product.e
		for range 5 {
			m *= m
		}
		return float32((math.Log(m/b.product.m) + float64(e)*math.Ln2) / (ContrastBlock * logs[ContrastBlock]))
	}
	return float32((math.Log(math.Abs(b.sum)) - b.product.log()/float64(b.nonzero)) / logs[n])
}

// logs are ln n.
var logs = func() (l [ContrastBlock + 1]float64) {
	for n := range l {
		l[n] = math.Log(float64(n))
	}
	return l
}()
