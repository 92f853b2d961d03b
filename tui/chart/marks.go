package chart

import (
	"strconv"
	"strings"

	"levyscope/tui/theme"
)

// drawLevels draws the HLines without their labels.
func (l *Line) drawLevels(p *plot) {
	for _, h := range l.HLines {
		cy, ok := p.cellY(h.Y)
		if !ok {
			continue
		}
		for cx := range p.w {
			p.put(cx, cy, p.r.pick('╌', '-'), levelRole(h))
		}
	}
}

func levelRole(h HLine) theme.Role {
	if h.Role == theme.Text {
		return theme.Theory
	}
	return h.Role
}

// labelLevels writes each label on its line where it covers least of the series: at the right, the left or the middle.
func (l *Line) labelLevels(p *plot, d *dots) {
	p.labelled = make([]bool, p.w+2)
	for _, h := range l.HLines {
		cy, ok := p.cellY(h.Y)
		n := p.r.width(h.Label)
		if !ok || n == 0 || n+4 > p.w {
			continue
		}
		best, least := 0, n+3
		for _, cx := range [...]int{p.w - n - 3, 2, (p.w - n) / 2, p.w / 4, p.w * 5 / 8} {
			covered := 0
			for i := range n + 2 {
				if c := p.r.at(p.left+cx-1+i, p.top+cy); d.used(cx-1+i, cy) || upright(c) {
					covered++
				}
			}
			if cx >= 1 && cx+n < p.w && covered < least {
				best, least = cx, covered
			}
		}
		for i := best - 1; cy == 0 && i <= best+n; i++ {
			p.labelled[i] = true
		}
		p.put(best-1, cy, ' ', theme.Text)
		end := p.r.text(p.left+best, p.top+cy, h.Label, levelRole(h), n)
		p.put(end-p.left, cy, ' ', theme.Text)
	}
}

// drawMoments draws the vertical lines: changes of controls, the present, the cursor.
func (l *Line) drawMoments(p *plot) {
	for _, m := range l.merged(p) {
		l.upright(p, m.X, p.r.pick('┊', ':'), theme.Marker)
	}
	if v, ok := given(l.Now); ok {
		l.upright(p, v, p.r.pick('│', '|'), theme.Now)
	}
	if v, ok := given(l.Cursor); ok {
		l.upright(p, v, p.r.pick('╎', '!'), theme.Focus)
	}
}

// upright says that a character is part of a vertical line.
func upright(c rune) bool { return strings.ContainsRune("┊│╎:|!", c) }

func (l *Line) upright(p *plot, x float64, c rune, role theme.Role) {
	if !finite(x) {
		return
	}
	if cx, ok := p.cellX(x); ok {
		for cy := range p.h {
			p.put(cx, cy, c, role)
		}
	}
}

// labelMoments writes the labels of the vertical lines into the top row of the plot, from the latest to the earliest;
// one that would touch another, or the label of
// a level, is left out.
func (l *Line) labelMoments(p *plot) {
	taken := p.labelled
	label := func(x float64, s string, role theme.Role, shift int) {
		cx, ok := p.cellX(x)
		n := p.r.width(s)
		if !ok || n == 0 || !finite(x) {
			return
		}
		if cx += shift; cx+n > p.w { // to the left of its line
			cx -= n - 1 + 2*shift
		}
		if cx < 0 {
			return
		}
		for i := cx; i < cx+n; i++ {
			if taken[i] {
				return
			}
		}
		p.r.text(p.left+cx, p.top, s, role, n)
		for i := max(cx-1, 0); i <= cx+n; i++ {
			taken[i] = true
		}
	}
	if v, ok := given(l.Now); ok {
		label(v, "now", theme.Now, 1)
	}
	markers := l.merged(p)
	for i := len(markers) - 1; i >= 0; i-- {
		label(markers[i].X, markers[i].Label, theme.Marker, 0)
	}
}

// mergedCells is the largest distance of two markers of one label, in cells, that are drawn as one.
const mergedCells = 3

// merged are the markers as they are drawn: neighbours with one label that stand close together are one, at the last of
// them, with their number: "s×4".
func (l *Line) merged(p *plot) []Marker {
	type group struct {
		Marker
		n, cell int
	}
	var groups []group
	for _, m := range l.Markers {
		cx, ok := p.cellX(m.X)
		if !ok || !finite(m.X) {
			continue
		}
		if k := len(groups) - 1; k >= 0 && groups[k].Label == m.Label && cx-groups[k].cell <= mergedCells {
			groups[k].X, groups[k].cell = m.X, cx
			groups[k].n++
			continue
		}
		groups = append(groups, group{m, 1, cx})
	}
	out := make([]Marker, len(groups))
	for i, g := range groups {
		out[i] = g.Marker
		if g.n > 1 && g.Label != "" {
			out[i].Label += string(p.r.pick('×', 'x')) + strconv.Itoa(g.n)
		}
	}
	return out
}

// drawSeries draws the lines, then their glyphs over them.
func (l *Line) drawSeries(p *plot, traces [][]node) *dots {
	d, cloud := newDots(p.w, p.h, p.r.th), newDots(p.w, p.h, p.r.th)
	future := p.cols()
	if v, ok := given(l.Now); ok {
		future = int(p.x.place(v, p.cols()))
	}
	for i := range l.Series {
		s := &l.Series[i]
		role, glyph := s.look(i, p.r.th)
		k := stroke{d: d, y: p.y, pen: pen{role, glyph}, stairs: s.Stairs, loose: s.Scatter}
		if s.Cloud {
			k.d = cloud
		}
		k.dashed = func(c int) bool { return !s.Scatter && (s.Dashed || c > future) }
		k.draw(traces[i])
	}
	l.drawSmooth(p, d)
	cloud.onto(p.r, p.left, p.top)
	d.onto(p.r, p.left, p.top)
	d.cover(cloud)
	for i := range l.Series {
		l.glyphs(p, i, traces[i], future)
	}
	return d
}

// glyphSpacing is the number of cells between two glyphs of a series.
const glyphSpacing = 12

// glyphs puts the glyph of a series on its line: at every sample if they are few, else every glyphSpacing cells, the
// series taking turns; and always at the last sample and at the present.
func (l *Line) glyphs(p *plot, i int, nodes []node, future int) {
	s := &l.Series[i]
	role, glyph := s.look(i, p.r.th)
	var seen []*node
	within(nodes, p.cols(), func(n *node) { seen = append(seen, n) })
	put := func(n *node, y float64) {
		if cy, ok := p.cellY(y); ok {
			p.put(int(n.col)/p.sx, cy, glyph, role)
		}
	}
	next := 3 + i*4%glyphSpacing
	few := len(seen) <= p.w/6 || s.Scatter && len(seen) <= p.w/2
	for k, n := range seen {
		cell := int(n.col) / p.sx
		last := k == len(seen)-1 || int(n.col) <= future && int(seen[k+1].col) > future
		switch {
		case s.Scatter && few:
			put(n, n.lo)
			put(n, n.hi)
		case !s.Scatter && (last || few || cell >= next):
			put(n, n.last)
		}
		if cell >= next {
			next += (cell - next + glyphSpacing) / glyphSpacing * glyphSpacing
		}
	}
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
