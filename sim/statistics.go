package sim

import (
	"math"

	"levyscope/stats"
)

// Statistics are what the exits so far say. Paths under way count as censored
// where they are.
type Statistics struct {
	Step    int  `json:"step"` // of the particle
	Paths   int  `json:"paths"`
	Partial bool `json:"partial"` // the run was interrupted

	Mean           ExitMean           `json:"mean"`
	Median         TimeQuantile       `json:"median"`
	Survival       []SurvivalPoint    `json:"survival"` // Kaplan-Meier at even times up to four mean exit times
	QQ             []QQPoint          `json:"qq"`
	Rescaled       bool               `json:"rescaled"` // QQ and Exponentiality are of H(tau), as under a decay
	Variation      Variation          `json:"variation"`
	Exponentiality ExponentialityTest `json:"exponentiality"`
	Sides          []Share            `json:"sides"`
	Directions     []Share            `json:"directions"` // by coordinate and sign of the last noise, where Sides are basins
	Trapped        Share              `json:"trapped"`    // of the ended paths, those inside at the horizon
	Overshoot      []OvershootPoint   `json:"overshoot"`
	OvershootAlpha stats.Estimate     `json:"overshoot_alpha"` // maximum-likelihood tail index of all overshoots
	Transitions    *Transitions       `json:"transitions"`     // in the domain wells
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
	s.Lo, s.Hi = stats.WilsonInterval(k, n, z95)
	return s
}

// Transitions tell of the visits of the basins. Times are those of the simulation.
type Transitions struct {
	Counts      [][]int           `json:"counts"`      // (M, M) from the core of one basin to that of another
	Rates       [][]RateEstimate  `json:"rates"`       // per unit time
	Predicted   Generator         `json:"predicted"`   // rates in the limit of small noise; nil where there is no prediction
	Occupation  []OccupationShare `json:"occupation"`  // by where the path is
	Stationary  []float64         `json:"stationary"`  // occupation that Predicted has in the end
	CoreRadius  []float64         `json:"core_radius"` // a transition counts when the path is within it of the minimum
	FirstBasin  int               `json:"first_basin"`
	OutsideTime float64           `json:"outside_time"` // in no basin
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
func transitionsOf(v *Visits, predicted Generator) *Transitions {
	if v == nil {
		return nil
	}
	t := &Transitions{Counts: v.Cores.Counts(), Rates: v.Cores.rates(), Predicted: predicted, Occupation: v.Places.shares(),
		CoreRadius: v.CoreRadius, FirstBasin: v.FirstBasin, OutsideTime: v.Places.OutsideTime()}
	if predicted != nil {
		if pi, err := predicted.Stationary(); err == nil {
			t.Stationary = pi
		}
	}
	return t
}

// statistics sums up what t and the paths under way say.
func (t *tally) statistics(cfg ExitConfig, theory *Theory, predicted Generator, e *ensemble) Statistics {
	times := t.withUnderWay(e)
	s := Statistics{Paths: t.totals.Paths, Mean: times.mean(), Median: times.median(), Variation: times.variation(), Transitions: transitionsOf(e.Visits(), predicted)}
	hazard := theory.Cumulative(times.Last())
	s.Rescaled = hazard != nil
	s.QQ, s.Exponentiality = times.qq(hazard), times.coxOakes(hazard)
	width := float64(t.binSteps*survivalBins) / survivalTimes * t.dt
	at := make([]float64, survivalTimes)
	for j := range at {
		at[j] = float64(j+1) * width
	}
	for _, p := range times.survival(at) {
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
	if cfg.Controls.Domain.Kind == InBasin {
		for side, k := range t.directions {
			s.Directions = append(s.Directions, newShare(SideName(side), k, t.totals.Exited, math.NaN()))
		}
	}
	s.Trapped = newShare("trapped", t.totals.Censored, t.totals.Paths, math.NaN())
	if theory != nil {
		s.Trapped.Predicted = theory.Inside
	}
	s.OvershootAlpha = t.overshoots.tailIndex(1)
	if t.overshoots.Count() > 0 {
		law := func(u float64) float64 { return theory.overshootLimit(cfg, u) }
		s.Overshoot = t.overshoots.survival(overshootRatios, -1, law)
	}
	return s
}

// withUnderWay are the times with those of the paths under way, censored where they are.
func (t *tally) withUnderWay(e *ensemble) *exitTimes {
	times := t.times.clone()
	e.inFlight(func(_ int, clock float64) {
		if clock > 0 {
			_ = times.add(clock*t.dt, true)
		}
	})
	return times
}

// trapped is the estimate of P(tau > horizon) from a run whose paths have not all ended.
func (t *tally) trapped(e *ensemble, horizon float64) float64 {
	return t.withUnderWay(e).survival([]float64{horizon})[0].Survival
}
