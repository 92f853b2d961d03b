package array

import (
	"bufio"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	pq "github.com/parquet-go/parquet-go/format"
)

const (
	// maxParquetPage bounds a page without its compression, in bytes. Programs write 1 MiB, the whole of a list at most.
	maxParquetPage = 64 << 20
	// maxPageValues bounds the values of a page, of which repeated ones take next to no bytes.
	maxPageValues = 8 << 20
	// maxPageHeader bounds the header of a page, in bytes.
	maxPageHeader = 64 << 10

	// plainDictionary is what programs called the encoding of indices, and of the dictionary, before RLE_DICTIONARY.
	plainDictionary = pq.Encoding(2)
)

// parquetChunk is the part of a column in a group of rows: pages one after another, perhaps after one with a
// dictionary.
type parquetChunk struct {
	column *parquetColumn
	codec  pq.CompressionCodec
	b      *bufio.Reader
	left   int64 // bytes that are still to be read
	values int64 // values that are still to come, missing ones too

	dictionary []byte // its values, contiguous; nil: there is none
	page       parquetPage
	raw, data  []byte // a page as it is stored, and unpacked
	expanded   []byte // its values, if they are not stored as such
}

// parquetPage are values of a column.
type parquetPage struct {
	n           int    // how many, missing ones too
	values      []byte // those that are not missing, contiguous
	definitions []byte // of each its definition level; nil: none is missing
	repetitions []byte // of each its repetition level; nil: the column has no lists
	levels      [2][]byte
}

// chunk opens the part of a column in group g.
func (p *parquetFile) chunk(c *parquetColumn, g int) (*parquetChunk, error) {
	group := &p.meta.RowGroups[g]
	m := &group.Columns[c.index].MetaData
	from, n := chunkPlace(m)
	if c.repetition == 0 && m.NumValues != group.NumRows {
		return nil, fmt.Errorf(".parquet column %.80q has %d values in group %d of %d rows: the file is damaged",
			c.name, m.NumValues, g, group.NumRows)
	}
	return &parquetChunk{
		column: c, codec: m.Codec, left: n, values: m.NumValues,
		b: bufio.NewReaderSize(io.NewSectionReader(p.in, from, n), maxPageHeader),
	}, nil
}

// next reads the next page, valid until the next call; io.EOF after the last.
func (c *parquetChunk) next() (*parquetPage, error) {
	for c.values > 0 {
		h, err := c.header()
		if err == nil {
			err = c.read(h)
		}
		if err != nil {
			return nil, fmt.Errorf(".parquet page of column %.80q with %d values to come: %w", c.column.name, c.values, err)
		}
		if c.values -= int64(c.page.n); c.page.n > 0 {
			return &c.page, nil
		}
	}
	return nil, io.EOF
}

var errPage = errors.New("the file is damaged; fetch or write it again")

// header reads the header of a page and the page as it is stored.
func (c *parquetChunk) header() (h pq.PageHeader, err error) {
	head, err := c.b.Peek(int(min(maxPageHeader, c.left)))
	if err != nil && err != io.EOF {
		return h, err
	}
	n, err := thriftLength(head)
	if err == nil {
		err = unmarshalThrift(head[:n], &h)
	}
	if err != nil {
		return h, fmt.Errorf("header %w: %w", err, errPage)
	}
	if _, err := c.b.Discard(n); err != nil {
		return h, truncated(err)
	}
	c.left -= int64(n)
	size := int64(h.CompressedPageSize)
	if size < 0 || size > c.left || h.UncompressedPageSize < 0 {
		return h, fmt.Errorf("of %d bytes, unpacked %d, with %d left: %w", size, h.UncompressedPageSize, c.left, errPage)
	}
	if h.UncompressedPageSize > maxParquetPage || size > maxParquetPage {
		return h, fmt.Errorf("of %d bytes, at most %d are read: write pages of 1 MiB", h.UncompressedPageSize, maxParquetPage)
	}
	c.raw = grown(c.raw, int(size))
	if _, err := io.ReadFull(c.b, c.raw); err != nil {
		return h, truncated(err)
	}
	c.left -= size
	if h.CRC != 0 && crc32.ChecksumIEEE(c.raw) != uint32(h.CRC) {
		return h, fmt.Errorf("has a wrong checksum: %w", errPage)
	}
	return h, nil
}

