package watch

import (
	"encoding/json"
	"fmt"
	"math"
	"unicode/utf8"

	"levyscope/train"
	"levyscope/train/watch/stream"
)

// mostText bounds the texts of events, in bytes.
const mostText = 300

// cut is the beginning of a text.
func cut(s string) string {
	if len(s) <= mostText {
		return s
	}
	for s = s[:mostText]; len(s) > 0 && !utf8.ValidString(s[max(0, len(s)-utf8.UTFMax):]); {
		s = s[:len(s)-1]
		if utf8.RuneStart(s[len(s)-1]) {
			break
		}
	}
	return s + "..."
}

// said are the fields of the lines of a job.
type said struct {
	Viewer string                     `json:"viewer"`
	Seq    float64                    `json:"seq"`
	Set    map[string]json.RawMessage `json:"set"`
	Was    map[string]json.RawMessage `json:"was"`
	Line   string                     `json:"line"`
	Error  string                     `json:"error"`
	Why    string                     `json:"why"`
	Burst  float64                    `json:"burst"`
	Every  float64                    `json:"every"`
	Draws  float64                    `json:"draws"`
	Batch  float64                    `json:"batch"`
	Done   float64                    `json:"done"`
	Rows   float64                    `json:"rows"`
	Total  float64                    `json:"total"`
	Eta    *float64                   `json:"lr"`
	Loss   *float64                   `json:"loss"`
}

// line makes an event of a line of the job.
func (e *engine) line(l *stream.Line) {
	var s said
	if err := json.Unmarshal(l.Text, &s); err != nil && l.Type != "eval" {
		// One field of another type than expected: what was read of the others is told all the same.
		s.Error = cut(fmt.Sprint(s.Error, " (", err, ")"))
	}
	switch l.Type {
	case "ack":
		e.emit(Acknowledged{Step: l.Step, Viewer: cut(s.Viewer), Seq: whole(s.Seq), Set: values(s.Set), Was: values(s.Was)})
	case "nack":
		e.emit(Refused{Step: l.Step, Viewer: cut(s.Viewer), Seq: whole(s.Seq), Line: cut(s.Line), Reason: cut(s.Error)})
	case "resume":
		e.emit(Resumed{Step: l.Step, Why: cut(s.Why)})
	case "step":
		e.unrecorded(l.Step, number(s.Eta), number(s.Loss))
	case "eval":
		e.evaluated(l)
	case "probe":
		e.probe.of, e.probe.expect = l.Step, whole(s.Draws)
		of := ""
		if n := whole(s.Batch); n > 0 {
			of = fmt.Sprintf(" of %d examples", n)
		}
		e.note(l, fmt.Sprintf("probe of %d draws%s: %d done", whole(s.Draws), of, whole(s.Done)))
		e.whole()
	case "cadence":
		e.note(l, fmt.Sprintf("bursts of %d steps, one every %d steps", whole(s.Burst), whole(s.Every)))
	case "dropped":
		e.dropped = max(whole(s.Total), e.dropped)
		e.note(l, fmt.Sprintf("%d rows were not written, %d in all: the disk is too slow", whole(s.Rows), whole(s.Total)))
	case "off":
		e.note(l, "the hook has turned itself off: "+s.Error)
	case "end":
		e.flush()
		e.note(l, "the job has ended")
		e.law()
	default:
		e.note(l, string(l.Text))
	}
}

// unrecorded takes a step without a record, between two bursts: the one before is over.
func (e *engine) unrecorded(step int, eta, loss float64) {
	if e.burst.open && step > e.burst.last {
		e.endBurst()
	}
	if eta > 0 && !math.IsInf(eta, 0) {
		e.eta = eta
	}
	e.step = step
	e.emit(train.Progress{Step: step, Eta: eta, Loss: loss, Unrecorded: true})
}

// number is one of a line, NaN where it has none.
func number(v *float64) float64 {
	if v == nil {
		return math.NaN()
	}
	return *v
}

// note yields a line in words.
func (e *engine) note(l *stream.Line, text string) {
	e.emit(Noted{Step: l.Step, Kind: l.Type, Text: cut(text)})
}

// whole is a number of a line as an integer, 0 where it is none.
func whole(v float64) int {
	if !(math.Abs(v) <= math.MaxInt32) {
		return 0
	}
	return int(v)
}

// values reads what a command sets.
func values(m map[string]json.RawMessage) (v Values) {
	number := func(key string) *float64 {
		raw, ok := m[key]
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
	if raw, ok := m["schedule"]; ok {
		if json.Unmarshal(raw, &v.Schedule) != nil || v.Schedule == nil {
			v.Schedule = [][2]float64{}
		}
	}
	if raw, ok := m["pause"]; ok {
		var pause bool
		if json.Unmarshal(raw, &pause) == nil {
			v.Pause = &pause
		}
	}
	return v
}

// evaluated makes an event of losses and accuracies, under the names that are usual for them.
func (e *engine) evaluated(l *stream.Line) {
	var all map[string]json.RawMessage
	if json.Unmarshal(l.Text, &all) != nil {
		return
	}
	known := false
	first := func(names ...string) float64 {
		for _, name := range names {
			var v *float64
			if raw, ok := all[name]; ok && json.Unmarshal(raw, &v) == nil && v != nil {
				known = true
				return *v
			}
		}
		return math.NaN()
	}
	out := train.Evaluated{Step: l.Step,
		TrainLoss: first("train_loss"), TrainAccuracy: first("train_accuracy", "train_acc"),
		TestLoss:     first("test_loss", "eval_loss", "val_loss", "validation_loss", "loss"),
		TestAccuracy: first("test_accuracy", "test_acc", "eval_accuracy", "val_accuracy", "val_acc", "accuracy", "acc"),
	}
	if !known {
		e.note(l, string(l.Text))
		return
	}
	e.emit(out)
}
