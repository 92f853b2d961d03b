package rowfile

import (
	"encoding/binary"
	"io"
	"math"
)

// parquetWriter writes a Parquet file: one plain, uncompressed data page for each column of a group of rows. Columns
// whose cells may be missing are optional, all others required. Source: Apache Parquet, "File Format" and "Encodings".
type parquetWriter struct {
	w       io.Writer
	at      int // bytes written
	columns []parquetColumn
	rows    int // in the group under way
	total   int
	groups  []parquetGroup
}

// parquetColumn is a column of the group under way.
type parquetColumn struct {
	Column
	values  []byte
	n       int    // values
	defined []byte // of an optional column: a bit for each row, 1 if it has a value
}

// parquetGroup is a group of rows that was written.
type parquetGroup struct {
	rows          int
	offset, bytes []int // of each column
}

const parquetGroupRows = 1 << 14

// Numbers of the Parquet format.
const (
	parquetMagic     = "PAR1"
	parquetBoolean   = 0
	parquetInt64     = 2
	parquetDouble    = 5
	parquetByteArray = 6
	parquetUTF8      = 0 // converted type
	parquetOptional  = 1 // repetition
	parquetPlain     = 0 // encoding
	parquetRLE       = 3
)

func newParquet(w io.Writer, columns []Column) (*parquetWriter, error) {
	p := &parquetWriter{w: w, columns: make([]parquetColumn, len(columns))}
	for i := range columns {
		p.columns[i].Column = columns[i]
	}
	return p, p.write([]byte(parquetMagic))
}

func (p *parquetWriter) write(b []byte) error {
	n, err := p.w.Write(b)
	p.at += n
	return err
}

func (p *parquetWriter) Write(cells []any) error {
	for i := range p.columns {
		c := &p.columns[i]
		if c.may() {
			c.defined = setBit(c.defined, p.rows, !missing(cells[i]))
		}
		if missing(cells[i]) {
			continue
		}
		switch x := cells[i].(type) {
		case string:
			c.values = binary.LittleEndian.AppendUint32(c.values, uint32(len(x)))
			c.values = append(c.values, x...)
		case int:
			c.values = binary.LittleEndian.AppendUint64(c.values, uint64(x))
		case float64:
			c.values = binary.LittleEndian.AppendUint64(c.values, math.Float64bits(x))
		case bool:
			c.values = setBit(c.values, c.n, x)
		}
		c.n++
	}
	if p.rows++; p.rows == parquetGroupRows {
		return p.endGroup()
	}
	return nil
}

// setBit appends bit i, the lowest bit of a byte first.
func setBit(b []byte, i int, set bool) []byte {
	if i%8 == 0 {
		b = append(b, 0)
	}
	if set {
		b[len(b)-1] |= 1 << (i % 8)
	}
	return b
}

// endGroup writes the group under way.
func (p *parquetWriter) endGroup() error {
	if p.rows == 0 {
		return nil
	}
	g := parquetGroup{rows: p.rows}
	for i := range p.columns {
		c := &p.columns[i]
		var page []byte
		if c.may() {
			levels := binary.AppendUvarint(nil, uint64(len(c.defined))<<1|1) // bit-packed, in groups of 8
			levels = append(levels, c.defined...)
			page = append(binary.LittleEndian.AppendUint32(nil, uint32(len(levels))), levels...)
		}
		page = append(page, c.values...)
		var h compact
		h.begin()
		h.i32(1, 0) // a data page
		h.i32(2, len(page))
		h.i32(3, len(page))
		h.structure(5)
		h.i32(1, p.rows)
		h.i32(2, parquetPlain)
		h.i32(3, parquetRLE)
		h.i32(4, parquetRLE)
		h.end()
		h.end()
		g.offset = append(g.offset, p.at)
		g.bytes = append(g.bytes, len(h.b)+len(page))
		if err := p.write(append(h.b, page...)); err != nil {
			return err
		}
		c.values, c.defined, c.n = c.values[:0], c.defined[:0], 0
	}
	p.groups = append(p.groups, g)
	p.total += p.rows
	p.rows = 0
	return nil
}

// Close writes the last group and the metadata.
func (p *parquetWriter) Close() error {
	if err := p.endGroup(); err != nil {
		return err
	}
	var m compact
	m.begin()
	m.i32(1, 1)
	m.list(2, len(p.columns)+1, thriftStruct)
	p.schema(&m)
	m.i64(3, p.total)
	m.list(4, len(p.groups), thriftStruct)
	for _, g := range p.groups {
		p.group(&m, g)
	}
	m.text(6, "levyscope")
	m.end()
	b := binary.LittleEndian.AppendUint32(m.b, uint32(len(m.b)))
	return p.write(append(b, parquetMagic...))
}

// schema writes the root and the columns.
func (p *parquetWriter) schema(m *compact) {
	m.begin()
	m.text(4, "rows")
	m.i32(5, len(p.columns))
	m.end()
	for i := range p.columns {
		c := &p.columns[i]
		m.begin()
		m.i32(1, c.physical())
		if c.may() {
			m.i32(3, parquetOptional)
		} else {
			m.i32(3, 0)
		}
		m.text(4, c.Name)
		if c.Kind == Text {
			m.i32(6, parquetUTF8)
		}
		m.end()
	}
}

// physical is the type of the column.
func (c *parquetColumn) physical() int {
	switch c.Kind {
	case Text:
		return parquetByteArray
	case Whole:
		return parquetInt64
	case Truth:
		return parquetBoolean
	}
	return parquetDouble
}

// group writes the metadata of a group of rows.
func (p *parquetWriter) group(m *compact, g parquetGroup) {
	m.begin()
	m.list(1, len(p.columns), thriftStruct)
	all := 0
	for i := range p.columns {
		m.begin()
		m.i64(2, g.offset[i])
		m.structure(3)
		m.i32(1, p.columns[i].physical())
		m.list(2, 2, thriftI32)
		m.zigzag(parquetPlain)
		m.zigzag(parquetRLE)
		m.list(3, 1, thriftBinary)
		m.bytes(p.columns[i].Name)
		m.i32(4, 0) // not compressed
		m.i64(5, g.rows)
		m.i64(6, g.bytes[i])
		m.i64(7, g.bytes[i])
		m.i64(9, g.offset[i])
		m.end()
		m.end()
		all += g.bytes[i]
	}
	m.i64(2, all)
	m.i64(3, g.rows)
	m.end()
}
