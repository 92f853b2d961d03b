package stream

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"slices"
)

// Item is what a Reader finds: a *Session when one begins, a *Record, a *Line, or a *Problem.
type Item interface{ step() int }

func (s *Session) step() int { return s.From }
func (r *Record) step() int  { return r.Step }
func (l *Line) step() int    { return l.Step }
func (*Problem) step() int   { return 0 }

// Problem is a session that cannot be read, or not any further.
type Problem struct {
	Path string
	Err  error
}

// Error says what the problem is.
func (p *Problem) Error() string { return p.Err.Error() }

// Unwrap is the reason.
func (p *Problem) Unwrap() error { return p.Err }

// State says how far a Reader is.
type State struct {
	Session  *Session // that is read; nil before the first
	Records  int      // read, of all sessions
	Waiting  int      // records on disk and not read yet, of this session
	Damaged  int      // records with a wrong checksum, holes that were not filled, torn ends, of all sessions
	BadLines int      // lines of events.ndjson that are none
	Disk     int64    // bytes of all sessions of all ranks
	Sessions int      // of this rank
	Ranks    []int    // that there are
	Ended    bool     // the job has said that it ended
	Gone     bool     // the folder, or that of the session, is not there any more
}

// Reader reads one rank of a run. It is not for use by several goroutines at once.
type Reader struct {
	dir   string
	rank  int
	state State
	now   *Session
	bad   map[int]string // sessions that could not be opened, and why
	disk  map[string]int64
	// firsts are the first steps of sessions, where known.
	firsts map[int]int
	cut    map[int]int // by session, the step from which later ones have taken its place
	polls  int
	most   float64 // latest time of a record of the session, from which times do not fall
}

// Open opens the run in dir, whose sessions may come later. What they hold is read by Poll.
func Open(dir string, rank int) (*Reader, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%s is no folder", dir)
	}
	return &Reader{dir: dir, rank: rank, bad: map[int]string{}, disk: map[string]int64{},
		firsts: map[int]int{}}, nil
}

// State is how far the reader is after the last Poll.
func (r *Reader) State() State { return r.state }

// Backlog is how many gradients of training steps, and of probes, the sessions of this rank hold from that on which is
// read, as far as their records are as long as its own.
func (r *Reader) Backlog() (steps, draws int) {
	if r.now == nil {
		return 0, 0
	}
	var bytes [2]int64
	found, _ := places(r.dir)
	for _, p := range found {
		if p.rank != r.rank || p.number < r.now.Number {
			continue
		}
		files, _ := list(p.path)
		for kind, name := range []string{"grad", "probe"} {
			for _, s := range segments(files, name) {
				bytes[kind] += s.bytes
			}
		}
	}
	size := int64(r.now.layout.bytes)
	return int(bytes[0] / size), int(bytes[1] / size)
}

// Behind is how many gradients of training steps are on disk and not read yet in the session that is read, as far as
// the look under way has seen.
func (r *Reader) Behind() int {
	if r.now == nil {
		return 0
	}
	return int(r.now.grad.left() / int64(r.now.layout.bytes))
}

// Poll looks at the folder and calls take with what is new, in an order that depends on what the folder holds alone:
// session by session, records by their time, lines before the first record of their step. Of a session that a later one
// has begun again, what is of the later one's first step or behind it is left out, as far as that is on disk. What take
// is given is valid until it returns. With final nothing is awaited any more: holes are damage. Poll ends early where
// take returns false. It returns an error only if the folder itself cannot be read.
func (r *Reader) Poll(final bool, take func(Item) bool) error {
	found, err := places(r.dir)
	if r.state.Gone = errors.Is(err, fs.ErrNotExist); r.state.Gone {
		return nil
	}
	if err != nil {
		return err
	}
	r.count(found)
	if r.now != nil && !r.now.same() {
		if _, err := os.Lstat(r.now.Path); err == nil && r.renewed() {
			r.now = nil // made anew, with another session
			r.bad, r.firsts = map[int]string{}, map[int]int{}
			found = slices.DeleteFunc(found, func(p place) bool {
				return p.rank == r.rank && p.number < r.state.Session.Number
			})
		} else {
			r.state.Gone = err != nil
		}
	}
	r.cut = r.cuts(found)
	for {
		if r.now != nil {
			more, err := r.look(final, take)
			if err != nil {
				if !r.tell(take, r.now.Number, r.now.Path, err) {
					return nil
				}
			}
			if !more {
				return nil
			}
		}
		next, ok := r.next(found, take)
		if !ok || next == nil {
			return nil
		}
		r.now, r.most = next, math.Inf(-1)
		r.state.Session, r.state.Ended, r.state.Gone = next, false, false
		if !take(next) {
			return nil
		}
	}
}

