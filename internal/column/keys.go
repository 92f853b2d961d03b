package column

// maxKeys bounds how many paths are remembered for messages and for the choice of the only one.
const maxKeys = 1000

// keys are the paths in the first lines of NDJSON, in the order in which they appear.
type keys struct {
	order  []string
	number map[string]bool // whether the path holds a number
}

// findKeys looks at every value of the lines.
func findKeys(rows [][]byte) keys {
	k := keys{number: map[string]bool{}}
	for _, row := range rows {
		s := scanner{b: row}
		k.walk(&s, "", 0)
	}
	return k
}

// walk consumes a value and remembers the paths in it; false tells that the JSON is broken.
func (k *keys) walk(s *scanner, path string, depth int) bool {
	if depth > maxDepth || len(k.order) >= maxKeys {
		return s.skip()
	}
	switch s.next() {
	case '{':
		return s.members(func(raw []byte) bool {
			below := key(raw)
			if path != "" {
				below = path + "." + below
			}
			return k.walk(s, below, depth+1)
		})
	case '[':
		return s.elements(func(int) bool { return k.walk(s, path, depth+1) })
	case '"':
		_, ok := s.text()
		k.add(path, false)
		return ok
	}
	text := s.scalar()
	_, kind := parseAny(text)
	k.add(path, kind == number)
	return len(text) > 0
}

func (k *keys) add(path string, number bool) {
	if had, known := k.number[path]; !known {
		k.order = append(k.order, path)
	} else if had {
		return
	}
	k.number[path] = number
}

// numeric are the paths with numbers.
func (k keys) numeric() (out []string) {
	for _, path := range k.order {
		if k.number[path] {
			out = append(out, path)
		}
	}
	return out
}

// names are the paths with numbers, or all if there are none.
func (k keys) names() []string {
	if n := k.numeric(); len(n) > 0 {
		return n
	}
	return k.order
}
