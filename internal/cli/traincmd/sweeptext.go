package traincmd

import (
	"fmt"
	"strings"

	"levyscope/internal/cli"
	"levyscope/internal/record"
	"levyscope/internal/spec"
	"levyscope/internal/sweep"
)

// tableWidth is the number of columns that a table of several runs keeps to.
const tableWidth = 80

// sweepText writes several runs as a table, a point a row, with lines for its other figures.
type sweepText struct {
	names  []string
	widths []int // of the columns of parameters; nil: they stand in a line of their own
	title  string
	seeds  int     // of a point
	runs   []point // of the point under way
	begun  bool
	beyond bool // a tail index was marked with ^
	// figures are the columns beside the parameters.
	figures []figureColumn
	// regression says that there is no accuracy, and with no probes no tail index but that of iterates.
	regression, probes bool
}

// newSweepText returns the function that gives the lines of an event of several runs.
func newSweepText(g *grid) func(record.Event) string {
	t := &sweepText{names: g.Names(), seeds: len(g.seeds), figures: figures, probes: g.flags.cfg.Probe.Every > 0}
	if spec.KindOf(g.flags.cfg.Data) == "regression" {
		t.figures, t.regression = regressionFigures, true
	}
	t.title = fmt.Sprintf("%s of %s on %s", plural(g.runs(), "run"), g.flags.cfg.Model, g.flags.cfg.Data)
	if len(g.Grid) > 0 {
		t.title += ": " + plural(g.Grid.Len(), "point")
	}
	if t.seeds == 1 {
		t.title += fmt.Sprintf(", seed %d", g.seeds[0])
	} else {
		t.title += fmt.Sprintf(", %d seeds (%s)", t.seeds, g.seeds)
	}
	total := 0
	for j, name := range t.names {
		width := len(name)
		for i := range g.Grid[j].Len() {
			width = max(width, len(shown(g.Grid[j].Value(i))))
		}
		t.widths = append(t.widths, width)
		total += width + 2
	}
	if total+len(figureHead(t.figures, t.seeds)) > tableWidth {
		t.widths = nil
	}
	return t.lines
}

// shown is the value of a parameter in the table.
func shown(v float64) string { return fmt.Sprintf("%.6g", v) }

// plural is "1 run" or "2 runs".
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// lines are those of an event. The point is written when the last of its seeds is done; what an interruption left of it
// is written at the end.
func (t *sweepText) lines(e record.Event) string {
	switch e := e.(type) {
	case point:
		if t.runs = append(t.runs, e); len(t.runs) == t.seeds {
			return t.point()
		}
	case sweepDone:
		return t.point() + t.end(e)
	}
	return ""
}

// point is the row of the runs of a point, with the head before the first, and empty where there are none.
func (t *sweepText) point() string {
	if len(t.runs) == 0 {
		return ""
	}
	runs := t.runs
	t.runs = nil
	text := ""
	if !t.begun {
		t.begun = true
		text = t.head()
	}
	at := runs[0].Parameters
	for i := range t.widths {
		text += fmt.Sprintf("%*s  ", t.widths[i], shown(at.Values[i]))
	}
	if t.widths == nil && len(at.Names) > 0 {
		text += cli.Wrap(assignments(at), 0, tableWidth) + "\n"
	}
	return text + strings.TrimRight(figureCells(t.figures, runs, t.seeds), " ") + "\n" + t.details(runs)
}

// assignments are "name = value" for each parameter.
func assignments(p sweep.Point) (out []string) {
	for i, name := range p.Names {
		out = append(out, fmt.Sprintf("%s = %s", name, shown(p.Values[i])))
	}
	return out
}

// head says what the runs are and what +- is, and names the columns.
func (t *sweepText) head() string {
	what := "+- is one standard error of a tail index, by a jackknife over minibatches"
	if t.regression && !t.probes { // what there may be is an index of iterates
		what = "+- is one standard error of a tail index, by a jackknife over blocks of steps, without its bias"
	}
	if t.seeds > 1 {
		what = "figures are means over the seeds +- their standard error"
	}
	columns := ""
	for i, name := range t.names[:len(t.widths)] {
		columns += fmt.Sprintf("%*s  ", t.widths[i], name)
	}
	columns = strings.TrimRight(columns+figureHead(t.figures, t.seeds), " ")
	return cli.Wrap([]string{t.title, what}, 0, tableWidth) + "\n" + columns + "\n"
}

