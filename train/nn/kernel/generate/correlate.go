package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// The fields of kernel.correlation by their offsets.
const (
	correlationC = 8 * iota
	correlationD
	correlationX
	correlationDI
	correlationXJ
	correlationDP
	correlationXP
	correlationTerms
	correlationBlocks
	correlationMask
	correlationStride
	correlationRows
	correlationColumns
)

// Registers of the loop over the elements of two rows.
var (
	rowsD  = []reg.GPPhysical{reg.RAX, reg.RBX, reg.RCX, reg.RDX}
	rowsX  = []reg.GPPhysical{reg.RSI, reg.RDI, reg.R8, reg.R9}
	indexD = reg.R10 // offset into all rows of D, in bytes
	indexX = reg.R11
	blocks = reg.R12 // of 16 elements, to come
	spare  = reg.R13
)

// correlationShape is the shape of a tile of Correlate.
type correlationShape struct {
	isa
	rows, columns int
}

// correlations writes the function that computes one tile of Correlate: up to 4x4 in AVX-512, whose vectors are the
// sixteen sums of an element, and 2x3 in AVX2, with two vectors an element.
func correlations(c *build.Context, s isa) {
	rows, columns := 4, 4
	if s.lanes == 8 {
		rows, columns = 2, 3
	}
	name := "correlate" + s.name
	begin(c, name, fmt.Sprintf("%s computes a tile of up to %d rows and %d columns.", name, rows, columns), args)
	frame := c.AllocLocal(24)
	c.MOVQ(at(args, correlationRows), spare)
	c.MOVQ(at(args, correlationColumns), blocks)
	for i := 1; i <= rows; i++ {
		for j := 1; j <= columns; j++ {
			next := fmt.Sprintf("not%dx%d", i, j)
			c.CMPQ(spare, operand.Imm(uint64(i)))
			c.JNE(operand.LabelRef(next))
			c.CMPQ(blocks, operand.Imm(uint64(j)))
			c.JEQ(operand.LabelRef(fmt.Sprintf("tile%dx%d", i, j)))
			c.Label(next)
		}
	}
	c.RET()
	for i := 1; i <= rows; i++ {
		for j := 1; j <= columns; j++ {
			correlationShape{s, i, j}.tile(c, frame)
		}
	}
}

// halves is the number of vectors of sixteen sums.
func (s correlationShape) halves() int { return 16 / s.lanes }

// sum is half h of the sums of element i, j.
func (s correlationShape) sum(i, j, h int) reg.VecPhysical {
	return s.vector((i*s.columns+j)*s.halves() + h)
}

// left is the register of a row of D, right that of a row of X, mask that of the AVX2 mask.
func (s correlationShape) left(i int) reg.VecPhysical {
	if s.lanes == 16 {
		return s.vector(16 + i)
	}
	return s.vector(12 + i)
}

func (s correlationShape) right(j int) reg.VecPhysical {
	if s.lanes == 16 {
		return s.vector(20 + j)
	}
	return s.vector(14)
}

func (s correlationShape) mask() reg.VecPhysical { return s.vector(15) }

// tile writes the sums of one shape.
func (s correlationShape) tile(c *build.Context, frame operand.Mem) {
	label := func(name string) string { return fmt.Sprintf("%s%dx%d", name, s.rows, s.columns) }
	dp, xp, terms := frame, frame.Offset(8), frame.Offset(16)
	c.Label(label("tile"))
	s.rowPointers(c, correlationD, correlationDI, rowsD[:s.rows])
	s.rowPointers(c, correlationX, correlationXJ, rowsX[:s.columns])
	c.MOVQ(at(args, correlationDP), spare)
	c.MOVQ(spare, dp)
	c.MOVQ(at(args, correlationXP), spare)
	c.MOVQ(spare, xp)
	c.MOVQ(at(args, correlationTerms), spare)
	c.MOVQ(spare, terms)
	for i := range s.rows * s.columns * s.halves() {
		s.clear(c, s.vector(i))
	}
	if s.lanes == 16 {
		c.KMOVW(at(args, correlationMask), reg.K1)
	}
	c.TESTQ(spare, spare)
	c.JEQ(operand.LabelRef(label("done")))
	c.Label(label("term"))
	next := func(table operand.Mem, index reg.Register) {
		c.MOVQ(table, spare)
		c.MOVLQSX(at(spare, 0), index)
		c.SHLQ(operand.Imm(2), index)
		c.ADDQ(operand.Imm(4), spare)
		c.MOVQ(spare, table)
	}
	next(dp, indexD)
	next(xp, indexX)
	c.MOVQ(at(args, correlationBlocks), blocks)
	c.TESTQ(blocks, blocks)
	c.JEQ(operand.LabelRef(label("tail")))
	c.Label(label("block"))
	s.block(c, false)
	c.ADDQ(operand.Imm(64), indexD)
	c.ADDQ(operand.Imm(64), indexX)
	c.DECQ(blocks)
	c.JNE(operand.LabelRef(label("block")))
	c.Label(label("tail"))
	c.CMPQ(at(args, correlationMask), operand.Imm(0))
	c.JEQ(operand.LabelRef(label("summed")))
	s.block(c, true)
	c.Label(label("summed"))
	c.DECQ(terms)
	c.JNE(operand.LabelRef(label("term")))
	c.Label(label("done"))
	s.reduce(c)
	c.VZEROUPPER()
	c.RET()
}

