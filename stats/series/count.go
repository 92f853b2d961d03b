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
}

// column is the room for one series in one tile.
type column struct {
	u          [Tile]float64     // g - centre of all draws
	rest       [2 * Tile]float64 // of those with g not 0, in their order
	m2, m3, m4 float64           // sums of powers of u
	differ     uint32            // bits in which draws differ from the first
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
	var s0, s1, t0, t1, f0, f1, sum0, sum1 float64
	m0, m1 := 1., 1.
	var exponents uint64
	var differ uint32
	at = rest
	null := 0
	for i := 0; i < ContrastBlock; i += 2 {
		g0, g1 := g[i], g[i+1]
		b0, b1 := math.Float32bits(g0), math.Float32bits(g1)
		differ |= b0 ^ first | b1 ^ first
		x0, x1 := float64(g0)-centre, float64(g1)-centre
		u[i], u[i+1] = x0, x1
		c.rest[at&(2*Tile-1)] = x0
		at += 1 - int((uint64(b0<<1)-1)>>63)
		c.rest[at&(2*Tile-1)] = x1
		at += 1 - int((uint64(b1<<1)-1)>>63)
		sum0 += x0
		sum1 += x1
		q0, q1 := x0*x0, x1*x1
		s0 += q0
		s1 += q1
		t0 += q0 * x0
		t1 += q1 * x1
		f0 += q0 * q0
		f1 += q1 * q1
		w0, w1 := math.Float64bits(x0), math.Float64bits(x1)
		if w0<<1 == 0 {
			w0 = one
			null++
		}
		if w1<<1 == 0 {
			w1 = one
			null++
		}
		m0 *= math.Float64frombits(w0&mantissa | one)
		m1 *= math.Float64frombits(w1&mantissa | one)
		exponents += w0<<1>>53 + w1<<1>>53
	}
	c.differ |= differ
	c.m2 += s0 + s1
	c.m3 += t0 + t1
	c.m4 += f0 + f1
	return block{
		sum: sum0 + sum1, product: product{m0 * m1, int64(exponents) - 1023*ContrastBlock},
		nonzero: ContrastBlock - null,
	}, at
}

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
	return float32((math.Log(math.Abs(b.sum)) - b.product.log()/float64(b.nonzero)) / logs[n])
}

// logs are ln n.
var logs = func() (l [ContrastBlock + 1]float64) {
	for n := range l {
		l[n] = math.Log(float64(n))
	}
	return l
}()
