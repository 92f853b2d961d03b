package stream

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Session is what one start of the job records: the folder r0.0001, say.
type Session struct {
	Meta
	Path   string // of its folder
	Number int    // among those of its rank, from 1

	layout *layout
	stamp  os.FileInfo // of its meta.json
	grad   *tape
	probe  *tape
	lines  *lines
	heads  heads
}

// openSession opens a session.
func openSession(path string, number int) (*Session, error) {
	f, size, err := openRegular(filepath.Join(path, MetaFile))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m, l, err := readMeta(f, size)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(path, MetaFile), err)
	}
	stamp, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return &Session{Meta: *m, Path: path, Number: number, layout: l, stamp: stamp,
		grad: newTape(path, l, false), probe: newTape(path, l, true), lines: newLines(path)}, nil
}

// same says that the folder still has the session that was opened.
func (s *Session) same() bool {
	info, err := os.Lstat(filepath.Join(s.Path, MetaFile))
	return err == nil && os.SameFile(info, s.stamp) && info.Size() == s.stamp.Size() &&
		info.ModTime().Equal(s.stamp.ModTime())
}

// begin begins a look at the session.
func (s *Session) begin(final bool) error {
	files, err := list(s.Path)
	if err != nil {
		return err
	}
	s.grad.begin(segments(files, "grad"), final)
	s.probe.begin(segments(files, "probe"), final)
	return nil
}

// end ends the look.
func (s *Session) end() {
	s.grad.end()
	s.probe.end()
	s.lines.end()
}

// file is a file of a folder.
type file struct {
	name  string
	bytes int64
	info  os.FileInfo
}

// mostFiles bounds how many files of a folder are looked at.
const mostFiles = 1 << 16

// list lists the files of a folder: no folders, links, pipes or devices.
func list(dir string) (out []file, err error) {
	err = each(dir, func(e fs.DirEntry) {
		if !e.Type().IsRegular() {
			return
		}
		if info, err := e.Info(); err == nil {
			out = append(out, file{e.Name(), info.Size(), info})
		}
	})
	return out, err
}

// each calls f with the entries of a folder. It opens nothing else, since a pipe would wait for its writer.
func each(dir string, f func(fs.DirEntry)) error {
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is no folder", dir)
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	for n := 0; n < mostFiles; {
		entries, err := d.ReadDir(1024)
		for _, e := range entries {
			f(e)
		}
		if n += len(entries); errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// segments are the files kind.NUMBER.bin, by number.
func segments(files []file, kind string) (out []segment) {
	for _, f := range files {
		rest, ok := strings.CutPrefix(f.name, kind+".")
		if !ok {
			continue
		}
		digits, ok := strings.CutSuffix(rest, ".bin")
		if n, good := number(digits, 4); ok && good {
			out = append(out, segment{n, f.name, f.bytes})
		}
	}
	slices.SortFunc(out, func(a, b segment) int { return a.number - b.number })
	return out
}

// number reads digits, least of them or more.
func number(digits string, least int) (int, bool) {
	if len(digits) < least || len(digits) > 9 {
		return 0, false
	}
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil
}

// place is a session's folder that was listed.
type place struct {
	rank, number int
	path         string
}

// places are the sessions' folders in dir, by rank and number.
func places(dir string) (out []place, err error) {
	err = each(dir, func(e fs.DirEntry) {
		name := e.Name()
		if !e.IsDir() || name == "" || name[0] != 'r' {
			return
		}
		r, n, ok := strings.Cut(name[1:], ".")
		if !ok {
			return
		}
		rank, good := number(r, 1)
		session, fine := number(n, 4)
		if good && fine {
			out = append(out, place{rank, session, filepath.Join(dir, name)})
		}
	})
	slices.SortFunc(out, func(a, b place) int {
		if a.rank != b.rank {
			return a.rank - b.rank
		}
		return a.number - b.number
	})
	return out, err
}

// First is the step of the next gradient that a look has come to; false: there is none yet. What looks at a session
// when it begins asks for its first step so.
func (s *Session) First() (step int, ok bool) {
	if s.heads.grad == nil {
		return 0, false
	}
	return s.heads.grad.Step, true
}
