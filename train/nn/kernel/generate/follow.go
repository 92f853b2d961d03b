package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// follow writes Follow. It stops before eight elements of which one is beyond the bands.
func follow(c *build.Context) {
	c.Function("followAVX2")
	c.Pragma("noescape")
	c.Doc("followAVX2 is Follow for n elements, a multiple of 8. band are Near, Stop, Pull and Rate.")
	c.SignatureExpr("func(centre, gradient, scale *float32, n int, band *[4]float32) (moved int)")
	n, band, index := reg.RDX, reg.RDI, reg.RSI
	rows := []reg.GPPhysical{reg.RAX, reg.RBX, reg.RCX}
	for i, v := range []string{"centre", "gradient", "scale"} {
		c.Load(c.Param(v), rows[i])
	}
	c.Load(c.Param("n"), n)
	c.Load(c.Param("band"), band)
	near, stop, pull, rate, zero := y[8], y[9], y[10], y[11], y[15]
	below := map[reg.VecPhysical]reg.VecPhysical{near: y[12], stop: y[13], pull: y[14]} // the negative constants
	c.VPCMPEQD(zero, zero, zero)
	c.VPSLLD(operand.Imm(31), zero, zero) // the sign bits
	for i, v := range []reg.VecPhysical{near, stop, pull, rate} {
		c.VBROADCASTSS(at(band, 4*i), v)
		if negative, has := below[v]; has {
			c.VXORPS(zero, v, negative)
		}
	}
	c.VXORPS(zero, zero, zero)
	c.XORQ(index, index)
	c.JMP(operand.LabelRef("test"))

	u, s, t, beyond, centre := y[0], y[1], y[2], y[3], y[4]
	// outside sets to to where u lies outside of the band of the constant v times s; t is lost.
	outside := func(v, to reg.VecPhysical) {
		c.VMULPS(v, s, t)
		c.VCMPPS(greaterOrdered, t, u, to)
		c.VMULPS(below[v], s, t)
		c.VCMPPS(less, t, u, t)
		c.VORPS(t, to, to)
	}
	c.Label("loop")
	c.VMOVUPS(indexed(rows[0], index, 4, 0), centre)
	c.VMOVUPS(indexed(rows[1], index, 4, 0), u)
	c.VSUBPS(centre, u, u)
	c.VMOVUPS(indexed(rows[2], index, 4, 0), s)
	outside(near, beyond)

	// No branch upon what is beyond Near alone: that is an element in twenty, which no processor foresees.
	halt, at8 := y[5], reg.R8L
	outside(stop, halt)
	c.VANDPS(beyond, halt, halt)
	c.VCMPPS(greaterOrdered, zero, s, t)
	c.VANDPS(t, halt, halt)
	c.VMOVMSKPS(halt, at8)
	c.TESTL(at8, at8)
	c.JNE(operand.LabelRef("stopped"))

	high, low, clipped := y[5], y[6], y[7]
	c.VMULPS(below[pull], s, t)
	c.VCMPPS(less, t, u, low)
	c.VANDPS(beyond, low, low)
	c.VBLENDVPS(low, t, u, clipped)
	c.VMULPS(pull, s, t)
	c.VCMPPS(greaterOrdered, t, u, high)
	c.VANDPS(beyond, high, high)
	c.VBLENDVPS(high, t, clipped, u)

	c.VMULPS(rate, u, u)
	c.VADDPS(u, centre, centre)
	c.VMOVUPS(centre, indexed(rows[0], index, 4, 0))
	c.ADDQ(operand.Imm(8), index)
	c.Label("test")
	c.CMPQ(index, n)
	c.JLT(operand.LabelRef("loop"))
	c.Label("stopped")
	c.VZEROUPPER()
	c.Store(index, c.Return("moved"))
	c.RET()
}
