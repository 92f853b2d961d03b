package chart

import (
	"math"
	"slices"

	"levyscope/tui/theme"
)

// What makes a peak; see the comment of Line.
const (
	leastSamples = 24   // of a series in the window, below which it has no peaks
	leastColumns = 8    // drawn columns of dots, alike
	ordinaryOf   = 5    // all but one in so many columns are ordinary, and all but two at least
	peakFactor   = 2    // how far beyond the ordinary range a peak lies, in lengths of that range
	peakShare    = 50   // a peak takes at most one column in so many, or two
	towerFactor  = 30   // how far beyond it a peak is a tower, in the same lengths, beside which the rest is a flat row
	towerShare   = 10   // towers take at most one column in so many, not counting those in which they come back
	mostHabits   = 16   // how often what is ordinary is extended
	startFactor  = 1e6  // how far beyond it a series must begin for that to be a peak
	flatness     = 1e-9 // relative length of a range in which there is nothing to see
	recentCount  = 9    // the latest samples, of which most must be back for a peak to be over
)

// side is an end of the axis of y.
type side int

const (
	top side = iota
	bottom
)

// membership is how much of a column belongs to a peak.
type membership uint8

const (
	none membership = iota
	partly
	wholly
)

// up is a value as the side sees it: what lies further out is greater.
func (e side) up(v float64) float64 {
	if e == bottom {
		return -v
	}
	return v
}

// calm is the range of y of the series without their peaks, and at each end the range with them where that would leave
// them less than a third of the height.
func (l *Line) calm(all spread, traces [][]node, cols int) (out spread, cut [2]bool) {
	if l.Whole {
		return all, cut
	}
	rest := newSpread(l.LogY)
	for i := range l.Series {
		if s := &l.Series[i]; !s.Guide {
			s.addCalm(&rest, traces[i], cols)
		}
	}
	if rest.empty() {
		return all, cut
	}
	lo, hi := scaled(rest.lo, l.LogY), scaled(rest.hi, l.LogY)
	out = all
	if _, fixed := given(l.YMax); !fixed && scaled(all.hi, l.LogY)-hi > peakFactor*(hi-lo) {
		out.hi, cut[top] = rest.hi, true
	}
	if _, fixed := given(l.YMin); !fixed && lo-scaled(all.lo, l.LogY) > peakFactor*(hi-lo) {
		out.lo, cut[bottom] = rest.lo, true
	}
	return out, cut
}

// addCalm adds what a series has but its peaks.
func (s *Series) addCalm(rest *spread, nodes []node, cols int) {
	var peaks [2][]membership
	for e := range peaks {
		if s.peaks() {
			peaks[e] = s.findPeaks(side(e), nodes, cols, rest.log)
		}
	}
	in := func(e side, i int) membership {
		if peaks[e] == nil {
			return none
		}
		return peaks[e][i]
	}
	for i := range nodes {
		n := &nodes[i]
		if !n.in(cols) || in(top, i) == wholly || in(bottom, i) == wholly {
			continue
		}
		lo, hi := n.lo, n.hi
		above, below := in(top, i) == partly, in(bottom, i) == partly
		switch {
		case above && below:
			continue
		case above:
			hi = lo
		case below:
			lo = hi
		}
		rest.add(lo, hi)
	}
}

// peaks reports whether a series can have peaks: not a theory, a schedule or single events.
func (s *Series) peaks() bool {
	return !s.Guide && !s.Stairs && !s.Scatter && !s.Hidden && s.Role != theme.Theory
}

// habit is what a series keeps to at one end, as that end sees it.
type habit struct{ lo, hi float64 }

// limit is how far it goes ordinarily, and size what is called large beside it.
func (h habit) limit() float64 { return h.hi + peakFactor*(h.hi-h.lo) }
func (h habit) size() float64  { return max(math.Abs(h.lo), math.Abs(h.hi), h.hi-h.lo) }

// findPeaks marks the nodes that belong to a peak at one end; nil stands for none. Where what lies beyond the ordinary
// is no peak, such as a level that the series has gone to, that becomes ordinary too, and what lies beyond both is
// looked at again.
func (s *Series) findPeaks(e side, nodes []node, cols int, log bool) []membership {
	h, ok := ordinary(e, nodes, cols, log)
	for range mostHabits {
		if !ok {
			break
		}
		f := finder{series: s, nodes: nodes, habit: h, level: func(v float64) float64 { return e.up(scaled(v, log)) }}
		peaks, hi := f.find()
		if !(hi > h.hi) {
			return peaks
		}
		h.hi = hi
	}
	return nil
}

