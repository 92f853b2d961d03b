//go:build amd64 && !purego

package kernel

import "unsafe"

// noOffset is a table of one offset, for rows that have a stride.
var noOffset int32

// masks holds, from element 16-n on, the mask of the first n elements of two AVX2 vectors, n <= 16.
var masks = [32]int32{-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}

// column computes a (rows, n) part of C, n being at most two vectors: in tiles whose heights differ by one row at most.
// The fields of t are set but for rows, count and mask; the assembly counts down count.
func (s *instructions) column(t *tile, rows, n int) {
	tiles := (rows + s.rows - 1) / s.rows
	height, taller := rows/tiles, rows%tiles
	t.rows, t.count = height, tiles-taller
	s.run(t, n)
	if taller > 0 {
		done := height * (tiles - taller)
		t.a = unsafe.Add(t.a, done*t.ai)
		t.c = unsafe.Add(t.c, done*t.cStride)
		t.ci = unsafe.Add(t.ci, done*t.cStep)
		t.rows, t.count = height+1, taller
		s.run(t, n)
	}
}

// run computes a column of tiles of n columns, at most two vectors. It calls by name, so that t does not escape.
func (s *instructions) run(t *tile, n int) {
	if s.name == AVX512 {
		tilesAVX512(t, n)
		return
	}
	tilesAVX2(t, n)
}

// tilesAVX512 computes a column of tiles of n <= 32 columns.
func tilesAVX512(t *tile, n int) {
	t.mask = 1<<n - 1
	if n <= 16 {
		tileAVX512x1((*byte)(unsafe.Pointer(t)))
		return
	}
	tileAVX512x2((*byte)(unsafe.Pointer(t)))
}

// tilesAVX2 computes a column of tiles of n <= 16 columns.
func tilesAVX2(t *tile, n int) {
	p := (*byte)(unsafe.Pointer(t))
	if n == 8 {
		tileAVX2x1(p)
		return
	}
	if n == 16 {
		tileAVX2x2(p)
		return
	}
	t.mask = uintptr(unsafe.Pointer(&masks[16-n%8]))
	if n < 8 {
		tileAVX2x1masked(p)
		return
	}
	tileAVX2x2masked(p)
}

// panels computes C of (m, n) panel by panel, as wide as two vectors, from the operand B with rows of any offsets.
// The fields of t are set but for rows, count and mask.
func (s *instructions) panels(t *tile, m, n int) {
	width := 2 * s.lanes
	for j := 0; j < n; j += width {
		panel := *t
		panel.b, panel.c = unsafe.Add(t.b, 4*j), unsafe.Add(t.c, 4*j)
		s.column(&panel, m, min(width, n-j))
	}
}
