package record

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"levyscope/sim"
	"levyscope/sim/problem"
	"levyscope/train"
)

// Run is what a replay of a recording needs. One of Train, Sim and Watch is not nil; the Script of the first two holds
// the recorded changes of the controls.
type Run struct {
	Train *train.Config
	Sim   *sim.Config
	Watch *Watched
	// Events is the number of events, at which the replay of an interrupted run stops. A Done
	// event that is marked as partial does not count, since it reports the interruption.
	Events int
	// Torn is the number of the last line where that is cut: it is no event, and left out. 0: it is whole.
	Torn int
	// Ended says that the last event is that of a run that has come to its end, or has diverged.
	Ended bool
	// Whole are the lines of those events that end in a line feed. What comes behind them tells of an
	// interruption, or is cut.
	Whole Extent
	// Script says that there is nothing but what the run was started with, changes and an end, as somebody
	// writes them by hand: the recording says what to run, and not what came of it.
	Script bool
	// Compared says that there is a comparison of two methods, of which a replay computes the direct one.
	Compared bool
	// Thinned is the rule by which events were left out.
	Thinned Thinning

	partial int // line of the first event that is marked as partial, 0: none
	after   int // line of the first event that follows it, 0: none
}

// Extent is how much of a recording there is, from its beginning.
type Extent struct {
	Lines int
	Bytes int64 // of the lines, their line feeds included
}

// head has the fields of an event that Read looks at.
type head struct {
	Type     string          `json:"type"`
	Engine   string          `json:"engine"`
	Folder   string          `json:"folder"`
	Rank     int             `json:"rank"`
	Step     *int            `json:"step"`
	Partial  bool            `json:"partial"`
	Config   json.RawMessage `json:"config"`
	Controls json.RawMessage `json:"controls"`
	// Source is that of the examples of a training run.
	Source struct {
		Digest string `json:"digest"`
	} `json:"data_source"`
}

// maxLine is the largest number of bytes of a line. The longest lines are the started event of a
// large model and the histograms of a probe.
const maxLine = 64 << 20

// Lines splits a recording into its lines, each with its line feed, which the last one may lack.
func Lines(r io.Reader) *bufio.Scanner {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 1<<16), maxLine)
	lines.Split(func(data []byte, atEOF bool) (int, []byte, error) {
		if i := bytes.IndexByte(data, '\n'); i >= 0 {
			return i + 1, data[:i+1], nil
		}
		if atEOF && len(data) > 0 {
			return len(data), data, nil
		}
		return 0, nil, nil
	})
	return lines
}

// Read reads the recording of one run. A last line that is cut is left out, see Run.Torn. It is an error,
// which names the line, if another line is not an event, if the first event with a configuration is
// missing, cut or comes twice, or if a configuration or a change cannot be read. Read does not validate
// the configuration.
func Read(r io.Reader) (*Run, error) {
	lines := Lines(r)
	run := &Run{Script: true}
	n := 1
	for ; lines.Scan(); n++ {
		line := lines.Bytes()
		whole := line[len(line)-1] == '\n'
		var h head
		if err := json.Unmarshal(line, &h); err != nil {
			if whole || json.Valid(line) {
				return nil, fmt.Errorf("line %d is not a JSON event: %w", n, err)
			}
			run.Torn = n
			break
		}
		if err := run.add(h, n); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if whole && !h.Partial {
			run.Whole.Lines++
			run.Whole.Bytes += int64(len(line))
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", n, err)
	}
	if run.Train == nil && run.Sim == nil && run.Watch == nil {
		if run.Torn == 1 {
			return nil, errors.New("line 1 is cut, or no event: nothing is left of the recording that could be replayed")
		}
		return nil, errors.New("the recording has no started event: it must begin with what the run was started with")
	}
	return run, nil
}

// add takes the event of line n into account.
func (r *Run) add(h head, n int) error {
	if h.Type == "" {
		return errors.New(`no event: a line of a recording is {"type":"...", ...}`)
	}
	switch {
	case !h.Partial:
		r.Events++
		if r.partial > 0 && r.after == 0 {
			r.after = n
		}
	case r.partial == 0:
		r.partial = n
	}
	r.Ended = !h.Partial && (h.Type == "done" || h.Type == "diverged")
	switch h.Type {
	case "started":
		return r.start(h)
	case "attached":
		if err := r.attach(h); err != nil {
			return err
		}
	case "changed":
		return r.change(h)
	case "done":
		return nil
	}
	r.Script = false
	r.Compared = r.Compared || h.Type == "comparison"
	return nil
}

// Contiguous returns an error where events follow one that tells of an interruption: no run goes on
// behind that.
func (r *Run) Contiguous() error {
	if r.after == 0 {
		return nil
	}
	return fmt.Errorf("line %d follows the end of an interrupted run in line %d: the file was edited or damaged",
		r.after, r.partial)
}

// start reads the configuration of a started event.
func (r *Run) start(h head) error {
	if r.Train != nil || r.Sim != nil || r.Watch != nil {
		return errors.New("a second started event: a recording holds one run")
	}
	switch h.Engine {
	case "train":
		r.Train = &train.Config{DataDigest: h.Source.Digest}
		return json.Unmarshal(h.Config, r.Train)
	case "sim":
		r.Sim = &sim.Config{}
		return json.Unmarshal(h.Config, r.Sim)
	case WatchEngine:
		r.Watch = &Watched{}
		return json.Unmarshal(h.Config, r.Watch)
	}
	return fmt.Errorf("engine %q is not known: a recording is of train, sim or watch", h.Engine)
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
	case r.Watch != nil: // of a job that computes elsewhere: told, and no script
	default:
		return errors.New("a changed event before the started event")
	}
	return nil
}
