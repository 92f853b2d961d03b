package sim

import (
	"math"

	"levyscope/sim/exits"
	"levyscope/sim/path"
	"levyscope/sim/problem"
	"levyscope/sim/theory"
	"levyscope/stats/tail"
)

// Statistics are what the exits so far say. Paths under way count as censored at the time
// they have reached.
type Statistics struct {
	Step    int  `json:"step"`    // of the particle
	Paths   int  `json:"paths"`   // that have ended
	Partial bool `json:"partial"` // the run was interrupted

	Mean           exits.Mean               `json:"mean"`
	Median         exits.TimeQuantile       `json:"median"`
	Survival       []exits.SurvivalPoint    `json:"survival"` // Kaplan-Meier at even times up to four mean exit times
	QQ             []exits.QQPoint          `json:"qq"`
	Rescaled       bool                     `json:"rescaled"` // QQ and Exponentiality are of H(tau), as under a decay
	Variation      exits.Variation          `json:"variation"`
	Exponentiality exits.ExponentialityTest `json:"exponentiality"`
	Sides          []Share                  `json:"sides"`
	Directions     []Share                  `json:"directions"` // in a basin: by coordinate and sign of the noise
	Trapped        Share                    `json:"trapped"`    // of the ended paths, those inside at the horizon
	Overshoot      []exits.OvershootPoint   `json:"overshoot"`
	OvershootAlpha tail.Estimate            `json:"overshoot_alpha"` // maximum-likelihood tail index of all overshoots
	Transitions    *Transitions             `json:"transitions"`     // in the domain wells, else nil
}

// Share is a part of a number of paths, with Wilson's 95 % interval.
type Share struct {
	Name      string  `json:"name"`
	Paths     int     `json:"paths"` // in this part
	Share     float64 `json:"share"`
	Lo        float64 `json:"lo"`
	Hi        float64 `json:"hi"`
	Predicted float64 `json:"predicted"` // NaN where there is no prediction
}

// newShare is k of n paths.
func newShare(name string, k, n int, predicted float64) Share {
	s := Share{Name: name, Paths: k, Share: float64(k) / float64(n), Predicted: predicted}
	s.Lo, s.Hi = tail.WilsonInterval(k, n, tail.Normal975)
	return s
}

// Transitions are the visits of the paths to the M basins of the domain wells. Times are
// in the unit of the simulation.
type Transitions struct {
	Counts      [][]int                 `json:"counts"`      // (M, M) from the core of one basin to that of another
	Rates       [][]exits.RateEstimate  `json:"rates"`       // (M, M) per unit time
	Predicted   exits.Generator         `json:"predicted"`   // rates for small noise; nil where they are not known
	Occupation  []exits.OccupationShare `json:"occupation"`  // (M) by the basin in which a path is
	Stationary  []float64               `json:"stationary"`  // (M) occupation to which Predicted tends
	CoreRadius  []float64               `json:"core_radius"` // (M) distance from the minimum within which is the core
	FirstBasin  int                     `json:"first_basin"`
	OutsideTime float64                 `json:"outside_time"` // spent in no basin
}

// Type is "statistics".
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

// transitionsOf puts the visits v next to the predicted rates; nil where v is nil.
func transitionsOf(v *path.Visits, predicted exits.Generator) *Transitions {
	if v == nil {
		return nil
	}
	t := &Transitions{Counts: v.Cores.Counts(), Rates: v.Cores.Rates(), Predicted: predicted,
		Occupation: v.Places.Shares(),
		CoreRadius: v.CoreRadius, FirstBasin: v.FirstBasin, OutsideTime: v.Places.OutsideTime()}
	if predicted != nil {
		if pi, err := predicted.Stationary(); err == nil {
			t.Stationary = pi
		}
	}
	return t
}

// statistics sums up t and the paths of e under way, next to what is predicted.
func (t *tally) statistics(cfg problem.ExitConfig, theory *theory.Theory, predicted exits.Generator,
	e ensemble) Statistics {
	o, times := t.merged(), t.timesWithInFlight(e)
	s := Statistics{Paths: t.totals.Paths, Mean: times.Mean(), Median: times.Median(), Variation: times.Variation(),
		Transitions: transitionsOf(e.Visits(), predicted)}
	hazard := theory.Cumulative(times.Last())
	s.Rescaled = hazard != nil
	s.QQ, s.Exponentiality = times.QQ(hazard), times.CoxOakes(hazard)
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
			break // every path has left
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
		for side, k := range o.directions {
			s.Directions = append(s.Directions, newShare(problem.SideName(side), k, t.totals.Exited, math.NaN()))
		}
	}
	s.Trapped = newShare("trapped", t.totals.Censored, t.totals.Paths, math.NaN())
	if theory != nil {
		s.Trapped.Predicted = theory.Inside
	}
	s.OvershootAlpha = o.overshoots.TailIndex(1)
	if o.overshoots.Count() > 0 {
		law := func(u float64) float64 { return theory.OvershootLimit(cfg, u) }
		s.Overshoot = o.overshoots.Survival(overshootRatios, -1, law)
	}
	return s
}

// timesWithInFlight are the times of all paths, those under way censored at the time they have reached.
func (t *tally) timesWithInFlight(e ensemble) *exits.Times {
	times := t.merged().times.Clone()
	e.InFlight(func(_ int, clock float64) {
		if clock > 0 {
			_ = times.Add(clock*t.dt, true)
		}
	})
	return times
}

// trapped is the estimate of P(tau > horizon) from a run whose paths have not all ended.
func (t *tally) trapped(e ensemble, horizon float64) float64 {
	return t.timesWithInFlight(e).Survival([]float64{horizon})[0].Survival
}
