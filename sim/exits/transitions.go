package exits

import (
	"fmt"
	"math"

	"levyscope/internal/exact"
	"levyscope/stats/tail"
)

// Transitions counts the transitions of paths between M basins and the time spent in each. The
// caller reports the positions of a path in the order of time, either always by Visit or always
// by Committed, and its end by End; then another path may begin. The time between two reports
// counts for the basin of the first. In basin -1, which stands for none, the time counts as
// outside, and a path that returns from there has made a transition only if it returns to
// another basin than it left.
//
// With Committed the basin of a path is that of the last minimum whose core it touched, wherever
// it is now (milestoning), so that crossing a separatrix to and fro does not count.
// Source: Schuette et al. 2011.
//
// It is not safe for concurrent use.
type Transitions struct {
	counts    [][]int     // (M, M): transitions from basin i to the next basin j
	residence []exact.Sum // (M) time in each basin
	outside   exact.Sum   // time in no basin

	inPath            bool      // a path is under way
	basin, lastBasin  int       // its basin, and the last one that was not -1; -1 for none
	entered, lastTime float64   // when it entered its basin, and the time of the last report
	partStart         float64   // when its present part began
	inPart            []float64 // (M) time in each basin during this part

	// Sums over independent parts of paths, with x_i the time in basin i and y the length of
	// a part.
	parts    int
	square   []exact.Sum // (M) sum x_i^2
	product  []exact.Sum // (M) sum x_i y
	lengths  exact.Sum   // sum y
	lengths2 exact.Sum   // sum y^2
	spent    []exact.Sum // (M) sum x_i
}

// NewTransitions returns an empty count between the given number of basins, 1 to 2000.
func NewTransitions(basins int) (*Transitions, error) {
	const most = 2000
	if basins < 1 || basins > most {
		return nil, fmt.Errorf("basins = %d: transitions are counted between 1 to %d", basins, most)
	}
	t := &Transitions{
		counts: make([][]int, basins), residence: make([]exact.Sum, basins), inPart: make([]float64, basins),
		basin: -1, lastBasin: -1,
		square: make([]exact.Sum, basins), product: make([]exact.Sum, basins), spent: make([]exact.Sum, basins),
	}
	for i := range t.counts {
		t.counts[i] = make([]int, basins)
	}
	return t, nil
}

// Visit reports that the path is in a basin, or in none for -1, from this time on. The first
// Visit after the start or an End begins a path. The error says that there is no such basin, or
// that the time is not finite or earlier than the last one.
func (t *Transitions) Visit(basin int, time float64) error {
	if t.inPath && basin == t.basin && time >= t.lastTime && time <= math.MaxFloat64 {
		t.lastTime = time
		return nil
	}
	if err := t.check(basin, time); err != nil {
		return err
	}
	if t.inPath {
		t.closeStay(time)
	} else {
		t.inPath, t.partStart, t.entered, t.lastTime = true, time, time, time
	}
	t.basin = basin
	if basin >= 0 && basin != t.lastBasin {
		if t.lastBasin >= 0 {
			t.counts[t.lastBasin][basin]++
		}
		t.lastBasin = basin
	}
	return nil
}

// Committed reports that the path is within the core of the minimum of a basin at this time, or
// in no core for -1: then it stays in the basin where it was. Errors are those of Visit.
func (t *Transitions) Committed(basin int, time float64) error {
	if basin == -1 {
		basin = t.basin
	}
	return t.Visit(basin, time)
}

// check returns the error of a report.
func (t *Transitions) check(basin int, time float64) error {
	switch {
	case basin < -1 || basin >= len(t.counts):
		return fmt.Errorf("basin = %d: there are %d, from 0; -1 is none", basin, len(t.counts))
	case math.IsNaN(time) || math.IsInf(time, 0):
		return fmt.Errorf("time = %g: it must be finite", time)
	case t.inPath && time < t.lastTime:
		return fmt.Errorf("time = %g: the path has been at %g before; end it before another begins", time, t.lastTime)
	}
	return nil
}

// closeStay adds the stay in the present basin, which ends at this time, to the sums.
func (t *Transitions) closeStay(time float64) {
	if d := time - t.entered; t.basin < 0 {
		t.outside.Add(d)
	} else {
		t.residence[t.basin].Add(d)
		t.inPart[t.basin] += d
	}
	t.entered, t.lastTime = time, time
}

// endPart ends a part of the path at this time and begins the next one there. Shares takes parts
// to be independent of each other: they are whole paths, or pieces of a long path that are much
// longer than the time in which it forgets its basin (batch means).
func (t *Transitions) endPart(time float64) error {
	if !t.inPath {
		return fmt.Errorf("time = %g: no path is under way that could end; visit a basin first", time)
	}
	if err := t.check(t.basin, time); err != nil {
		return err
	}
	t.closeStay(time)
	if y := time - t.partStart; y > 0 {
		t.parts++
		t.lengths.Add(y)
		t.lengths2.Add(y * y)
		for i, x := range t.inPart {
			t.spent[i].Add(x)
			t.square[i].Add(x * x)
			t.product[i].Add(x * y)
		}
	}
	clear(t.inPart)
	t.partStart = time
	return nil
}

