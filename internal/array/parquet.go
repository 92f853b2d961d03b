package array

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	pq "github.com/parquet-go/parquet-go/format"
)

// parquetFile are the arrays of a Parquet file: all columns of numbers that hold one a row together, each a series, and
// every column of lists, each list a row.
//
// Source: the description of the format by the Apache Parquet project.
type parquetFile struct {
	in     *input
	meta   pq.FileMetaData
	rows   int
	tables []parquetTable // those still to come
	// all are the names of all columns, but for the index of a data frame, and numbers tells which are read as one a row.
	all     []string
	numbers []bool
}

// parquetTable are columns that make one array.
type parquetTable struct {
	name    string
	columns []parquetColumn
}

// maxParquetFooter bounds the directory of the columns' parts at the end of the file, in bytes; a part takes some 100.
const maxParquetFooter = 64 << 20

// openParquet reads the directory of the file.
func openParquet(in *input) (*parquetFile, error) {
	p := &parquetFile{in: in}
	if err := p.footer(); err != nil {
		return nil, fmt.Errorf(".parquet footer %w: the file is truncated or damaged; fetch or write it again", err)
	}
	if p.meta.NumRows < 0 || int64(int(p.meta.NumRows)) != p.meta.NumRows {
		return nil, fmt.Errorf(".parquet file of %d rows: the file is damaged, or too long for this system", p.meta.NumRows)
	}
	p.rows = int(p.meta.NumRows)
	columns, err := parquetColumns(p.meta.Schema)
	if err != nil {
		return nil, fmt.Errorf(".parquet schema %w: the file is damaged; fetch or write it again", err)
	}
	if err := p.check(columns); err != nil {
		return nil, err
	}
	var flat parquetTable
	var lists []parquetTable
	passed := ""
	for _, c := range columns {
		if c.passed != passedIndex {
			p.all, p.numbers = append(p.all, c.name), append(p.numbers, c.passed == "" && c.repetition == 0)
		}
		switch {
		case c.passed != "":
			passed = fmt.Sprintf("%.80q is %s", c.name, c.passed)
		case c.repetition > 0:
			lists = append(lists, parquetTable{name: c.name, columns: []parquetColumn{c}})
		default:
			flat.columns = append(flat.columns, c)
		}
	}
	if len(flat.columns) > 0 {
		p.tables = append(p.tables, flat)
	}
	if p.tables = append(p.tables, lists...); len(p.tables) == 0 {
		return nil, fmt.Errorf(".parquet file without any column of numbers (%s): write FLOAT or DOUBLE", passed)
	}
	if p.rows == 0 {
		return nil, errors.New(".parquet file of 0 rows: it must hold at least one number")
	}
	in.done.Store(0)
	in.all.Store(p.stored())
	return p, nil
}

// footer reads the directory: its bytes, their number, and the mark that the file begins with, too.
func (p *parquetFile) footer() error {
	var tail [8]byte
	if p.in.size < int64(len(magicParquet)+len(tail)) {
		return fmt.Errorf("is missing in a file of %d bytes", p.in.size)
	}
	if _, err := p.in.ReadAt(tail[:], p.in.size-8); err != nil && err != io.EOF {
		return err
	}
	if string(tail[4:]) != magicParquet {
		return fmt.Errorf("ends in %q, not in %q", tail[4:], magicParquet)
	}
	n := int64(binary.LittleEndian.Uint32(tail[:]))
	if n > p.in.size-12 || n > maxParquetFooter {
		return fmt.Errorf("of %d bytes in a file of %d (at most %d are read)", n, p.in.size, maxParquetFooter)
	}
	b := make([]byte, n)
	if _, err := p.in.ReadAt(b, p.in.size-8-n); err != nil && err != io.EOF {
		return err
	}
	return unmarshalThrift(b, &p.meta)
}

// unmarshalThrift reads a structure that b begins with.
func unmarshalThrift(b []byte, v any) (err error) {
	n, err := thriftLength(b)
	if err != nil {
		return err
	}
	return guarded(func() error { return thrift.Unmarshal(new(thrift.CompactProtocol), b[:n:n], v) })
}

// guarded makes a panic of a decoder, to which damaged data led it, an error.
func guarded(decode func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("cannot be decoded (%v)", r)
		}
	}()
	return decode()
}

// check compares the groups of rows with the schema and the length of the file.
func (p *parquetFile) check(columns []parquetColumn) error {
	damaged := func(text string, values ...any) error {
		return fmt.Errorf(".parquet "+text+": the file is damaged; fetch or write it again", values...)
	}
	rows := int64(0)
	for g, group := range p.meta.RowGroups {
		if group.NumRows < 0 || group.NumRows > p.meta.NumRows-rows {
			return damaged("group %d has %d rows, of %d in all", g, group.NumRows, p.meta.NumRows)
		}
		rows += group.NumRows
		if len(group.Columns) != len(columns) {
			return damaged("group %d has %d columns, the schema %d", g, len(group.Columns), len(columns))
		}
		for k := range group.Columns {
			c := &group.Columns[k]
			if c.FilePath != "" {
				return fmt.Errorf(".parquet column %.80q is in another file, %.80q: write one file", columns[k].name, c.FilePath)
			}
			if c.CryptoMetadata.Value != nil || len(c.EncryptedColumnMetadata) > 0 {
				return fmt.Errorf(".parquet column %.80q is encrypted: write it without encryption", columns[k].name)
			}
			from, n := chunkPlace(&c.MetaData)
			if from < 0 || n < 0 || from > p.in.size || n > p.in.size-from || c.MetaData.NumValues < 0 {
				return damaged("column %.80q has %d bytes at %d in a file of %d", columns[k].name, n, from, p.in.size)
			}
		}
	}
	if rows != p.meta.NumRows {
		return damaged("groups have %d rows, of %d in all", rows, p.meta.NumRows)
	}
	return nil
}

// chunkPlace is where the part of a column in a group of rows begins, and how many bytes it has.
func chunkPlace(m *pq.ColumnMetaData) (from, n int64) {
	from = m.DataPageOffset
	if m.DictionaryPageOffset > 0 {
		from = min(from, m.DictionaryPageOffset)
	}
	return from, m.TotalCompressedSize
}

// stored is how many bytes the columns take that are read.
func (p *parquetFile) stored() (sum int64) {
	for _, t := range p.tables {
		for _, c := range t.columns {
			for _, g := range p.meta.RowGroups {
				_, n := chunkPlace(&g.Columns[c.index].MetaData)
				sum += min(n, math.MaxInt64-sum)
			}
		}
	}
	return sum
}

// next begins the next array.
func (p *parquetFile) next() (*Array, error) {
	if len(p.tables) == 0 {
		p.in.done.Store(p.in.all.Load())
		return nil, io.EOF
	}
	t := p.tables[0]
	p.tables = p.tables[1:]
	s := &parquetValues{file: p, columns: t.columns}
	a := &Array{Name: t.name, Float32: true, source: s}
	for _, c := range t.columns {
		a.Float32 = a.Float32 && c.dtype.Exact
	}
	if t.columns[0].repetition == 0 {
		for _, c := range t.columns {
			a.Columns = append(a.Columns, c.name)
		}
		// One column after another is read: their parts lie so, and few bytes are held.
		a.Shape, a.order = []int{p.rows, len(t.columns)}, []int{1, 0}
		a.All, a.Numbers = p.all, p.numbers
		return a, nil
	}
	length, err := p.firstList(t.columns[0])
	if err != nil {
		return nil, &Refused{t.name, err}
	}
	s.length = length
	a.Shape = []int{p.rows, length}
	return a, nil
}
