package tui

import (
	"fmt"
	"math"

	"levyscope/stats"
	"levyscope/train"
	"levyscope/tui/chart"
	"levyscope/tui/theme"
)

// horizon is the right end of a time chart at x: one of few values, so that the
// picture does not shift with every step.
func horizon(x float64) *float64 {
	x = max(x, 100)
	decade := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range [...]float64{1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10} {
		if x <= m*decade*(1+1e-12) {
			return new(m * decade)
		}
	}
	return new(10 * decade)
}

// overTime is a time chart of the Train screen with its markers.
func (s *trainScreen) overTime(f frame, title, unit string) chart.Line {
	return chart.Line{Title: title, Unit: unit, XLabel: "step", Markers: s.seen.markers, LogY: f.log, Focused: f.focused,
		XMin: new(0.0), XMax: horizon(float64(s.seen.step))}
}

func (s *trainScreen) drawLoss(f frame) string {
	l := s.overTime(f, "loss", "nats")
	l.Series = []chart.Series{
		{Name: "batch", Track: s.seen.loss},
		{Name: "train", Track: s.seen.trainLoss},
		{Name: "test", Track: s.seen.testLoss},
	}
	return l.Render(f.w, f.h, f.th)
}

func (s *trainScreen) drawAccuracy(f frame) string {
	l := s.overTime(f, "accuracy", "")
	l.YMin, l.YMax = new(0.0), new(1.0)
	l.Series = []chart.Series{
		{Name: "train", Role: theme.Series1, Glyph: f.th.Glyph(1), Track: s.seen.trainAcc},
		{Name: "test", Role: theme.Series2, Glyph: f.th.Glyph(2), Track: s.seen.testAcc},
	}
	l.HLines = []chart.HLine{{Y: .1, Role: theme.Dim, Label: "chance"}}
	return l.Render(f.w, f.h, f.th)
}

// drawEta shows the learning rate so far, and what the schedule will make of it.
func (s *trainScreen) drawEta(f frame) string {
	now := float64(s.seen.step)
	l := s.overTime(f, "learning rate η", "")
	l.XMax = horizon(max(now*1.4, 2000))
	l.Now = new(now)
	var drift, noise []chart.Point
	const points = 160
	for i := range points + 1 {
		k := s.seen.step + int(float64(i)/points*(*l.XMax-now))
		d, n := s.controls.Arm.Factors(s.controls.Schedule, k)
		drift = append(drift, chart.Point{X: float64(k), Y: d})
		noise = append(noise, chart.Point{X: float64(k), Y: n})
	}
	l.Series = []chart.Series{
		{Name: "noise", Track: s.seen.eta},
		{Points: noise, Role: theme.Series0, Glyph: f.th.Glyph(0), NoLegend: true, Dashed: true},
	}
	if drift[points].Y != noise[points].Y || drift[0].Y != noise[0].Y {
		l.Series = append(l.Series, chart.Series{Name: "step", Points: drift, Role: theme.Series1, Glyph: f.th.Glyph(1), Dashed: true})
	}
	if !l.LogY {
		l.YMin = new(0.0)
	}
	return l.Render(f.w, f.h, f.th)
}

// drawAlpha shows the median tail index of each weight matrix with its error.
func (s *trainScreen) drawAlpha(f frame) string {
	l := s.overTime(f, "tail index α, median", "2 = Gaussian")
	l.HLines = []chart.HLine{{Y: 2, Role: theme.Theory}}
	for i := range s.seen.layers {
		d := &s.seen.layers[i]
		if !d.weights {
			continue
		}
		role := theme.Series(d.colour)
		value := ""
		if s.seen.noise != nil {
			n := s.seen.noise.Layers[i]
			value = fmt.Sprintf("%.2f±%.2f", n.Alpha, n.AlphaSE)
		}
		l.Bands = append(l.Bands, d.alphaBand.band(role))
		l.Series = append(l.Series, chart.Series{Name: shortLayer(d.name), Track: d.alpha, Role: role, Glyph: f.th.Glyph(d.colour), Value: value})
	}
	return l.Render(f.w, f.h, f.th)
}

