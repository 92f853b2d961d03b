package screen

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"levyscope/train/schedule"
	"levyscope/tui/theme"
)

// strip is the line of controls, w cells wide, scrolled so that the selected one shows.
func strip(lead string, knobs []Knob, selected, w int, th theme.Theme) string {
	line, parts, _ := scrolledStrip(lead, knobs, selected, w, th)
	return Pad(ansi.Truncate(line+" "+strings.Join(parts, " "), w, th.Spell("›")), w)
}

// scrolledStrip is what stands before the knobs that are shown, their texts, and the number of the first of them.
func scrolledStrip(lead string, knobs []Knob, selected, w int, th theme.Theme) (line string, parts []string, from int) {
	parts = make([]string, len(knobs))
	for i, k := range knobs {
		text := th.Spell(fmt.Sprintf(" %s %s ", k.Name, k.Value))
		if i == selected {
			parts[i] = th.Style(theme.Focus).Render("[" + strings.TrimSpace(text) + "]")
		} else {
			parts[i] = text
		}
	}
	for from = 0; ; from++ {
		line = lead
		if from > 0 {
			line += th.Style(theme.Dim).Render(th.Spell(" ‹"))
		}
		upTo := strings.Join(parts[min(from, len(parts)):min(selected+1, len(parts))], " ")
		more := ""
		if selected < len(parts)-1 {
			more = th.Spell("›") // takes the place of a cell of what does not fit
		}
		if ansi.StringWidth(line+" "+upTo+more) <= w || from >= selected {
			return line, parts[min(from, len(parts)):], from
		}
	}
}

// knobAt is the number of the knob that stands at a cell of the strip.
func (c *Console[C, E]) knobAt(a Area, x int) (knob int, ok bool) {
	lead, knobs, selected := c.stripParts(a.W, a.Theme)
	line, parts, from := scrolledStrip(lead, knobs, selected, a.W, a.Theme)
	at := ansi.StringWidth(line) + 1
	for i, part := range parts {
		end := at + ansi.StringWidth(part)
		if x >= at && x < end {
			return from + i, true
		}
		at = end + 1
	}
	return 0, false
}

// Strip is the line of controls: schedule, arm and pace, then the knobs.
func (c *Console[C, E]) Strip(w int, th theme.Theme) string {
	lead, knobs, selected := c.stripParts(w, th)
	return strip(lead, knobs, selected, w, th)
}

// stripParts are what leads the strip, the knobs in it, and the number of the selected one.
func (c *Console[C, E]) stripParts(w int, th theme.Theme) (lead string, knobs []Knob, selected int) {
	eta, arm := c.spec.Decay()
	dim := th.Style(theme.Dim)
	kind := " " + schedule.Kind(eta)
	if c.candidate != nil {
		kind = " preview: " + schedule.Kind(c.candidate)
	}
	parts := []string{th.Style(theme.Title).Render(kind)}
	if c.spec.PutArm != nil {
		parts = append(parts, dim.Render("  arm ")+arm.String())
	}
	parts = append(parts, dim.Render("  pace ")+c.paceText())
	knobs = c.spec.Knobs()
	selected = c.selectedOf(knobs)
	return leading(parts, w-selectedWidth(knobs, selected, th), th), knobs, selected
}

// leading are as many of the parts as fit into w cells, the last ones left out, with what ends them.
func leading(parts []string, w int, th theme.Theme) string {
	end := th.Style(theme.Dim).Render(th.Spell(" │"))
	for ; len(parts) > 1; parts = parts[:len(parts)-1] {
		if lead := strings.Join(parts, "") + end; ansi.StringWidth(lead) <= w {
			return lead
		}
	}
	return parts[0] + end
}

// selectedWidth is the number of cells of the selected knob, with what tells that others stand before and behind it.
func selectedWidth(knobs []Knob, selected int, th theme.Theme) int {
	if len(knobs) == 0 {
		return 0
	}
	k := knobs[selected]
	return ansi.StringWidth(th.Spell("‹  [" + k.Name + " " + k.Value + "]›"))
}
