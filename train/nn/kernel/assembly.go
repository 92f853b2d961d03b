//go:build amd64 && !purego

package kernel

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

//go:generate go run ./generate .

// available tells of AVX2 and AVX512 whether the processor has their instructions and the operating system saves
// their registers.
func available(n Name) bool {
	narrow := cpu.X86.HasAVX && cpu.X86.HasAVX2 && cpu.X86.HasFMA
	if n == AVX512 {
		return narrow && cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL
	}
	return narrow
}

// assembly is the kernel of an available name. What it has no assembly for it takes from portable.
func assembly(n Name) Kernel {
	if n == AVX512 {
		return vector{set: &instructions{name: AVX512, lanes: 16, rows: 14}}
	}
	return vector{set: &instructions{name: AVX2, lanes: 8, rows: 6}}
}

// instructions are an instruction set: its vectors and its tiles.
type instructions struct {
	name  Name
	lanes int // float32 in a vector
	rows  int // most rows of a tile
}

// vector is a kernel in assembly.
type vector struct {
	portable
	set *instructions
}

// Name is AVX2 or AVX512.
func (v vector) Name() Name { return v.set.name }

// tile are the arguments of the functions that compute tiles of C, one below the other. They are as the generator has
// them in generate/tile.go. Strides are in bytes, those of tables too: 4 where there is a table, 0 where the offset is
// always the same.
type tile struct {
	a, b, c        unsafe.Pointer // the first elements
	bk, ci         unsafe.Pointer // int32 offsets of the rows of B and of C, in elements
	mask           uintptr        // AVX-512: two masks of 16 bits; AVX2: the address of that of the last vector
	k              int
	ai, ak         int // from a row of A to the next, from one k to the next
	bStride, bStep int // from one k to the next, in B and in bk
	cStride, cStep int // from a row of C to the next, in C and in ci
	rows, count    int // rows of a tile, and the number of tiles, at least 1
	alpha          float32
	_              float32
	beta           float32
	_              float32
	load           int // 0: C is not read, beta counts as 0
}
