package sim

import (
	"math"

	"levyscope/sim/exits"
	"levyscope/sim/path"
	"levyscope/sim/problem"
	"levyscope/sim/theory"
)

// survivalBins is the number of bins of the life table.
const survivalBins = 120

// tally counts exits without keeping them. Times are in steps.
type tally struct {
	totals     Totals
	dt         float64
	times      *exits.Times
	overshoots *exits.Overshoots // by side
	directions []int             // exits by coordinate and sign of the last noise

	time       float64 // sum of the times of all paths
	squares    float64 // sum of the squares of these times
	exitedTime float64 // sum of the times of the exited paths

	// The life table, whose bin j holds the times above j*binSteps, up to (j+1)*binSteps;
	// the last bin is open.
	horizonSteps int
	binSteps     int
	exits        []int     // by bin: exits in it
	ended        []int     // by bin: paths that ended in it, by an exit or at the horizon
	spent        []float64 // by bin: steps that these paths took in it
}

// newTally makes a life table over four predicted mean exit times, or up to the horizon if
// that is less.
func newTally(cfg problem.ExitConfig, theory *theory.Theory) *tally {
	span := cfg.Horizon
	if theory != nil && theory.MeanExitTime > 0 {
		span = min(span, 4*theory.MeanExitTime)
	}
	width := max(1, int(math.Ceil(span/cfg.Dt/survivalBins)))
	t := &tally{
		totals: Totals{Sides: make([]int, cfg.Controls.Sides())}, dt: cfg.Dt, horizonSteps: cfg.HorizonSteps(),
		binSteps: width,
		exits:    make([]int, survivalBins+1), ended: make([]int, survivalBins+1), spent: make([]float64, survivalBins+1),
		directions: make([]int, 2*cfg.Controls.Dim()),
	}
	t.times, _ = exits.NewTimes(cfg.Dt)
	t.overshoots, _ = exits.NewOvershoots(max(1, cfg.Controls.Sides()))
	return t
}

// add counts a path that ended.
func (t *tally) add(e path.Exit) {
	t.totals.Paths++
	t.totals.PathSteps += e.Steps
	t.totals.Flows += e.Flows
	if e.Clock > 0 {
		_ = t.times.Add(e.Clock*t.dt, e.Censored || e.Diverged)
	}
	t.time += e.Clock
	t.squares += e.Clock * e.Clock
	bin := t.addToBin(t.ended, t.spent, e.Clock)
	if e.Censored {
		t.totals.Censored++
		return
	}
	if e.Diverged {
		t.totals.Diverged++
		return
	}
	t.totals.Exited++
	if e.Thrown {
		t.totals.Thrown++
	}
	if e.Overshoot >= 1 && !math.IsInf(e.Overshoot, 1) {
		_ = t.overshoots.Add(e.Overshoot, e.Side)
	}
	direction := 2 * e.Coordinate
	if e.Size > 0 {
		direction++
	}
	t.directions[direction]++
	t.totals.Sides[e.Side]++
	t.exitedTime += e.Clock
	t.exits[bin]++
}

// totalsWithInFlight are the totals with the paths under way counted as censored at the
// time they have reached, and the number of these.
//
// The mean exit time is the time spent inside by all paths over the number of
// exits, the maximum-likelihood estimate of an exponential law under censoring,
// and without censoring the plain mean. Its standard error is that of a ratio:
// sqrt(sum (T_i - m d_i)^2)/exits, d_i = 1 for an exit. Sources: Epstein and
// Sobel 1953; Cochran 1977, section 2.11.
func (t *tally) totalsWithInFlight(e *path.Ensemble) (out Totals, inFlight int) {
	out = t.totals
	out.Sides = append([]int(nil), t.totals.Sides...)
	time, square := t.time, t.squares
	e.InFlight(func(steps int, clock float64) {
		out.PathSteps += steps
		time += clock
		square += clock * clock
		inFlight++
	})
	m := time / float64(out.Exited)
	residual := square - 2*m*t.exitedTime + m*m*float64(out.Exited)
	out.MeanTime = m * t.dt
	out.MeanTimeSE = math.Sqrt(max(0, residual)) / float64(out.Exited) * t.dt
	out.Trapped = float64(out.Censored) / float64(out.Paths)
	if out.Exited == 0 {
		out.MeanTime = math.NaN()
	}
	if out.Exited < 2 { // one exit has no error that could be estimated
		out.MeanTimeSE = math.NaN()
	}
	return out, inFlight
}

// addToBin counts a path that ended after a time, or has come so far, in ended and spent,
// and returns the bin of that time.
func (t *tally) addToBin(ended []int, spent []float64, clock float64) (bin int) {
	bin = int(min(max(math.Ceil(clock/float64(t.binSteps))-1, 0), survivalBins))
	ended[bin]++
	spent[bin] += clock - float64(bin)*float64(t.binSteps)
	return bin
}

// survival estimates P(tau > j width), j = 0, 1, ..., with a hazard that is
// constant over each bin: of d exits in n steps taken inside it by all paths, the
// chance to survive the bin is (1 - d/n)^binSteps. Every step of every path
// counts, whether the path has ended, was censored or is under way. The estimate
// ends at the horizon, and before the first bin that no path has come to. Source: the piecewise
// exponential model, Friedman 1982, in discrete time.
func (t *tally) survival(e *path.Ensemble) []float64 {
	ended, spent := append([]int(nil), t.ended...), append([]float64(nil), t.spent...)
	beyond := t.totals.Paths // paths that went through the whole bin
	e.InFlight(func(_ int, clock float64) {
		t.addToBin(ended, spent, clock)
		beyond++
	})
	out := []float64{1}
	for j := 0; j < survivalBins && (j+1)*t.binSteps <= t.horizonSteps; j++ {
		beyond -= ended[j]
		n := float64(beyond)*float64(t.binSteps) + spent[j]
		if n == 0 {
			break
		}
		out = append(out, out[j]*math.Exp(float64(t.binSteps)*math.Log1p(-float64(t.exits[j])/n)))
	}
	return out
}
