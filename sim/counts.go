package sim

import (
	"math"

	"levyscope/internal/exact"
	"levyscope/sim/path"
)

// survivalBins is the number of bins of the life table.
const survivalBins = 120

// counts are what the counts events of an ensemble are made of. Times are in steps. All of it adds up: counts of parts
// of an ensemble merge to those of the whole, to the last bit.
type counts struct {
	totals  Totals    // its numbers; not the mean, its error and the share trapped
	time    exact.Sum // of the times of all paths that ended
	squares exact.Sum // of the squares of these times
	inside  exact.Sum // of the times of those that did not exit
	life    lifeTable
	exits   []int     // by bin of the life table
	waiting []float64 // times that are not in time and squares yet
}

// mostWaiting times are added to their sums at once, which is quicker than one by one.
const mostWaiting = 64

// settle adds the times that wait to the sums. Whoever reads time or squares calls it first.
func (c *counts) settle() {
	var squares [mostWaiting]float64
	for i, v := range c.waiting {
		squares[i] = v * v
	}
	c.time.AddAll(c.waiting)
	c.squares.AddAll(squares[:len(c.waiting)])
	c.waiting = c.waiting[:0]
}

func newCounts(sides int) counts {
	return counts{totals: Totals{Sides: make([]int, sides)}, life: newLifeTable(), exits: make([]int, survivalBins+1)}
}

// add counts a path that ended; binSteps is the width of a bin.
func (c *counts) add(e path.Exit, binSteps int) {
	t := &c.totals
	t.Paths++
	t.PathSteps += e.Steps
	t.Flows += e.Flows
	if c.waiting = append(c.waiting, e.Clock); len(c.waiting) == mostWaiting {
		c.settle()
	}
	bin := c.life.add(e.Clock, binSteps)
	if e.Censored || e.Diverged {
		c.inside.Add(e.Clock)
		if e.Censored {
			t.Censored++
		} else {
			t.Diverged++
		}
		return
	}
	t.Exited++
	if e.Thrown {
		t.Thrown++
	}
	t.Sides[e.Side]++
	c.exits[bin]++
}

// merge adds the paths of o, which has as many sides.
func (c *counts) merge(o *counts) {
	t, u := &c.totals, &o.totals
	t.Paths += u.Paths
	t.Exited += u.Exited
	t.Censored += u.Censored
	t.PathSteps += u.PathSteps
	t.Diverged += u.Diverged
	t.Thrown += u.Thrown
	t.Flows += u.Flows
	addTo(t.Sides, u.Sides)
	c.settle()
	o.settle()
	c.time.Merge(&o.time)
	c.squares.Merge(&o.squares)
	c.inside.Merge(&o.inside)
	c.life.merge(&o.life)
	addTo(c.exits, o.exits)
}

// addTo adds the numbers of o to those of dst.
func addTo(dst, o []int) {
	for i, n := range o {
		dst[i] += n
	}
}

// lifeTable counts paths by how long they took. Its bin j holds the times above j binSteps, up to (j+1) binSteps; the
// last bin is open.
type lifeTable struct {
	ended []int       // by bin: paths that ended in it, by an exit or at the horizon
	spent []exact.Sum // by bin: steps that these paths took in it
}

func newLifeTable() lifeTable {
	return lifeTable{make([]int, survivalBins+1), make([]exact.Sum, survivalBins+1)}
}

// add counts a path that ended after a time, or has come so far, and returns the bin of that time.
func (l *lifeTable) add(clock float64, binSteps int) (bin int) {
	bin = int(min(max(math.Ceil(clock/float64(binSteps))-1, 0), survivalBins))
	l.ended[bin]++
	l.spent[bin].Add(clock - float64(bin)*float64(binSteps))
	return bin
}

func (l *lifeTable) merge(o *lifeTable) {
	addTo(l.ended, o.ended)
	for i := range o.spent {
		l.spent[i].Merge(&o.spent[i])
	}
}

// underWay are the paths that have not ended; they count as censored where they are.
type underWay struct {
	paths, steps  int
	time, squares exact.Sum
	life          lifeTable
}

func newUnderWay() underWay { return underWay{life: newLifeTable()} }

// add counts a path that has come so far.
func (u *underWay) add(steps int, clock float64, binSteps int) {
	u.paths++
	u.steps += steps
	u.time.Add(clock)
	u.squares.Add(clock * clock)
	u.life.add(clock, binSteps)
}

// merge adds the paths of o.
func (u *underWay) merge(o *underWay) {
	u.paths += o.paths
	u.steps += o.steps
	u.time.Merge(&o.time)
	u.squares.Merge(&o.squares)
	u.life.merge(&o.life)
}

// with are the totals of the paths that ended and of those under way, in steps of length dt.
//
// The mean exit time is the time spent inside by all paths over the number of
// exits, the maximum-likelihood estimate of an exponential law under censoring,
// and without censoring the plain mean. Its standard error is that of a ratio:
// sqrt(sum (T_i - m d_i)^2)/exits, d_i = 1 for an exit. Sources: Epstein and
// Sobel 1953; Cochran 1977, section 2.11.
func (c *counts) with(u *underWay, dt float64) Totals {
	out := c.totals
	out.Sides = append([]int(nil), c.totals.Sides...)
	out.PathSteps += u.steps
	c.settle()
	exited := float64(out.Exited)
	time, squares, exitedTime := c.time.Plus(&u.time), c.squares.Plus(&u.squares), c.time.Less(&c.inside)
	m := time / exited
	residual := squares - 2*m*exitedTime.Value() + m*m*exited
	out.MeanTime = m * dt
	out.MeanTimeSE = math.Sqrt(max(0, residual)) / exited * dt
	out.Trapped = float64(out.Censored) / float64(out.Paths)
	if out.Exited == 0 {
		out.MeanTime = math.NaN()
	}
	if out.Exited < 2 { // one exit has no error that could be estimated
		out.MeanTimeSE = math.NaN()
	}
	return out
}

// survival estimates P(tau > j width), j = 0, 1, ..., with a hazard that is
// constant over each bin: of d exits in n steps taken inside it by all paths, the
// chance to survive the bin is (1 - d/n)^binSteps. Every step of every path
// counts, whether the path has ended, was censored or is under way. The estimate
// ends at the horizon, and before the first bin that no path has come to. Source: the piecewise
// exponential model, Friedman 1982, in discrete time.
func (c *counts) survival(u *underWay, binSteps, horizonSteps int) []float64 {
	beyond := c.totals.Paths + u.paths // paths that went through the whole bin
	out := []float64{1}
	for j := 0; j < survivalBins && (j+1)*binSteps <= horizonSteps; j++ {
		beyond -= c.life.ended[j] + u.life.ended[j]
		n := float64(beyond)*float64(binSteps) + c.life.spent[j].Plus(&u.life.spent[j])
		if n == 0 {
			break
		}
		out = append(out, out[j]*math.Exp(float64(binSteps)*math.Log1p(-float64(c.exits[j])/n)))
	}
	return out
}
