package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// isa is an instruction set with its vectors and the largest tile whose sums they hold.
type isa struct {
	name  string
	lanes int // float32 in a vector
	rows  int // most rows of a tile
}

var (
	avx2   = isa{name: "AVX2", lanes: 8, rows: 6}
	avx512 = isa{name: "AVX512", lanes: 16, rows: 14}
)

// vector is vector register i.
func (s isa) vector(i int) reg.VecPhysical {
	if s.lanes == 16 {
		return z[i]
	}
	return y[i]
}

var y = []reg.VecPhysical{reg.Y0, reg.Y1, reg.Y2, reg.Y3, reg.Y4, reg.Y5, reg.Y6, reg.Y7, reg.Y8, reg.Y9, reg.Y10,
	reg.Y11, reg.Y12, reg.Y13, reg.Y14, reg.Y15}

var z = []reg.VecPhysical{reg.Z0, reg.Z1, reg.Z2, reg.Z3, reg.Z4, reg.Z5, reg.Z6, reg.Z7, reg.Z8, reg.Z9, reg.Z10,
	reg.Z11, reg.Z12, reg.Z13, reg.Z14, reg.Z15, reg.Z16, reg.Z17, reg.Z18, reg.Z19, reg.Z20, reg.Z21, reg.Z22, reg.Z23,
	reg.Z24, reg.Z25, reg.Z26, reg.Z27, reg.Z28, reg.Z29, reg.Z30, reg.Z31}

// clear sets a vector to +0.
func (s isa) clear(c *build.Context, v reg.VecPhysical) {
	if s.lanes == 16 {
		c.VPXORD(v, v, v)
		return
	}
	c.VXORPS(v, v, v)
}

// at is the memory at base + disp.
func at(base reg.Register, disp int) operand.Mem { return operand.Mem{Base: base, Disp: disp} }

// indexed is the memory at base + index*scale + disp.
func indexed(base, index reg.Register, scale uint8, disp int) operand.Mem {
	return operand.Mem{Base: base, Index: index, Scale: scale, Disp: disp}
}

// begin opens a function of a pointer to the struct of its arguments, and loads the pointer into p.
func begin(c *build.Context, name, doc string, p reg.Register) {
	c.Function(name)
	c.Pragma("noescape")
	c.Doc(doc)
	c.SignatureExpr("func(p *byte)")
	c.MOVQ(operand.NewParamAddr("p", 0), p)
}
