package schedule

import (
	"math"

	"levyscope/internal/spec"
)

// OneCycle rises once and falls once, both by half a cosine (Smith and Topin 2018; torch.optim.lr_scheduler.OneCycleLR
// with max_lr = Eta0, total_steps = Steps, pct_start = Rise, div_factor = Div and final_div_factor = Final). With
// j = max(0, k - From) and up = Rise Steps - 1, it goes from Eta0/Div at j = 0 to Eta0 at j = up, and to
// Eta0/(Div Final) at j = Steps - 1, where it stays.
type OneCycle struct {
	Eta0  float64 // the peak, > 0
	Steps int     // >= 2
	Rise  float64 // share of the steps before the peak, in (0, 1)
	Div   float64 // the peak over the first rate, >= 1
	Final float64 // the first rate over the last one, >= 1
	From  int     // steps, >= 0
}

var oneCycleKind = kind{
	Name:    "onecycle",
	Aliases: []string{"one-cycle"},
	Meaning: "half a cosine up from eta0/div to the peak eta0 in a share rise of the steps, then down to eta0/(div final)",
	Params: []spec.Param{
		eta0Parameter,
		{Name: "steps", Type: spec.Integer, Default: spec.Number(8000), Range: spec.AtLeast(2),
			About: "Length of the whole cycle in steps."},
		{Name: "rise", Default: spec.Number(0.3), Range: spec.Above(0).Below(1),
			About: "Share of the cycle in which the learning rate rises."},
		{Name: "div", Default: spec.Number(25), Range: spec.AtLeast(1),
			About: "The cycle begins at eta0/div, without a unit."},
		{Name: "final", Default: spec.Number(10000), Range: spec.AtLeast(1),
			About: "The cycle ends at eta0/(div final), without a unit."},
		fromParameter, warmupParameter,
	},
	Payload: func(v spec.Values) Schedule {
		return OneCycle{Eta0: v.Number("eta0"), Steps: v.Int("steps"), Rise: v.Number("rise"),
			Div: v.Number("div"), Final: v.Number("final"), From: v.Int("from")}
	},
}

// Eta is the step size at step k >= 0.
func (s OneCycle) Eta(k int) float64 {
	j, end := float64(after(k, s.From)), float64(s.Steps-1)
	up := max(0, s.Rise*float64(s.Steps)-1)
	first := s.Eta0 / s.Div
	switch {
	case j >= end:
		return first / s.Final
	case j < up:
		return between(s.Eta0, first, cosineShare(j/up))
	}
	return between(s.Eta0, first/s.Final, cosineShare((end-j)/(end-up)))
}

// cosineShare is (1 - cos(pi x))/2, half a cosine from 0 to 1.
func cosineShare(x float64) float64 {
	root := math.Sin(math.Pi / 2 * x)
	return root * root
}

// String is "onecycle:eta0=...,steps=...", which Parse reads.
func (s OneCycle) String() string { return s.describe().String() }

// reference is the peak.
func (s OneCycle) reference() float64 { return s.Eta0 }

func (s OneCycle) describe() spec.Spec[build] {
	return described(&oneCycleKind, s.Eta0, float64(s.Steps), s.Rise, s.Div, s.Final, float64(s.From))
}

func (s OneCycle) decaySum(float64) float64 { return math.Inf(1) }
