package chart

import (
	"strings"
	"unicode/utf8"

	"levyscope/tui/theme"
)

// raster is a grid of w x h cells, each a character and the role that it is drawn in.
type raster struct {
	w, h   int
	th     *theme.Theme
	ascii  bool
	head   int    // rows above the plot: that of the title, and one of the legend where it has its own
	cells  []rune // a character, or tail, or -2-i for wholes[i]
	roles  []theme.Role
	backs  []theme.Role // colours behind the cells, of theme.Heat; Text is none. nil where no cell has one
	wholes []string     // characters of several runes; they only occur in labels
}

// tail fills the second cell of a character that is two cells wide.
const tail = -1

func newRaster(w, h int, th *theme.Theme) *raster {
	w, h = max(w, 0), max(h, 0)
	r := &raster{w: w, h: h, th: th, ascii: th.Glyphs() == theme.ASCII, head: 1}
	r.cells, r.roles = make([]rune, w*h), make([]theme.Role, w*h)
	for i := range r.cells {
		r.cells[i] = ' '
	}
	return r
}

// put writes a character that is one cell wide; outside the grid it does nothing.
func (r *raster) put(x, y int, c rune, role theme.Role) {
	if x < 0 || x >= r.w || y < 0 || y >= r.h {
		return
	}
	i := y*r.w + x
	if r.cells[i] == tail { // never leave half of a wide character behind
		r.cells[i-1] = ' '
	}
	if x+1 < r.w && r.cells[i+1] == tail {
		r.cells[i+1] = ' '
	}
	r.cells[i], r.roles[i] = c, role
}

// behind puts a colour of theme.Heat behind a cell.
func (r *raster) behind(x, y int, back theme.Role) {
	if x < 0 || x >= r.w || y < 0 || y >= r.h {
		return
	}
	if r.backs == nil {
		r.backs = make([]theme.Role, len(r.cells))
	}
	r.backs[y*r.w+x] = back
}

// at is the character in a cell; outside the grid it is 0.
func (r *raster) at(x, y int) rune {
	if x < 0 || x >= r.w || y < 0 || y >= r.h {
		return 0
	}
	return r.cells[y*r.w+x]
}

// fill writes n times the character c.
func (r *raster) fill(x, y, n int, c rune, role theme.Role) {
	for i := range max(n, 0) {
		r.put(x+i, y, c, role)
	}
}

// text writes s from (x, y) over at most room cells and returns the cell after it. Text that does not fit is cut.
func (r *raster) text(x, y int, s string, role theme.Role, room int) int {
	room = min(room, r.w-x)
	if y < 0 || y >= r.h || x < 0 || room <= 0 {
		return x
	}
	for _, g := range fit(s, room, r.ascii) {
		c := g.r
		if g.whole != "" {
			r.wholes = append(r.wholes, g.whole)
			c = rune(-1 - len(r.wholes))
		}
		r.put(x, y, c, role)
		if g.width == 2 {
			r.put(x+1, y, ' ', role)
			r.cells[y*r.w+x+1] = tail
		}
		x += g.width
	}
	return x
}

// width is the number of cells that text needs for s.
func (r *raster) width(s string) int { return textWidth(s, r.ascii) }

// pick returns the first character, or the second where only ASCII can be shown.
func (r *raster) pick(full, ascii rune) rune {
	if r.ascii {
		return ascii
	}
	return full
}

// say writes a message into the middle of the rows from top on.
func (r *raster) say(top int, msg string) {
	if top >= r.h {
		return
	}
	x := max((r.w-r.width(msg))/2, 0)
	r.text(x, top+(r.h-top-1)/2, msg, theme.Dim, r.w)
}

// String writes the rows in runs of one role. Spaces look alike in every role, so they do not end a run.
func (r *raster) String() string {
	if r.w == 0 || r.h == 0 {
		return strings.Repeat("\n", max(r.h-1, 0))
	}
	out := make([]byte, 0, len(r.cells)*3+r.h*64)
	for y := range r.h {
		if y > 0 {
			out = append(out, '\n')
		}
		out = r.row(out, y)
	}
	return string(out)
}

func (r *raster) row(out []byte, y int) []byte {
	run, back := theme.Text, theme.Text
	shut := "" // ends what is behind the run
	for i := y * r.w; i < (y+1)*r.w; i++ {
		c := r.cells[i]
		if c == tail {
			continue
		}
		behind := theme.Text
		if r.backs != nil {
			behind = r.backs[i]
		}
		if role := r.roles[i]; behind != back || role != run && c != ' ' {
			out = append(append(out, r.th.Close(run)...), shut...)
			var open string
			open, shut = r.th.Ground(behind)
			out = append(append(out, r.th.Open(role)...), open...)
			run, back = role, behind
		}
		if c < 0 {
			out = append(out, r.wholes[-2-c]...)
			continue
		}
		out = utf8.AppendRune(out, c)
	}
	return append(append(out, r.th.Close(run)...), shut...)
}
