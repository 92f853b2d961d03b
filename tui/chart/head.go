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
	keep              bool   // the last ones to be left out: fits and theories
	series            int    // its place among the series of a Line; -1 belongs to none of them
	off               bool   // the series is hidden: the entry is dim and has no value
}

// head is the title rule of a chart, and a row below it for a legend that the rule has no room for.
type head struct {
	title, unit string
	brief       string // stands in for the title where the legend would not fit beside it; "": nothing does
	focused     bool
	oneRow      bool // the legend never gets a row of its own
	entries     []entry
	facts       []string // lines below the title, as many as leave the plot some rows
}

// detail is how much of an entry is shown.
type detail int

const (
	names detail = iota
	values
	ranges // of readings: of their samples, but not where each lies
	spans
)

// parts are the texts of an entry in the order in which they are written, with their roles.
func (e *entry) parts(d detail) []part {
	p := make([]part, 0, 5)
	if e.off {
		return append(p, part{"-", theme.Dim}, part{e.name, theme.Dim})
	}
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

// legendRow is the height in cells from which on a chart gives its legend a row of its own, if it needs one.
const legendRow = 8

// layout is what a head shows, and where.
type layout struct {
	title   string
	entries []entry
	d       detail
	rows    int // 2: the entries stand below the title
	hidden  int // entries that are left out
}

// draw writes the rule into the first row: "─ title (unit) ─ ● name now [min max] ─ ...───". What does not fit goes in
// this order: the ranges, the unit, the values. Then the entries move to a row of their own, if the chart is high
// enough, or the brief form stands in for the title, as it does wherever the title alone is too long. The last to go
// are the entries themselves, fits and theories after all others, and the end of the title.
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
	at := hd.fitting(r)
	for i := range hd.factRows(r, at.rows) {
		r.text(0, at.rows+i, hd.facts[i], theme.Text, r.w)
	}
	if at.title == "" && len(at.entries) == 0 || r.w < 4 {
		return
	}
	x, y := 1, 0
	if at.title != "" {
		r.put(1, 0, ' ', theme.Axis)
		x = r.text(2, 0, at.title, role, r.w-2)
	}
	if at.rows == 2 {
		r.put(x, 0, ' ', theme.Axis)
		x, y = 0, 1
	}
	for i := range at.entries {
		e := &at.entries[i]
		r.put(x, y, ' ', theme.Axis)
		x += min(x, 2) // over the rule
		for _, p := range e.parts(at.d) {
			r.put(x, y, ' ', theme.Axis)
			x = r.text(x+1, y, p.text, p.role, r.w)
		}
	}
	if at.hidden > 0 && len(at.entries) > 0 {
		if more := " +" + strconv.Itoa(at.hidden); x+r.width(more)+1 < r.w {
			x = r.text(x, y, more, theme.Dim, r.w)
		}
	}
	r.put(x, y, ' ', theme.Axis)
}

// entryAt is the entry of the legend under a cell, or nil; it follows draw.
func (hd *head) entryAt(r *raster, column, row int) *entry {
	at := hd.fitting(r)
	if r.w < 4 || row != at.rows-1 {
		return nil
	}
	x := 1
	switch {
	case at.rows == 2:
		x = 0
	case at.title != "":
		x = 2 + r.width(at.title)
	}
	for i := range at.entries {
		e := &at.entries[i]
		x += min(x, 2)
		begin := x + 1
		for _, p := range e.parts(at.d) {
			x += 1 + r.width(p.text)
		}
		if column >= begin && column < min(x, r.w) {
			return e
		}
	}
	return nil
}

// fitting is what the head shows: see draw.
func (hd *head) fitting(r *raster) layout {
	full := hd.title
	if hd.unit != "" {
		full += " (" + hd.unit + ")"
	}
	tries := []layout{{title: full, d: spans}, {title: full, d: values}, {title: hd.title, d: values},
		{title: full, d: names}, {title: hd.title, d: names}}
	if hd.brief != "" && (r.h < legendRow || hd.oneRow) {
		tries = append(tries, layout{title: hd.brief, d: names})
	}
	for _, try := range tries {
		room := r.w - r.width(try.title) - 3
		if n := hd.count(r, room, try.d); room >= 0 && n == len(hd.entries) {
			try.entries, try.rows = hd.entries, 1
			return try
		}
	}
	title := hd.title
	if r.h >= legendRow && !hd.oneRow {
		switch {
		case r.width(full)+3 <= r.w:
			title = full
		case r.width(title)+3 > r.w && hd.brief != "":
			title = hd.brief
		}
		for _, d := range [...]detail{spans, values, names} {
			if hd.count(r, r.w-1, d) == len(hd.entries) {
				return layout{title: title, entries: hd.entries, d: d, rows: 2}
			}
		}
		kept := hd.kept(r, r.w-1)
		return layout{title: title, entries: kept, rows: 2, hidden: len(hd.entries) - len(kept)}
	}
	if hd.brief != "" {
		title = hd.brief
	}
	kept := hd.kept(r, r.w-r.width(title)-3)
	return layout{title: title, entries: kept, rows: 1, hidden: len(hd.entries) - len(kept)}
}

// kept are the entries whose names fit into room cells: those that are to be kept first, then the others, all in their
// order.
func (hd *head) kept(r *raster, room int) []entry {
	shown := make([]bool, len(hd.entries))
	for _, keep := range [...]bool{true, false} {
		for i := range hd.entries {
			e := &hd.entries[i]
			if e.keep != keep {
				continue
			}
			if room -= e.width(r, names); room < 0 {
				break
			}
			shown[i] = true
		}
	}
	var out []entry
	for i, e := range hd.entries {
		if shown[i] {
			out = append(out, e)
		}
	}
	return out
}

// width is that of an entry in the rule, with what sets it apart.
func (e *entry) width(r *raster, d detail) int {
	n := 2
	for _, p := range e.parts(d) {
		n += 1 + r.width(p.text)
	}
	return n
}

// reserve lets the plot begin below the head.
func (hd *head) reserve(r *raster) {
	rows := hd.fitting(r).rows
	r.head = rows + hd.factRows(r, rows)
}

// leastPlot is the number of rows that facts leave to the plot and to the labels below it.
const leastPlot = 5

// factRows is the number of facts that there is room for below the title.
func (hd *head) factRows(r *raster, rows int) int {
	return max(0, min(len(hd.facts), r.h-rows-leastPlot))
}

// count is how many entries fit into room cells in the given detail.
func (hd *head) count(r *raster, room int, d detail) int {
	used := 0
	for i := range hd.entries {
		if used += hd.entries[i].width(r, d); used > room {
			return i
		}
	}
	return len(hd.entries)
}
