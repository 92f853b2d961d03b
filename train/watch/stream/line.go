package stream

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
)

// Line is a line of events.ndjson.
type Line struct {
	Type string
	// Step is what the line says of itself, or the step of the line before it.
	Step int
	Text []byte // a JSON object; it is valid until the next one is read
}

// lines reads events.ndjson.
type lines struct {
	path string
	at   int64 // bytes that were read
	file *os.File
	size int64

	buffer []byte // read and not yet taken
	skip   bool   // the rest of a line that is too long is skipped
	step   int    // of the last line
	bad    int    // lines that are none
	line   Line
}

// end ends a look.
func (l *lines) end() {
	if l.file != nil {
		l.file.Close()
		l.file = nil
	}
}

// next is the next line; nil: there is none yet.
func (l *lines) next() (*Line, error) {
	for {
		if i := bytes.IndexByte(l.buffer, '\n'); i >= 0 {
			text := l.buffer[:i]
			l.buffer = l.buffer[i+1:]
			if l.skip || len(text) > LineBytes {
				l.skip = false
				l.bad++
				continue
			}
			if l.parse(text) {
				return &l.line, nil
			}
			continue
		}
		if len(l.buffer) > LineBytes {
			l.skip, l.buffer = true, nil
		}
		more, err := l.fill()
		if err != nil || !more {
			return nil, err
		}
	}
}

// fill reads on; false: there is nothing.
func (l *lines) fill() (bool, error) {
	if l.file == nil {
		f, size, err := openRegular(l.path)
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if size < l.at { // cut
			l.at, l.buffer, l.skip = size, nil, false
		}
		l.file, l.size = f, size
	}
	room := make([]byte, len(l.buffer)+LineBytes)
	n, err := l.file.ReadAt(room[copy(room, l.buffer):], l.at)
	l.buffer = room[:len(l.buffer)+n]
	l.at += int64(n)
	if n > 0 {
		return true, nil
	}
	if err == io.EOF {
		return false, nil
	}
	return false, err
}

// parse reads a line; false: it is none.
func (l *lines) parse(text []byte) bool {
	text = bytes.TrimSpace(text)
	if len(text) == 0 {
		return false
	}
	var head struct {
		Type string          `json:"type"`
		Step json.RawMessage `json:"step"`
		From json.RawMessage `json:"from"`
	}
	text = withoutNaN(text)
	if err := json.Unmarshal(text, &head); err != nil || head.Type == "" || len(head.Type) > 64 {
		l.bad++
		return false
	}
	for _, raw := range []json.RawMessage{head.Step, head.From} {
		var step float64
		if raw != nil && json.Unmarshal(raw, &step) == nil && step >= 0 && step <= min(mostStep, math.MaxInt) {
			l.step = int(step)
			break
		}
	}
	l.line = Line{Type: head.Type, Step: l.step, Text: text}
	return true
}

// withoutNaN has null in place of the numbers that JSON has not, but which Python writes.
func withoutNaN(text []byte) []byte {
	if !bytes.Contains(text, []byte("NaN")) && !bytes.Contains(text, []byte("Infinity")) {
		return text
	}
	out := make([]byte, 0, len(text))
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\' && i+1 < len(text):
			out = append(out, c, text[i+1])
			i++
			continue
		case c == '"':
			quoted = !quoted
		case !quoted:
			if n := noNumber(text[i:]); n > 0 {
				out = append(out, "null"...)
				i += n - 1
				continue
			}
		}
		out = append(out, text[i])
	}
	return out
}

// noNumber is the length of NaN, Infinity or -Infinity at the beginning of the text, 0 of anything else.
func noNumber(text []byte) int {
	for _, word := range [...]string{"-Infinity", "Infinity", "NaN"} {
		if bytes.HasPrefix(text, []byte(word)) {
			return len(word)
		}
	}
	return 0
}

// newLines reads the lines of a session.
func newLines(dir string) *lines { return &lines{path: filepath.Join(dir, EventsFile)} }
