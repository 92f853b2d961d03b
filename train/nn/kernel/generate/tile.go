package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// The fields of kernel.tile, which the functions of this file get, by their offsets.
const (
	tileA = 8 * iota
	tileB
	tileC
	tileBK
	tileCI
	tileMask
	tileK
	tileAI
	tileAK
	tileBStride
	tileBStep
	tileCStride
	tileCStep
	tileRows
	tileCount
	tileAlpha
	tileBeta
	tileLoad
)

// Registers of the loop over k.
var (
	args    = reg.R15
	rowA    = reg.RAX // row 0 of A
	rowA7   = reg.RBX // row 7 of A
	rowB    = reg.RCX
	tableB  = reg.RDX
	strideA = reg.RSI // from a row of A to the next, in bytes; then 3 and 5 times that
	triple  = reg.RDI
	five    = reg.R8
	nextA   = reg.R9 // from one k to the next
	nextB   = reg.R10
	stepB   = reg.R11
	offset  = reg.R12
	count   = reg.R13
)

// tiles writes, for tiles of one and of two vectors a row, the function that computes a column of tiles. The AVX2
// functions are doubled: with a mask for the last vector of a row, and without.
func tiles(c *build.Context, s isa) {
	for vectors := 1; vectors <= 2; vectors++ {
		if s.lanes == 16 {
			tileFunction(c, tileShape{s, 0, vectors, true})
			continue
		}
		tileFunction(c, tileShape{s, 0, vectors, false})
		tileFunction(c, tileShape{s, 0, vectors, true})
	}
}

// tileShape is the shape of a tile, rows x vectors, and whether the last vector of a row is masked.
type tileShape struct {
	isa
	rows, vectors int
	masked        bool
}

func tileFunction(c *build.Context, s tileShape) {
	name := fmt.Sprintf("tile%sx%d", s.name, s.vectors)
	if s.masked && s.lanes == 8 {
		name += "masked"
	}
	begin(c, name, fmt.Sprintf("%s computes a column of tiles of up to %d columns.", name, s.vectors*s.lanes), args)
	frame := c.AllocLocal(24)
	for r := 1; r <= s.isa.rows; r++ {
		c.CMPQ(at(args, tileRows), operand.Imm(uint64(r)))
		c.JEQ(operand.LabelRef(fmt.Sprintf("rows%d", r)))
	}
	c.RET()
	for r := 1; r <= s.isa.rows; r++ {
		s.rows = r
		s.column(c, frame)
	}
}

// sum is the register of the sums of row r and vector v; right, that of vector v of a row of B.
func (s tileShape) sum(r, v int) reg.VecPhysical { return s.vector(r*s.vectors + v) }

func (s tileShape) right(v int) reg.VecPhysical { return s.vector(s.isa.rows*2 + v) }

// left is the register of a broadcast element of A. AVX-512 has two, in turn.
func (s tileShape) left(r int) reg.VecPhysical {
	if s.lanes == 16 {
		return s.vector(30 + r%2)
	}
	return s.vector(14)
}

// mask is the AVX2 mask of the last vector.
func (s tileShape) mask() reg.VecPhysical { return s.vector(15) }

// column writes the loop over tiles of s.rows rows.
func (s tileShape) column(c *build.Context, frame operand.Mem) {
	label := func(name string) string { return fmt.Sprintf("%s%d", name, s.rows) }
	a, out, table := frame, frame.Offset(8), frame.Offset(16)
	c.Label(label("rows"))
	for _, from := range []struct {
		field int
		to    operand.Mem
	}{{tileA, a}, {tileC, out}, {tileCI, table}} {
		c.MOVQ(at(args, from.field), rowA)
		c.MOVQ(rowA, from.to)
	}
	c.MOVQ(at(args, tileAI), strideA)
	c.MOVQ(at(args, tileAK), nextA)
	c.MOVQ(at(args, tileBStride), nextB)
	c.MOVQ(at(args, tileBStep), stepB)
	c.LEAQ(indexed(strideA, strideA, 2, 0), triple)
	c.LEAQ(indexed(strideA, strideA, 4, 0), five)
	s.loadMasks(c)
	c.Label(label("tile"))
	c.MOVQ(a, rowA)
	if s.rows > 7 {
		c.LEAQ(indexed(rowA, triple, 2, 0), rowA7)
		c.ADDQ(strideA, rowA7)
	}
	c.MOVQ(at(args, tileB), rowB)
	c.MOVQ(at(args, tileBK), tableB)
	c.MOVQ(at(args, tileK), count)
	for r := range s.rows {
		for v := range s.vectors {
			s.clear(c, s.sum(r, v))
		}
	}
	c.TESTQ(count, count)
	c.JEQ(operand.LabelRef(label("done")))
	c.Label(label("loop"))
	s.step(c)
	c.DECQ(count)
	c.JNE(operand.LabelRef(label("loop")))
	c.Label(label("done"))
	s.store(c, out, table)
	// The next tile.
	c.MOVQ(a, rowA)
	for range s.rows / 5 {
		c.ADDQ(five, rowA)
	}
	for range s.rows % 5 {
		c.ADDQ(strideA, rowA)
	}
	c.MOVQ(rowA, a)
	c.DECQ(at(args, tileCount))
	c.JNE(operand.LabelRef(label("tile")))
	c.VZEROUPPER()
	c.RET()
}

