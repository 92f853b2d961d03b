package exits

import (
	"fmt"
	"math"

	"levyscope/stats/tail"
)

// transitions counts how paths go from basin to basin and how long they stay. A
// path is told in order, by visit, where it is in which basin each time; or by
// committed, where it comes close to a minimum. The time up to the next call
// belongs to the basin it is in; that in none, -1, to none, and a path that comes
// back from none has made no transition unless to another basin than it left.
//
// With committed alone the path's basin is that of the last minimum whose core it
// touched, wherever it is now (milestoning), so that going to and fro across a
// separatrix does not count. Source: Schuette et al. 2011.
type Transitions struct {
	counts    [][]int    // (M, M): from basin i next to j
	residence []neumaier // (M) time in each
	outside   neumaier   // time in none

	inPath      bool
	now, last   int       // basin, and the last one that was one; -1 for none
	since, seen float64   // when it came there, and when it was last heard of
	begun       float64   // when the part under way began
	part        []float64 // (M) time in each in this part

	// Over independent parts of paths, x_i the time in basin i and y their length.
	parts    int
	square   []neumaier // (M) sum x_i^2
	product  []neumaier // (M) sum x_i y
	lengths  neumaier   // sum y
	lengths2 neumaier   // sum y^2
	spent    []neumaier // (M) sum x_i
}

// newTransitions returns an empty count between so many basins.
func NewTransitions(basins int) (*Transitions, error) {
	const most = 2000
	if basins < 1 || basins > most {
		return nil, fmt.Errorf("basins = %d: transitions are counted between 1 to %d", basins, most)
	}
	t := &Transitions{
		counts: make([][]int, basins), residence: make([]neumaier, basins), part: make([]float64, basins), now: -1, last: -1,
		square: make([]neumaier, basins), product: make([]neumaier, basins), spent: make([]neumaier, basins),
	}
	for i := range t.counts {
		t.counts[i] = make([]int, basins)
	}
	return t, nil
}

// visit says that the path is in a basin, or in none if -1, from this time on. The
// first visit begins a path.
func (t *Transitions) Visit(basin int, time float64) error {
	if t.inPath && basin == t.now && time >= t.seen && time <= math.MaxFloat64 {
		t.seen = time
		return nil
	}
	if err := t.check(basin, time); err != nil {
		return err
	}
	if t.inPath {
		t.book(time)
	} else {
		t.inPath, t.begun, t.since, t.seen = true, time, time, time
	}
	t.now = basin
	if basin >= 0 && basin != t.last {
		if t.last >= 0 {
			t.counts[t.last][basin]++
		}
		t.last = basin
	}
	return nil
}

// committed says that the path is within the core of a basin's minimum at this
// time, or in no core if -1: then it stays where it was.
func (t *Transitions) Committed(basin int, time float64) error {
	if basin == -1 {
		basin = t.now
	}
	return t.Visit(basin, time)
}

func (t *Transitions) check(basin int, time float64) error {
	switch {
	case basin < -1 || basin >= len(t.counts):
		return fmt.Errorf("basin = %d: there are %d, from 0; -1 is none", basin, len(t.counts))
	case math.IsNaN(time) || math.IsInf(time, 0):
		return fmt.Errorf("time = %g: it must be finite", time)
	case t.inPath && time < t.seen:
		return fmt.Errorf("time = %g: the path has been at %g before; end it before another begins", time, t.seen)
	}
	return nil
}

// book ends the stay in the present basin, as one term of the sums.
func (t *Transitions) book(time float64) {
	if d := time - t.since; t.now < 0 {
		t.outside.add(d)
	} else {
		t.residence[t.now].add(d)
		t.part[t.now] += d
	}
	t.since, t.seen = time, time
}

// cut ends a part of the path at this time, and begins the next one there. Parts
// are what shares takes for independent: whole paths, or pieces of a long one that
// are long beside the time it takes to forget a basin (batch means).
func (t *Transitions) cut(time float64) error {
	if !t.inPath {
		return fmt.Errorf("time = %g: no path has begun that could be cut; visit a basin first", time)
	}
	if err := t.check(t.now, time); err != nil {
		return err
	}
	t.book(time)
	if y := time - t.begun; y > 0 {
		t.parts++
		t.lengths.add(y)
		t.lengths2.add(y * y)
		for i, x := range t.part {
			t.spent[i].add(x)
			t.square[i].add(x * x)
			t.product[i].add(x * y)
		}
	}
	clear(t.part)
	t.begun = time
	return nil
}