// drawFrequency shows jumps per parameter and step of the weight matrices, and of
// the selected layer the Poisson interval and what a stable law would do.
func (s *trainScreen) drawFrequency(f frame) string {
	l := s.overTime(f, fmt.Sprintf("jumps beyond %gσ", s.cfg.JumpThreshold), "per parameter and step")
	for i := range s.seen.layers {
		d := &s.seen.layers[i]
		if i == s.layer {
			l.Bands = append(l.Bands, d.frequencyBand.band(theme.Series(d.colour)))
		}
		if d.weights || i == s.layer {
			l.Series = append(l.Series, chart.Series{Name: shortLayer(d.name), Track: d.frequency, Role: theme.Series(d.colour), Glyph: f.th.Glyph(d.colour)})
		}
	}
	if s.layer < len(s.seen.layers) {
		l.Series = append(l.Series, chart.Series{Name: "theory (stable)", Track: s.seen.layers[s.layer].predicted, Role: theme.Theory, Glyph: f.th.Glyph(4), Dashed: true})
	}
	return l.Render(f.w, f.h, f.th)
}

func (s *trainScreen) drawAmplitude(f frame) string {
	if s.layer >= len(s.seen.layers) {
		return s.overTime(f, "jump amplitude", "σ").Render(f.w, f.h, f.th)
	}
	d := &s.seen.layers[s.layer]
	l := s.overTime(f, "jump amplitude, "+shortLayer(d.name), "σ·eta0")
	role := theme.Series(d.colour)
	l.Bands = []chart.Band{d.amplitude.band(role)}
	l.Series = []chart.Series{
		{Name: "median", Track: d.median, Role: role, Glyph: f.th.Glyph(d.colour)},
		{Name: "90 %", Track: d.p90, Role: theme.Series(d.colour + 3), Glyph: f.th.Glyph(d.colour + 3)},
	}
	return l.Render(f.w, f.h, f.th)
}

// drawNoise shows the noise of the selected layer's parameters, each in units of
// its own scale, and the two laws.
func (s *trainScreen) drawNoise(f frame) string {
	g := chart.Histogram{Title: "gradient noise", XLabel: "U/σ, each parameter by its own σ", LogY: f.log, Focused: f.focused}
	if s.seen.noise == nil || s.layer >= len(s.seen.noise.Layers) {
		return g.Render(f.w, f.h, f.th)
	}
	l := s.seen.noise.Layers[s.layer]
	h := l.Histogram
	g.Title += ", " + shortLayer(l.Name)
	g.Lo, g.Hi, g.Under, g.Over = -h.Limit, h.Limit, h.Under, h.Over
	total := float64(h.Under + h.Over)
	for _, n := range h.Counts {
		g.Bins = append(g.Bins, float64(n))
		total += float64(n)
	}
	fit := s.fitted(total)
	g.Curves = []chart.Curve{
		{Name: "Gauss fit", Role: theme.Series1, Glyph: f.th.Glyph(1), Value: fmt.Sprintf("sd %.2f", h.SD), Y: fit.gauss},
		{Name: "SaS fit", Role: theme.Series4, Glyph: f.th.Glyph(2), Value: fmt.Sprintf("α %.2f", l.Alpha), Y: fit.stable},
	}
	return g.Render(f.w, f.h, f.th)
}

// fits are the expected counts of two laws for one layer's histogram.
type fits struct {
	noise         *train.NoiseEstimate
	layer         int
	gauss, stable []float64
}

// fitted computes the laws' counts once for every probe and layer: the stable
// density is an integral for every bin.
func (s *trainScreen) fitted(total float64) fits {
	if s.fit.noise != s.seen.noise || s.fit.layer != s.layer {
		l := s.seen.noise.Layers[s.layer]
		h := l.Histogram
		s.fit = fits{s.seen.noise, s.layer,
			expected(h.Limit, len(h.Counts), total, gaussian(h.SD)),
			expected(h.Limit, len(h.Counts), total, stats.SaS(min(2, l.Alpha), 1).Prob)}
	}
	return s.fit
}

// expected is the count in each of n bins over [-limit, limit) of total draws
// from a symmetric density, by the midpoint rule.
func expected(limit float64, n int, total float64, density func(float64) float64) []float64 {
	out := make([]float64, n)
	width := 2 * limit / float64(n)
	for i := range (n + 1) / 2 {
		out[i] = total * width * density(-limit+(float64(i)+.5)*width)
		out[n-1-i] = out[i]
	}
	return out
}

func gaussian(sd float64) func(float64) float64 {
	return func(x float64) float64 { return math.Exp(-x*x/(2*sd*sd)) / (math.Sqrt(2*math.Pi) * sd) }
}

// shortLayer is fc1 for fc1.weight; biases keep their names.
func shortLayer(name string) string {
	const weight = ".weight"
	if len(name) > len(weight) && name[len(name)-len(weight):] == weight {
		return name[:len(name)-len(weight)]
	}
	return name
}
