package stream

import "math"

// cuts are, for each of the sessions found, the step from which a later one of the rank has taken its place: the least
// first step of those. Later sessions whose first step is not known yet take no place.
func (r *Reader) cuts(found []place) map[int]int {
	out, least := map[int]int{}, math.MaxInt
	for i := len(found) - 1; i >= 0; i-- {
		p := found[i]
		if p.rank != r.rank || r.now != nil && p.number < r.now.Number {
			continue
		}
		out[p.number] = least
		if step, ok := r.first(p); ok {
			least = min(least, step)
		}
	}
	return out
}

// first is the first step of a session; false: it is not known yet.
func (r *Reader) first(p place) (step int, ok bool) {
	if step, ok = r.firsts[p.number]; ok {
		return step, true
	}
	s, err := openSession(p.path, p.number)
	if err != nil {
		return 0, false
	}
	if step, ok = s.From, s.From > 0; !ok {
		step, ok = s.firstRecord()
	}
	if ok {
		r.firsts[p.number] = step
	}
	return step, ok
}

// firstRecord is the least step of the first records on disk; false: there is none yet.
func (s *Session) firstRecord() (step int, ok bool) {
	if s.begin(true) != nil {
		return 0, false
	}
	defer s.end()
	step = math.MaxInt
	for _, t := range []*tape{s.grad, s.probe} {
		if r, err := t.next(); err == nil && r != nil {
			step, ok = min(step, r.Step), true
		}
	}
	return step, ok
}
