package controls

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"levyscope/train/schedule"
	"levyscope/tui/screen"
)

// Sketch sets a point where the left button is pressed in the pane of the learning rate, or takes hold of one that
// lies there; a drag moves it between its neighbours. The first point stays at this step.
func (d *Points) Sketch(steps, stride int, rate float64, drag bool) (notice string) {
	if math.IsNaN(rate) || math.IsInf(rate, 0) {
		if !drag {
			d.held = -1
		}
		return ""
	}
	if rate = max(0, rate); rate < leastRate {
		rate = 0
	}
	rate, _ = strconv.ParseFloat(strconv.FormatFloat(rate, 'g', 3, 64), 64)
	steps = min(steps, furthest)
	if !drag {
		d.held = d.near(steps, stride)
		if d.held < 0 && !d.insert(steps, rate) {
			return ""
		}
	}
	if d.held < 0 || d.held >= len(d.set) {
		return ""
	}
	i := d.held
	low, high := 0, furthest
	if i > 0 {
		low = d.set[i-1].Step + 1
	} else {
		high = 0
	}
	if i > 0 && i < len(d.set)-1 {
		high = d.set[i+1].Step - 1
	}
	if drag {
		d.set[i] = schedule.Point{Step: max(low, min(steps, high)), Factor: rate}
	}
	d.cursor = d.set[i] // which adds no point of its own
	d.say = fmt.Sprintf("a point at step %d from now, %s; drag moves it", d.set[i].Step, screen.Sig4(d.set[i].Factor))
	d.draw()
	return ""
}

// near is the number of the point in the column of a step, -1 where there is none.
func (d *Points) near(steps, stride int) int {
	best := -1
	for i, p := range d.set {
		off := max(p.Step-steps, steps-p.Step)
		if off < max(stride, 1) && (best < 0 || off < max(d.set[best].Step-steps, steps-d.set[best].Step)) {
			best = i
		}
	}
	return best
}

// insert sets a point at a step that has none, and holds it, unless there are too many.
func (d *Points) insert(steps int, rate float64) bool {
	if len(d.set) >= schedule.MaxListed-1 {
		d.say = d.full()
		return false
	}
	at, _ := slices.BinarySearchFunc(d.set, steps, func(p schedule.Point, k int) int { return p.Step - k })
	d.set = slices.Insert(slices.Clone(d.set), at, schedule.Point{Step: steps, Factor: rate})
	d.held = at
	return true
}

// full says that there can be no more points.
func (d *Points) full() string {
	return fmt.Sprintf("%d points are all that a schedule has: x removes one, a applies", schedule.MaxListed-1)
}

// Mouse has the wheel move the cursor in the lines below the pane; the button has no meaning there.
func (d *Points) Mouse(_ screen.Area, msg tea.MouseMsg, _, _ int) (cmd tea.Cmd, notice string, open bool) {
	if wheel, ok := msg.(tea.MouseWheelMsg); ok {
		switch wheel.Button {
		case tea.MouseWheelUp:
			d.rate(1)
		case tea.MouseWheelDown:
			d.rate(-1)
		}
		d.draw()
	}
	if _, ok := msg.(tea.MouseClickMsg); ok {
		d.held = -1
	}
	return nil, "", true
}
