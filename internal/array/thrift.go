package array

import (
	"encoding/binary"
	"errors"
)

// The types of Thrift's compact protocol whose encoding matters to a walk; booleans in fields take no byte.
const (
	thriftStop = iota
	thriftTrue
	thriftFalse
	thriftByte
	thriftI16
	thriftI32
	thriftI64
	thriftDouble
	thriftBinary
	thriftList
	thriftSet
	thriftMap
	thriftStruct
)

// thriftWalk passes over a structure in Thrift's compact protocol without making anything of it, so that a decoder,
// which allocates by the lengths of lists and texts, is only given what these lengths fit.
//
// Source: Apache Thrift's description of the compact protocol.
type thriftWalk struct {
	b       []byte
	at      int
	structs int // met in lists
}

// maxThriftDepth bounds how deep structures lie in one another; those of Parquet do not reach 10.
const maxThriftDepth = 32

// minThriftStruct is the least of bytes that a structure in a list must have on average. In memory one of those of
// Parquet takes some hundred.
const minThriftStruct = 4

var (
	errThriftEnds    = errors.New("ends before its structure does")
	errThriftInvalid = errors.New("holds no valid structure")
)

// thriftLength is how many bytes of b the structure takes with which it begins.
func thriftLength(b []byte) (int, error) {
	w := &thriftWalk{b: b}
	if err := w.structure(0); err != nil {
		return 0, err
	}
	if w.structs > len(b)/minThriftStruct {
		return 0, errThriftInvalid
	}
	return w.at, nil
}

func (w *thriftWalk) byte() (byte, error) {
	if w.at >= len(w.b) {
		return 0, errThriftEnds
	}
	w.at++
	return w.b[w.at-1], nil
}

func (w *thriftWalk) varint() (uint64, error) {
	v, n := binary.Uvarint(w.b[w.at:])
	if n == 0 {
		return 0, errThriftEnds
	}
	if n < 0 {
		return 0, errThriftInvalid
	}
	w.at += n
	return v, nil
}

func (w *thriftWalk) skip(n uint64) error {
	if n > uint64(len(w.b)-w.at) {
		return errThriftEnds
	}
	w.at += int(n)
	return nil
}

func (w *thriftWalk) structure(depth int) error {
	if depth > maxThriftDepth {
		return errThriftInvalid
	}
	for {
		field, err := w.byte()
		if err != nil || field == thriftStop {
			return err
		}
		if field>>4 == 0 { // the number of the field follows
			if _, err := w.varint(); err != nil {
				return err
			}
		}
		kind := field & 15
		if kind == thriftTrue || kind == thriftFalse {
			continue
		}
		if err := w.value(kind, depth); err != nil {
			return err
		}
	}
}

func (w *thriftWalk) value(kind byte, depth int) error {
	switch kind {
	case thriftTrue, thriftFalse, thriftByte:
		return w.skip(1)
	case thriftI16, thriftI32, thriftI64:
		_, err := w.varint()
		return err
	case thriftDouble:
		return w.skip(8)
	case thriftBinary:
		n, err := w.varint()
		if err != nil {
			return err
		}
		return w.skip(n)
	case thriftList, thriftSet:
		return w.list(depth)
	case thriftStruct:
		return w.structure(depth + 1)
	}
	return errThriftInvalid // Parquet has no maps
}

func (w *thriftWalk) list(depth int) error {
	head, err := w.byte()
	if err != nil {
		return err
	}
	kind, n := head&15, uint64(head>>4)
	if n == 15 {
		if n, err = w.varint(); err != nil {
			return err
		}
	}
	if n > uint64(len(w.b)-w.at) { // an element takes a byte at least
		return errThriftEnds
	}
	if kind == thriftStruct {
		w.structs += int(n)
	}
	for range n {
		if err := w.value(kind, depth+1); err != nil {
			return err
		}
	}
	return nil
}