// grown is a buffer of n bytes, b itself if it is long enough.
func grown(b []byte, n int) []byte {
	if cap(b) < n {
		return make([]byte, n)
	}
	return b[:n]
}

// read makes the values of a page out of its bytes.
func (c *parquetChunk) read(h pq.PageHeader) error {
	c.page.n = 0
	switch {
	case h.Type == pq.DataPage && h.DataPageHeader.Valid:
		return c.dataPage1(&h.DataPageHeader.V, int(h.UncompressedPageSize))
	case h.Type == pq.DataPageV2 && h.DataPageHeaderV2.Valid:
		return c.dataPage2(&h.DataPageHeaderV2.V, int(h.UncompressedPageSize))
	case h.Type == pq.DictionaryPage && h.DictionaryPageHeader.Valid:
		return c.dictionaryPage(&h.DictionaryPageHeader.V, int(h.UncompressedPageSize))
	case h.Type == pq.IndexPage:
		return nil
	}
	return fmt.Errorf("of type %d, without the header of it: %w", h.Type, errPage)
}

func (c *parquetChunk) dictionaryPage(h *pq.DictionaryPageHeader, size int) error {
	if c.dictionary != nil || h.Encoding != pq.Plain && h.Encoding != plainDictionary {
		return fmt.Errorf("with a second dictionary, or one of encoding %s: %w", h.Encoding, errPage)
	}
	data, err := unpack(nil, c.raw, c.codec, size)
	if err != nil {
		return err
	}
	if h.NumValues < 0 || int64(h.NumValues)*c.column.dtype.Size != int64(len(data)) {
		return fmt.Errorf("with a dictionary of %d values in %d bytes: %w", h.NumValues, len(data), errPage)
	}
	c.dictionary = append([]byte{}, data...) // a page reads the buffer anew
	return nil
}

// dataPage1 reads a page of the first version: levels and values are packed together.
func (c *parquetChunk) dataPage1(h *pq.DataPageHeader, size int) (err error) {
	if err := c.begin(h.NumValues); err != nil {
		return err
	}
	if c.data, err = unpack(c.data, c.raw, c.codec, size); err != nil {
		return err
	}
	rest := c.data
	if c.column.repetition > 0 {
		if rest, err = c.levels1(0, rest, c.column.repetition, h.RepetitionLevelEncoding); err != nil {
			return err
		}
	}
	if c.column.definition > 0 {
		if rest, err = c.levels1(1, rest, c.column.definition, h.DefinitionLevelEncoding); err != nil {
			return err
		}
	}
	return c.decode(rest, h.Encoding)
}

// dataPage2 reads a page of the second version: levels are not packed.
func (c *parquetChunk) dataPage2(h *pq.DataPageHeaderV2, size int) (err error) {
	if err := c.begin(h.NumValues); err != nil {
		return err
	}
	r, d := int(h.RepetitionLevelsByteLength), int(h.DefinitionLevelsByteLength)
	if r < 0 || d < 0 || r > len(c.raw) || d > len(c.raw)-r || size < r+d {
		return fmt.Errorf("with levels of %d and %d bytes in %d: %w", r, d, len(c.raw), errPage)
	}
	if c.column.repetition > 0 {
		if err := c.setLevels(0, c.raw[:r], c.column.repetition); err != nil {
			return err
		}
	}
	if c.column.definition > 0 {
		if err := c.setLevels(1, c.raw[r:r+d], c.column.definition); err != nil {
			return err
		}
	}
	codec := c.codec
	if h.IsCompressed.Valid && !h.IsCompressed.V {
		codec = pq.Uncompressed
	}
	if c.data, err = unpack(c.data, c.raw[r+d:], codec, size-r-d); err != nil {
		return err
	}
	return c.decode(c.data, h.Encoding)
}

// begin begins a page of n values.
func (c *parquetChunk) begin(n int32) error {
	if n < 0 || int64(n) > c.values {
		return fmt.Errorf("of %d values: %w", n, errPage)
	}
	if n > maxPageValues {
		return fmt.Errorf("of %d values, at most %d are read: write pages of 1 MiB", n, maxPageValues)
	}
	c.page.n, c.page.definitions, c.page.repetitions = int(n), nil, nil
	return nil
}
