package column

import (
	"bufio"
	"compress/gzip"
	"io"
)

// gunzip reads the members of a gzip file, one after another. Zero bytes after a member, with which tapes and some
// tools fill a file up, end it, as they do for gzip itself.
type gunzip struct {
	b *bufio.Reader
	z *gzip.Reader
}

func newGunzip(b *bufio.Reader) (*gunzip, error) {
	z, err := gzip.NewReader(b)
	if err != nil {
		return nil, err
	}
	z.Multistream(false)
	return &gunzip{b, z}, nil
}

// Read is that of io.Reader.
func (g *gunzip) Read(p []byte) (int, error) {
	for {
		n, err := g.z.Read(p)
		if n > 0 || err != io.EOF {
			if err == io.EOF {
				err = nil // another member may follow
			}
			return n, err
		}
		if err := g.next(); err != nil {
			return 0, err
		}
	}
}

// next begins another member, or ends in io.EOF.
func (g *gunzip) next() error {
	for {
		c, err := g.b.ReadByte()
		if err != nil {
			return err
		}
		if c == 0 {
			continue
		}
		if err := g.b.UnreadByte(); err != nil {
			return err
		}
		if err := g.z.Reset(g.b); err != nil {
			return eof(err)
		}
		g.z.Multistream(false)
		return nil
	}
}