// renewed says that the session's folder has another meta.json now.
func (r *Reader) renewed() bool {
	s, err := openSession(r.now.Path, r.now.Number)
	return err == nil && s.Session != r.now.Session
}

// tell tells of a problem once; false: take has had enough.
func (r *Reader) tell(take func(Item) bool, number int, path string, err error) bool {
	if r.bad[number] == err.Error() {
		return true
	}
	r.bad[number] = err.Error()
	return take(&Problem{path, err})
}

// next opens the first session after that which is read; nil: there is none yet. false: take has had enough.
func (r *Reader) next(found []place, take func(Item) bool) (*Session, bool) {
	for _, p := range found {
		if p.rank != r.rank || r.now != nil && p.number <= r.now.Number {
			continue
		}
		s, err := openSession(p.path, p.number)
		if err == nil {
			return s, true
		}
		if !errors.Is(err, fs.ErrNotExist) && !r.tell(take, p.number, p.path, err) {
			return nil, false
		}
	}
	return nil, true
}

// count brings up to date what the state says of the folder.
func (r *Reader) count(found []place) {
	const old = 40 // looks between two at folders that do not grow
	r.state.Sessions, r.state.Ranks, r.state.Disk = 0, nil, 0
	for _, p := range found {
		if !slices.Contains(r.state.Ranks, p.rank) {
			r.state.Ranks = append(r.state.Ranks, p.rank)
		}
		if p.rank == r.rank {
			r.state.Sessions++
		}
		bytes, known := r.disk[p.path]
		if !known || r.polls%old == 0 || r.now != nil && p.rank == r.rank && p.number >= r.now.Number {
			bytes = 0
			files, _ := list(p.path)
			for _, f := range files {
				bytes += f.bytes
			}
			r.disk[p.path] = bytes
		}
		r.state.Disk += bytes
	}
	r.polls++
}

// look takes what is new of the session that is read; false: take has had enough.
func (r *Reader) look(final bool, take func(Item) bool) (bool, error) {
	s := r.now
	if err := s.begin(final); err != nil {
		return true, err
	}
	damaged, bad := s.grad.damaged+s.probe.damaged, s.lines.bad
	defer func() {
		s.end()
		r.state.Damaged += s.grad.damaged + s.probe.damaged - damaged
		r.state.BadLines += s.lines.bad - bad
		r.state.Waiting = int((s.grad.waiting + s.probe.waiting) / int64(s.layout.bytes))
	}()
	for {
		err := s.heads.fill(s)
		item := s.heads.first(&r.most)
		if item == nil {
			return true, err
		}
		if cut, ok := r.cut[s.Number]; ok && item.step() >= cut {
			continue
		}
		switch item := item.(type) {
		case *Record:
			r.state.Records++
		case *Line:
			r.state.Ended = item.Type == "end"
		}
		if !take(item) {
			return false, nil
		}
	}
}

// heads are the next of each kind.
type heads struct {
	grad, probe *Record
	line        *Line
}

// fill reads what is missing. What keeps one kind from being read keeps no other.
func (h *heads) fill(s *Session) error {
	var errs [3]error
	if h.line == nil {
		h.line, errs[0] = s.lines.next()
	}
	if h.grad == nil {
		h.grad, errs[1] = s.grad.next()
	}
	if h.probe == nil {
		h.probe, errs[2] = s.probe.next()
	}
	return errors.Join(errs[:]...)
}

// first takes the item that comes first; nil: there is none. most is the latest time so far.
func (h *heads) first(most *float64) Item {
	record := &h.grad
	if h.grad == nil || h.probe != nil && max(h.probe.Time, *most) < max(h.grad.Time, *most) {
		record = &h.probe
	}
	if l := h.line; l != nil && (*record == nil || l.Type != "end" && h.before(l.Step)) {
		h.line = nil
		return l
	}
	if *record == nil {
		return nil
	}
	out := *record
	*record = nil
	*most = max(*most, out.Time)
	return out
}

// before says that a line of the step comes before the records.
func (h *heads) before(step int) bool {
	if h.grad != nil {
		return step <= h.grad.Step
	}
	return step <= h.probe.Step
}
