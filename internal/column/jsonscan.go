package column

import (
	"bytes"
	"encoding/json"
	"slices"
)

// scanner walks over the JSON of one line. In the values that it skips, only strings and brackets are checked:
// that is several times faster than a full check, and still detects truncated lines.
type scanner struct {
	b []byte
	i int
}

// maxDepth is how deep brackets may nest.
const maxDepth = 64

// next is the next byte that is not blank, 0 at the end.
func (s *scanner) next() byte {
	for s.i < len(s.b) {
		if c := s.b[s.i]; c > ' ' {
			return c
		}
		s.i++
	}
	return 0
}

// accept consumes the next byte if it is c.
func (s *scanner) accept(c byte) bool {
	if s.next() != c {
		return false
	}
	s.i++
	return true
}

// text consumes a string and returns what is between its quotes, as it is written.
func (s *scanner) text() (raw []byte, ok bool) {
	if s.next() != '"' {
		return nil, false
	}
	s.i++
	for start := s.i; s.i < len(s.b); s.i++ {
		switch s.b[s.i] {
		case '"':
			s.i++
			return s.b[start : s.i-1], true
		case '\\':
			s.i++
		}
	}
	return nil, false
}

// key is the meaning of a string that may be written with escapes.
func key(raw []byte) string {
	if bytes.IndexByte(raw, '\\') >= 0 {
		var out string
		if json.Unmarshal(slices.Concat([]byte{'"'}, raw, []byte{'"'}), &out) == nil {
			return out
		}
	}
	return string(raw)
}

// scalar consumes a number or a word; it is empty where neither stands.
func (s *scanner) scalar() []byte {
	s.next()
	start := s.i
	for ; s.i < len(s.b); s.i++ {
		switch s.b[s.i] {
		case ',', ']', '}', ':', '[', '{', '"', ' ', '\t', '\r':
			return s.b[start:s.i]
		}
	}
	return s.b[start:]
}

// skip consumes a value of any kind.
func (s *scanner) skip() bool {
	switch s.next() {
	case '"':
		_, ok := s.text()
		return ok
	case '{', '[':
		return s.skipNested()
	}
	return len(s.scalar()) > 0
}

// skipNested consumes an object or an array.
func (s *scanner) skipNested() bool {
	var objects uint64 // a bit for each open bracket, the innermost lowest
	for depth := 0; s.i < len(s.b); {
		switch c := s.b[s.i]; c {
		case '"':
			if _, ok := s.text(); !ok {
				return false
			}
			continue
		case '{', '[':
			if depth++; depth > maxDepth {
				return false
			}
			objects <<= 1
			if c == '{' {
				objects |= 1
			}
		case '}', ']':
			if objects&1 == 1 != (c == '}') {
				return false
			}
			objects >>= 1
			if depth--; depth == 0 {
				s.i++
				return true
			}
		}
		s.i++
	}
	return false
}

// members calls each for the members of an object, with s before the value, until it returns false.
func (s *scanner) members(each func(raw []byte) bool) bool {
	if !s.accept('{') {
		return false
	}
	if s.accept('}') {
		return true
	}
	for {
		raw, ok := s.text()
		if !ok || !s.accept(':') || !each(raw) {
			return false
		}
		if s.accept('}') {
			return true
		}
		if !s.accept(',') {
			return false
		}
	}
}

// elements calls each for the elements of an array, with s before the element, until it returns false.
func (s *scanner) elements(each func(i int) bool) bool {
	if !s.accept('[') {
		return false
	}
	if s.accept(']') {
		return true
	}
	for i := 0; ; i++ {
		if !each(i) {
			return false
		}
		if s.accept(']') {
			return true
		}
		if !s.accept(',') {
			return false
		}
	}
}
