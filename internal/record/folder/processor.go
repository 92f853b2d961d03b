package folder

import (
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"golang.org/x/sys/cpu"
)

// Processor is what the last bits of floating-point results depend on besides the build: the architecture,
// the level of it that the compiler was told to use, and the instructions that the mathematical functions
// choose by at run time.
type Processor struct {
	Arch     string   `toml:"arch"`     // as "amd64"
	Level    string   `toml:"level"`    // as "v1", of GOAMD64 or its like; "" where there is none
	Features []string `toml:"features"` // as "fma"
}

// ThisProcessor is that of this process.
func ThisProcessor() Processor {
	p := Processor{Arch: runtime.GOARCH, Features: []string{}}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "GO"+strings.ToUpper(runtime.GOARCH) || s.Key == "GOARM" && runtime.GOARCH == "arm" {
				p.Level = s.Value
			}
		}
	}
	for _, f := range []struct {
		name string
		has  bool
	}{
		{"avx", cpu.X86.HasAVX}, {"avx2", cpu.X86.HasAVX2}, {"avx512f", cpu.X86.HasAVX512F},
		{"fma", cpu.X86.HasFMA}, {"sse4.1", cpu.X86.HasSSE41},
	} {
		if f.has {
			p.Features = append(p.Features, f.name)
		}
	}
	return p
}

// same says that both compute the same bits.
func (p Processor) same(o Processor) bool {
	return p.Arch == o.Arch && p.Level == o.Level && slices.Equal(p.Features, o.Features)
}

// String is as "amd64 v1 avx fma".
func (p Processor) String() string {
	return strings.Join(append(strings.Fields(p.Arch+" "+p.Level), p.Features...), " ")
}
