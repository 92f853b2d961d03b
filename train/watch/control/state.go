package control

import (
	"encoding/json"
	"errors"
	"slices"

	"levyscope/train/watch"
)

// State is what is known of the job's controls. It is a value of its own: nothing changes it later.
type State struct {
	Viewer   string
	Session  string // "" until one is found
	Number   int    // of the session
	Control  bool   // the job reads controls
	Step     int    // of the last record; 0 before one
	Lease    float64
	Over     bool         // the job has said that it ended
	Off      string       // why the job's hook has turned itself off, "" otherwise
	InForce  watch.Values // by all commands of the session
	Paused   bool         // the job is
	PausedBy string       // the viewer who paused it
	Resumed  string       // why it went on last, where that was no command
	Commands []Command    // of this viewer, the first one first; at most the last 256
	Others   []Command    // that the job has acknowledged or refused to other viewers; at most the last 256
	Err      error        // why the folder cannot be read
}

// mostKept bounds the lists of a State.
const mostKept = 256

// Command is this viewer's command of a number, the zero value where it is unknown.
func (s State) Command(seq int) (c Command, ok bool) {
	i := slices.IndexFunc(s.Commands, func(c Command) bool { return c.Seq == seq })
	if i < 0 {
		return Command{}, false
	}
	return s.Commands[i], true
}

// Obstacle is why no command can be sent, nil where one can.
func (s State) Obstacle() error {
	switch {
	case s.Session == "":
		return errors.New("there is no session of the job yet")
	case !s.Control:
		return errors.New("the job reads no controls: attach(model, optimizer, folder, control=True) lets it")
	case s.Over:
		return errors.New("the job has ended")
	case s.Off != "":
		return errors.New("the hook of the job has turned itself off: " + s.Off)
	}
	return nil
}

// copy is the state as a value of its own.
func (s State) copy() State {
	s.Commands, s.Others = slices.Clone(s.Commands), slices.Clone(s.Others)
	return s
}

// begin takes up a new session: what was not answered never will be.
func (s *State) begin(next session) {
	s.expire()
	s.Session, s.Number, s.Control, s.Lease = next.ID, next.number, next.Control, next.Lease
	s.Step = 0
	s.Over, s.Off, s.InForce, s.Paused, s.PausedBy, s.Resumed = false, "", watch.Values{}, false, "", ""
}

func (s *State) expire() {
	for i := range s.Commands {
		if s.Commands[i].Standing == Sent {
			s.Commands[i].Standing = Expired
		}
	}
}

// answer is a line of the job's events, as far as it concerns controls.
type answer struct {
	Type   string          `json:"type"`
	Viewer string          `json:"viewer"`
	Seq    int             `json:"seq"`
	Step   int             `json:"step"`
	Set    json.RawMessage `json:"set"`
	Was    json.RawMessage `json:"was"`
	Error  string          `json:"error"`
	Why    string          `json:"why"`
}

// take takes in a line of events; changed is false of lines that say nothing of controls.
func (s *State) take(line []byte) (changed bool) {
	var a answer
	if json.Unmarshal(line, &a) != nil {
		return false
	}
	switch a.Type {
	case "ack":
		s.acknowledge(a)
	case "nack":
		s.settle(Command{Viewer: a.Viewer, Seq: a.Seq, Standing: Refused, Step: a.Step, Why: a.Error})
	case "resume":
		if s.Paused, s.PausedBy, s.Resumed = false, "", a.Why; a.Why == "command" {
			s.Resumed = ""
		}
	case "off":
		s.Off = a.Error
		if s.Off == "" {
			s.Off = "it does not say why"
		}
		s.expire()
	case "end":
		s.Over, s.Paused = true, false
		s.expire()
	default:
		return false
	}
	return true
}

func (s *State) acknowledge(a answer) {
	set := decode(a.Set)
	s.InForce = merge(s.InForce, set)
	if set.Pause != nil {
		s.Paused, s.PausedBy = *set.Pause, ""
		if s.Paused {
			s.PausedBy, s.Resumed = a.Viewer, ""
		}
	}
	s.settle(Command{Viewer: a.Viewer, Seq: a.Seq, Standing: Acknowledged, Step: a.Step, Set: set, Was: decode(a.Was)})
}

// settle notes the answer to a command.
func (s *State) settle(c Command) {
	c.Session = s.Session
	if c.Viewer != s.Viewer {
		if c.Viewer != "" {
			s.Others = lastOf(append(s.Others, c))
		}
		return
	}
	for i := range s.Commands {
		if x := &s.Commands[i]; x.Seq == c.Seq && x.Session == s.Session {
			x.Standing, x.Step, x.Why, x.Was = c.Standing, c.Step, c.Why, c.Was
		}
	}
}

// lastOf are the last commands of a list, as many as are kept.
func lastOf(list []Command) []Command { return list[max(0, len(list)-mostKept):] }
