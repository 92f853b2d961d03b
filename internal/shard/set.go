package shard

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Set are the files of all parts of one run, in the order of the parts.
type Set struct{ Files []*File }

// Header is that of the first part.
func (s *Set) Header() Header { return s.Files[0].Header }

// OpenSet opens the files of a run, in any order; of a folder all files *.ndjson. Errors name the files that are of
// another run, that are one part twice, or that were broken off, and the parts that are missing, with the commands that
// compute them.
func OpenSet(paths []string) (*Set, error) {
	paths, err := expand(paths)
	if err != nil {
		return nil, err
	}
	s := &Set{}
	for _, path := range paths {
		f, err := Open(path)
		if err != nil {
			return nil, err
		}
		s.Files = append(s.Files, f)
	}
	first := s.Files[0]
	for _, f := range s.Files[1:] {
		if what := f.differs(first.Header); what != "" {
			return nil, fmt.Errorf("%s and %s are not parts of one run: %s", first.path, f.path, what)
		}
		part := f.Part
		f.Header = first.Header // the same texts, held once: there may be a million files
		f.Part = part
	}
	if here := NewHeader("", nil, Part{1, 1}, nil); here.Build != first.Build {
		return nil, fmt.Errorf("%s was computed by the build %s, and this is %s: merge with the build that computed it",
			first.path, first.Build, here.Build)
	}
	slices.SortStableFunc(s.Files, func(a, b *File) int { return a.Part - b.Part })
	return s, s.whole()
}

// expand puts the files of a folder in its place.
func expand(paths []string) ([]string, error) {
	var out []string
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			out = append(out, path)
			continue
		}
		inside, err := filepath.Glob(filepath.Join(literal(path), "*.ndjson"))
		if err != nil {
			return nil, err
		}
		if len(inside) == 0 {
			return nil, fmt.Errorf("the folder %s has no file *.ndjson: give the files of the parts", path)
		}
		out = append(out, inside...)
	}
	if len(out) == 0 {
		return nil, errors.New("no file of a part is given")
	}
	return out, nil
}

// literal is a path as a pattern that matches it alone.
func literal(path string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}

// mostNamed is how many missing parts are named.
const mostNamed = 20

// whole returns an error unless every part is there once and has its end.
func (s *Set) whole() error {
	h := s.Header()
	have := map[int]string{}
	var missing []int
	for _, f := range s.Files {
		if other, twice := have[f.Part]; twice {
			return fmt.Errorf("%s and %s are the same part %d/%d: give each once", other, f.path, f.Part, f.Of)
		}
		have[f.Part] = f.path
	}
	broken := map[int]bool{}
	for _, f := range s.Files {
		if !f.ended() {
			broken[f.Part] = true
		}
	}
	for i := 1; i <= h.Of && len(missing) <= mostNamed; i++ {
		if have[i] == "" || broken[i] {
			missing = append(missing, i)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return errors.New(missingText(h, missing, have))
}

// missingText names parts that are missing or were broken off, and the command that computes the first.
func missingText(h Header, missing []int, have map[int]string) string {
	var names, broken []string
	for k, i := range missing {
		if k == mostNamed {
			names = append(names, "...")
			break
		}
		names = append(names, strconv.Itoa(i))
		if path := have[i]; path != "" {
			broken = append(broken, fmt.Sprintf("%s, of part %d, was broken off or is still being computed", path, i))
		}
	}
	text := fmt.Sprintf("of %d parts these are missing: %s", h.Of, strings.Join(names, ", "))
	if len(broken) > 0 {
		text += " (" + strings.Join(broken, "; ") + ")"
	}
	return text + "; compute each of them, the first by: " + commandFor(h, missing[0])
}

// ended says that the last line is an end.
func (f *File) ended() bool {
	file, err := os.Open(f.path)
	if err != nil {
		return false
	}
	defer file.Close()
	const most = 256 // bytes of an end, at most
	info, err := file.Stat()
	if err != nil {
		return false
	}
	tail := make([]byte, min(most, info.Size()))
	if _, err := file.ReadAt(tail, info.Size()-int64(len(tail))); err != nil {
		return false
	}
	text := strings.TrimSuffix(string(tail), "\n")
	return len(text) < len(tail) && strings.HasPrefix(text[strings.LastIndex(text, "\n")+1:], `{"type":"part_done",`)
}
