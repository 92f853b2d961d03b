package stream

import (
	"bytes"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Summary is what a list of runs says of one.
type Summary struct {
	Folder   string
	Ranks    []int
	Sessions int   // of its first rank
	Disk     int64 // bytes
	LastStep int   // of the last record of the first rank's last session; -1: there is none
	Written  time.Time
	Ended    bool // the job has said that it ended
	Writer   string
	Problem  string // what keeps its last session from being read; ""
}

// Discover lists the runs that dir holds: dir itself, or folders in it.
func Discover(dir string) ([]Summary, error) {
	found, err := places(dir)
	if err != nil {
		return nil, err
	}
	if len(found) > 0 {
		return []Summary{summary(dir, found)}, nil
	}
	var out []Summary
	err = each(dir, func(e fs.DirEntry) {
		if !e.IsDir() {
			return
		}
		path := filepath.Join(dir, e.Name())
		if found, err := places(path); err == nil && len(found) > 0 {
			out = append(out, summary(path, found))
		}
	})
	slices.SortFunc(out, func(a, b Summary) int { return strings.Compare(a.Folder, b.Folder) })
	return out, err
}

// summary is that of the run in dir, whose sessions were found.
func summary(dir string, found []place) Summary {
	s := Summary{Folder: dir, LastStep: -1}
	var last place
	for _, p := range found {
		if !slices.Contains(s.Ranks, p.rank) {
			s.Ranks = append(s.Ranks, p.rank)
		}
		if p.rank == found[0].rank {
			s.Sessions++
			last = p
		}
		files, _ := list(p.path)
		for _, f := range files {
			s.Disk += f.bytes
			if f.info.ModTime().After(s.Written) {
				s.Written = f.info.ModTime()
			}
		}
	}
	session, err := openSession(last.path, last.number)
	if err != nil {
		s.Problem = err.Error()
		return s
	}
	s.Writer = session.Writer
	s.LastStep = session.lastStep()
	s.Ended = session.ended()
	return s
}

// lastStep is the step of the last whole record; -1: there is none.
func (s *Session) lastStep() int {
	files, err := list(s.Path)
	if err != nil {
		return -1
	}
	size := int64(s.layout.bytes)
	all := segments(files, "grad")
	for _, seg := range slices.Backward(all) {
		f, bytes, err := openRegular(filepath.Join(s.Path, seg.name))
		if err != nil {
			continue
		}
		room, r := make([]byte, size), Record{G: make([]float32, s.layout.sampled)}
		for at, tries := bytes/size*size-size, 0; at >= 0 && tries < 64; at, tries = at-size, tries+1 {
			if _, err := f.ReadAt(room, at); err == nil && s.layout.parse(room, &r) == whole {
				f.Close()
				return r.Step
			}
		}
		f.Close()
	}
	return -1
}

// ended says that the last lines have one that says that the job ended.
func (s *Session) ended() bool {
	f, size, err := openRegular(filepath.Join(s.Path, EventsFile))
	if err != nil {
		return false
	}
	defer f.Close()
	tail := make([]byte, min(size, LineBytes))
	n, err := f.ReadAt(tail, size-int64(len(tail)))
	if n == 0 && err != nil {
		return false
	}
	l := lines{}
	for line := range bytes.Lines(tail[:n]) {
		if l.parse(line) && l.line.Type == "end" {
			return true
		}
	}
	return false
}
