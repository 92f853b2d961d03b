package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// exceed writes Exceed. A group of sixteen elements has a word of mask.
func exceed(c *build.Context) {
	c.Function("exceedAVX2")
	c.Pragma("noescape")
	c.Doc("exceedAVX2 is Exceed for n elements, a multiple of 16. It adds to sums[r] the squares of r, r+16, ...")
	c.SignatureExpr("func(mask *uint16, sums *[16]float32, centre, grad, scale *float32, n int, limit float32)")
	mask, sums, n, index := reg.RDI, reg.R9, reg.RDX, reg.RSI
	rows := []reg.GPPhysical{reg.RAX, reg.RBX, reg.RCX}
	for i, v := range []string{"centre", "grad", "scale"} {
		c.Load(c.Param(v), rows[i])
	}
	c.Load(c.Param("mask"), mask)
	c.Load(c.Param("sums"), sums)
	c.Load(c.Param("n"), n)
	limit, below, sign := y[8], y[9], y[15]
	from, err := c.Param("limit").Resolve()
	if err != nil {
		panic(err)
	}
	c.VBROADCASTSS(from.Addr, limit)
	c.VPCMPEQD(sign, sign, sign)
	c.VPSLLD(operand.Imm(31), sign, sign)
	c.VXORPS(sign, limit, below)
	total := []reg.VecPhysical{y[10], y[11]}
	for half, s := range total {
		c.VMOVUPS(at(sums, 32*half), s)
	}
	c.XORQ(index, index)
	c.JMP(operand.LabelRef("test"))
	c.Label("loop")
	found := []reg.Register{reg.R10L, reg.R11L}
	for half, s := range total {
		u, t, low := y[4*half], y[4*half+1], y[4*half+2]
		c.VMOVUPS(indexed(rows[1], index, 4, 32*half), u)
		c.VSUBPS(indexed(rows[0], index, 4, 32*half), u, u)
		c.VMOVUPS(indexed(rows[2], index, 4, 32*half), t)
		c.VMULPS(below, t, low)
		c.VMULPS(limit, t, t)
		c.VCMPPS(greaterOrdered, t, u, t)
		c.VCMPPS(less, low, u, low)
		c.VORPS(low, t, t)
		c.VMOVMSKPS(t, found[half])
		c.VMULPS(u, u, u)
		c.VADDPS(u, s, s)
	}
	c.SHLL(operand.Imm(8), reg.R11L)
	c.ORL(reg.R11L, reg.R10L)
	c.MOVW(reg.R10W, operand.Mem{Base: mask})
	c.ADDQ(operand.Imm(2), mask)
	c.ADDQ(operand.Imm(16), index)
	c.Label("test")
	c.CMPQ(index, n)
	c.JLT(operand.LabelRef("loop"))
	for half, s := range total {
		c.VMOVUPS(s, at(sums, 32*half))
	}
	c.VZEROUPPER()
	c.RET()
}
