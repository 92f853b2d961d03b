package tui

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"levyscope/train/schedule"
	"levyscope/tui/theme"
)

// knob is one control in the strip. move raises it (direction 1) or lowers it
// (-1) and says what came of it.
type knob struct {
	name, value string
	move        func(direction int) string
}

// scheduleKnobs are the parameters of a schedule; set takes the changed one.
func scheduleKnobs(s schedule.Schedule, set func(schedule.Schedule) string) []knob {
	var out []knob
	for _, p := range schedule.Params(s) {
		out = append(out, knob{p.Name, short(p.Value), func(direction int) string {
			next, err := schedule.With(s, p.Name, turned(p, direction))
			if err != nil {
				return err.Error()
			}
			return set(next)
		}})
	}
	return out
}

// turned is a parameter's next value: preferred numbers, whole ones where it must
// be whole, and 0 below the first of those that may be 0.
func turned(p schedule.Param, direction int) float64 {
	if p.Integer {
		if p.Value < 10 {
			return max(0, p.Value+float64(direction))
		}
		return float64(int(rung(p.Value, direction)))
	}
	if p.Value == 0 {
		if direction < 0 {
			return 0
		}
		return 1e-4
	}
	return rung(p.Value, direction)
}

// nextOf is the schedule after s in the circle of kinds, with its base rate; its
// decay begins at step from.
func nextOf(s schedule.Schedule, from int) (schedule.Schedule, error) {
	kinds := schedule.Kinds()
	at := 0
	for i, k := range kinds {
		if k == schedule.Kind(s) {
			at = (i + 1) % len(kinds)
		}
	}
	next, err := schedule.Default(kinds[at], s.Eta(0))
	if err != nil || from == 0 || kinds[at] == "constant" {
		return next, err
	}
	return schedule.With(next, "from", float64(from))
}

// short is a number in up to four significant digits without an empty exponent.
func short(v float64) string {
	s := strconv.FormatFloat(v, 'g', 4, 64)
	return strings.NewReplacer("e-0", "e-", "e+0", "e").Replace(s)
}

// strip is the line of controls, w cells wide, scrolled so that the selected one shows.
func strip(lead string, knobs []knob, selected, w int, th theme.Theme) string {
	parts := make([]string, len(knobs))
	for i, k := range knobs {
		text := th.Spell(fmt.Sprintf(" %s %s ", k.name, k.value))
		if i == selected {
			parts[i] = th.Style(theme.Focus).Render("[" + strings.TrimSpace(text) + "]")
		} else {
			parts[i] = text
		}
	}
	for from := 0; ; from++ {
		line := lead
		if from > 0 {
			line += th.Style(theme.Dim).Render(th.Spell(" ‹"))
		}
		upTo := strings.Join(parts[min(from, len(parts)):min(selected+1, len(parts))], " ")
		if ansi.StringWidth(line+" "+upTo) <= w || from >= selected {
			return pad(ansi.Truncate(line+" "+strings.Join(parts[min(from, len(parts)):], " "), w, th.Spell("›")), w)
		}
	}
}

// pad fills s with spaces up to w cells.
func pad(s string, w int) string {
	return s + strings.Repeat(" ", max(0, w-ansi.StringWidth(s)))
}

// bar is a line with text at both ends, w cells wide; the left one gives way.
func bar(th theme.Theme, left, right string, w int) string {
	more := th.Spell("…")
	right = ansi.Truncate(right, w, more)
	room := w - ansi.StringWidth(right)
	return pad(ansi.Truncate(left, max(0, room-1), more), room) + right
}