// end is the line under the table.
func (t *sweepText) end(e sweepDone) string {
	text := plural(e.Runs, "run")
	if e.Partial {
		text = fmt.Sprintf("partial (interrupted): %d of %s", e.Runs, plural(e.Of, "run"))
	}
	items := []string{text}
	if e.Diverged > 0 {
		items = append(items, fmt.Sprintf("%d diverged", e.Diverged))
	}
	if e.Collapsed > 0 {
		items = append(items, fmt.Sprintf("%d collapsed", e.Collapsed))
	}
	if len(t.names) > 0 && e.Of > t.seeds {
		items = append(items, "a seed draws the same data, first weights and minibatches at every point, so that the "+
			"errors of points are not independent")
	}
	if t.beyond {
		items = append(items, "^: the formula gives a tail index above 2, which counts as 2")
	}
	return cli.Wrap([]string{strings.Join(items, "; ")}, 0, tableWidth)
}

// details are the figures of a point that have no column, and what became of runs without figures.
func (t *sweepText) details(runs []point) string {
	of := func(figure func(point) float64) string { return meanOf(runs, figure).text("%.4f", "%.2g") }
	items := []string{
		"train accuracy " + of(func(p point) float64 { return p.TrainAccuracy }),
		"test loss " + of(func(p point) float64 { return p.TestLoss }),
	}
	if t.regression {
		items = items[1:]
	}
	clipped := meanOf(runs, func(p point) float64 {
		if p.Clipped == nil {
			return nan
		}
		return p.Clipped.Share()
	})
	if clipped.n > 0 {
		items = append(items, "gradients clipped "+clipped.text("%.4f", "%.2g"))
	}
	items = append(items, iterateItems(runs)...)
	for i, l := range runs[0].Layers {
		if text := t.alpha(runs, i); text != "" {
			items = append(items, "alpha "+l.Name+" "+text)
		}
	}
	return cli.Wrap(append(items, remarks(runs)...), 4, tableWidth)
}

// alpha is the tail index of array i, empty where no run has one.
func (t *sweepText) alpha(runs []point, i int) string {
	m := meanOf(runs, func(p point) float64 { return p.Layers[i].Alpha })
	if m.n == 0 {
		return ""
	}
	if len(runs) == 1 {
		m.se = runs[0].Layers[i].AlphaSE
	}
	beyond := 0
	for _, p := range runs {
		if p.used(len(runs)) && p.Layers[i].AlphaBeyond != 0 {
			beyond++
		}
	}
	t.beyond = t.beyond || beyond > 0
	switch beyond {
	case 0:
		return m.text("%.3f", "%.2g")
	case m.n:
		return "2^"
	}
	return m.text("%.3f", "%.2g") + "^"
}

// remarks say which runs diverged, collapsed or were interrupted.
func remarks(runs []point) (out []string) {
	var diverged, collapsed, partial []point
	for _, p := range runs {
		switch {
		case p.Diverged != nil:
			diverged = append(diverged, p)
		case p.Partial:
			partial = append(partial, p)
		case p.Collapse != nil:
			collapsed = append(collapsed, p)
		}
	}
	share := func(list []point) string {
		if len(runs) == 1 {
			return ""
		}
		return fmt.Sprintf(": %d of %d, seed %d", len(list), len(runs), list[0].Seed)
	}
	if len(diverged) > 0 {
		d := diverged[0].Diverged
		out = append(out, fmt.Sprintf("DIVERGED%s at step %d: %s", share(diverged), d.Step, d.Advice))
	}
	if len(collapsed) > 0 {
		out = append(out, fmt.Sprintf("COLLAPSED%s: %s", share(collapsed), collapsed[0].Collapse.Short()))
	}
	if len(partial) > 0 {
		out = append(out, fmt.Sprintf("partial%s after %s", share(partial), plural(partial[0].Steps, "step")))
	}
	return out
}
