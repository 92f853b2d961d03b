package chart

import (
	"strconv"
	"strings"

	"levyscope/tui/theme"
)

// barMark stands for bars in a legend: a block that does not touch the bars below.
const barMark = '▀'

// entry is one series in the legend of a title rule.
type entry struct {
	glyph             rune
	role              theme.Role
	name, value, span string
	alarm             string // stays as long as the name does
}

// head is the title rule of a chart.
type head struct {
	title, unit string
	focused     bool
	entries     []entry
}

// detail is how much of an entry is shown.
type detail int

const (
	names detail = iota
	values
	spans
)

// parts are the texts of an entry in the order in which they are written, with their roles.
func (e *entry) parts(d detail) []part {
	p := make([]part, 0, 5)
	if e.glyph != 0 {
		p = append(p, part{string(e.glyph), e.role})
	}
	if e.name != "" {
		p = append(p, part{e.name, theme.Text})
	}
	if d >= values && strings.TrimSpace(e.value) != "" {
		role := e.role
		if role == theme.Shade || role > theme.Series5 { // too faint to read
			role = theme.Text
		}
		p = append(p, part{e.value, role})
	}
	if d >= spans && e.span != "" {
		p = append(p, part{e.span, theme.Dim})
	}
	if e.alarm != "" {
		p = append(p, part{e.alarm, theme.Bad})
	}
	return p
}

type part struct {
	text string
	role theme.Role
}

// draw writes the rule into the first row: "─ title (unit) ─ ● name now [min max] ─ ...───". What does
// not fit goes in this order: the ranges, the unit, the values, the entries from the last one on, the
// end of the title.
func (hd *head) draw(r *raster) {
	if r.h == 0 {
		return
	}
	r.fill(0, 0, r.w, r.pick('─', '-'), theme.Axis)
	role := theme.Title
	if hd.focused {
		role = theme.Focus
		r.put(0, 0, r.pick('▸', '>'), role)
	}
	title, count, d := hd.fitting(r)
	if title == "" && count == 0 || r.w < 4 {
		return
	}
	x := 1
	if title != "" {
		r.put(1, 0, ' ', theme.Axis)
		x = r.text(2, 0, title, role, r.w-2)
	}
	for i := range count {
		r.put(x, 0, ' ', theme.Axis)
		x += min(x, 2) // over the rule
		for _, p := range hd.entries[i].parts(d) {
			r.put(x, 0, ' ', theme.Axis)
			x = r.text(x+1, 0, p.text, p.role, r.w)
		}
	}
	if rest := len(hd.entries) - count; rest > 0 && count > 0 {
		if more := " +" + strconv.Itoa(rest); x+r.width(more)+1 < r.w {
			x = r.text(x, 0, more, theme.Dim, r.w)
		}
	}
	r.put(x, 0, ' ', theme.Axis)
}

// fitting is the title and how many entries fit beside it, in what detail.
func (hd *head) fitting(r *raster) (title string, count int, d detail) {
	full := hd.title
	if hd.unit != "" {
		full += " (" + hd.unit + ")"
	}
	for _, try := range [...]struct {
		title string
		d     detail
	}{{full, spans}, {full, values}, {hd.title, values}, {full, names}, {hd.title, names}} {
		room := r.w - r.width(try.title) - 3
		if n := hd.count(r, room, try.d); room >= 0 && n == len(hd.entries) {
			return try.title, n, try.d
		}
	}
	return hd.title, hd.count(r, r.w-r.width(hd.title)-3, names), names
}

// count is how many entries fit into room cells in the given detail.
func (hd *head) count(r *raster, room int, d detail) int {
	used := 0
	for i := range hd.entries {
		used += 2
		for _, p := range hd.entries[i].parts(d) {
			used += 1 + r.width(p.text)
		}
		if used > room {
			return i
		}
	}
	return len(hd.entries)
}
