package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// matrices writes the loops over rows, for AVX2.
func matrices(c *build.Context) {
	transpose(c)
	pool(c)
	poolBackward(c)
}

// transpose writes the transpose by blocks of 8x8.
func transpose(c *build.Context) {
	c.Function("transposeAVX2")
	c.Pragma("noescape")
	c.Doc("transposeAVX2 sets dst to the transpose of src, of rows by columns blocks of 8x8.",
		"The strides ldd and lds are in bytes; there is a block at least.")
	c.SignatureExpr("func(dst, src *float32, ldd, lds, rows, columns int)")
	from, from4, stride, stride3 := reg.RAX, reg.RBX, reg.RCX, reg.RDX
	to, to4, step, step3 := reg.RSI, reg.RDI, reg.R8, reg.R9
	rowBlocks, left, rowFrom, rowTo := reg.R10, reg.R11, reg.R12, reg.R13
	c.Load(c.Param("dst"), rowTo)
	c.Load(c.Param("src"), rowFrom)
	c.Load(c.Param("ldd"), step)
	c.Load(c.Param("lds"), stride)
	c.Load(c.Param("rows"), rowBlocks)
	c.LEAQ(indexed(stride, stride, 2, 0), stride3)
	c.LEAQ(indexed(step, step, 2, 0), step3)
	c.Label("rows")
	c.MOVQ(rowFrom, from)
	c.MOVQ(rowTo, to)
	c.Load(c.Param("columns"), left)
	c.Label("block")
	c.LEAQ(indexed(from, stride, 4, 0), from4)
	c.LEAQ(indexed(to, step, 4, 0), to4)
	row := func(base, s, s3 reg.Register, r, disp int) operand.Mem {
		switch r {
		case 0:
			return at(base, disp)
		case 3:
			return indexed(base, s3, 1, disp)
		}
		return indexed(base, s, uint8(r), disp)
	}
	for half := range 2 {
		// In y[r]: four elements of row r, and then of row r+4.
		for r := range 4 {
			c.VMOVUPS(row(from, stride, stride3, r, 16*half), y[r].AsX())
			c.VINSERTF128(operand.Imm(1), row(from4, stride, stride3, r, 16*half), y[r], y[r])
		}
		c.VUNPCKLPS(y[1], y[0], y[4])
		c.VUNPCKHPS(y[1], y[0], y[5])
		c.VUNPCKLPS(y[3], y[2], y[6])
		c.VUNPCKHPS(y[3], y[2], y[7])
		for i, from := range []int{4, 4, 5, 5} {
			c.VSHUFPS(operand.U8([]uint8{0x44, 0xee}[i%2]), y[from+2], y[from], y[8+i])
			c.VMOVUPS(y[8+i], row([]reg.Register{to, to4}[half], step, step3, i, 0))
		}
	}
	c.ADDQ(operand.Imm(32), from)
	c.LEAQ(indexed(to, step, 8, 0), to)
	c.DECQ(left)
	c.JNE(operand.LabelRef("block"))
	c.LEAQ(indexed(rowFrom, stride, 8, 0), rowFrom)
	c.ADDQ(operand.Imm(32), rowTo)
	c.DECQ(rowBlocks)
	c.JNE(operand.LabelRef("rows"))
	c.VZEROUPPER()
	c.RET()
}

// The fields of kernel.pooling by their offsets.
const (
	poolingY = 8 * iota
	poolingAt
	poolingX
	poolingXO
	poolingWindow
	poolingWindows
	poolingCount
	poolingN
)

// Registers of pooling.
var (
	poolY      = reg.RAX
	poolAt     = reg.RBX
	poolX      = reg.RCX // of the window
	poolXO     = reg.RDX
	poolWindow = reg.RSI
	poolSize   = reg.RDI
	poolCount  = reg.R8
	poolN      = reg.R9
	poolColumn = reg.R10
	poolEntry  = reg.R11
	poolOffset = reg.R12
)

