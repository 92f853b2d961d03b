package chart

import "math"

// node is what a series does within one column of dots.
type node struct {
	col         float64 // the column; beyond the plot only for the samples next to it
	lo, hi      float64 // the range of y
	first, last float64 // y on entering and on leaving, as drawn
	begin       float64 // y of the first sample
	count       int     // samples
	gap         bool    // nothing connects it with the node before
}

// trace gathers the samples of a series by column. Samples beyond the axis are left out, but for the nearest one on
// each side, towards which the line runs.
type trace struct {
	lo, per float64 // the x of the first column, and columns per unit of x
	cols    int
	log     bool // only y > 0 counts
	nodes   []node
	before  node // the latest sample left of the plot
	pending bool // before is set, but not yet among the nodes
	gap     bool // the next sample is not connected
	done    bool // a sample right of the plot has been seen
}

// traceOf is the trace of a series over cols columns.
func traceOf(s *Series, x axis, cols int, log bool) []node {
	t := trace{lo: x.lo, per: float64(cols-1) / (x.hi - x.lo), cols: cols, log: log, gap: true}
	t.nodes = make([]node, 0, cols+2)
	half := 0.5 / float64(max(cols-1, 1)) // the outer halves of the first and the last column
	from, to := x.value(-half), x.value(1+half)
	if s.Track != nil && x.log {
		return t.nodes
	}
	if s.Track != nil {
		s.Track.each(from, to, t.bucket)
		return t.nodes
	}
	var same stretch
	for _, p := range s.window(from, to) {
		if same.takes(p, log) {
			continue
		}
		if !p.finite() || log && p.Y <= 0 || x.log && p.X <= 0 {
			t.gap, same = true, stretch{}
			continue
		}
		y := bound(p.Y)
		t.add(t.column(scaled(bound(p.X), x.log)), node{lo: y, hi: y, first: y, last: y, begin: y, count: 1})
		same = t.stretch(x.log)
	}
	return t.nodes
}

// stretch is the inside of the column of the latest node, where samples follow that need no more than its range.
type stretch struct {
	from, to float64
	node     *node // nil: there is none
}

// stretch is that of the latest sample, if it lies in the plot; the next one is not behind a gap.
func (t *trace) stretch(logX bool) stretch {
	k := len(t.nodes) - 1
	if logX || k < 0 || t.pending || t.done || t.gap {
		return stretch{}
	}
	// A little less than the column, for rounding.
	n := &t.nodes[k]
	return stretch{t.lo + (n.col-0.499)/t.per, t.lo + (n.col+0.499)/t.per, n}
}

// takes adds a sample to the node of the stretch if it lies there and can be drawn.
func (s *stretch) takes(p Point, log bool) bool {
	if s.node == nil || !(p.X >= s.from && p.X < s.to && p.Y >= -huge && p.Y <= huge) || log && p.Y <= 0 {
		return false
	}
	n := s.node
	if p.Y < n.lo {
		n.lo = p.Y
	}
	if p.Y > n.hi {
		n.hi = p.Y
	}
	n.last = p.Y
	n.count++
	return true
}

// bucket adds a bucket in every column that it reaches over.
func (t *trace) bucket(b *Bucket) {
	n := node{lo: b.Min, hi: b.Max, last: b.Last, begin: b.First, count: b.Count}
	if t.log {
		if b.Max <= 0 {
			return
		}
		n.lo = b.Positive
		n.last, n.begin = max(n.last, n.lo), max(n.begin, n.lo)
	}
	n.first = n.last
	if k := len(t.nodes); k > 0 {
		n.first = min(max(t.nodes[k-1].last, n.lo), n.hi)
	}
	from, to := t.column(b.X0), t.column(b.X1)
	t.add(from, n)
	if to-from < 0.5 && math.Round(from) == math.Round(to) {
		return
	}
	n.first, n.count = n.last, 0
	for c := max(math.Round(from)+1, 0); c <= min(math.Round(to), float64(t.cols-1)); c++ {
		t.push(c, n)
	}
}

// column is the place of x among the columns. It may lie outside them, but never too far away to be an int.
func (t *trace) column(x float64) float64 {
	return min(max((x-t.lo)*t.per, -1e6), 1e6)
}

func (t *trace) add(c float64, n node) {
	switch {
	case c < -0.5:
		n.col, n.gap = c, true
		t.before, t.pending, t.gap = n, true, false
	case c >= float64(t.cols)-0.5:
		if t.done { // sorted input needs only the first sample beyond
			t.gap = true
			return
		}
		t.push(c, n)
		t.done = true
	default:
		t.push(math.Round(c), n)
		t.done = false
	}
}

func (t *trace) push(c float64, n node) {
	if t.pending {
		t.nodes = append(t.nodes, t.before)
		t.pending = false
	}
	if k := len(t.nodes); k > 0 && !t.gap && t.nodes[k-1].col == c {
		m := &t.nodes[k-1]
		m.lo, m.hi, m.last = min(m.lo, n.lo), max(m.hi, n.hi), n.last
		m.count += n.count
		return
	}
	n.col, n.gap, t.gap = c, t.gap, false
	t.nodes = append(t.nodes, n)
}

// within calls f for the nodes that lie in the plot.
func within(nodes []node, cols int, f func(*node)) {
	for i := range nodes {
		if nodes[i].in(cols) {
			f(&nodes[i])
		}
	}
}

// in reports whether the node lies in a plot of so many columns, not beside it.
func (n *node) in(cols int) bool { return n.col >= 0 && n.col < float64(cols)-0.5 }
