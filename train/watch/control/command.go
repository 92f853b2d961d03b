package control

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"time"

	"levyscope/train/watch"
)

// Standing says what has become of a command.
type Standing int

const (
	// Sent is a command that is written, or about to be, and that the job has not answered.
	Sent Standing = iota
	// Acknowledged is obeyed from Command.Step on.
	Acknowledged
	// Refused is not obeyed, for the reason Command.Why.
	Refused
	// Expired was not answered before its session ended, and never will be.
	Expired
	// Failed could not be written, for the reason Command.Why.
	Failed
)

// Command is one command with what became of it.
type Command struct {
	Viewer   string
	Seq      int // number of the command of that viewer, from 1
	Session  string
	Set      watch.Values
	Was      watch.Values // in force before, where it is acknowledged
	Sent     time.Time    // zero of another viewer's
	Standing Standing
	Step     int    // first update that uses it, where it is acknowledged
	Why      string // it is refused or failed
}

// Late is the age at which a command without an answer is called unacknowledged.
const Late = 5 * time.Second

// Text says what has become of the command at a time.
func (c Command) Text(now time.Time) string {
	switch c.Standing {
	case Acknowledged:
		return fmt.Sprintf("acknowledged at step %d", c.Step)
	case Refused:
		return "refused: " + c.Why
	case Expired:
		return "expired: the session ended before the job answered"
	case Failed:
		return "not sent: " + c.Why
	}
	if age := now.Sub(c.Sent); age >= Late {
		return fmt.Sprintf("unacknowledged for %d s", int(age.Seconds()))
	}
	return "sent"
}

// MostLine is the longest line of commands, in bytes: a job skips longer ones.
const MostLine = 64 << 10

// MostPoints is the largest number of points of a schedule that a job takes.
const MostPoints = 4096

// line is the line of a command.
func (c Command) line() ([]byte, error) {
	set, err := encode(c.Set)
	if err != nil {
		return nil, err
	}
	b, err := json.Marshal(struct {
		Session string          `json:"session"`
		Viewer  string          `json:"viewer"`
		Seq     int             `json:"seq"`
		Set     json.RawMessage `json:"set"`
	}{c.Session, c.Viewer, c.Seq, set})
	if err != nil {
		return nil, err
	}
	if b = append(b, '\n'); len(b) > MostLine {
		return nil, fmt.Errorf("the command has %d bytes, of which a job reads %d: use fewer points", len(b), MostLine)
	}
	return b, nil
}

// encode is what a command sets, as a job reads it: NaN becomes null.
func encode(v watch.Values) (json.RawMessage, error) {
	set := map[string]any{}
	for _, x := range []struct {
		name  string
		value *float64
		null  bool // NaN has a meaning
	}{{"lr_scale", v.Scale, false}, {"lr", v.Eta, true}, {"clip", v.Clip, true}} {
		switch {
		case x.value == nil:
		case math.IsNaN(*x.value) && x.null:
			set[x.name] = nil
		case math.IsNaN(*x.value) || math.IsInf(*x.value, 0):
			return nil, fmt.Errorf("%s = %g is not finite", x.name, *x.value)
		default:
			set[x.name] = *x.value
		}
	}
	if v.Pause != nil {
		set["pause"] = *v.Pause
	}
	if v.Schedule != nil {
		if len(v.Schedule) > MostPoints {
			return nil, fmt.Errorf("the schedule has %d points, of which a job takes %d", len(v.Schedule), MostPoints)
		}
		points, err := encodePoints(v.Schedule)
		if err != nil {
			return nil, err
		}
		set["schedule"] = points
	}
	return json.Marshal(set)
}

// digits of a factor in a command: a schedule of 2,000 points fits a line with them.
const digits = 8

func encodePoints(points [][2]float64) (json.RawMessage, error) {
	b := []byte{'['}
	for i, p := range points {
		if f := p[0] + p[1]; math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, fmt.Errorf("point %d of the schedule is (%g, %g), which is not finite", i+1, p[0], p[1])
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '[')
		b = strconv.AppendFloat(b, p[0], 'f', -1, 64)
		b = append(b, ',')
		b = strconv.AppendFloat(b, p[1], 'g', digits, 64)
		b = append(b, ']')
	}
	return append(b, ']'), nil
}

// decode is the inverse of encode: what a job says that it has set. What it does not understand is left out.
func decode(b json.RawMessage) (v watch.Values) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(b, &fields) != nil {
		return v
	}
	number := func(name string) *float64 {
		raw, ok := fields[name]
		if !ok {
			return nil
		}
		x := math.NaN()
		if string(raw) != "null" && json.Unmarshal(raw, &x) != nil {
			return nil
		}
		return &x
	}
	v.Scale, v.Eta, v.Clip = number("lr_scale"), number("lr"), number("clip")
	if raw, ok := fields["schedule"]; ok {
		v.Schedule = [][2]float64{}
		if string(raw) != "null" && json.Unmarshal(raw, &v.Schedule) != nil {
			v.Schedule = nil
		}
	}
	if raw, ok := fields["pause"]; ok {
		var pause bool
		if json.Unmarshal(raw, &pause) == nil {
			v.Pause = &pause
		}
	}
	return v
}

// merge is v with what set sets in it.
func merge(v, set watch.Values) watch.Values {
	if set.Scale != nil {
		v.Scale = set.Scale
	}
	if set.Eta != nil {
		v.Eta = set.Eta
	}
	if set.Schedule != nil {
		v.Schedule = set.Schedule
	}
	if set.Clip != nil {
		v.Clip = set.Clip
	}
	if set.Pause != nil {
		v.Pause = set.Pause
	}
	return v
}
