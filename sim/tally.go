package sim

import "math"

// survivalBins is the number of bins of the life table.
const survivalBins = 120

// tally counts exits without keeping them.
type tally struct {
	totals   Totals
	dt       float64
	square   float64 // sum of squared times of all paths, in steps^2
	exited   float64 // sum of the times of the exited paths, in steps
	binSteps int     // width of a bin of the life table
	exits    []int   // by bin, the last one open
	censored []int
}

// newTally lays the life table over four predicted mean exit times, or the horizon.
func newTally(cfg ExitConfig, theory *Theory) *tally {
	span := cfg.Horizon
	if theory != nil && theory.MeanExitTime > 0 {
		span = min(span, 4*theory.MeanExitTime)
	}
	width := max(1, int(math.Ceil(span/cfg.Dt/survivalBins)))
	return &tally{
		totals: Totals{Sides: make([]int, 2*len(cfg.Controls.Alpha))}, dt: cfg.Dt, binSteps: width,
		exits: make([]int, survivalBins+1), censored: make([]int, survivalBins+1),
	}
}

// add counts a path that ended.
func (t *tally) add(e Exit) {
	t.totals.Paths++
	t.totals.PathSteps += e.Steps
	steps := float64(e.Steps)
	t.square += steps * steps
	bin := min(e.Steps/t.binSteps, survivalBins)
	if e.Censored {
		t.totals.Censored++
		t.censored[bin]++
		return
	}
	t.totals.Exited++
	t.totals.Sides[e.Side]++
	t.exited += steps
	t.exits[bin]++
}

// sum is the totals with the paths under way counted as censored where they are.
//
// The mean exit time is the time spent inside by all paths over the number of
// exits, the maximum-likelihood estimate of an exponential law under censoring,
// and without censoring the plain mean. Its standard error is that of a ratio:
// sqrt(sum (T_i - m d_i)^2)/exits, d_i = 1 for an exit. Sources: Epstein and
// Sobel 1953; Cochran 1977, section 2.11.
func (t *tally) sum(e *ensemble) (out Totals, inFlight int) {
	out = t.totals
	out.Sides = append([]int(nil), t.totals.Sides...)
	square := t.square
	e.inFlight(func(steps int) {
		out.PathSteps += steps
		square += float64(steps) * float64(steps)
		inFlight++
	})
	m := float64(out.PathSteps) / float64(out.Exited)
	residual := square - 2*m*t.exited + m*m*float64(out.Exited)
	out.MeanTime = m * t.dt
	out.MeanTimeSE = math.Sqrt(max(0, residual)) / float64(out.Exited) * t.dt
	out.Trapped = float64(out.Censored) / float64(out.Paths)
	if out.Exited == 0 {
		out.MeanTime, out.MeanTimeSE = math.NaN(), math.NaN()
	}
	return out, inFlight
}

// survival is the life-table estimate of P(tau > j width), j = 0, 1, ...: the
// product of 1 - d/(n - c/2) over the bins before, with n paths known to be
// inside at a bin's start, d exits and c losses to censoring in it. It ends
// where nobody is left at risk. Source: Cutler and Ederer 1958.
func (t *tally) survival(e *ensemble) []float64 {
	lost := append([]int(nil), t.censored...)
	atRisk := t.totals.Paths
	e.inFlight(func(steps int) {
		lost[min(steps/t.binSteps, survivalBins)]++
		atRisk++
	})
	out := []float64{1}
	for j := range survivalBins {
		effective := float64(atRisk) - float64(lost[j])/2
		if atRisk == 0 || effective <= 0 {
			break
		}
		out = append(out, out[j]*(1-float64(t.exits[j])/effective))
		atRisk -= t.exits[j] + lost[j]
	}
	return out
}
