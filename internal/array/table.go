package array

import (
	"bufio"

	"levyscope/internal/column"
	"levyscope/internal/npy"
)

// table are the columns of numbers of delimited text as one array: a row of the text is a sample.
type table struct {
	*column.Table
	buf []float64
}

// openTable makes the array of a stream of text whose file has that extension.
func openTable(b *bufio.Reader, ext string) (*Array, error) {
	t, err := column.OpenTable(b, ext)
	if err != nil {
		return nil, npy.Damaged(err)
	}
	names := t.Names()
	a := &Array{Shape: []int{-1, len(names)}, Columns: names, source: &table{Table: t}}
	a.All, a.Numbers = t.All()
	return a, nil
}

func (t *table) counts() column.Counts { return t.Counts() }

func (t *table) read64(dst []float64) (int, error) { return t.Read(dst) }

func (t *table) read32(dst []float32) (n int, err error) {
	if t.buf == nil {
		t.buf = make([]float64, 1024)
	}
	for n < len(dst) && err == nil {
		var k int
		k, err = t.Read(t.buf[:min(len(t.buf), len(dst)-n)])
		for i, v := range t.buf[:k] {
			dst[n+i] = float32(v)
		}
		n += k
	}
	return n, err
}
