package array

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/delta"
	pq "github.com/parquet-go/parquet-go/format"
	"github.com/pierrec/lz4/v4"
)

// unpack undoes the compression of src, which must give size bytes; buf is used if it is long enough. Before memory is
// allocated, the size is compared with what the format can pack into so few bytes.
func unpack(buf, src []byte, codec pq.CompressionCodec, size int) ([]byte, error) {
	var n int
	var ratio int64
	var decode func(dst []byte) (int, error)
	switch codec {
	case pq.Uncompressed:
		ratio, decode = 1, func(dst []byte) (int, error) { return copy(dst, src), nil }
	case pq.Snappy:
		if said, err := snappy.DecodedLen(src); err != nil || said != size {
			return nil, fmt.Errorf("is to have %d bytes unpacked, and Snappy says %d: %w", size, said, errPage)
		}
		ratio, decode = 22, func(dst []byte) (int, error) { out, err := snappy.Decode(dst, src); return len(out), err }
	case pq.Gzip:
		ratio, decode = maxDeflate, func(dst []byte) (int, error) { return gunzip(dst, src) }
	case pq.Lz4Raw:
		ratio, decode = 255, func(dst []byte) (int, error) { return lz4.UncompressBlock(src, dst) }
	case pq.Zstd:
		ratio, decode = 1<<17, func(dst []byte) (int, error) { return unzstd(dst, src) }
	default:
		return nil, fmt.Errorf("packed by %s, which is not read: write it with the compression zstd or snappy", codec)
	}
	if int64(size) > ratio*int64(len(src)+64) || codec == pq.Uncompressed && size != len(src) {
		return nil, fmt.Errorf("is to have %d bytes unpacked out of %d: %w", size, len(src), errPage)
	}
	buf = grown(buf, size)
	if size == 0 {
		return buf, nil
	}
	err := guarded(func() (err error) { n, err = decode(buf); return err })
	if err != nil || n != size {
		return nil, fmt.Errorf("gives %d bytes unpacked by %s, not %d (%v): %w", n, codec, size, err, errPage)
	}
	return buf, nil
}

func gunzip(dst, src []byte) (int, error) {
	z, err := gzip.NewReader(bytes.NewReader(src))
	if err != nil {
		return 0, err
	}
	return io.ReadFull(z, dst)
}

// unzstd holds at most as much as dst, and what the window of the stream needs.
func unzstd(dst, src []byte) (int, error) {
	z, err := zstd.NewReader(bytes.NewReader(src), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(maxParquetPage))
	if err != nil {
		return 0, err
	}
	defer z.Close()
	return io.ReadFull(z, dst)
}

// levels1 reads levels that begin with the number of their bytes, and returns what follows.
func (c *parquetChunk) levels1(which int, b []byte, most byte, e pq.Encoding) ([]byte, error) {
	if e != pq.RLE {
		return nil, fmt.Errorf("with levels in the encoding %s, which is not read: write it with a newer program", e)
	}
	if len(b) < 4 || int64(binary.LittleEndian.Uint32(b)) > int64(len(b)-4) {
		return nil, fmt.Errorf("with levels beyond its end: %w", errPage)
	}
	n := 4 + int(binary.LittleEndian.Uint32(b))
	return b[n:], c.setLevels(which, b[4:n], most)
}

// setLevels decodes the repetition levels (0) or definition levels (1) of the page.
func (c *parquetChunk) setLevels(which int, b []byte, most byte) error {
	r := &runs{b: b, width: bitsOf(most)}
	if which == 1 && c.column.repetition == 0 && r.begin() == nil && r.packed == nil &&
		r.left >= c.page.n && r.value == uint32(most) {
		return nil // no value is missing
	}
	*r = runs{b: b, width: r.width}
	levels := grown(c.page.levels[which], c.page.n)
	c.page.levels[which] = levels
	if err := fillRuns(r, levels); err != nil {
		return fmt.Errorf("with levels of which %w: %w", err, errPage)
	}
	for _, l := range levels {
		if l > most {
			return fmt.Errorf("with a level of %d, at most %d: %w", l, most, errPage)
		}
	}
	if which == 0 {
		c.page.repetitions = levels
	} else {
		c.page.definitions = levels
	}
	return nil
}

// bitsOf is how many bits the numbers from 0 to most take.
func bitsOf(most byte) (bits int) {
	for ; most > 0; most >>= 1 {
		bits++
	}
	return bits
}

// decode sets the values of the page.
func (c *parquetChunk) decode(b []byte, e pq.Encoding) error {
	n := c.page.n
	for _, d := range c.page.definitions {
		if d < c.column.definition {
			n--
		}
	}
	if n == c.page.n && c.column.repetition == 0 {
		c.page.definitions = nil
	}
	size := int(c.column.dtype.Size)
	switch e {
	case pq.Plain, pq.ByteStreamSplit:
		if len(b) != n*size {
			return fmt.Errorf("of %d values of %d bytes in %d: %w", n, size, len(b), errPage)
		}
	case plainDictionary, pq.RLEDictionary, pq.DeltaBinaryPacked:
		c.expanded = grown(c.expanded, n*size)
	default:
		return fmt.Errorf("in the encoding %s, which is not read: write it in PLAIN", e)
	}
	switch e {
	case pq.Plain:
		c.page.values = b
		return nil
	case pq.ByteStreamSplit:
		c.expanded = grown(c.expanded, n*size)
		for k := range size {
			for i, v := range b[k*n : (k+1)*n] {
				c.expanded[i*size+k] = v
			}
		}
	case pq.DeltaBinaryPacked:
		if err := undelta(c.expanded, b, n, size); err != nil {
			return fmt.Errorf("of differences (%w): %w", err, errPage)
		}
	default:
		if err := c.look(b, n, size); err != nil {
			return err
		}
	}
	c.page.values = c.expanded
	return nil
}

// undelta decodes integers that are stored as differences. Their number stands in the third place of b.
func undelta(dst, b []byte, n, size int) error {
	rest := b
	var head [3]uint64
	for i := range head {
		v, k := binary.Uvarint(rest)
		if k <= 0 {
			return fmt.Errorf("no header")
		}
		head[i], rest = v, rest[k:]
	}
	if head[2] != uint64(n) || n == 0 {
		return fmt.Errorf("%d values, not %d", head[2], n)
	}
	return guarded(func() error {
		var e delta.BinaryPackedEncoding
		if size == 4 {
			v, err := e.DecodeInt32(make([]int32, 0, n), b)
			if err != nil || len(v) != n {
				return fmt.Errorf("%d values of %d, %w", len(v), n, err)
			}
			for i, x := range v {
				binary.LittleEndian.PutUint32(dst[4*i:], uint32(x))
			}
			return nil
		}
		v, err := e.DecodeInt64(make([]int64, 0, n), b)
		if err != nil || len(v) != n {
			return fmt.Errorf("%d values of %d, %w", len(v), n, err)
		}
		for i, x := range v {
			binary.LittleEndian.PutUint64(dst[8*i:], uint64(x))
		}
		return nil
	})
}