// finder looks for the peaks beyond a habit.
type finder struct {
	series *Series
	nodes  []node
	habit  habit
	level  func(float64) float64 // a value as the end of y sees it
}

func (f *finder) out(v float64) bool { return f.level(v) > f.habit.limit() }

// find marks the peaks. hi is what the habit must reach to for what is no peak to belong to it; -Inf if there is no
// such thing.
func (f *finder) find() (peaks []membership, hi float64) {
	hi = math.Inf(-1)
	beyond := func(n *node) bool { return f.out(n.lo) || f.out(n.hi) }
	for i := 0; i < len(f.nodes); i++ {
		if !beyond(&f.nodes[i]) {
			continue
		}
		from := i
		for i+1 < len(f.nodes) && beyond(&f.nodes[i+1]) {
			i++
		}
		if level := f.judge(from, i); level > f.habit.hi {
			hi = max(hi, level)
			continue
		}
		if peaks == nil {
			peaks = make([]membership, len(f.nodes))
		}
		for k := from; k <= i; k++ {
			if peaks[k] = partly; f.out(f.nodes[k].lo) && f.out(f.nodes[k].hi) {
				peaks[k] = wholly
			}
		}
	}
	return peaks, hi
}

// judge is -Inf for nodes that are a peak. Else it is the level to which the habit must be raised: that from which the
// series starts, at which it is now, or which it keeps to for more columns than a peak may take.
func (f *finder) judge(from, to int) float64 {
	far := f.habit.limit() + towerFactor*(f.habit.hi-f.habit.lo)
	var low, high []float64 // what the columns reach: all but towers, and those towers that are away for all of a column
	height := 0.0
	for k := from; k <= to; k++ {
		a, b := f.level(f.nodes[k].lo), f.level(f.nodes[k].hi)
		reach := max(a, b)
		height = max(height, reach-f.habit.limit())
		switch {
		case reach <= far:
			low = append(low, reach)
		case min(a, b) > f.habit.limit():
			high = append(high, reach)
		}
	}
	level := math.Inf(-1)
	first := f.nodes[from].begin
	if from == 0 && f.out(first) && !(height > startFactor*f.habit.size()) {
		level = f.level(first)
	}
	if now, away := f.series.now(f); to+1 == len(f.nodes) && away {
		level = max(level, now)
	}
	return max(level, beyondMost(low, len(f.nodes)/peakShare), beyondMost(high, len(f.nodes)/towerShare))
}

// beyondMost is the greatest of the values but for so many of them, or two; -Inf if there are no more than those.
func beyondMost(v []float64, most int) float64 {
	if most = max(most, 2); len(v) <= most {
		return math.Inf(-1)
	}
	slices.Sort(v)
	return v[len(v)-1-most]
}

// ordinary is the range that four of five columns of a series keep to at one end. ok is false if there are few columns
// or nothing to see.
func ordinary(e side, nodes []node, cols int, log bool) (h habit, ok bool) {
	var lows, highs []float64
	samples := 0
	within(nodes, cols, func(n *node) {
		lows = append(lows, min(e.up(scaled(n.lo, log)), e.up(scaled(n.hi, log))))
		highs = append(highs, max(e.up(scaled(n.lo, log)), e.up(scaled(n.hi, log))))
		samples += n.count
	})
	n := len(highs)
	if n < leastColumns || samples < leastSamples {
		return h, false
	}
	slices.Sort(lows)
	slices.Sort(highs)
	out := max(2, n/ordinaryOf)
	h = habit{lows[out], highs[n-1-out]}
	return h, h.hi-h.lo > flatness*max(math.Abs(h.lo), math.Abs(h.hi))
}

// now is the furthest of the latest samples, and whether most of them are out of the ordinary, or the very last one
// before the series broke off in NaN or Inf: it has not come back.
func (s *Series) now(f *finder) (level float64, away bool) {
	n, outside := 0, 0
	level = math.Inf(-1)
	note := func(y float64) {
		if n++; f.out(y) {
			outside++
		}
		away = away || n == 1 && outside == 1 && s.bad() > 0
		level = max(level, f.level(y))
	}
	if s.Track != nil {
		v := &s.Track.levels[0]
		for i := len(v.ring) - 1; i >= 0 && n < recentCount; i-- {
			note(v.at(i).Last)
		}
	}
	for i := len(s.Points) - 1; s.Track == nil && i >= 0 && n < recentCount; i-- {
		if s.Points[i].finite() {
			note(bound(s.Points[i].Y))
		}
	}
	return level, away || 2*outside >= n
}
