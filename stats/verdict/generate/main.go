// Generate writes the assembly of package verdict for amd64 and the Go declaration of its function. It is run by
// go generate in stats/verdict.
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
	dots(c)
	file, err := c.Result()
	if err != nil {
		return nil, err
	}
	if err := pass.Compile.Execute(file); err != nil {
		return nil, err
	}
	config := printer.Config{Name: "stats/verdict/generate", Pkg: "verdict"}
	assembly, err := printer.NewGoAsm(config).Print(file)
	if err != nil {
		return nil, err
	}
	declaration, err := printer.NewStubs(config).Print(file)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{"dots_amd64.s": assembly, "dots_amd64.go": declaration}, nil
}

// dots writes four inner products with the same counts at once, each in four lanes. Products are rounded before they
// are added, as in Go.
func dots(c *build.Context) {
	c.Function("dotsAVX2")
	c.Pragma("noescape")
	c.Doc("dotsAVX2 adds to the lanes of each sum the products of the counts n with the numbers at y: lane k has those of",
		"the places k, k + 4, k + 8, ... There are quads places in each lane, one or more.")
	c.SignatureExpr("func(sum *[4][4]float64, n *float64, y *[4]*float64, quads int)")
	sums, n, left, index := reg.RDI, reg.RSI, reg.RDX, reg.RCX
	from := [4]reg.GPPhysical{reg.R8, reg.R9, reg.R10, reg.R11}
	sum := [4]reg.VecPhysical{reg.Y0, reg.Y1, reg.Y2, reg.Y3}
	product := [4]reg.VecPhysical{reg.Y5, reg.Y6, reg.Y7, reg.Y8}
	c.Load(c.Param("sum"), sums)
	c.Load(c.Param("n"), n)
	c.Load(c.Param("y"), index)
	c.Load(c.Param("quads"), left)
	for k := range from {
		c.MOVQ(operand.Mem{Base: index, Disp: 8 * k}, from[k])
		c.VMOVUPD(operand.Mem{Base: sums, Disp: 32 * k}, sum[k])
	}
	c.XORQ(index, index)
	c.Label("loop")
	c.VMOVUPD(operand.Mem{Base: n, Index: index, Scale: 8}, reg.Y4)
	for k := range from {
		c.VMULPD(operand.Mem{Base: from[k], Index: index, Scale: 8}, reg.Y4, product[k])
		c.VADDPD(product[k], sum[k], sum[k])
	}
	c.ADDQ(operand.Imm(4), index)
	c.DECQ(left)
	c.JNE(operand.LabelRef("loop"))
	for k := range sum {
		c.VMOVUPD(sum[k], operand.Mem{Base: sums, Disp: 32 * k})
	}
	c.VZEROUPPER()
	c.RET()
}
