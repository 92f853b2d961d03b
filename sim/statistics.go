package sim

import (
	"math"

	"levyscope/sim/exits"
	"levyscope/sim/path"
	"levyscope/sim/problem"
	"levyscope/sim/theory"
	"levyscope/stats/tail"
)

// Statistics are what the exits so far say. Paths under way count as censored
// where they are.
type Statistics struct {
	Step    int  `json:"step"` // of the particle
	Paths   int  `json:"paths"`
	Partial bool `json:"partial"` // the run was interrupted

	Mean           exits.Mean               `json:"mean"`
	Median         exits.TimeQuantile       `json:"median"`
	Survival       []exits.SurvivalPoint    `json:"survival"` // Kaplan-Meier at even times up to four mean exit times
	QQ             []exits.QQPoint          `json:"qq"`
	Rescaled       bool                     `json:"rescaled"` // QQ and Exponentiality are of H(tau), as under a decay
	Variation      exits.Variation          `json:"variation"`
	Exponentiality exits.ExponentialityTest `json:"exponentiality"`
	Sides          []Share                  `json:"sides"`
	Directions     []Share                  `json:"directions"` // by coordinate and sign of the last noise, where Sides are basins
	Trapped        Share                    `json:"trapped"`    // of the ended paths, those inside at the horizon
	Overshoot      []exits.OvershootPoint   `json:"overshoot"`
	OvershootAlpha tail.Estimate            `json:"overshoot_alpha"` // maximum-likelihood tail index of all overshoots
	Transitions    *Transitions             `json:"transitions"`     // in the domain wells
}

// Share is a part of a number of paths, with Wilson's 95 % interval.
type Share struct {
	Name      string  `json:"name"`
	Paths     int     `json:"paths"`
	Share     float64 `json:"share"`
	Lo        float64 `json:"lo"`
	Hi        float64 `json:"hi"`
	Predicted float64 `json:"predicted"` // NaN where nothing is
}

func newShare(name string, k, n int, predicted float64) Share {
	s := Share{Name: name, Paths: k, Share: float64(k) / float64(n), Predicted: predicted}
	s.Lo, s.Hi = tail.WilsonInterval(k, n, tail.Normal975)
	return s
}

// Transitions tell of the visits of the basins. Times are those of the simulation.
type Transitions struct {
	Counts      [][]int                 `json:"counts"`      // (M, M) from the core of one basin to that of another
	Rates       [][]exits.RateEstimate  `json:"rates"`       // per unit time
	Predicted   exits.Generator         `json:"predicted"`   // rates in the limit of small noise; nil where there is no prediction
	Occupation  []exits.OccupationShare `json:"occupation"`  // by where the path is
	Stationary  []float64               `json:"stationary"`  // occupation that Predicted has in the end
	CoreRadius  []float64               `json:"core_radius"` // a transition counts when the path is within it of the minimum
	FirstBasin  int                     `json:"first_basin"`
	OutsideTime float64                 `json:"outside_time"` // in no basin
}

// Type names the event in a recording.
func (Statistics) Type() string { return "statistics" }
func (Statistics) event()       {}

// overshootRatios are the u of Statistics.Overshoot, even in ln u.
var overshootRatios = func() []float64 {
	var u []float64
	for j := 1; j <= 40; j++ {
		u = append(u, math.Exp2(float64(j)/4))
	}
	return u
}()

// survivalTimes is the number of times of Statistics.Survival.
const survivalTimes = 120

// transitionsOf is what v tells beside the predicted rates; nil where there are no visits.
func transitionsOf(v *path.Visits, predicted exits.Generator) *Transitions {
	if v == nil {
		return nil
	}
	t := &Transitions{Counts: v.Cores.Counts(), Rates: v.Cores.Rates(), Predicted: predicted, Occupation: v.Places.Shares(),
		CoreRadius: v.CoreRadius, FirstBasin: v.FirstBasin, OutsideTime: v.Places.OutsideTime()}
	if predicted != nil {
		if pi, err := predicted.Stationary(); err == nil {
			t.Stationary = pi
		}
	}
	return t
}

// statistics sums up what t and the paths under way say.
func (t *tally) statistics(cfg problem.ExitConfig, theory *theory.Theory, predicted exits.Generator, e *path.Ensemble) Statistics {
	times := t.withUnderWay(e)
	s := Statistics{Paths: t.totals.Paths, Mean: times.Mean(), Median: times.Median(), Variation: times.Variation(), Transitions: transitionsOf(e.Visits(), predicted)}
	hazard := theory.Cumulative(times.Last())
	s.Rescaled = hazard != nil
	s.QQ, s.Exponentiality = times.Qq(hazard), times.CoxOakes(hazard)
	width := float64(t.binSteps*survivalBins) / survivalTimes * t.dt
	at := make([]float64, survivalTimes)
	for j := range at {
		at[j] = float64(j+1) * width
	}
	for _, p := range times.Survival(at) {
		if math.IsNaN(p.Survival) {
			break
		}
		if s.Survival = append(s.Survival, p); p.Survival == 0 {
			break // all have left
		}
	}
	share := func(side int) float64 {
		if theory == nil {
			return math.NaN()
		}
		return theory.Sides[side]
	}
	for side, name := range cfg.Controls.SideNames() {
		s.Sides = append(s.Sides, newShare(name, t.totals.Sides[side], t.totals.Exited, share(side)))
	}
	if cfg.Controls.Domain.Kind == problem.InBasin {
		for side, k := range t.directions {
			s.Directions = append(s.Directions, newShare(problem.SideName(side), k, t.totals.Exited, math.NaN()))
		}
	}
	s.Trapped = newShare("trapped", t.totals.Censored, t.totals.Paths, math.NaN())
	if theory != nil {
		s.Trapped.Predicted = theory.Inside
	}
	s.OvershootAlpha = t.overshoots.TailIndex(1)
	if t.overshoots.Count() > 0 {
		law := func(u float64) float64 { return theory.OvershootLimit(cfg, u) }
		s.Overshoot = t.overshoots.Survival(overshootRatios, -1, law)
	}
	return s
}

// withUnderWay are the times with those of the paths under way, censored where they are.
func (t *tally) withUnderWay(e *path.Ensemble) *exits.Times {
	times := t.times.Clone()
	e.InFlight(func(_ int, clock float64) {
		if clock > 0 {
			_ = times.Add(clock*t.dt, true)
		}
	})
	return times
}

// trapped is the estimate of P(tau > horizon) from a run whose paths have not all ended.
func (t *tally) trapped(e *path.Ensemble, horizon float64) float64 {
	return t.withUnderWay(e).Survival([]float64{horizon})[0].Survival
}