// rowPointers sets to to the addresses of the rows of D or X.
func (s correlationShape) rowPointers(c *build.Context, base, table int, to []reg.GPPhysical) {
	c.MOVQ(at(args, base), indexD)
	c.MOVQ(at(args, table), spare)
	for i, row := range to {
		c.MOVLQSX(at(spare, 4*i), row)
		c.LEAQ(indexed(indexD, row, 4, 0), row)
	}
}

// block adds the products of up to sixteen elements of the rows.
func (s correlationShape) block(c *build.Context, masked bool) {
	if masked && s.lanes == 8 {
		c.MOVQ(at(args, correlationMask), spare)
	}
	for h := range s.halves() {
		if masked && s.lanes == 8 {
			c.VMOVUPS(at(spare, 32*h), s.mask())
		}
		load := func(from operand.Mem, to reg.VecPhysical) {
			switch {
			case !masked:
				c.VMOVUPS(from, to)
			case s.lanes == 16:
				c.VMOVUPS_Z(from, reg.K1, to)
			default:
				c.VMASKMOVPS(from, s.mask(), to)
			}
		}
		for i := range s.rows {
			load(indexed(rowsD[i], indexD, 1, 32*h), s.left(i))
		}
		for j := range s.columns {
			load(indexed(rowsX[j], indexX, 1, 32*h), s.right(j))
			for i := range s.rows {
				c.VFMADD231PS(s.right(j), s.left(i), s.sum(i, j, h))
			}
		}
	}
}

// reduce adds up the sixteen sums of every element and stores the results.
func (s correlationShape) reduce(c *build.Context) {
	out, stride := reg.RAX, reg.RBX
	c.MOVQ(at(args, correlationC), out)
	c.MOVQ(at(args, correlationStride), stride)
	for i := range s.rows {
		for j := range s.columns {
			c.VMOVSS(sumLanes(c, s.isa, s.sum(i, j, 0), s.sum(i, j, s.halves()-1), s.right(0)), at(out, 4*j))
		}
		c.ADDQ(stride, out)
	}
}

// sumLanes adds up sixteen partial sums, which are one AVX-512 vector or two AVX2 vectors: r+8 to r, then r+4, r+2 and
// r+1. It returns the register of the sum.
func sumLanes(c *build.Context, s isa, low, high, other reg.VecPhysical) reg.VecPhysical {
	y, t := low.AsY().(reg.VecPhysical), other.AsY().(reg.VecPhysical)
	x, u := low.AsX().(reg.VecPhysical), other.AsX().(reg.VecPhysical)
	if s.lanes == 16 {
		c.VEXTRACTF64X4(operand.Imm(1), low, t)
		c.VADDPS(t, y, y)
		c.VEXTRACTF32X4(operand.Imm(1), y, u)
	} else {
		c.VADDPS(high, y, y)
		c.VEXTRACTF128(operand.Imm(1), y, u)
	}
	c.VADDPS(u, x, x)
	c.VPERMILPS(operand.Imm(0x4e), x, u)
	c.VADDPS(u, x, x)
	c.VPERMILPS(operand.Imm(0xb1), x, u)
	c.VADDPS(u, x, x)
	return x
}
