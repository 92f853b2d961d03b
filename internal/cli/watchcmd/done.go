package watchcmd

import (
	"fmt"
	"math"
	"strings"

	"levyscope/internal/record"
	"levyscope/train"
	"levyscope/train/watch"
)

// Done is the last line of levyscope watch: totals of what was read.
type Done struct {
	Step     int     `json:"step"`  // the last one that is told; -1: there was none
	Steps    int     `json:"steps"` // whose gradients were read
	Loss     float64 `json:"loss"`  // of the last step
	Eta      float64 `json:"eta"`   // of the last step
	Sessions int     `json:"sessions"`
	Ranks    int     `json:"ranks"`
	Probes   int     `json:"probes"` // at frozen weights, whose laws were judged
	Bursts   int     `json:"bursts"` // of the trajectory, whose laws were judged
	// Layers are the last figures of each array, of a probe where there was one.
	Layers       []LayerDone `json:"layers"`
	Jumps        int         `json:"jumps"` // along the trajectory
	Acknowledged int         `json:"acknowledged"`
	Refused      int         `json:"refused"`
	Records      int         `json:"records"`
	Damaged      int         `json:"damaged"`
	Lost         int         `json:"lost"`    // steps missing within bursts
	Dropped      int         `json:"dropped"` // rows, by the writer's own count
	Disk         int64       `json:"disk"`    // bytes of the folder
	Over         bool        `json:"over"`    // the job has said that it ended
	Why          string      `json:"why,omitempty"`
	Caveats      []string    `json:"caveats"` // limits of the figures
	Partial      bool        `json:"partial"` // reading was broken off
}

// LayerDone are the last figures of the gradient noise of an array.
type LayerDone struct {
	Name    string  `json:"name"`
	Params  int     `json:"params"` // of the array
	Step    int     `json:"step"`   // of the probe, or of the end of the burst
	Burst   bool    `json:"burst"`  // a trajectory, which contains drift
	Alpha   float64 `json:"alpha"`
	AlphaSE float64 `json:"alpha_se"`
	Sigma   float64 `json:"sigma"`
	Apart   int     `json:"apart"` // parameters with atoms, which alpha leaves out
	Dead    int     `json:"dead"`  // without noise
}

// Type is "done".
func (Done) Type() string { return "done" }

// totals add up events.
type totals struct {
	done     Done
	sessions map[string]bool
	drift    float64 // of the last burst
	null     float64
	centre   string // caveat of the figures of the layers
}

func newTotals() *totals {
	return &totals{done: Done{Step: -1, Loss: math.NaN(), Eta: math.NaN()}, sessions: map[string]bool{}}
}

// add adds an event.
func (t *totals) add(e record.Event) {
	d := &t.done
	switch e := e.(type) {
	case watch.Attached:
		t.sessions[fmt.Sprintf("%d %s", e.Number, e.Session)] = true
	case train.Progress:
		d.Step, d.Loss, d.Eta = e.Step, e.Loss, e.Eta
		if !e.Unrecorded {
			d.Steps++
		}
	case train.Jumps:
		d.Jumps += e.Count
	case train.NoiseEstimate:
		t.noise(e)
	case watch.Acknowledged:
		d.Acknowledged++
	case watch.Refused:
		d.Refused++
	case watch.Status:
		d.Records, d.Damaged, d.Lost, d.Dropped, d.Disk = e.Records, e.Damaged, e.Lost, e.Dropped, e.Disk
		d.Over, d.Why, d.Ranks = e.Over, e.Why, e.Ranks
	}
}

// noise keeps the figures of a probe, and those of a burst as long as there is no probe.
func (t *totals) noise(e train.NoiseEstimate) {
	d := &t.done
	if e.Burst == nil {
		d.Probes++
	} else {
		d.Bursts++
		t.drift, t.null = e.Burst.Drift, e.Burst.DriftNull
	}
	if e.Burst != nil && d.Probes > 0 {
		return
	}
	d.Layers, t.centre = nil, e.CentreCaveat
	for _, l := range e.Layers {
		d.Layers = append(d.Layers, LayerDone{Name: l.Name, Params: l.Params, Step: e.Step, Burst: e.Burst != nil,
			Alpha: l.Alpha, AlphaSE: l.AlphaSE, Sigma: l.Sigma, Apart: l.Atoms.Apart, Dead: l.Dead})
	}
}

// end is the last line.
func (t *totals) end(partial bool) Done {
	d := t.done
	d.Sessions, d.Partial = len(t.sessions), partial
	d.Caveats = []string{}
	add := func(format string, args ...any) { d.Caveats = append(d.Caveats, fmt.Sprintf(format, args...)) }
	if len(d.Layers) > 0 && d.Layers[0].Burst {
		add("trajectory: contains drift: there was no probe at frozen weights, and the figures of the layers are of bursts; "+
			"the halves of the last one differ by %s standard deviations, %s without drift", number("%.2f", t.drift),
			number("%.2f", t.null))
	}
	if d.Jumps > 0 {
		add("jumps are counted along the trajectory, which contains drift")
	}
	if len(d.Layers) == 0 {
		add("no probe and no burst had enough draws to be judged")
	}
	if t.centre != "" {
		add("%s", t.centre)
	}
	if d.Lost > 0 {
		add("%d steps are missing within bursts", d.Lost)
	}
	if d.Damaged > 0 {
		add("%d records are damaged, and left out", d.Damaged)
	}
	if d.Dropped > 0 {
		add("the job's writer dropped %d rows", d.Dropped)
	}
	return d
}

// text is the last line, and one for each array and caveat.
func (d Done) text() string {
	var b strings.Builder
	b.WriteString("done")
	if d.Partial {
		b.WriteString(" (partial: interrupted)")
	}
	if d.Step < 0 {
		b.WriteString(": no recorded steps")
	} else {
		fmt.Fprintf(&b, ": %d recorded steps, up to step %d, loss %s, eta %s", d.Steps, d.Step, number("%.5g", d.Loss),
			number("%.4g", d.Eta))
	}
	fmt.Fprintf(&b, ", %d probes, %d bursts, %d jumps, %d records in %d sessions, %s", d.Probes, d.Bursts, d.Jumps,
		d.Records, d.Sessions, bytesText(d.Disk))
	switch {
	case d.Why != "":
		b.WriteString("; " + d.Why)
	case d.Over:
		b.WriteString("; the job has ended")
	}
	for _, l := range d.Layers {
		what := "probe"
		if l.Burst {
			what = "trajectory: contains drift"
		}
		alpha := number("%.3f", l.Alpha)
		if !math.IsNaN(l.AlphaSE) {
			alpha += fmt.Sprintf(" +- %.3f", l.AlphaSE)
		}
		const line = "\n    %-24s alpha %s  sigma %s  with atoms %d/%d  dead %d  (%s, step %d)"
		fmt.Fprintf(&b, line, l.Name, alpha, number("%.3g", l.Sigma), l.Apart, l.Params, l.Dead, what, l.Step)
	}
	for _, c := range d.Caveats {
		b.WriteString("\n    caveat: " + c)
	}
	return b.String()
}

// bytesText is a number of bytes in words.
func bytesText(n int64) string {
	units := []string{"B", "kB", "MB", "GB", "TB"}
	v, k := float64(n), 0
	for v >= 1000 && k < len(units)-1 {
		v, k = v/1000, k+1
	}
	return fmt.Sprintf("%.3g %s", v, units[k])
}
