package column

import (
	"bytes"
	"fmt"
	"io"

	"levyscope/internal/npy"
)

// maxLine bounds a line of text, and with it the memory, in bytes. The longest that are met are
// NDJSON arrays, 20 bytes a number.
const maxLine = 16 << 20

// firstBuffer is what the buffer of lines begins with, in bytes: enough for most, small enough for the cache.
const firstBuffer = 256 << 10

// lines cuts a stream into lines without copying them.
type lines struct {
	r          io.Reader
	buf        []byte
	start, end int   // what is not consumed yet is buf[start:end]
	err        error // of r, once it came
	n          int64 // lines consumed
	previous   int   // where the line that next returned begins
	returns    bool  // lines end in carriage returns alone
	// unfinished tells at the end of the stream whether a last line without an end was still being written; it is
	// then counted in cut and not returned. nil: it was not.
	unfinished func() bool
	cut        *int64
}

func newLines(r io.Reader) *lines { return &lines{r: r, buf: make([]byte, firstBuffer)} }

// next consumes a line and returns it without its end; it stays valid until the next call. After the last
// one the error is io.EOF. What stands before any other error is no whole line and is not returned.
func (l *lines) next() ([]byte, error) {
	for scanned := 0; ; {
		if i := bytes.IndexByte(l.buf[l.start+scanned:l.end], '\n'); i >= 0 {
			return l.take(scanned + i), nil
		}
		scanned = l.end - l.start
		if l.err == io.EOF && scanned > 0 && l.unfinished != nil && l.unfinished() {
			l.start = l.end
			*l.cut++
			return nil, io.EOF
		}
		if l.err == io.EOF && scanned > 0 {
			return l.take(scanned), nil
		}
		if l.err != nil {
			return nil, l.err
		}
		if scanned >= maxLine {
			return nil, fmt.Errorf("line %d is longer than %d MiB: write one row a line", l.n+1, maxLine>>20)
		}
		l.fill()
	}
}

// take consumes n bytes, which may hold several lines, and the line feed after them.
func (l *lines) take(n int) []byte {
	line := l.buf[l.start : l.start+n]
	l.previous = l.start
	l.start = min(l.start+n+1, l.end)
	l.n++
	if n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return line
}

// back undoes the last call of next: the line will be returned again.
func (l *lines) back() {
	l.start = l.previous
	l.n--
}

// window shows the next n bytes without consuming them, fewer before an error or the end; whole tells
// that nothing follows them.
func (l *lines) window(n int) (w []byte, whole bool) {
	for l.end-l.start < n && l.err == nil {
		l.fill()
	}
	return l.buf[l.start:min(l.end, l.start+n)], l.err == io.EOF && l.end-l.start <= n
}

// endLinesInCR looks at the first bytes and takes carriage returns for the ends of lines if no line feed is among them.
func (l *lines) endLinesInCR() {
	w, _ := l.window(sample)
	if bytes.IndexByte(w, '\n') < 0 && bytes.IndexByte(w, '\r') >= 0 {
		l.returns = true
		feedLines(l.buf[l.start:l.end])
	}
}

// feedLines replaces carriage returns by line feeds.
func feedLines(b []byte) {
	for i, c := range b {
		if c == '\r' {
			b[i] = '\n'
		}
	}
}

// fill reads more, in a larger buffer if there is no room.
func (l *lines) fill() {
	if l.start > 0 {
		l.end = copy(l.buf, l.buf[l.start:l.end])
		l.start = 0
	}
	if l.end == len(l.buf) {
		l.buf = append(l.buf, make([]byte, len(l.buf))...)
	}
	for range 100 {
		var n int
		n, l.err = l.r.Read(l.buf[l.end:])
		if l.returns {
			feedLines(l.buf[l.end : l.end+n])
		}
		l.end += n
		if n > 0 || l.err != nil {
			l.err = damaged(l.err)
			return
		}
	}
	l.err = io.ErrNoProgress
}

// damaged explains the error of a stream that breaks off or whose checksum is wrong.
func damaged(err error) error { return npy.Damaged(err) }

// eof makes the end of a stream, where there should be more, an error.
func eof(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
