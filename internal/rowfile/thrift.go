package rowfile

import "encoding/binary"

// compact writes structs in Thrift's compact protocol, which the metadata of a Parquet file are in. Fields are written
// in ascending order of their numbers. Source: Apache Thrift, "Thrift compact protocol encoding".
type compact struct {
	b    []byte
	last []int // number of the last field of each struct that is open
}

// The types of fields and elements.
const (
	thriftI32    = 5
	thriftI64    = 6
	thriftBinary = 8
	thriftList   = 9
	thriftStruct = 12
)

// begin opens a struct that is the top level or an element of a list.
func (c *compact) begin() { c.last = append(c.last, 0) }

// end closes the struct that was opened last.
func (c *compact) end() {
	c.b = append(c.b, 0)
	c.last = c.last[:len(c.last)-1]
}

// field writes the head of a field. Numbers here are at most 15 above the last one.
func (c *compact) field(number int, kind byte) {
	last := &c.last[len(c.last)-1]
	c.b = append(c.b, byte(number-*last)<<4|kind)
	*last = number
}

func (c *compact) zigzag(v int64) { c.b = binary.AppendUvarint(c.b, uint64(v<<1^v>>63)) }

func (c *compact) i32(number int, v int) {
	c.field(number, thriftI32)
	c.zigzag(int64(v))
}

func (c *compact) i64(number int, v int) {
	c.field(number, thriftI64)
	c.zigzag(int64(v))
}

func (c *compact) bytes(s string) {
	c.b = binary.AppendUvarint(c.b, uint64(len(s)))
	c.b = append(c.b, s...)
}

func (c *compact) text(number int, s string) {
	c.field(number, thriftBinary)
	c.bytes(s)
}

// structure opens a struct that is a field.
func (c *compact) structure(number int) {
	c.field(number, thriftStruct)
	c.begin()
}

// list writes the head of a list of n elements, which follow.
func (c *compact) list(number, n int, kind byte) {
	c.field(number, thriftList)
	if n < 15 {
		c.b = append(c.b, byte(n)<<4|kind)
		return
	}
	c.b = append(c.b, 0xf0|kind)
	c.b = binary.AppendUvarint(c.b, uint64(n))
}
