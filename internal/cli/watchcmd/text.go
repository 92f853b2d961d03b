package watchcmd

import (
	"fmt"
	"math"
	"strings"
	"time"

	"levyscope/internal/cli/traincmd"
	"levyscope/internal/record"
	"levyscope/train"
	"levyscope/train/watch"
)

// text writes events for people. What is too frequent for a line of its own, the steps, stands in the lines of others.
type text struct {
	last   train.Progress
	seen   bool // of last
	legend bool // was written
	jumps  jumpSum
	status watch.Status
	silent bool // was said
}

// jumpSum are the jumps of all arrays since they were last told.
type jumpSum struct{ from, to, count, noise, trials int }

// silence is how long a folder says nothing before that is told.
const silence = 10 * time.Second

// lines are the lines of an event, "" for none.
func (t *text) lines(e record.Event) string {
	switch e := harmless(e).(type) {
	case watch.Attached:
		return attachedText(e)
	case train.Progress:
		t.last, t.seen = e, true
	case train.Evaluated:
		return t.head(e.Step) + evaluatedText(e)
	case train.NoiseEstimate:
		return t.noise(e) + t.told()
	case train.Jumps:
		t.count(e)
	case train.Trajectory:
		return ""
	case watch.Acknowledged:
		return fmt.Sprintf("step %6d  %s: %s (command %d of %s), was %s", e.Step, "obeyed from here on", valuesText(e.Set),
			e.Seq, e.Viewer, valuesText(e.Was))
	case watch.Refused:
		return refusedText(e)
	case watch.Resumed:
		return fmt.Sprintf("step %6d  the paused job went on: %s", e.Step, e.Why)
	case watch.Noted:
		if e.Kind == "end" { // a line that has no step
			return e.Text
		}
		return fmt.Sprintf("step %6d  %s", e.Step, e.Text)
	case watch.Status:
		return t.state(e)
	case Done:
		return e.text()
	}
	return ""
}

// head is the beginning of a line of that step, with its loss and learning rate where the last record is of that step.
func (t *text) head(step int) string {
	text := fmt.Sprintf("step %6d", step)
	if t.seen && t.last.Step == step {
		text += fmt.Sprintf("  loss %s  eta %s", number("%.5g", t.last.Loss), number("%.4g", t.last.Eta))
	}
	return text
}

func attachedText(e watch.Attached) string {
	text := fmt.Sprintf("%s: session %d (%s) of rank %d of %d, %d parameters of %d recorded, %d arrays, by %s", e.Folder,
		e.Number, e.Session, e.Rank, e.World, e.Sampled, e.Parameters, len(e.Layers), e.Writer)
	if e.Source != "" {
		text += ", from " + e.Source
	}
	if e.Begun > 0 {
		text += ", begun " + time.Unix(int64(e.Begun), 0).UTC().Format(time.DateTime) + " UTC"
	}
	text += ", control off"
	if e.Control {
		text = strings.TrimSuffix(text, "off") + "on"
	}
	return text
}

// evaluatedText are the figures of an evaluation that there are.
func evaluatedText(e train.Evaluated) string {
	text := "  evaluated:"
	for _, f := range []struct {
		name string
		v    float64
	}{{"train loss", e.TrainLoss}, {"test loss", e.TestLoss}, {"train accuracy", e.TrainAccuracy},
		{"test accuracy", e.TestAccuracy}} {
		if !math.IsNaN(f.v) {
			text += fmt.Sprintf("  %s %.5g", f.name, f.v)
		}
	}
	return text
}

