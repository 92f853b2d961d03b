package folder

import (
	"io"
	"sync/atomic"
)

// counted counts the bytes that reach the file.
type counted struct {
	w            io.Writer
	bytes, total *atomic.Int64
}

// Write implements io.Writer.
func (c counted) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.bytes.Add(int64(n))
	if c.total != nil {
		c.total.Add(int64(n))
	}
	return n, err
}
