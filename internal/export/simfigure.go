package export

import (
	"context"
	"fmt"
	"math"

	"levyscope/internal/plot"
	"levyscope/sim"
)

// simPanels collect the last statistics of a simulation.
type simPanels struct {
	ctx   context.Context
	cfg   *sim.Config
	n     int // changes so far
	unit  string
	title string
	last  event // the statistics
}

func (s *simPanels) add(e event) {
	switch e.kind {
	case "started":
		s.unit = "SDE time"
		if e.at("config.time") == "iteration" {
			s.unit = "iterations"
		}
		s.title = "seed " + shownText(e, "config.seed")
	case "changed":
		s.n++
		s.last = event{} // the ensemble starts again
	case "statistics":
		s.last = e
	}
}

func (s *simPanels) figures() (out []*plot.Figure, err error) {
	if s.last.object == nil || real(s.last.at("paths")) == 0 {
		return nil, nil
	}
	paths := shownText(s.last, "paths") + " paths, " + s.title
	if t := s.last.object.object("transitions"); t != nil {
		f, err := plot.Shares(occupation(t, paths))
		return []*plot.Figure{f}, err
	}
	d := plot.ChartData{Title: "Survival: " + paths, XTitle: "time (" + s.unit + ")", YTitle: "P(tau > time)",
		Series: s.survival()}
	if drawable(d) {
		f, err := plot.Chart(d)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	if sides := s.last.list("sides"); len(sides) > 0 && real(s.last.at("mean.exits")) > 0 {
		f, err := plot.Shares(exits(sides, shownText(s.last, "mean.exits")))
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// survival are the estimate of Kaplan and Meier with its band, and the prediction at the same times.
func (s *simPanels) survival() []plot.Series {
	measured := plot.Series{Name: "Kaplan-Meier, 95 %", Band: true}
	putError(&measured, 0, 1, 1, 1)
	for _, v := range s.last.list("survival") {
		p, _ := v.(map[string]any)
		putError(&measured, real(p["time"]), real(p["survival"]), real(p["lo"]), real(p["hi"]))
	}
	series := []plot.Series{measured}
	if predicted, name, known := s.predicted(measured.X); known {
		series = append(series, plot.Series{Name: name, X: measured.X, Y: predicted})
	}
	return series
}

// predicted is the predicted survival at even times from 0 on, and its name.
func (s *simPanels) predicted(times []float64) (y []float64, name string, known bool) {
	if s.cfg == nil || len(times) < 2 || s.n > len(s.cfg.Script) {
		return nil, "", false
	}
	cfg := *s.cfg
	if cfg.Script = nil; s.n > 0 {
		cfg.Controls = s.cfg.Script[s.n-1].Controls
	}
	for e, err := range sim.Run(s.ctx, cfg, nil) { // up to its first event, which has the prediction
		started, ok := e.(sim.Started)
		if err != nil || !ok || started.Theory == nil {
			break
		}
		y = make([]float64, len(times))
		started.Theory.Survival(y, times[1])
		name = "predicted"
		if !started.Theory.Valid {
			name += " (rough)"
		}
		return y, name, !math.IsNaN(y[1])
	}
	return nil, "", false
}

// exits are the shares of the ways out.
func exits(sides []any, of string) plot.SharesData {
	d := plot.SharesData{Title: fmt.Sprintf("Ways out of %s exits", of), XTitle: "way out", YTitle: "share of the exits",
		ValueName: "share", BandName: "95 % interval", TheoryName: "predicted"}
	for _, v := range sides {
		side, _ := v.(map[string]any)
		name, _ := side["name"].(string)
		addShare(&d, name, side["share"], side["lo"], side["hi"], side["predicted"])
	}
	return d
}

// addShare appends a part.
func addShare(d *plot.SharesData, name string, share, low, high, predicted any) {
	d.Names = append(d.Names, name)
	d.Values, d.Predicted = append(d.Values, real(share)), append(d.Predicted, real(predicted))
	d.Low, d.High = append(d.Low, real(low)), append(d.High, real(high))
}

// occupation are the shares of time in the basins.
func occupation(transitions object, paths string) plot.SharesData {
	d := plot.SharesData{Title: "Time in each basin: " + paths, XTitle: "basin", YTitle: "share of time",
		ValueName: "share", BandName: "+- one standard error", TheoryName: "predicted, late"}
	for i, v := range transitions.list("occupation") {
		basin, _ := v.(map[string]any)
		share, se := real(basin["share"]), real(basin["se"])
		addShare(&d, fmt.Sprint(i+1), basin["share"], numeral(max(0, share-se)), numeral(share+se),
			element(transitions, "stationary", i))
	}
	return d
}
