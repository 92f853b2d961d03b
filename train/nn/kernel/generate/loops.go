package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Predicates of VCMPPS. A comparison with NaN is false, but for unordered, which is true for NaN only.
const (
	unordered      = operand.U8(0x03)
	less           = operand.U8(0x11)
	lessOrEqual    = operand.U8(0x12)
	greaterOrdered = operand.U8(0x1e)
)

// each writes a function over vectors of n elements, n a multiple of 8. The parameters are the vectors, n, and then
// constants. body gets the operands of eight elements of each vector; the constants are in Y8, Y9, ...
func each(c *build.Context, name, doc string, vectors, constants []string, body func(elements []operand.Mem)) {
	registers := []reg.GPPhysical{reg.RAX, reg.RBX, reg.RCX}
	n, index := reg.RDX, reg.RSI
	c.Function(name)
	c.Pragma("noescape")
	c.Doc(doc + " n is a multiple of 8.")
	signature := "func("
	for _, v := range vectors {
		signature += v + " *float32, "
	}
	signature += "n int"
	for _, k := range constants {
		signature += ", " + k + " float32"
	}
	c.SignatureExpr(signature + ")")
	var elements []operand.Mem
	for i, v := range vectors {
		c.Load(c.Param(v), registers[i])
		elements = append(elements, indexed(registers[i], index, 4, 0))
	}
	c.Load(c.Param("n"), n)
	for i, k := range constants {
		from, err := c.Param(k).Resolve()
		if err != nil {
			panic(err)
		}
		c.VBROADCASTSS(from.Addr, y[8+i])
	}
	c.VXORPS(y[15], y[15], y[15])
	c.XORQ(index, index)
	c.JMP(operand.LabelRef("test"))
	c.Label("loop")
	body(elements)
	c.ADDQ(operand.Imm(8), index)
	c.Label("test")
	c.CMPQ(index, n)
	c.JLT(operand.LabelRef("loop"))
	c.VZEROUPPER()
	c.RET()
}

// loops writes the loops over elements, for AVX2. They are rounded as in Go, so that one set serves both kernels.
func loops(c *build.Context) {
	each(c, "fillAVX2", "fillAVX2 sets dst to v.", []string{"dst"}, []string{"v"}, func(m []operand.Mem) {
		c.VMOVUPS(y[8], m[0])
	})
	each(c, "reluAVX2", "reluAVX2 sets z to 0 where it is at most 0.", []string{"z"}, nil, func(m []operand.Mem) {
		c.VMOVUPS(m[0], y[0])
		c.VCMPPS(lessOrEqual, y[15], y[0], y[1])
		c.VANDNPS(y[0], y[1], y[0])
		c.VMOVUPS(y[0], m[0])
	})
	each(c, "reluBackwardAVX2", "reluBackwardAVX2 sets d to 0 where h is at most 0.", []string{"d", "h"}, nil,
		func(m []operand.Mem) {
			c.VMOVUPS(m[1], y[0])
			c.VCMPPS(lessOrEqual, y[15], y[0], y[1])
			c.VANDNPS(m[0], y[1], y[0])
			c.VMOVUPS(y[0], m[0])
		})
	each(c, "updateAVX2", "updateAVX2 is w <- w - eta gradient.", []string{"w", "gradient"}, []string{"eta"},
		func(m []operand.Mem) {
			c.VMULPS(m[1], y[8], y[0])
			c.VMOVUPS(m[0], y[1])
			c.VSUBPS(y[0], y[1], y[1])
			c.VMOVUPS(y[1], m[0])
		})
	each(c, "heavyBallAVX2", "heavyBallAVX2 is v <- (mu v + gradient) + lambda w, w <- w - eta v.",
		[]string{"w", "v", "gradient"}, []string{"eta", "mu", "lambda"}, func(m []operand.Mem) {
			c.VMULPS(m[1], y[9], y[0])
			c.VADDPS(m[2], y[0], y[0])
			c.VMOVUPS(m[0], y[1])
			c.VMULPS(y[1], y[10], y[2])
			c.VADDPS(y[2], y[0], y[0])
			c.VMOVUPS(y[0], m[1])
			c.VMULPS(y[0], y[8], y[0])
			c.VSUBPS(y[0], y[1], y[1])
			c.VMOVUPS(y[1], m[0])
		})
	sum(c)
	follow(c)
	exceed(c)
}

// sum writes the sums of every sixteenth element.
func sum(c *build.Context) {
	c.Function("sumAVX2")
	c.Pragma("noescape")
	c.Doc("sumAVX2 adds to sums[r] the elements r, r+16, r+32, ... of x. n is a multiple of 16.")
	c.SignatureExpr("func(sums *[16]float32, x *float32, n int)")
	c.Load(c.Param("sums"), reg.RAX)
	c.Load(c.Param("x"), reg.RBX)
	c.Load(c.Param("n"), reg.RCX)
	c.VMOVUPS(at(reg.RAX, 0), y[0])
	c.VMOVUPS(at(reg.RAX, 32), y[1])
	c.JMP(operand.LabelRef("test"))
	c.Label("loop")
	c.VADDPS(at(reg.RBX, 0), y[0], y[0])
	c.VADDPS(at(reg.RBX, 32), y[1], y[1])
	c.ADDQ(operand.Imm(64), reg.RBX)
	c.SUBQ(operand.Imm(16), reg.RCX)
	c.Label("test")
	c.TESTQ(reg.RCX, reg.RCX)
	c.JG(operand.LabelRef("loop"))
	c.VMOVUPS(y[0], at(reg.RAX, 0))
	c.VMOVUPS(y[1], at(reg.RAX, 32))
	c.VZEROUPPER()
	c.RET()
}