// poolLoop writes the loop over windows and blocks of eight columns. body loops over the elements of the windows.
func poolLoop(c *build.Context, name, doc string, body func()) {
	begin(c, name, doc, args)
	for _, f := range []struct {
		field int
		to    reg.Register
	}{{poolingY, poolY}, {poolingAt, poolAt}, {poolingXO, poolXO}, {poolingWindow, poolWindow},
		{poolingWindows, poolSize}, {poolingCount, poolCount}, {poolingN, poolN}} {
		c.MOVQ(at(args, f.field), f.to)
	}
	c.Label("window")
	c.MOVLQSX(at(poolXO, 0), poolX)
	c.SHLQ(operand.Imm(2), poolX)
	c.ADDQ(at(args, poolingX), poolX)
	c.XORQ(poolColumn, poolColumn)
	c.Label("columns")
	body()
	c.ADDQ(operand.Imm(32), poolX)
	c.ADDQ(operand.Imm(32), poolY)
	c.ADDQ(operand.Imm(32), poolAt)
	c.ADDQ(operand.Imm(8), poolColumn)
	c.CMPQ(poolColumn, poolN)
	c.JLT(operand.LabelRef("columns"))
	c.ADDQ(operand.Imm(4), poolXO)
	c.DECQ(poolCount)
	c.JNE(operand.LabelRef("window"))
	c.VZEROUPPER()
	c.RET()
}

const poolDoc = "%s is %s for columns that are a multiple of 8. Nothing is empty."

// pool writes MaxPool. The elements are numbered in y[5], which y[6] counts up.
func pool(c *build.Context) {
	best, index, v, above, nan, number, one := y[0], y[1], y[2], y[3], y[4], y[5], y[6]
	poolLoop(c, "poolAVX2", fmt.Sprintf(poolDoc, "poolAVX2", "MaxPool"), func() {
		c.VPCMPEQD(one, one, one)
		c.VPSRLD(operand.Imm(31), one, one)
		c.VPXOR(index, index, index)
		c.VPXOR(number, number, number)
		c.MOVLQSX(at(poolWindow, 0), poolOffset)
		c.VMOVUPS(indexed(poolX, poolOffset, 4, 0), best)
		c.MOVQ(operand.U32(1), poolEntry)
		c.JMP(operand.LabelRef("test"))
		c.Label("element")
		c.MOVLQSX(indexed(poolWindow, poolEntry, 4, 0), poolOffset)
		c.VMOVUPS(indexed(poolX, poolOffset, 4, 0), v)
		c.VPADDD(one, number, number)
		c.VCMPPS(greaterOrdered, best, v, above)
		c.VCMPPS(unordered, v, v, nan)
		c.VORPS(nan, above, above)
		c.VBLENDVPS(above, v, best, best)
		c.VBLENDVPS(above, number, index, index)
		c.INCQ(poolEntry)
		c.Label("test")
		c.CMPQ(poolEntry, poolSize)
		c.JLT(operand.LabelRef("element"))
		c.VMOVUPS(best, at(poolY, 0))
		c.VMOVUPS(index, at(poolAt, 0))
	})
}

// poolBackward writes MaxPoolBackward.
func poolBackward(c *build.Context) {
	from, index, chosen, number, one := y[0], y[1], y[2], y[5], y[6]
	poolLoop(c, "poolBackwardAVX2", fmt.Sprintf(poolDoc, "poolBackwardAVX2", "MaxPoolBackward"), func() {
		c.VPCMPEQD(one, one, one)
		c.VPSRLD(operand.Imm(31), one, one)
		c.VPXOR(number, number, number)
		c.VMOVUPS(at(poolY, 0), from)
		c.VMOVUPS(at(poolAt, 0), index)
		c.XORQ(poolEntry, poolEntry)
		c.Label("element")
		c.MOVLQSX(indexed(poolWindow, poolEntry, 4, 0), poolOffset)
		c.VPCMPEQD(number, index, chosen)
		c.VANDPS(from, chosen, chosen)
		c.VMOVUPS(chosen, indexed(poolX, poolOffset, 4, 0))
		c.VPADDD(one, number, number)
		c.INCQ(poolEntry)
		c.CMPQ(poolEntry, poolSize)
		c.JLT(operand.LabelRef("element"))
	})
}