// noise is a probe or a burst.
func (t *text) noise(e train.NoiseEstimate) string {
	var b strings.Builder
	b.WriteString(t.head(e.Step))
	if e.Burst == nil {
		fmt.Fprintf(&b, "  gradient noise at frozen weights: a probe of %d draws", e.Batches)
	} else {
		fmt.Fprintf(&b, "  trajectory: %s, %d gradients", burstText(e.Burst), e.Burst.Draws)
	}
	if e.Batch > 0 {
		fmt.Fprintf(&b, " of %d examples", e.Batch)
	}
	fmt.Fprintf(&b, ", K1 = %d", e.Block)
	if e.Kept > 0 {
		fmt.Fprintf(&b, "; figures by a sample of %d parameters", e.Kept)
	}
	if e.CentreCaveat != "" {
		b.WriteString("\n    caveat: " + e.CentreCaveat)
	}
	b.WriteString(traincmd.NoiseBody(e))
	if !t.legend {
		t.legend = true
		b.WriteString(traincmd.NoiseLegend)
	}
	return b.String()
}

// burstText says what steps a burst has, and that it contains drift.
func burstText(b *train.Burst) string {
	return fmt.Sprintf("contains drift (halves differ by %s sd, %s without drift), steps %d to %d",
		number("%.2f", b.Drift), number("%.2f", b.DriftNull), b.From, b.Step-1)
}

// count adds up jumps until they are told.
func (t *text) count(e train.Jumps) {
	if t.jumps.trials == 0 {
		t.jumps.from = e.From
	}
	s := &t.jumps
	s.to = max(s.to, e.Step)
	s.count, s.noise, s.trials = s.count+e.Count, s.noise+e.NoiseCount, s.trials+e.Trials
}

// told are the jumps since they were last told, "" without any steps.
func (t *text) told() string {
	s := t.jumps
	if t.jumps = (jumpSum{}); s.trials == 0 {
		return ""
	}
	return fmt.Sprintf("\n    jumps in steps %d to %d (trajectory: contains drift): %d updates and %d noises beyond "+
		"the threshold, of %d", s.from, s.to-1, s.count, s.noise, s.trials)
}

func refusedText(e watch.Refused) string {
	text := fmt.Sprintf("step %6d  REFUSED: %s", e.Step, e.Reason)
	switch {
	case e.Viewer != "":
		text += fmt.Sprintf(" (command %d of %s)", e.Seq, e.Viewer)
	case e.Line != "":
		text += fmt.Sprintf(" (line %q)", e.Line)
	}
	return text
}

// state tells what is worth it: silence, an end, records that are lost.
func (t *text) state(e watch.Status) string {
	was := t.status
	t.status = e
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if e.Lost > was.Lost {
		add("%d steps are missing within bursts so far", e.Lost)
	}
	if e.Damaged > was.Damaged {
		add("%d damaged records so far", e.Damaged)
	}
	if e.Dropped > was.Dropped {
		add("the writer dropped %d rows so far", e.Dropped)
	}
	if e.Why != was.Why && e.Why != "" && !e.Over { // the end is a line of the job
		add("%s", e.Why)
	}
	if quiet := e.Silent >= silence && !e.Over; quiet != t.silent {
		if t.silent = quiet; quiet {
			add("silent since %s", e.Silent.Round(time.Second))
		} else {
			add("new records again")
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf("step %6d  %s", max(e.Step, 0), strings.Join(parts, "; "))
}

// valuesText are the values of a command in words.
func valuesText(v watch.Values) string {
	var parts []string
	put := func(name string, x *float64, none string) {
		switch {
		case x == nil:
		case math.IsNaN(*x):
			parts = append(parts, name+" "+none)
		default:
			parts = append(parts, fmt.Sprintf("%s %g", name, *x))
		}
	}
	put("eta x", v.Scale, "1")
	put("eta", v.Eta, "the job's own")
	if v.Schedule != nil {
		text := "no schedule over the job's own"
		if n := len(v.Schedule); n > 0 {
			text = fmt.Sprintf("a schedule of %d points over the job's own, steps %g to %g", n, v.Schedule[0][0],
				v.Schedule[n-1][0])
		}
		parts = append(parts, text)
	}
	put("clip", v.Clip, "none")
	if v.Pause != nil {
		parts = append(parts, map[bool]string{true: "pause", false: "no pause"}[*v.Pause])
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}

// number formats a figure; "-" stands for one that there is not.
func number(format string, v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "-"
	}
	return fmt.Sprintf(format, v)
}
