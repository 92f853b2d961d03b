package engine_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"levyscope/internal/engine"
)

// job is a run elsewhere: between two polls it takes two steps, and it obeys a request
// one poll after it was made.
type job struct {
	step, controls int
	asked          []int
	log            []string
}

func (j *job) work() {
	for range 2 {
		j.log = append(j.log, fmt.Sprintf("step %d at %d", j.step, j.controls))
		j.step++
	}
	for _, c := range j.asked {
		j.controls = c
		j.log = append(j.log, fmt.Sprintf("changed to %d from step %d", c, j.step))
	}
	j.asked = nil
}

// viewer is the machine that follows the job: it reads its log at every poll, and there
// learns at which step a change took effect.
type viewer struct {
	emit  engine.Emit[string]
	job   *job
	read  int
	step  int // the first that it knows nothing of
	asked int // controls asked for last
	poll  int
}

func (m *viewer) Step() int       { return m.step }
func (m *viewer) Same(c int) bool { return c == m.asked }

func (m *viewer) Change(c int) error {
	m.asked = c
	m.job.asked = append(m.job.asked, c)
	return nil
}

func (m *viewer) Advance(context.Context) (ended bool, err error) {
	if m.poll++; m.poll%2 == 0 { // nothing new: only a chance for new controls
		return false, nil
	}
	m.job.work()
	for ; m.read < len(m.job.log); m.read++ {
		if err := m.emit(m.job.log[m.read]); err != nil {
			return false, err
		}
	}
	m.step = m.job.step
	return m.step >= 6, nil
}

func (m *viewer) Finish(_ context.Context, partial bool) error {
	return m.emit(fmt.Sprintf("done after %d steps, partial %t", m.step, partial))
}

// The loop serves a machine whose controls take effect at a step that it learns of later.
func TestRunElsewhere(t *testing.T) {
	var live atomic.Pointer[int]
	store := func(c int) { live.Store(&c) }
	events := engine.Run(background, &live, nil, func(emit engine.Emit[string]) (engine.Machine[int], error) {
		return &viewer{emit: emit, job: &job{controls: 1}, asked: 1}, emit("started")
	})
	got, err := collect(t, events, func(e string) {
		switch e {
		case "step 0 at 1":
			store(3)
		case "step 2 at 1":
			store(3) // asked for already, although not yet in force here
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	hold(t, got, "started", "step 0 at 1", "step 1 at 1", "step 2 at 1", "step 3 at 1",
		"changed to 3 from step 4", "step 4 at 3", "step 5 at 3", "done after 6 steps, partial false")
}
