package traincmd

import (
	"encoding/csv"
	"io"
	"strconv"

	"levyscope/internal/cli"
	"levyscope/internal/record"
	"levyscope/internal/sweep"
	"levyscope/train"
)

// csvTable writes a row for each run. What JSON has null for is an empty field.
type csvTable struct {
	w          *csv.Writer
	parameters []string // swept
	timing     bool     // with a column for the speed
	clipping   bool     // with columns for what clipping did
	begun      bool
	started    *train.Started // of a single run
}

func newCSVTable(w io.Writer, parameters []string, f *flags) *csvTable {
	return &csvTable{w: csv.NewWriter(w), parameters: parameters, timing: f.timing, clipping: f.method.clips()}
}

// Print writes the row of a run that has ended, one of several or the only one.
func (t *csvTable) Print(e record.Event) error {
	switch e := e.(type) {
	case train.Started:
		t.started = &e
	case Done:
		return t.row(point{Seed: t.started.Config.Seed, Done: e})
	case train.Diverged:
		done := Done{Done: divergedTotals(e, t.started, 0)}
		return t.row(point{Seed: t.started.Config.Seed, Done: done, Diverged: &e})
	case point:
		return t.row(e)
	}
	return nil
}

// Close writes what is still in the buffer.
func (t *csvTable) Close() error {
	t.w.Flush()
	return t.w.Error()
}

// layerColumns are the figures of each array; the name of the array stands behind each.
var layerColumns = []string{"alpha", "alpha_beyond", "alpha_se", "sigma"}

// header names the columns. A swept number of steps has another name than the steps that were taken.
func (t *csvTable) header(layers []train.LayerDone, iterates []train.IterateTail) (out []string) {
	for _, name := range t.parameters {
		if name == "steps" {
			name = "sweep_steps"
		}
		out = append(out, name)
	}
	out = append(out, "seed", "steps", "loss", "train_accuracy", "test_loss", "test_accuracy", "jumps", "atom_jumps",
		"partial", "collapsed", "diverged", "diverged_cause")
	if t.clipping {
		out = append(out, "clipped", "clipped_entries")
	}
	if t.timing {
		out = append(out, "steps_per_second")
	}
	for _, l := range layers {
		for _, column := range layerColumns {
			out = append(out, column+"_"+l.Name)
		}
	}
	return append(out, iterateHeader(iterates)...)
}

// row writes that of a run, and the header before the first.
func (t *csvTable) row(p point) error {
	if !t.begun {
		t.begun = true
		t.clipping = t.clipping || p.Clipped != nil // by a script
		if err := t.w.Write(t.header(p.Layers, p.Iterates)); err != nil {
			return err
		}
	}
	var out []string
	for _, v := range p.Parameters.Values {
		out = append(out, sweep.Decimal(v))
	}
	cause, jumps, atomJumps := "", strconv.Itoa(p.Jumps), strconv.Itoa(p.AtomJumps)
	if p.Diverged != nil {
		cause = p.Diverged.Cause.String()
	}
	if p.Diverged != nil || p.Uncounted { // jumps were not counted, or not to the end
		jumps, atomJumps = "", ""
	}
	out = append(out, strconv.FormatUint(p.Seed, 10), strconv.Itoa(p.Steps), cli.Field(p.Loss), cli.Field(p.TrainAccuracy),
		cli.Field(p.TestLoss), cli.Field(p.TestAccuracy), jumps, atomJumps,
		strconv.FormatBool(p.Partial), strconv.FormatBool(p.Collapse != nil), strconv.FormatBool(p.Diverged != nil), cause)
	if t.clipping {
		out = append(out, clippedFields(p.Clipped)...)
	}
	if t.timing {
		rate := ""
		if p.StepsPerSecond != nil {
			rate = cli.Field(*p.StepsPerSecond)
		}
		out = append(out, rate)
	}
	for _, l := range p.Layers {
		beyond := ""
		if l.AlphaBeyond != 0 {
			beyond = cli.Field(l.AlphaBeyond)
		}
		out = append(out, cli.Field(l.Alpha), beyond, cli.Field(l.AlphaSE), cli.Field(l.Sigma))
	}
	if err := t.w.Write(append(out, iterateFields(p.Iterates)...)); err != nil {
		return err
	}
	t.w.Flush() // a run may take long
	return t.w.Error()
}

// clippedFields are the shares of the gradients and of the entries that clipping changed, empty where no step had any.
func clippedFields(c *train.ClippedTotal) []string {
	if c == nil {
		return []string{"", ""}
	}
	return []string{cli.Field(c.Share()), cli.Field(c.EntryShare)}
}
