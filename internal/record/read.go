package record

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"levyscope/sim"
	"levyscope/sim/problem"
	"levyscope/train"
)

// Run is what a recording says of how its events came about: one of Train and
// Sim, with the recorded changes as its script.
type Run struct {
	Train *train.Config
	Sim   *sim.Config
	// Events is how many events there are, by which a replay of a run that was
	// broken off knows where to stop. A Done event marked partial does not count:
	// it tells of the interruption.
	Events int
}

// head is what every line may tell.
type head struct {
	Type     string          `json:"type"`
	Engine   string          `json:"engine"`
	Step     *int            `json:"step"`
	Partial  bool            `json:"partial"`
	Config   json.RawMessage `json:"config"`
	Controls json.RawMessage `json:"controls"`
}

// maxLine bounds a line: the longest are the started event of a large model and
// the histograms of a probe.
const maxLine = 64 << 20

// Read reads a recording of one run. Errors name the line.
func Read(r io.Reader) (*Run, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 1<<16), maxLine)
	run := &Run{}
	n := 1
	for ; lines.Scan(); n++ {
		var h head
		if err := json.Unmarshal(lines.Bytes(), &h); err != nil {
			return nil, fmt.Errorf("line %d is not a JSON event: %w", n, err)
		}
		if err := run.take(h); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", n, err)
	}
	if run.Train == nil && run.Sim == nil {
		return nil, errors.New("the recording has no started event: it must begin with what the run was started with")
	}
	return run, nil
}

func (r *Run) take(h head) error {
	if h.Type == "" {
		return errors.New(`no event: a line of a recording is {"type":"...", ...}`)
	}
	if !h.Partial {
		r.Events++
	}
	switch h.Type {
	case "started":
		return r.start(h)
	case "changed":
		return r.change(h)
	}
	return nil
}

func (r *Run) start(h head) error {
	if r.Train != nil || r.Sim != nil {
		return errors.New("a second started event: a recording holds one run")
	}
	switch h.Engine {
	case "train":
		r.Train = &train.Config{}
		return json.Unmarshal(h.Config, r.Train)
	case "sim":
		r.Sim = &sim.Config{}
		return json.Unmarshal(h.Config, r.Sim)
	}
	return fmt.Errorf("engine %q is not known: a recording is of train or sim", h.Engine)
}

func (r *Run) change(h head) error {
	if h.Step == nil {
		return errors.New("a changed event without its step")
	}
	switch {
	case r.Train != nil:
		var c train.Controls
		if err := json.Unmarshal(h.Controls, &c); err != nil {
			return err
		}
		r.Train.Script = append(r.Train.Script, train.Changed{Step: *h.Step, Controls: c})
	case r.Sim != nil:
		var c problem.Controls
		if err := json.Unmarshal(h.Controls, &c); err != nil {
			return err
		}
		r.Sim.Script = append(r.Sim.Script, sim.Changed{Step: *h.Step, Controls: c})
	default:
		return errors.New("a changed event before the started event")
	}
	return nil
}
