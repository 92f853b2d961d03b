package plot_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"strings"
	"testing"

	"levyscope/internal/plot"
)

// stacked are figures as SVG, which must be XML without NaN.
func stacked(t *testing.T, s plot.Stack) string {
	t.Helper()
	var b bytes.Buffer
	if err := s.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	for d := xml.NewDecoder(strings.NewReader(b.String())); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if strings.Contains(b.String(), "NaN") || strings.Contains(b.String(), "Inf") {
		t.Error("NaN or Inf in the figure")
	}
	return b.String()
}

// A chart leaves out what cannot be drawn, and names the rest.
func TestChart(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, log := range []bool{false, true} {
		f, err := plot.Chart(plot.ChartData{Title: "<title>", XTitle: "step", YTitle: "loss & more", LogY: log,
			Series: []plot.Series{
				{Name: "gaps", X: []float64{0, 1, 2, 3, 4}, Y: []float64{1, nan, 0, 3, inf}, Dots: true},
				{Name: "errors", X: []float64{0, 1, 2}, Y: []float64{1, 2, 3}, Low: []float64{-1, nan, 2},
					High: []float64{2, 2, inf}},
				{Name: "band", X: []float64{0, 1}, Y: []float64{1, 2}, Low: []float64{0, 1}, High: []float64{2, 3}, Band: true},
				{Name: "empty", X: []float64{0}, Y: []float64{nan}},
			}, Marks: []float64{2, 99}, MarkName: "a change", Level: 2, LevelName: "a level"})
		if err != nil {
			t.Fatal(err)
		}
		text := stacked(t, plot.Stack{f, f})
		for _, want := range []string{"&lt;title&gt;", "loss &amp; more", "gaps", "errors", "band", "a change", "a level"} {
			if strings.Count(text, ">"+want+"<") != 2 {
				t.Errorf("log %v: %q is there %d times, want twice", log, want, strings.Count(text, ">"+want+"<"))
			}
		}
		if strings.Contains(text, "empty") {
			t.Error("a series without a point has a name")
		}
	}
	long := plot.Series{Name: "long"}
	for i := range 100_000 {
		long.X, long.Y = append(long.X, float64(i)), append(long.Y, math.Sin(float64(i)))
	}
	f, err := plot.Chart(plot.ChartData{Series: []plot.Series{long}})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(stacked(t, plot.Stack{f})); n > 100_000 {
		t.Errorf("%d bytes for 100000 points", n)
	}
}

func TestChartsThatAreRefused(t *testing.T) {
	for _, s := range []plot.Series{
		{}, {X: []float64{1}, Y: []float64{math.NaN()}}, {X: []float64{1, 2}, Y: []float64{1}},
		{X: []float64{1}, Y: []float64{1}, Low: []float64{1}},
	} {
		if _, err := plot.Chart(plot.ChartData{Series: []plot.Series{s}}); err == nil {
			t.Errorf("%v: no error", s)
		}
	}
	if _, err := plot.Shares(plot.SharesData{}); err == nil {
		t.Error("shares of nothing: no error")
	}
}

// Shares have a bar for each part, and what is predicted where there is something.
func TestShares(t *testing.T) {
	nan := math.NaN()
	f, err := plot.Shares(plot.SharesData{Names: []string{"1-", "", "<b>"}, Values: []float64{.5, nan, 0},
		Low: []float64{.4, nan, 0}, High: []float64{.6, nan, .1}, Predicted: []float64{.45, nan, nan},
		ValueName: "share", BandName: "95 %", TheoryName: "predicted"})
	if err != nil {
		t.Fatal(err)
	}
	text := stacked(t, plot.Stack{f})
	for _, want := range []string{"1-", "2", "&lt;b&gt;", "share", "95 %", "predicted"} {
		if !strings.Contains(text, ">"+want+"<") {
			t.Errorf("no %q", want)
		}
	}
}
