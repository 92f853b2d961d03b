package screen

import (
	"levyscope/train/schedule"
)

// Knob is one control in the strip.
type Knob struct {
	Name, Value string // in the strip
	// Move raises the control (direction 1) or lowers it (-1), and says what came of it.
	Move func(direction int) (notice string)
}

// ScheduleKnobs returns a knob for every parameter of a schedule; set puts the changed
// schedule in force.
func ScheduleKnobs(s schedule.Schedule, set func(schedule.Schedule) (notice string)) []Knob {
	var out []Knob
	for _, p := range schedule.Params(s) {
		out = append(out, Knob{Name: p.Name, Value: Sig4(p.Value), Move: func(direction int) string {
			next, err := schedule.With(s, p.Name, moved(p, direction))
			if err != nil {
				return err.Error()
			}
			return set(next)
		}})
	}
	return out
}

// moved returns the next value of a parameter: a preferred number, a whole one where it
// must be whole, and 0 below the first of those that may be 0.
func moved(p schedule.Param, direction int) float64 {
	if p.Integer {
		if p.Value < 10 {
			return max(0, p.Value+float64(direction))
		}
		return float64(int(Rung(p.Value, direction)))
	}
	if p.Value == 0 {
		if direction < 0 {
			return 0
		}
		return 1e-4
	}
	return Rung(p.Value, direction)
}

// ScheduleAfter returns the schedule of the kind after that of s, in a circle, with the
// same base rate; its decay begins at step from.
func ScheduleAfter(s schedule.Schedule, from int) (schedule.Schedule, error) {
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
