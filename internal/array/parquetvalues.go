package array

import (
	"fmt"
	"io"
	"math"
)

// parquetValues are the values of columns, one column after another, and of each its parts in the groups of rows.
type parquetValues struct {
	file    *parquetFile
	columns []parquetColumn
	length  int // how many values each list has; 0: the columns hold no lists

	column, group int // the next part
	chunk         *parquetChunk
	n             int    // values of the page that are still to come
	values        []byte // of these, the ones that are not missing
	definitions   []byte // nil: none is missing
	rows          int64  // lists of the part that have begun
	row           int    // values of the last of them
}

func (s *parquetValues) read64(dst []float64) (int, error) {
	return readParquet(s, dst, func(d *parquetColumn, dst []float64, b []byte) {
		d.dtype.Widen(dst, b, int(d.dtype.Size))
	})
}

func (s *parquetValues) read32(dst []float32) (int, error) {
	return readParquet(s, dst, func(d *parquetColumn, dst []float32, b []byte) { d.dtype.Narrow(dst, b) })
}

// readParquet fills dst; convert converts as many values as dst has.
func readParquet[T float32 | float64](
	s *parquetValues, dst []T, convert func(d *parquetColumn, dst []T, b []byte),
) (n int, err error) {
	for n < len(dst) {
		if s.n == 0 {
			if err := s.next(); err != nil {
				return n, err
			}
		}
		c := s.chunk.column
		size := int(c.dtype.Size)
		k := min(len(dst)-n, s.n)
		if s.definitions == nil {
			convert(c, dst[n:n+k], s.values[:k*size])
			s.values = s.values[k*size:]
		} else {
			for i, d := range s.definitions[:k] {
				if d < c.definition {
					dst[n+i] = T(math.NaN())
					continue
				}
				convert(c, dst[n+i:n+i+1], s.values[:size])
				s.values = s.values[size:]
			}
			s.definitions = s.definitions[k:]
		}
		n, s.n = n+k, s.n-k
	}
	return n, nil
}

// next goes to the next page, of the next part if need be; io.EOF after the last.
func (s *parquetValues) next() error {
	for {
		if s.chunk == nil {
			if s.column == len(s.columns) {
				return io.EOF
			}
			if s.group == len(s.file.meta.RowGroups) {
				s.column, s.group = s.column+1, 0
				continue
			}
			c, err := s.file.chunk(&s.columns[s.column], s.group)
			if err != nil {
				return err
			}
			s.chunk, s.rows, s.row = c, 0, s.length
			s.group++
		}
		p, err := s.chunk.next()
		if err == io.EOF {
			if err := s.endOfChunk(); err != nil {
				return err
			}
			s.chunk = nil
			continue
		}
		if err != nil {
			return err
		}
		if s.length > 0 {
			if err := s.lists(p); err != nil {
				return err
			}
		}
		s.n, s.values, s.definitions = p.n, p.values, p.definitions
		return nil
	}
}

// lists checks that each list of the page has as many values as the first of the file.
func (s *parquetValues) lists(p *parquetPage) error {
	if p.repetitions == nil || p.definitions == nil {
		return fmt.Errorf(".parquet column %.80q has a page without levels: %w", s.chunk.column.name, errPage)
	}
	for i, r := range p.repetitions {
		if r == 0 {
			if s.row != s.length {
				return s.ragged()
			}
			s.rows++
			s.row = 0
		}
		if p.definitions[i] < s.chunk.column.element {
			return s.ragged()
		}
		if s.row++; s.row > s.length {
			return s.ragged()
		}
	}
	return nil
}

// ragged is the error of a list that is too short or too long.
func (s *parquetValues) ragged() error {
	before := int64(0)
	for _, g := range s.file.meta.RowGroups[:s.group-1] {
		before += g.NumRows
	}
	is := fmt.Sprint(s.row)
	if s.row > s.length {
		is = "more"
	}
	return fmt.Errorf("column %.80q: the list of row %d has %s values, the first list has %d: "+
		"write lists of one length", s.chunk.column.name, max(before+s.rows-1, 0), is, s.length)
}

// endOfChunk checks that the part held as many lists as the group has rows.
func (s *parquetValues) endOfChunk() error {
	if s.length == 0 {
		return nil
	}
	if s.row != s.length {
		return s.ragged()
	}
	if rows := s.file.meta.RowGroups[s.group-1].NumRows; s.rows != rows {
		return fmt.Errorf(".parquet column %.80q has %d lists in a group of %d rows: %w",
			s.chunk.column.name, s.rows, rows, errPage)
	}
	return nil
}

// firstList is how many values the first list of the column has.
func (p *parquetFile) firstList(c parquetColumn) (int, error) {
	g := 0
	for p.meta.RowGroups[g].NumRows == 0 {
		g++
	}
	chunk, err := p.chunk(&c, g)
	if err != nil {
		return 0, err
	}
	n, begun := 0, false
	for {
		page, err := chunk.next()
		if err == io.EOF && n > 0 {
			return n, nil
		}
		if err == io.EOF {
			return 0, fmt.Errorf("is a column of empty lists")
		}
		if err != nil {
			return 0, err
		}
		if page.repetitions == nil || page.definitions == nil {
			return 0, fmt.Errorf("has a page without levels: %w", errPage)
		}
		for i, r := range page.repetitions {
			if r == 0 && begun {
				return n, nil
			}
			if begun = true; page.definitions[i] < c.element {
				return 0, fmt.Errorf("begins with an empty list: write lists of one length")
			}
			n++
		}
	}
}
