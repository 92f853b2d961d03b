// Generate writes the assembly of package kernel for amd64 and the Go declarations of its functions. It is run by
// go generate in train/nn/kernel.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
)

// sources are the generated files by the stem of their names.
var sources = map[string]func(*build.Context){
	"correlateavx2":   func(c *build.Context) { correlations(c, avx2) },
	"correlateavx512": func(c *build.Context) { correlations(c, avx512) },
	"loops":           loops,
	"rows":            matrices,
	"tileavx2":        func(c *build.Context) { tiles(c, avx2) },
	"tileavx512":      func(c *build.Context) { tiles(c, avx512) },
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "use: go run ./generate DIRECTORY")
		os.Exit(2)
	}
	for stem, source := range sources {
		files, err := generate(stem, source)
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
}

// generate returns the assembly and the declarations of a source by the names of their files.
func generate(stem string, source func(*build.Context)) (map[string][]byte, error) {
	c := build.NewContext()
	c.ConstraintExpr("amd64")
	c.ConstraintExpr("!purego")
	source(c)
	file, err := c.Result()
	if err != nil {
		return nil, err
	}
	if err := pass.Compile.Execute(file); err != nil {
		return nil, err
	}
	config := printer.Config{Name: "train/nn/kernel/generate", Pkg: "kernel"}
	assembly, err := printer.NewGoAsm(config).Print(file)
	if err != nil {
		return nil, err
	}
	stubs, err := printer.NewStubs(config).Print(file)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{stem + "_amd64.s": assembly, stem + "_amd64.go": stubs}, nil
}
