package chart

import (
	"math"
	"slices"
	"strconv"

	"levyscope/tui/theme"
)

// What makes a peak; see the comment of Line.
const (
	leastSamples = 24   // of a series in the window, below which it has no peaks
	leastColumns = 8    // drawn columns of dots, alike
	ordinaryOf   = 5    // all but one in so many columns are ordinary, and all but two at least
	peakFactor   = 2    // how far beyond the ordinary range a peak lies, in lengths of that range
	peakShare    = 50   // a peak takes at most one column in so many, or two
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

// findPeaks marks the nodes that belong to a peak at one end; nil stands for none.
func (s *Series) findPeaks(e side, nodes []node, cols int, log bool) []membership {
	limit, size, ok := ordinary(e, nodes, cols, log)
	if !ok {
		return nil
	}
	out := func(v float64) bool { return e.up(scaled(v, log)) > limit }
	beyond := func(n *node) bool { return out(n.lo) || out(n.hi) }
	most := max(2, len(nodes)/peakShare)
	var peaks []membership
	for i := 0; i < len(nodes); i++ {
		if !beyond(&nodes[i]) {
			continue
		}
		from := i
		for i+1 < len(nodes) && beyond(&nodes[i+1]) {
			i++
		}
		height := 0.0
		for k := from; k <= i; k++ {
			height = max(height, e.up(scaled(nodes[k].lo, log))-limit, e.up(scaled(nodes[k].hi, log))-limit)
		}
		begins := from > 0 || !out(nodes[from].begin) || height > startFactor*size
		ends := i+1 < len(nodes) || !s.away(out)
		if i-from < most && begins && ends {
			if peaks == nil {
				peaks = make([]membership, len(nodes))
			}
			for k := from; k <= i; k++ {
				if peaks[k] = partly; out(nodes[k].lo) && out(nodes[k].hi) {
					peaks[k] = wholly
				}
			}
		}
	}
	return peaks
}

// ordinary is how far a series goes ordinarily at one end: peakFactor lengths of the range that four of five columns
// keep to beyond it. size is what is called large beside it. ok is false if there are few columns or nothing to see.
func ordinary(e side, nodes []node, cols int, log bool) (limit, size float64, ok bool) {
	var lows, highs []float64
	samples := 0
	within(nodes, cols, func(n *node) {
		lows = append(lows, min(e.up(scaled(n.lo, log)), e.up(scaled(n.hi, log))))
		highs = append(highs, max(e.up(scaled(n.lo, log)), e.up(scaled(n.hi, log))))
		samples += n.count
	})
	n := len(highs)
	if n < leastColumns || samples < leastSamples {
		return 0, 0, false
	}
	slices.Sort(lows)
	slices.Sort(highs)
	out := max(2, n/ordinaryOf)
	lo, hi := lows[out], highs[n-1-out]
	size = max(math.Abs(lo), math.Abs(hi))
	if !(hi-lo > flatness*size) {
		return 0, 0, false
	}
	return hi + peakFactor*(hi-lo), max(size, hi-lo), true
}

// away reports whether most of the latest samples are out of the ordinary: the series has not come back.
func (s *Series) away(out func(float64) bool) bool {
	n, away := 0, 0
	note := func(y float64) {
		n++
		if out(y) {
			away++
		}
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
	return 2*away >= n
}

// overflow is what lies beyond an end of the axis of y.
type overflow struct {
	peaks   int
	extreme float64
}

// beyond counts what the range of y cuts off at the ends at which it leaves out peaks.
func (l *Line) beyond(p *plot, traces [][]node, cut [2]bool) {
	for e := range cut {
		if !cut[e] {
			continue
		}
		for i := range l.Series {
			s := &l.Series[i]
			if s.peaks() {
				p.over[e].count(side(e), p, traces[i])
			}
		}
	}
}

func (b *overflow) count(e side, p *plot, nodes []node) {
	inside := true
	within(nodes, p.cols(), func(n *node) {
		v := n.hi
		if e == bottom {
			v = n.lo
		}
		if !p.outside(e, v) {
			inside = true
			return
		}
		if b.peaks == 0 || e.up(v) > e.up(b.extreme) {
			b.extreme = v
		}
		if inside {
			b.peaks++
		}
		inside = false
	})
}

// outside reports whether a value lies beyond an end of the axis of y.
func (p *plot) outside(e side, v float64) bool {
	f := p.y.frac(v)
	return e == top && f > 1 || e == bottom && f < 0
}

// drawEdges marks the columns of cells in which a series leaves the plot at an end that cuts peaks off.
func (l *Line) drawEdges(p *plot, traces [][]node) {
	for i := range l.Series {
		if !l.Series[i].peaks() {
			continue
		}
		role, _ := l.Series[i].look(i, p.r.th)
		within(traces[i], p.cols(), func(n *node) {
			if p.over[top].peaks > 0 && p.outside(top, n.hi) {
				p.put(int(n.col)/p.sx, 0, p.r.pick('↑', '^'), role)
			}
			if p.over[bottom].peaks > 0 && p.outside(bottom, n.lo) {
				p.put(int(n.col)/p.sx, p.h-1, p.r.pick('↓', 'v'), role)
			}
		})
	}
}

// labelEdges says how many peaks are cut off at an end, and how far the furthest goes: "↑3 max 1e9".
func (l *Line) labelEdges(p *plot) {
	for e, b := range p.over {
		if b.peaks == 0 {
			continue
		}
		row, mark, word := 0, p.r.pick('↑', '^'), "max"
		if side(e) == bottom {
			row, mark, word = p.h-1, p.r.pick('↓', 'v'), "min"
		}
		text := string(mark) + strconv.Itoa(b.peaks) + " " + word + " " + compact(b.extreme)
		if p.r.width(text)+2 > p.w {
			text = string(mark) + strconv.Itoa(b.peaks)
		}
		p.free(row, text)
	}
}

// free writes a text into a row of the plot where it covers least, the further right the better.
func (p *plot) free(row int, text string) {
	n := p.r.width(text)
	best, least := 0, n+1
	for cx := p.w - n - 1; cx >= 0; cx-- {
		covered := 0
		for i := range n {
			if p.r.at(p.left+cx+i, p.top+row) != ' ' {
				covered++
			}
		}
		if covered < least {
			best, least = cx, covered
		}
	}
	p.r.text(p.left+best, p.top+row, text, theme.Text, n)
}