// End ends the path at this time. The error says that no path is under way, or that the time is
// not finite or earlier than the last one.
func (t *Transitions) End(time float64) error {
	if err := t.endPart(time); err != nil {
		return err
	}
	t.inPath, t.basin, t.lastBasin = false, -1, -1
	return nil
}

// Merge adds the paths of o. The error says that o has another number of basins, or that a path
// of o has not ended.
func (t *Transitions) Merge(o *Transitions) error {
	if len(o.counts) != len(t.counts) {
		return fmt.Errorf("basins = %d: transitions between %d cannot take them in", len(o.counts), len(t.counts))
	}
	if o.inPath {
		return fmt.Errorf("a path is under way at %g: end it before its transitions are merged", o.lastTime)
	}
	for i := range o.counts {
		for j, n := range o.counts[i] {
			t.counts[i][j] += n
		}
		t.residence[i].Merge(&o.residence[i])
		t.square[i].Merge(&o.square[i])
		t.product[i].Merge(&o.product[i])
		t.spent[i].Merge(&o.spent[i])
	}
	t.outside.Merge(&o.outside)
	t.lengths.Merge(&o.lengths)
	t.lengths2.Merge(&o.lengths2)
	t.parts += o.parts
	return nil
}

// OccupationShare is the share of the time of all paths that is spent in one basin.
type OccupationShare struct {
	Share float64 `json:"share"` // NaN if no path has ended
	SE    float64 `json:"se"`    // standard error; NaN for fewer than two parts
}

// Shares are, by basin, the shares sum x_i/sum y of the time of all parts that have ended, where
// x_i is the time in the basin and y the length of a part. The standard error is that of a
// ratio over n parts (delta method), sqrt(n/(n-1) sum (x_i - share y)^2)/sum y. The shares add
// up to 1 minus the share of the time outside.
// Source: Cochran 1977, section 2.11.
func (t *Transitions) Shares() []OccupationShare {
	out := make([]OccupationShare, len(t.counts))
	total, n := t.lengths.Value(), float64(t.parts)
	for i := range out {
		p := t.spent[i].Value() / total
		out[i] = OccupationShare{Share: p, SE: math.NaN()}
		if t.parts > 1 {
			residual := t.square[i].Value() - 2*p*t.product[i].Value() + p*p*t.lengths2.Value()
			out[i].SE = math.Sqrt(max(0, residual)*n/(n-1)) / total
		}
	}
	return out
}

// RateEstimate is an estimate of the rate of transitions from one basin to another.
type RateEstimate struct {
	Count     int     `json:"count"`     // number of transitions
	Residence float64 `json:"residence"` // time in the basin they start from
	Rate      float64 `json:"rate"`      // Count/Residence, per unit of time; NaN if no time was spent there
	Lo        float64 `json:"lo"`        // exact 95 % interval of a Poisson count (Garwood)
	Hi        float64 `json:"hi"`
}

// Rates are the maximum-likelihood estimates q_ij = n_ij/T_i of the rates of a Markov jump
// process, (M, M): from basin i to basin j. The rates on the diagonal are NaN.
// Source: Billingsley 1961, section 7.
func (t *Transitions) Rates() [][]RateEstimate {
	out := make([][]RateEstimate, len(t.counts))
	for i, row := range t.counts {
		out[i] = make([]RateEstimate, len(row))
		spent := t.residence[i].Value()
		for j, n := range row {
			r := RateEstimate{Count: n, Residence: spent, Rate: math.NaN(), Lo: math.NaN(), Hi: math.NaN()}
			if i != j && spent > 0 {
				lo, hi := tail.PoissonInterval(n, .95)
				r.Rate, r.Lo, r.Hi = float64(n)/spent, lo/spent, hi/spent
			}
			out[i][j] = r
		}
	}
	return out
}

// Closed is a copy in which a path that is under way ends at the given time, which must not be
// earlier than its last report.
func (t *Transitions) Closed(time float64) *Transitions {
	out := t.Clone()
	if out.inPath {
		_ = out.End(time) // an error means a time before the last report
	}
	return out
}

// Counts are the numbers of transitions from basin i to the next basin j, (M, M). Read-only.
func (t *Transitions) Counts() [][]int { return t.counts }

// OutsideTime is the total time spent in no basin.
func (t *Transitions) OutsideTime() float64 { return t.outside.Value() }

// Clone is an independent copy.
func (t *Transitions) Clone() *Transitions {
	out := *t
	out.counts = make([][]int, len(t.counts))
	for i, row := range t.counts {
		out.counts[i] = append([]int(nil), row...)
	}
	out.residence = cloned(t.residence)
	out.inPart = append([]float64(nil), t.inPart...)
	out.square = cloned(t.square)
	out.product = cloned(t.product)
	out.spent = cloned(t.spent)
	out.outside, out.lengths, out.lengths2 = t.outside.Clone(), t.lengths.Clone(), t.lengths2.Clone()
	return &out
}

// cloned are independent copies.
func cloned(sums []exact.Sum) []exact.Sum {
	out := make([]exact.Sum, len(sums))
	for i := range sums {
		out[i] = sums[i].Clone()
	}
	return out
}
