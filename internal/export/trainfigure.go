package export

import (
	"fmt"
	"math"

	"levyscope/internal/plot"
	"levyscope/internal/printable"
)

// trainPanels collect the loss, the tail indices and the jumps of a run of training.
type trainPanels struct {
	title             string
	minibatch         plot.Series
	training, test    plot.Series
	changes           []float64
	alphas, frequency layered
	beyond            bool // a tail index is at its bound
	intervals, silent int  // in which jumps were counted, and those without one
	last              float64
	threshold         float64
	trajectory        bool // an estimate is of a burst, which contains drift
}

// layered are series by array, in the order in which the arrays come up.
type layered struct {
	names  []string
	series map[string]*plot.Series
}

// of is the series of an array.
func (l *layered) of(name string) *plot.Series {
	if l.series == nil {
		l.series = map[string]*plot.Series{}
	}
	if l.series[name] == nil {
		l.names = append(l.names, name)
		l.series[name] = &plot.Series{Name: printable.Line(name), Dots: true}
	}
	return l.series[name]
}

// all are the series.
func (l *layered) all() (out []plot.Series) {
	for _, name := range l.names {
		out = append(out, *l.series[name])
	}
	return out
}

// put appends a point.
func put(s *plot.Series, x, y float64) { s.X, s.Y = append(s.X, x), append(s.Y, y) }

// putError appends a point with an error.
func putError(s *plot.Series, x, y, low, high float64) {
	put(s, x, y)
	s.Low, s.High = append(s.Low, low), append(s.High, high)
}

func (t *trainPanels) add(e event) {
	step := real(e.at("step"))
	if step > t.last {
		t.last = step
	}
	switch e.kind {
	case "started":
		t.threshold = real(e.at("config.jump_threshold"))
		t.title = shownText(e, "network") + ", seed " + shownText(e, "config.seed")
		if shownText(e, "engine") == "watch" {
			t.title = shownText(e, "config.folder")
		}
	case "acknowledged":
		t.changes = append(t.changes, step)
	case "changed":
		t.changes = append(t.changes, step)
	case "progress":
		put(&t.minibatch, step, real(e.at("loss")))
	case "evaluated":
		put(&t.training, step, real(e.at("train_loss")))
		put(&t.test, step, real(e.at("test_loss")))
	case "noise":
		t.addNoise(e, step)
	case "jumps":
		t.addJumps(e, step)
	}
}

// shownText is a value of an event as text.
func shownText(e event, path string) string {
	s, _ := text(e.at(path)).(string)
	return printable.Line(s)
}

// addNoise takes in the tail indices of a probe.
func (t *trainPanels) addNoise(e event, step float64) {
	burst := e.at("burst") != nil
	t.trajectory = t.trajectory || burst
	for _, v := range e.list("layers") {
		layer, _ := v.(map[string]any)
		name, _ := layer["name"].(string)
		if burst {
			name += " (trajectory)"
		}
		alpha, se := real(layer["alpha"]), real(layer["alpha_se"])
		if _, beyond := layer["alpha_beyond"]; beyond {
			t.beyond = true
		}
		if math.IsNaN(se) {
			se = 0
		}
		putError(t.alphas.of(name), step, alpha, max(0, alpha-se), min(2, alpha+se))
	}
}

// addJumps takes in the jumps of an interval, at its middle: their share of the trials, with one standard error of a
// Poisson count.
func (t *trainPanels) addJumps(e event, step float64) {
	count, trials := real(e.at("count")), real(e.at("trials"))
	if !(trials > 0) {
		return
	}
	if t.intervals++; count == 0 {
		t.silent++
	}
	name, _ := e.at("layer").(string)
	error := math.Sqrt(count)
	const million = 1e6
	putError(t.frequency.of(name), (real(e.at("from"))+step)/2, million*count/trials,
		million*(count-error)/trials, million*(count+error)/trials)
}

func (t *trainPanels) figures() (out []*plot.Figure, err error) {
	t.minibatch.Name, t.minibatch.Faint = "minibatch", true
	t.training.Name, t.training.Dots = "training set", true
	t.test.Name, t.test.Dots = "test set", true
	level := "Gaussian"
	if t.beyond {
		level = "Gaussian or beyond"
	}
	jumps := fmt.Sprintf("Jumps beyond %g scales", t.threshold)
	if t.silent > 0 {
		jumps += fmt.Sprintf(" (%d of %d intervals have none)", t.silent, t.intervals)
	}
	tails := "Tail index of the gradient noise, +- one standard error"
	if t.trajectory {
		tails += "; a trajectory contains drift"
	}
	for _, d := range []plot.ChartData{
		{Title: "Loss: " + t.title, XTitle: "step", YTitle: "loss (nats)",
			Series: []plot.Series{t.minibatch, t.training, t.test}, LogY: wide(t.minibatch, t.training, t.test)},
		{Title: tails, XTitle: "step", YTitle: "alpha",
			Series: t.alphas.all(), Level: 2, LevelName: level},
		{Title: jumps, XTitle: "step", YTitle: "jumps in a million updates", LogY: true,
			Series: t.frequency.all()},
	} {
		d.Marks, d.MarkName, d.Right = t.changes, "change of controls", t.last
		if !drawable(d) {
			continue
		}
		f, err := plot.Chart(d)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// drawable says that a chart has a point.
func drawable(d plot.ChartData) bool {
	for _, s := range d.Series {
		for _, y := range s.Y {
			if !math.IsNaN(y) && !math.IsInf(y, 0) && (!d.LogY || y > 0) {
				return true
			}
		}
	}
	return false
}

// wide says that the values, all above 0, span more than a factor of 30: then the axis is logarithmic.
func wide(all ...plot.Series) bool {
	low, high := math.Inf(1), math.Inf(-1)
	for _, s := range all {
		for _, y := range s.Y {
			if !math.IsNaN(y) && !math.IsInf(y, 0) {
				low, high = min(low, y), max(high, y)
			}
		}
	}
	return low > 0 && high > 30*low
}
