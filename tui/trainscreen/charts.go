package trainscreen

import (
	"fmt"
	"math"

	"levyscope/train/optim"
	"levyscope/train/schedule"
	"levyscope/tui/chart"
	"levyscope/tui/look"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// clock counts the steps that are shown.
func (m *model) clock(screen.TimeAxis) look.Clock {
	now := float64(m.data.step)
	return look.Clock{Now: now, End: now, Step: 1, Unit: "steps"}
}

// overTime is a time chart of the Train screen with its markers.
func (m *model) overTime(f screen.Frame, title, unit string) chart.Line {
	return chart.Line{Title: title, Unit: unit, XLabel: "step", Markers: m.data.markers, LogY: f.Log,
		XMin: new(0.0), XMax: new(screen.Horizon(float64(m.data.step)))}
}

func (m *model) lossChart(f screen.Frame) chart.Line {
	l := m.overTime(f, "loss", m.data.lossUnit())
	l.Series = []chart.Series{
		{Name: "batch", Track: m.data.loss, Cloud: true, Smoothable: true},
		{Name: "train", Track: m.data.trainLoss},
		{Name: "test", Track: m.data.testLoss},
	}
	if m.data.foreign {
		l.Empty = "the job has told no loss yet"
	}
	return l
}

func (m *model) accuracyChart(f screen.Frame) chart.Line {
	l := m.overTime(f, "accuracy", "")
	if m.data.outputs == 1 {
		l.Empty = "a regression has none: see the loss"
		return l
	}
	l.YMin, l.YMax = new(0.0), new(1.0)
	l.Series = []chart.Series{
		{Name: "train", Role: theme.Series1, Glyph: f.Theme.Glyph(1), Track: m.data.trainAccuracy},
		{Name: "test", Role: theme.Series2, Glyph: f.Theme.Glyph(2), Track: m.data.testAccuracy},
	}
	if m.data.outputs > 1 {
		l.HLines = []chart.HLine{{Y: 1 / float64(m.data.outputs), Role: theme.Dim, Label: "chance"}}
	}
	return l
}

// etaChart shows the learning rate so far and, dashed, what the schedule will make of it: of
// the noise and, where the arm treats it differently, of the step.
func (m *model) etaChart(f screen.Frame) chart.Line {
	now := float64(m.data.step)
	l := m.overTime(f, "learning rate η", "")
	l.XMax = new(screen.Horizon(max(now*1.4, 2000)))
	if next := m.Candidate(); next != nil {
		l.XMax = new(screen.Horizon(max(*l.XMax, now+float64(screen.PreviewSteps(next, m.data.step, 2000)))))
	}
	if f.Look.Windowed {
		l.XMax = new(max(f.Look.To, now))
	}
	l.Now = new(now)
	var drift, noise []chart.Point
	const points = 160
	own := m.own()
	for i := range points + 1 {
		k := m.data.step + int(float64(i)/points*(*l.XMax-now))
		d, n := m.factors(k)
		drift = append(drift, chart.Point{X: float64(k), Y: own * d})
		noise = append(noise, chart.Point{X: float64(k), Y: own * n})
	}
	l.Series = []chart.Series{
		{Name: "eta", Track: m.data.eta},
		{Name: "eta", Points: noise, Role: theme.Series0, Glyph: f.Theme.Glyph(0), NoLegend: true, Dashed: true},
	}
	if m.elsewhere == nil && (drift[points].Y != noise[points].Y || drift[0].Y != noise[0].Y) {
		l.Series[0].Name, l.Series[1].Name = "eta of noise", "eta of noise"
		l.Series = append(l.Series, chart.Series{Name: "eta of step", Points: drift, Role: theme.Series1,
			Glyph: f.Theme.Glyph(1), Dashed: true})
	}
	if next := m.Candidate(); next != nil {
		var ahead []chart.Point
		for _, p := range drift {
			ahead = append(ahead, chart.Point{X: p.X, Y: own * next.Eta(int(p.X))})
		}
		l.Series = append(l.Series, chart.Series{Name: "preview", Points: ahead, Role: theme.Series(2),
			Glyph: f.Theme.Glyph(2), Dashed: true})
	}
	if !l.LogY {
		l.YMin = new(0.0)
	}
	return l
}

// alphaChart shows the tail index of each weight matrix on the chosen axis: per parameter its median with its 95 %
// band.
func (m *model) alphaChart(f screen.Frame) chart.Line {
	l := m.overTime(f, fmt.Sprintf("tail index α, %s", m.axis), "")
	l.Remark = m.axis.unit()
	l.Brief = "tail index " + m.axis.brief()
	if drift := m.data.drawsBrief(); drift != "" {
		l.Title, l.Brief = fmt.Sprintf("tail index α with drift, %s", m.axis), "tail index, drift in it"
		l.Remark = "; " + drift
	}
	l.HLines = []chart.HLine{{Y: 2, Role: theme.Theory, Label: "Gaussian"}}
	if m.axis != perParameter {
		l.Series = m.alphaOfAxis(f)
		if l.Empty = "no such estimate yet"; m.axis == acrossParameters && m.data.foreign {
			l.Empty = "not made of the sampled parameters of a job"
		}
		return l
	}
	for i := range m.data.layers {
		d := &m.data.layers[i]
		if !d.weights {
			continue
		}
		role := theme.Series(d.colour)
		value := ""
		if m.data.noise != nil {
			n := m.data.noise.Layers[i]
			if value = shownAlpha(n, 2); math.IsNaN(n.Alpha) {
				value = nothingLeft(n, m.data.noise.Collapse != nil)
			}
		}
		band := d.alphaBand.band(role)
		if name := shortLayer(d.name); !f.Look.Hidden.Has(name) {
			l.Bands = append(l.Bands, band)
		}
		l.Series = append(l.Series, chart.Series{Name: shortLayer(d.name), Track: d.alpha, Role: role,
			Glyph: f.Theme.Glyph(d.glyph()), Value: value, Interval: &band})
	}
	return l
}

// jumpTitles say what counts as a jump, in full and where there is little room. A fixed size is kappa scales of one
// probe, the reference, times one learning rate. What an optimiser other than SGD, or clipping, makes of the noise is
// another quantity than eta times it.
func (m *model) jumpTitles() (title, brief string) {
	kappa, c := m.cfg.JumpThreshold, m.data.controls
	if m.jumpMeasure == noiseBeyond {
		return fmt.Sprintf("jumps: noise > %g σ of the last %s", kappa, m.data.measurement()),
			fmt.Sprintf("noise > %gσ now", kappa)
	}
	what := "updates"
	if c.Optimizer != nil || c.Clip.By != optim.Nothing {
		what = "η·noise"
	}
	title, brief = fmt.Sprintf("jumps: %s > %gσ", what, kappa), fmt.Sprintf("%s > %gσ", what, kappa)
	rate := screen.Sig3(schedule.Reference(m.data.first))
	return title + m.sizeWords() + "·η " + rate, brief + m.sizeBrief() + "·η " + rate
}

// sizeWords say of which probe the scales are that jumps of updates are measured in; sizeBrief does so in short.
func (m *model) sizeWords() string {
	switch w := m.data.trajectory; {
	case !m.data.fixedSizes:
		return " of the last " + m.data.measurement()
	case w == nil || w.Reference < 0:
		return " of a probe to come"
	default:
		return fmt.Sprintf(" of step %d", w.Reference)
	}
}

func (m *model) sizeBrief() string {
	if w := m.data.trajectory; m.data.fixedSizes && w != nil && w.Reference >= 0 {
		return fmt.Sprintf("@%d", w.Reference)
	}
	return ""
}

// short names the measure in a hint.
func (j jumpMeasure) short() string {
	if j == noiseBeyond {
		return "noise"
	}
	return "updates"
}

// other is the measure that the key leads to.
func (j jumpMeasure) other() jumpMeasure { return (j + 1) % jumpMeasures }

// frequencyChart shows the jumps per parameter and step of the weight matrices and, of the
// selected layer, the Poisson interval and the frequency that a stable law would have. The
// measurements alone decide the range of y.
func (m *model) frequencyChart(f screen.Frame) chart.Line {
	hint := fmt.Sprintf("; %s: %s", screen.BindingOf(screen.NextMeasure).Keys[0], m.jumpMeasure.other().short())
	title, brief := m.jumpTitles()
	l := m.overTime(f, title, "per parameter and step")
	l.Brief, l.Remark = brief, hint
	l.Facts = firstLines(2, wrapped(m.clusterFacts(), f.W))
	for i := range m.data.layers {
		d := &m.data.layers[i]
		jumps := &d.jumps[m.jumpMeasure]
		band := jumps.band.band(theme.Series(d.colour))
		if i == m.layer && !f.Look.Hidden.Has(shortLayer(d.name)) {
			l.Bands = append(l.Bands, band)
		}
		if d.weights || i == m.layer {
			l.Series = append(l.Series, chart.Series{Name: shortLayer(d.name), Track: jumps.frequency, Smoothable: true,
				Role: theme.Series(d.colour), Glyph: f.Theme.Glyph(d.glyph()), Interval: &band})
		}
	}
	if m.layer < len(m.data.layers) {
		l.Series = append(l.Series, chart.Series{Name: "theory",
			Track: m.data.layers[m.layer].jumps[m.jumpMeasure].predicted,
			Role:  theme.Theory, Glyph: f.Theme.Glyph(3), Dashed: true, Guide: true})
	}
	return l
}

// amplitudeChart shows the amplitudes of the jumps of the selected layer, median to largest.
func (m *model) amplitudeChart(f screen.Frame) chart.Line {
	if m.layer >= len(m.data.layers) {
		return m.overTime(f, "jump amplitude", "σ")
	}
	d := &m.data.layers[m.layer]
	size := "σ of the last " + m.data.measurement() + "·η " + screen.Sig3(schedule.Reference(m.data.first))
	l := m.overTime(f, "jump amplitude, "+shortLayer(d.name), size)
	l.Facts = firstLines(2, wrapped(trajectoryFacts(m.data.trajectory), f.W))
	role := theme.Series(d.colour)
	l.Bands = []chart.Band{d.amplitude.band(role)}
	l.Bands[0].Name = "amplitude"
	l.Series = []chart.Series{
		{Name: "median", Track: d.median, Smoothable: true, Role: role, Glyph: f.Theme.Glyph(d.glyph())},
		{Name: "90 %", Track: d.p90, Smoothable: true, Role: theme.Series(d.colour + 3), Glyph: f.Theme.Glyph(d.colour + 3)},
	}
	return l
}

// shortLayer is fc1 for fc1.weight; biases keep their names.
func shortLayer(name string) string {
	const weight = ".weight"
	if len(name) > len(weight) && name[len(name)-len(weight):] == weight {
		return name[:len(name)-len(weight)]
	}
	return name
}