// loadMasks loads the masks of the first and of the second vector.
func (s tileShape) loadMasks(c *build.Context) {
	switch {
	case s.lanes == 16:
		c.KMOVW(at(args, tileMask), reg.K1)
		c.KMOVW(at(args, tileMask+2), reg.K2)
	case s.masked:
		c.MOVQ(at(args, tileMask), count)
		c.VMOVUPS(at(count, 0), s.mask())
	}
}

// step is one k: the outer product of a column of A and a row of B is added to the sums.
func (s tileShape) step(c *build.Context) {
	c.MOVLQSX(at(tableB, 0), offset)
	for v := range s.vectors {
		s.load(c, indexed(rowB, offset, 4, 4*v*s.lanes), v, s.right(v))
	}
	c.ADDQ(nextB, rowB)
	c.ADDQ(stepB, tableB)
	for r := range s.rows {
		c.VBROADCASTSS(s.element(r), s.left(r))
		for v := range s.vectors {
			c.VFMADD231PS(s.right(v), s.left(r), s.sum(r, v))
		}
	}
	c.ADDQ(nextA, rowA)
	if s.rows > 7 {
		c.ADDQ(nextA, rowA7)
	}
}

// element is the memory of row r of A.
func (s tileShape) element(r int) operand.Mem {
	base := rowA
	if r >= 7 {
		base, r = rowA7, r-7
	}
	switch r {
	case 0:
		return at(base, 0)
	case 3:
		return indexed(base, triple, 1, 0)
	case 5:
		return indexed(base, five, 1, 0)
	case 6:
		return indexed(base, triple, 2, 0)
	}
	return indexed(base, strideA, uint8(r), 0)
}

// load loads vector v of a row. What is masked becomes 0 and is not read.
func (s tileShape) load(c *build.Context, from operand.Mem, v int, to reg.VecPhysical) {
	switch {
	case s.lanes == 16 && v == 0:
		c.VMOVUPS_Z(from, reg.K1, to)
	case s.lanes == 16:
		c.VMOVUPS_Z(from, reg.K2, to)
	case s.masked && v == s.vectors-1:
		c.VMASKMOVPS(from, s.mask(), to)
	default:
		c.VMOVUPS(from, to)
	}
}

// save stores vector v of a row. What is masked is not written.
func (s tileShape) save(c *build.Context, from reg.VecPhysical, v int, to operand.Mem) {
	switch {
	case s.lanes == 16 && v == 0:
		c.VMOVUPS(from, reg.K1, to)
	case s.lanes == 16:
		c.VMOVUPS(from, reg.K2, to)
	case s.masked && v == s.vectors-1:
		c.VMASKMOVPS(from, s.mask(), to)
	default:
		c.VMOVUPS(from, to)
	}
}

// store sets the tile of C to alpha sum + beta C, and leaves the row of C after the tile, and its place in the table,
// for the next one. Where the field load is 0 the second term is left out.
func (s tileShape) store(c *build.Context, out, table operand.Mem) {
	alpha, beta := s.right(0), s.right(1)
	label := func(name string) string { return fmt.Sprintf("%s%d", name, s.rows) }
	rowC, tableC, nextC, stepC := rowA, tableB, rowB, count
	c.MOVQ(out, rowC)
	c.MOVQ(table, tableC)
	c.MOVQ(at(args, tileCStride), nextC)
	c.MOVQ(at(args, tileCStep), stepC)
	c.VBROADCASTSS(at(args, tileAlpha), alpha)
	rows := func(last func(from reg.VecPhysical, v int, to operand.Mem)) {
		for r := range s.rows {
			c.MOVLQSX(at(tableC, 0), offset)
			for v := range s.vectors {
				c.VMULPS(alpha, s.sum(r, v), s.sum(r, v))
				last(s.sum(r, v), v, indexed(rowC, offset, 4, 4*v*s.lanes))
			}
			c.ADDQ(nextC, rowC)
			c.ADDQ(stepC, tableC)
		}
	}
	c.CMPQ(at(args, tileLoad), operand.Imm(0))
	c.JEQ(operand.LabelRef(label("set")))
	c.VBROADCASTSS(at(args, tileBeta), beta)
	rows(func(from reg.VecPhysical, v int, to operand.Mem) {
		old := s.left(v)
		s.load(c, to, v, old)
		c.VMULPS(beta, old, old)
		c.VADDPS(old, from, from)
		s.save(c, from, v, to)
	})
	c.JMP(operand.LabelRef(label("stored")))
	c.Label(label("set"))
	rows(func(from reg.VecPhysical, v int, to operand.Mem) { s.save(c, from, v, to) })
	c.Label(label("stored"))
	c.MOVQ(rowC, out)
	c.MOVQ(tableC, table)
}
