package kernel

import (
	"fmt"

	"levyscope/internal/spec"
)

// Name names a kernel.
type Name uint8

// The kernels. The zero value is that of recordings that name none.
const (
	Gonum  Name = iota // plain Go with gonum's matrix product; on every processor
	AVX2               // assembly for amd64 with AVX2 and FMA
	AVX512             // assembly for amd64 with AVX-512F, DQ, BW and VL; the same bits as AVX2
)

// Auto is what Parse reads as Best().
const Auto = "auto"

var names = spec.Enum[Name]{
	What:   "kernel",
	Names:  []string{Gonum: "gonum", AVX2: "avx2", AVX512: "avx512"},
	Remedy: "use auto, gonum, avx2 or avx512",
}

// Parse reads "gonum", "avx2", "avx512", or "auto", which is Best().
func Parse(s string) (Name, error) {
	if s == Auto {
		return Best(), nil
	}
	return names.Parse(s)
}

// Valid says that n is one of the names.
func (n Name) Valid() bool { return names.Valid(n) }

// String is the name that Parse reads.
func (n Name) String() string { return names.String(n) }

// MarshalText writes the name that Parse reads.
func (n Name) MarshalText() ([]byte, error) { return names.Marshal(n) }

// UnmarshalText reads a name, but not "auto": a text that is kept names a kernel.
func (n *Name) UnmarshalText(b []byte) error { return names.Unmarshal(n, b) }

// Available says that this build has the kernel and that the processor and its operating system can run it.
func (n Name) Available() bool { return n.Valid() && (n == Gonum || available(n)) }

// Best is the fastest kernel that is available.
func Best() Name {
	for n := AVX512; n > Gonum; n-- {
		if n.Available() {
			return n
		}
	}
	return Gonum
}

// New makes the kernel of the given name. One that is not available is a *spec.Error.
func New(n Name) (Kernel, error) {
	switch {
	case !n.Available():
		return nil, &spec.Error{What: names.What, Input: n.String(),
			Problem: "this build or this processor does not have it",
			Remedy:  fmt.Sprintf("use auto, which is %s here", Best())}
	case n == Gonum:
		return portable{}, nil
	}
	return assembly(n), nil
}
