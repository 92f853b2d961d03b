package printable

import (
	"encoding/binary"
	"io"
	"unicode/utf8"
)

// Writer passes text on to another writer with every character escaped that is not harmless, but for line feeds and
// tabs. The escapes are those of JSON, \u001b, so that JSON stays JSON. It is the last guard before a terminal: what
// knows that a text is a name writes it by Line, since a name with a line feed would pass here as two lines.
type Writer struct {
	to     io.Writer
	filter filter
	buf    []byte
}

// NewWriter returns a Writer to w, or w if it is one.
func NewWriter(w io.Writer) *Writer {
	if already, ok := w.(*Writer); ok {
		return already
	}
	return &Writer{to: w}
}

// Write writes p escaped. A character that p ends within is held back until the next call has the rest of it.
// The error is that of the writer below; the count is then 0, since what was written of p is not known.
func (w *Writer) Write(p []byte) (int, error) {
	out := p
	if len(w.filter.rest) > 0 || !plain(p) {
		w.buf = w.filter.escape(w.buf[:0], p)
		out = w.buf
	} else {
		w.filter.marks.after(p)
	}
	if len(out) == 0 {
		return len(p), nil
	}
	if _, err := w.to.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Fd is the descriptor of the file below, which tells whether it is a terminal; no descriptor where it is no file.
func (w *Writer) Fd() uintptr {
	if f, ok := w.to.(interface{ Fd() uintptr }); ok {
		return f.Fd()
	}
	return ^uintptr(0)
}

// Raw is the writer below w, for what styles its own text or writes bytes that are no text, or w itself where it
// escapes nothing.
func Raw(w io.Writer) io.Writer {
	if guard, ok := w.(*Writer); ok {
		return guard.to
	}
	return w
}

// plain tells whether text is printable ASCII, line feeds and tabs. It looks at eight bytes at a time, as almost all
// that a command writes is plain.
func plain(text []byte) bool {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	for ; len(text) >= 8; text = text[8:] {
		x := binary.LittleEndian.Uint64(text)
		// The highest bit of a byte is set where it is beyond ASCII, DEL (by + 1) or below a blank (by - 0x20).
		if (x|(x+ones)|(x-0x20*ones))&high != 0 && !plainBytes(text[:8]) {
			return false
		}
	}
	return plainBytes(text)
}

// plainBytes is plain, byte by byte.
func plainBytes(text []byte) bool {
	for _, c := range text {
		if c >= 0x7f || c < ' ' && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// filter escapes text that comes in pieces.
type filter struct {
	marks marks
	rest  []byte // the beginning of a character whose end has not come yet
}

// escape appends the next piece of text to dst, escaped as in JSON.
func (f *filter) escape(dst, piece []byte) []byte {
	if len(f.rest) > 0 {
		piece = append(f.rest, piece...)
		f.rest = nil
	}
	for len(piece) > 0 {
		if !utf8.FullRune(piece) {
			f.rest = append([]byte(nil), piece...)
			break
		}
		r, size := utf8.DecodeRune(piece)
		switch {
		case r == utf8.RuneError && size == 1:
			f.marks.reset()
			dst = inJSON(dst, utf8.RuneError)
		case r == '\n' || r == '\t':
			f.marks.reset()
			dst = append(dst, piece[0])
		case f.marks.harmless(r):
			dst = append(dst, piece[:size]...)
		default:
			dst = inJSON(dst, r)
		}
		piece = piece[size:]
	}
	return dst
}
