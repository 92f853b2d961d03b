// Generate writes the assembly of package series for amd64 and the Go declaration of its function. It is run by
// go generate in stats/series.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
	"github.com/mmcloughlin/avo/reg"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "use: go run ./generate DIRECTORY")
		os.Exit(2)
	}
	files, err := generate()
	for name, text := range files {
		if err == nil {
			err = os.WriteFile(filepath.Join(os.Args[1], name), text, 0o666)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// generate returns the assembly and its declaration by the names of their files.
func generate() (map[string][]byte, error) {
	c := build.NewContext()
	c.ConstraintExpr("amd64")
	c.ConstraintExpr("!purego")
	lanes(c)
	file, err := c.Result()
	if err != nil {
		return nil, err
	}
	if err := pass.Compile.Execute(file); err != nil {
		return nil, err
	}
	config := printer.Config{Name: "stats/series/generate", Pkg: "series"}
	assembly, err := printer.NewGoAsm(config).Print(file)
	if err != nil {
		return nil, err
	}
	declaration, err := printer.NewStubs(config).Print(file)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{"lanes_amd64.s": assembly, "lanes_amd64.go": declaration}, nil
}

// draws is the number of draws of a block.
const draws = 32

// lanes writes the pass over a block of draws, four at a time: lane k has the draws k, k + 4, k + 8, ...
func lanes(c *build.Context) {
	c.Function("lanesAVX2")
	c.Pragma("noescape")
	c.Doc("lanesAVX2 is laneSums.pass. l is the first of the sums.")
	c.SignatureExpr("func(l *float64, u *[32]float64, draw *[32]float32, centre float64, first uint32)")
	sums, u, g, index := reg.RDI, reg.RSI, reg.RDX, reg.RCX
	c.Load(c.Param("l"), sums)
	c.Load(c.Param("u"), u)
	c.Load(c.Param("draw"), g)
	centre, first, mantissa, one, exponent, null := reg.Y15, reg.X14, reg.Y13, reg.Y12, reg.Y11, reg.Y10
	from, err := c.Param("centre").Resolve()
	if err != nil {
		panic(err)
	}
	c.VBROADCASTSD(from.Addr, centre)
	c.Load(c.Param("first"), reg.R9L)
	c.VMOVD(reg.R9L, first)
	c.VPBROADCASTD(first, first)
	c.VPCMPEQD(null, null, null) // all ones
	c.VPSRLQ(operand.Imm(12), null, mantissa)
	c.VPSRLQ(operand.Imm(54), null, one) // 1023 << 52
	c.VPSLLQ(operand.Imm(52), one, one)
	c.VPXOR(null, null, null)
	sum, square, cube, fourth, product := reg.Y0, reg.Y1, reg.Y2, reg.Y3, reg.Y4
	nulls, differ, zeros := reg.Y5, reg.X6, reg.R8L
	for _, y := range []reg.VecPhysical{sum, square, cube, fourth, exponent, nulls} {
		c.VXORPD(y, y, y)
	}
	c.VMOVAPD(one, product)
	c.VPXOR(differ, differ, differ)
	c.XORL(zeros, zeros)
	c.XORQ(index, index)
	c.Label("loop")
	draw, x, t := reg.X7, reg.Y8, reg.Y9
	c.VMOVUPS(operand.Mem{Base: g, Index: index, Scale: 4}, draw)
	c.VCVTPS2PD(draw, x)
	c.VSUBPD(centre, x, x)
	c.VMOVUPD(x, operand.Mem{Base: u, Index: index, Scale: 8})
	c.VADDPD(x, sum, sum)
	bits := reg.X9 // of t
	c.VPXOR(first, draw, bits)
	c.VPOR(bits, differ, differ)
	c.VPADDD(draw, draw, bits) // without the sign
	c.VPCMPEQD(reg.X10, bits, bits)
	c.VMOVMSKPS(bits, reg.R9L)
	c.SHRL(operand.Imm(4), zeros)
	c.SHLL(operand.Imm(28), reg.R9L)
	c.ORL(reg.R9L, zeros)
	higher := reg.Y7 // of the draws
	c.VMULPD(x, x, t)
	c.VADDPD(t, square, square)
	c.VMULPD(x, t, higher)
	c.VADDPD(higher, cube, cube)
	c.VMULPD(t, t, t)
	c.VADDPD(t, fourth, fourth)
	c.VCMPPD(operand.Imm(0), null, x, t) // equal
	c.VPSUBQ(t, nulls, nulls)
	c.VPAND(mantissa, x, t)
	c.VPOR(one, t, t)
	c.VMULPD(t, product, product)
	c.VPSLLQ(operand.Imm(1), x, x)
	c.VPSRLQ(operand.Imm(53), x, x)
	c.VPADDQ(x, exponent, exponent)
	c.ADDQ(operand.Imm(4), index)
	c.CMPQ(index, operand.Imm(draws))
	c.JNE(operand.LabelRef("loop"))
	for k, y := range []reg.VecPhysical{sum, square, cube, fourth, product, exponent, nulls} {
		c.VMOVUPD(y, operand.Mem{Base: sums, Disp: 32 * k})
	}
	c.VMOVDQU(differ, operand.Mem{Base: sums, Disp: 224})
	c.MOVL(zeros, operand.Mem{Base: sums, Disp: 240})
	c.VZEROUPPER()
	c.RET()
}
