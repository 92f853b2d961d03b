package controls

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"levyscope/train/schedule"
	"levyscope/tui/picker"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// Drawing is the screen whose schedule is drawn.
type Drawing interface {
	// EtaNow is the learning rate at this step.
	EtaNow() float64
	// Preview draws a schedule ahead of now.
	Preview(schedule.Schedule) (notice string)
	// Act applies the preview, or leaves it.
	Act(screen.Action) (cmd tea.Cmd, notice string)
}

// Points draws a schedule by points: straight lines from point to point, as its preview in the pane of the learning
// rate. The cursor is a point too until it has moved on, so that the line shows where it is.
type Points struct {
	of     Drawing
	set    []schedule.Point // that were set, in order of their steps, from now on
	cursor schedule.Point
	stride int // steps that the cursor moves by
	held   int // number of the point that the mouse holds; -1: none
	say    string
	err    error // why the points are no schedule
}

const (
	firstStride = 200
	mostStride  = 1 << 20
	furthest    = 1 << 30 // steps from now on
	leastRate   = 1e-6    // of the cursor; below it is 0
)

// NewPoints begins a drawing at the learning rate of now.
func NewPoints(of Drawing) *Points {
	d := &Points{of: of, stride: firstStride, held: -1}
	d.set = []schedule.Point{{Factor: of.EtaNow()}}
	d.cursor = schedule.Point{Step: 10 * firstStride, Factor: of.EtaNow() / 2}
	d.draw()
	return d
}

// all are the points that were set and the cursor.
func (d *Points) all() []schedule.Point {
	at, found := slices.BinarySearchFunc(d.set, d.cursor.Step, func(p schedule.Point, k int) int { return p.Step - k })
	if !found {
		return slices.Insert(slices.Clone(d.set), at, d.cursor)
	}
	out := slices.Clone(d.set)
	out[at] = d.cursor
	return out
}

// text is the schedule of points.
func text(points []schedule.Point) string {
	items := make([]string, len(points))
	for i, p := range points {
		items[i] = fmt.Sprintf("%d:%s", p.Step, strconv.FormatFloat(p.Factor, 'g', 6, 64))
	}
	return "points:at=" + strings.Join(items, "/")
}

// draw previews what is drawn, where it is a schedule.
func (d *Points) draw() {
	s, err := schedule.Parse(text(d.all()))
	if d.err = screen.Cause(err); err == nil {
		d.of.Preview(s)
	}
}

// Type takes a key.
func (d *Points) Type(key tea.KeyPressMsg) (cmd tea.Cmd, notice string, open bool) {
	d.say, d.held = "", -1
	switch key.String() {
	case "esc", "q":
		_, notice = d.of.Act(screen.Back)
		return nil, notice, false
	case "a":
		return d.apply()
	case "h", "left":
		d.cursor.Step = max(0, d.cursor.Step-d.stride)
	case "l", "right":
		d.cursor.Step = min(furthest, d.cursor.Step+d.stride)
	case "k", "up":
		d.rate(1)
	case "j", "down":
		d.rate(-1)
	case "+", ">":
		d.stride = min(mostStride, 2*d.stride)
		d.say = fmt.Sprintf("h l move by %d steps", d.stride)
	case "-", "<":
		d.stride = max(1, d.stride/2)
		d.say = fmt.Sprintf("h l move by %d steps", d.stride)
	case "0":
		d.cursor.Factor = 0
	case "enter", "space":
		d.put()
	case "x", "backspace", "delete":
		d.remove()
	default:
		d.say = "h j k l move, enter sets a point, x removes one, a applies, esc leaves"
	}
	d.draw()
	return nil, "", true
}

// rate raises the learning rate of the cursor to the next preferred number (direction 1), or lowers it (-1), down to 0.
func (d *Points) rate(direction int) {
	switch y := d.cursor.Factor; {
	case y == 0 && direction > 0:
		d.cursor.Factor = leastRate
	case y <= leastRate && direction < 0:
		d.cursor.Factor = 0
	case y > 0 && (direction < 0 || y < 1e6):
		d.cursor.Factor = screen.Rung(y, direction)
	}
}

// put sets a point at the cursor, and moves on.
func (d *Points) put() {
	if len(d.all()) > schedule.MaxListed-1 {
		d.say = d.full()
		return
	}
	d.set = d.all()
	d.say = fmt.Sprintf("a point at step %d from now, %s", d.cursor.Step, screen.Sig4(d.cursor.Factor))
	d.cursor.Step = min(furthest, d.cursor.Step+d.stride)
}

// remove removes the point at the cursor, or the last one before it. The first one stays.
func (d *Points) remove() {
	for i := len(d.set) - 1; i > 0; i-- {
		if d.set[i].Step <= d.cursor.Step {
			d.cursor = d.set[i]
			d.set = slices.Delete(d.set, i, i+1)
			d.say = "removed"
			return
		}
	}
	d.say = "there is no point to remove before the cursor"
}

// apply puts the points that were set in force; the cursor is none of them.
func (d *Points) apply() (cmd tea.Cmd, notice string, open bool) {
	s, err := schedule.Parse(text(d.set))
	if err != nil {
		d.err = screen.Cause(err)
		return nil, "", true
	}
	d.of.Preview(s)
	cmd, notice = d.of.Act(screen.Expand)
	return cmd, notice, false
}

// Paste does nothing: texts are written in the list of all controls.
func (d *Points) Paste(tea.PasteMsg) {}

// Hints are the keys.
func (d *Points) Hints() []screen.Hint {
	return []screen.Hint{{Keys: "a", Word: "apply"}, {Keys: "esc", Word: "leave"}, {Keys: "enter", Word: "set a point"},
		{Keys: "click", Word: "a point"},
		{Keys: "h l", Word: "step"}, {Keys: "j k", Word: "rate"}, {Keys: "+ -", Word: "stride"}, {Keys: "x", Word: "remove"}}
}

// rateName is what the points are of: a learning rate, or a factor of one.
func (d *Points) rateName() string {
	if of, ok := d.of.(interface{ RateName() string }); ok {
		return of.RateName()
	}
	return "learning rate"
}

// Rows is how many lines the drawing takes below the pane of the learning rate.
func (d *Points) Rows(screen.Area) int { return 6 }

// View says where the cursor is, and what is drawn as a text.
func (d *Points) View(a screen.Area) string {
	th := a.Theme
	f := screen.Frame{W: a.W, H: a.H, Focused: true, Theme: th}
	lines := []string{screen.TitleRule("a schedule by points, straight lines between them", f),
		th.Style(theme.Text).Render(fmt.Sprintf(" cursor: step %d from now, %s %s; h l move by %d steps",
			d.cursor.Step, d.rateName(), screen.Sig4(d.cursor.Factor), d.stride))}
	said, role := d.say, theme.Marker
	if d.err != nil {
		said, role = d.err.Error(), theme.Bad
	}
	lines = append(lines, th.Style(role).Render(th.Spell(" "+said)))
	lines = append(lines, picker.Wrapped(a, " ", "applied by a: "+text(d.set), theme.Title, 3)...)
	return screen.FitLines(f, lines)
}
