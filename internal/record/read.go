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

// Run is what a replay of a recording needs. One of Train and Sim is not nil; its Script holds the
// recorded changes of the controls.
type Run struct {
	Train *train.Config
	Sim   *sim.Config
	// Events is the number of events, at which the replay of an interrupted run stops. A Done
	// event that is marked as partial does not count, since it reports the interruption.
	Events int
}

// head has the fields of an event that Read looks at.
type head struct {
	Type     string          `json:"type"`
	Engine   string          `json:"engine"`
	Step     *int            `json:"step"`
	Partial  bool            `json:"partial"`
	Config   json.RawMessage `json:"config"`
	Controls json.RawMessage `json:"controls"`
}

// maxLine is the largest number of bytes of a line. The longest lines are the started event of a
// large model and the histograms of a probe.
const maxLine = 64 << 20

// Read reads the recording of one run. It is an error, which names the line, if a line is not an
// event, if the first event with a configuration is missing or comes twice, or if a
// configuration or a change cannot be read. Read does not validate the configuration.
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
		if err := run.add(h); err != nil {
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

// add takes one event into account.
func (r *Run) add(h head) error {
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

// start reads the configuration of a started event.
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

// change appends a changed event to the script.
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
