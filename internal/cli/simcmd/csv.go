package simcmd

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"

	"levyscope/internal/cli"
	"levyscope/internal/record"
	"levyscope/internal/sweep"
	"levyscope/sim"
	"levyscope/sim/path"
	"levyscope/sim/theory"
)

// columns say what a table has.
type columns struct {
	parameters []string // swept
	exits      bool     // a row for each path, instead of each run
	both       bool     // methods
	common     bool     // the points draw the same random numbers
	seed       uint64   // of a run that is no point of a sweep
	sides      []string // names of the ways out
	wells      int      // basins of the domain wells
}

// csvTable writes a row for each run or point, or for each path. What JSON has null
// for is an empty field. A table of paths that was interrupted ends in a comment.
type csvTable struct {
	columns
	raw      io.Writer
	w        *csv.Writer
	compared *comparison
	visits   *sim.Transitions // the last ones of a run
	begun    bool
	paths    int // rows of paths
}

func newCSVTable(w io.Writer, c columns) *csvTable {
	return &csvTable{columns: c, raw: w, w: csv.NewWriter(w)}
}

// Print writes the row of an event that has one.
func (t *csvTable) Print(e record.Event) error {
	if !t.begun {
		t.begun = true
		if err := t.w.Write(t.header()); err != nil {
			return err
		}
	}
	switch e := e.(type) {
	case sim.Exited:
		return t.exit(e.Exit, sweep.Point{}, t.sides)
	case exitAt:
		return t.exit(e.Exit, e.Parameters, e.names)
	case comparison:
		t.compared = &e
	case sim.Statistics:
		t.visits = e.Transitions
	case sim.Done:
		return t.row(point{Seed: t.seed, Done: e, Transitions: t.visits}, t.compared)
	case point:
		return t.row(e, nil)
	case comparedPoint:
		return t.row(e.point, &e.Comparison)
	case sweepDone:
		return t.partial(e.Partial, fmt.Sprintf("%d of %d points", e.Points, e.Of))
	}
	return nil
}

// Close writes what is still in the buffer.
func (t *csvTable) Close() error {
	t.w.Flush()
	return t.w.Error()
}

// header names the columns. Parameters that have columns anyhow have no second one.
func (t *csvTable) header() []string {
	out := t.swept()
	if t.exits {
		return append(out, "path", "time", "censored", "side", "coordinate", "position", "size")
	}
	out = append(out, "seed", "paths", "exited", "censored", "diverged", "in_flight", "path_steps",
		"mean_exit_time", "mean_exit_time_se", "predicted_mean_exit_time", "trapped", "p_trap")
	for _, name := range t.sides {
		out = append(out, sideColumn(name))
	}
	out = append(out, wellColumns(t.wells)...)
	if t.both {
		out = append(out, "accelerated_mean_exit_time", "accelerated_mean_exit_time_se", "accelerated_big_jumps",
			"accelerated_ratio", "accelerated_ratio_se")
	}
	out = append(append(out, "partial"), theoryColumns(t.sides)...)
	if t.parameters != nil {
		out = append(out, "common_noise")
	}
	return out
}

// swept are the parameters with a column of their own.
func (t *csvTable) swept() []string {
	return slices.DeleteFunc(slices.Clone(t.parameters), func(name string) bool {
		return !t.exits && (name == "seed" || name == "paths")
	})
}

// values are the fields of the swept parameters.
func (t *csvTable) values(at sweep.Point) (out []string) {
	for _, name := range t.swept() {
		out = append(out, cli.Field(at.Values[slices.Index(at.Names, name)]))
	}
	return out
}

// exit writes the row of a path.
func (t *csvTable) exit(e path.Exit, at sweep.Point, names []string) error {
	if !t.exits {
		return nil
	}
	coordinate := ""
	if e.Coordinate >= 0 {
		coordinate = strconv.Itoa(e.Coordinate + 1)
	}
	t.paths++
	return t.w.Write(append(t.values(at), strconv.Itoa(e.Path), cli.Field(e.Time), strconv.FormatBool(e.Censored),
		sideOf(e.Side, names), coordinate, cli.Field(e.Position), cli.Field(e.Size)))
}

// row writes that of a run; c is nil where the methods are not compared, or not yet.
// In a table of paths it ends that of a single run.
func (t *csvTable) row(p point, c *comparison) error {
	if t.exits {
		if t.parameters != nil {
			return nil // the sweep says at its end whether it was interrupted
		}
		return t.partial(p.Partial, fmt.Sprintf("the first %d paths; later ones, %d, "+
			"ended before one of those that are missing", t.paths, p.Paths-t.paths))
	}
	out := append(t.values(p.Parameters), totalFields(p)...)
	for _, n := range sidesBy(t.sides, p.Done) {
		if n < 0 {
			out = append(out, "")
			continue
		}
		out = append(out, strconv.Itoa(n))
	}
	out = append(out, wellFields(t.wells, p.Transitions)...)
	if t.both {
		out = append(out, comparisonFields(c)...)
	}
	partial := p.Partial || c != nil && c.Partial
	out = append(append(out, strconv.FormatBool(partial)), theoryFields(t.sides, p, c)...)
	if t.parameters != nil {
		out = append(out, strconv.FormatBool(t.common))
	}
	if err := t.w.Write(out); err != nil {
		return err
	}
	t.w.Flush() // a point may take long
	return t.w.Error()
}

// totalFields are the totals of a run beside their prediction.
func totalFields(p point) []string {
	theory := theory.Theory{MeanExitTime: math.NaN(), PTrap: math.NaN()}
	if p.Theory != nil {
		theory = *p.Theory
	}
	return []string{
		strconv.FormatUint(p.Seed, 10), strconv.Itoa(p.Paths), strconv.Itoa(p.Exited), strconv.Itoa(p.Censored),
		strconv.Itoa(p.Diverged), strconv.Itoa(p.InFlight), strconv.Itoa(p.PathSteps), cli.Field(p.MeanTime),
		cli.Field(p.MeanTimeSE), cli.Field(theory.MeanExitTime), cli.Field(p.Trapped), cli.Field(theory.PTrap),
	}
}

// comparisonFields are those of --method both, empty where the run was interrupted before.
func comparisonFields(c *comparison) []string {
	if c == nil {
		return make([]string, 5)
	}
	return []string{
		cli.Field(c.Accelerated.MeanTime), cli.Field(c.Accelerated.MeanTimeSE), strconv.Itoa(c.Accelerated.PathSteps),
		cli.Field(c.Ratio), cli.Field(c.RatioSE),
	}
}

// partial ends a table of paths that was interrupted.
func (t *csvTable) partial(interrupted bool, what string) error {
	if !t.exits || !interrupted {
		return nil
	}
	if err := t.Close(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(t.raw, "# partial (interrupted): %s\n", what)
	return err
}