// end ends the path at this time.
func (t *Transitions) End(time float64) error {
	if err := t.cut(time); err != nil {
		return err
	}
	t.inPath, t.now, t.last = false, -1, -1
	return nil
}

// merge adds the paths of o, which must have ended, of as many basins.
func (t *Transitions) Merge(o *Transitions) error {
	if len(o.counts) != len(t.counts) {
		return fmt.Errorf("basins = %d: transitions between %d cannot take them in", len(o.counts), len(t.counts))
	}
	if o.inPath {
		return fmt.Errorf("a path is under way at %g: end it before its transitions are merged", o.seen)
	}
	for i := range o.counts {
		for j, n := range o.counts[i] {
			t.counts[i][j] += n
		}
		t.residence[i].merge(o.residence[i])
		t.square[i].merge(o.square[i])
		t.product[i].merge(o.product[i])
		t.spent[i].merge(o.spent[i])
	}
	t.outside.merge(o.outside)
	t.lengths.merge(o.lengths)
	t.lengths2.merge(o.lengths2)
	t.parts += o.parts
	return nil
}

// OccupationShare is the share of all time that paths spend in a basin.
type OccupationShare struct {
	Share float64 `json:"share"` // NaN before any part has ended
	SE    float64 `json:"se"`    // NaN for fewer than two parts
}

// shares are the basins' shares of the time of all parts that ended, sum x_i/sum y.
// The standard error is that of a ratio over n parts (delta method),
// sqrt(n/(n-1) sum (x_i - share y)^2)/sum y. What lies outside is missing from the sum of the shares.
// Source: Cochran 1977, section 2.11.
func (t *Transitions) Shares() []OccupationShare {
	out := make([]OccupationShare, len(t.counts))
	total, n := t.lengths.value(), float64(t.parts)
	for i := range out {
		p := t.spent[i].value() / total
		out[i] = OccupationShare{Share: p, SE: math.NaN()}
		if t.parts > 1 {
			residual := t.square[i].value() - 2*p*t.product[i].value() + p*p*t.lengths2.value()
			out[i].SE = math.Sqrt(max(0, residual)*n/(n-1)) / total
		}
	}
	return out
}

// RateEstimate is that of the rate from one basin to another.
type RateEstimate struct {
	Count     int     `json:"count"`     // transitions
	Residence float64 `json:"residence"` // time in the basin they start from
	Rate      float64 `json:"rate"`      // NaN if no time was spent there
	Lo        float64 `json:"lo"`        // exact 95 % interval of a Poisson count (Garwood)
	Hi        float64 `json:"hi"`
}

// rates are the maximum-likelihood estimates q_ij = n_ij/T_i of a Markov jump
// process, by from and to; the diagonal is NaN. Source: Billingsley 1961, section 7.
func (t *Transitions) Rates() [][]RateEstimate {
	out := make([][]RateEstimate, len(t.counts))
	for i, row := range t.counts {
		out[i] = make([]RateEstimate, len(row))
		spent := t.residence[i].value()
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

// Closed is a copy in which a part under way has ended at the given time.
func (t *Transitions) Closed(time float64) *Transitions {
	out := t.clone()
	if out.inPath {
		_ = out.End(time) // no earlier than what it has heard of
	}
	return out
}

// Counts are the transitions from basin i next to basin j, (M, M).
func (t *Transitions) Counts() [][]int { return t.counts }

// OutsideTime is the time spent in no basin.
func (t *Transitions) OutsideTime() float64 { return t.outside.value() }

// clone is a copy that can be added to.
func (t *Transitions) clone() *Transitions {
	out := *t
	out.counts = make([][]int, len(t.counts))
	for i, row := range t.counts {
		out.counts[i] = append([]int(nil), row...)
	}
	out.residence = append([]neumaier(nil), t.residence...)
	out.part = append([]float64(nil), t.part...)
	out.square = append([]neumaier(nil), t.square...)
	out.product = append([]neumaier(nil), t.product...)
	out.spent = append([]neumaier(nil), t.spent...)
	return &out
}
