package screen

import (
	"math"
	"slices"
	"strconv"

	"levyscope/train/schedule"
)

// Knob is one control in the strip.
type Knob struct {
	Name, Value string // in the strip
	ID          string // by which the choice of the user is kept, where Name may change; "": Name
	Of          string // the Chosen thing that it is a parameter of; "": a control by itself
	Range       string // the values that Set takes: "above 0", "from 1 to 4000", "euler, exact or tamed"
	What        string // what it is, in one sentence with its unit
	Restarts    bool   // it takes effect in a run that begins anew
	// Move raises the control (direction 1) or lowers it (-1), and says what came of it, or why nothing did. Where
	// there is no reason but that the control is at its bound, it says nothing.
	Move func(direction int) (notice string)
	// Set gives the control a value as a user types it, and says what came of it, nothing where it has that value. The
	// error names what is wrong with the text and what to write; then nothing has changed.
	Set func(text string) (notice string, err error)
	// Check is what is wrong with a text for Set, as far as that can be said before; nil: a number where it has one.
	Check func(text string) error
}

// Refuses says what is wrong with a text for a knob before it is set, nil where nothing is known to be wrong.
func (k Knob) Refuses(text string) error {
	if k.Check != nil {
		return k.Check(text)
	}
	if _, err := Number(k.Name, k.Value); err != nil {
		return nil
	}
	_, err := Number(k.Name, text)
	return err
}

// key is what the choice of a knob is kept by.
func (k Knob) key() string {
	if k.ID != "" {
		return k.ID
	}
	return k.Name
}

// scheduleKnobs returns a knob for every parameter of a schedule; set puts the changed
// schedule in force.
func scheduleKnobs(s schedule.Schedule, set func(schedule.Schedule) (notice string, err error)) []Knob {
	var out []Knob
	for _, p := range schedule.Params(s) {
		out = append(out, scheduleKnob(s, p, set))
	}
	return out
}

// scheduleKnob is the knob of one parameter.
func scheduleKnob(s schedule.Schedule, p schedule.Param, set func(schedule.Schedule) (string, error)) Knob {
	k := Knob{Name: p.Name, Value: Sig4(p.Value), Range: p.Range, What: p.About}
	if p.Integer {
		k.Value = strconv.Itoa(int(p.Value))
	}
	k.Move = func(direction int) string {
		next, err := schedule.With(s, p.Name, moved(s, p, direction))
		if err == nil {
			var notice string
			if notice, err = set(next); err == nil {
				return notice
			}
		}
		return Cause(err).Error()
	}
	k.Check = func(text string) error {
		if _, err := schedule.Set(s, p.Name, text); err != nil {
			return Cause(err)
		}
		return nil
	}
	k.Set = func(text string) (notice string, err error) {
		next, err := schedule.Set(s, p.Name, text)
		if err != nil {
			return "", Cause(err)
		}
		return set(next)
	}
	return k
}

// least is the least positive value that the knob of a parameter gives that may be 0; below it is 0.
const least = 1e-6

// moved returns the next value of a parameter: a preferred number, a whole one where it must be whole, one near 1
// where it is a share, and 0 below the least of those that may be 0.
func moved(s schedule.Schedule, p schedule.Param, direction int) float64 {
	_, err := schedule.With(s, p.Name, 0)
	zero := err == nil
	_, err = schedule.With(s, p.Name, 2)
	share := err != nil && p.Name == "gamma"
	switch {
	case p.Integer:
		return wholeRung(p.Value, direction)
	case share:
		return Share(p.Value, direction)
	case p.Value == 0 && direction > 0:
		return least
	case zero && p.Value <= least && direction < 0:
		return 0
	}
	return Rung(p.Value, direction)
}

// wholeRung is the next whole number of those that rungs are rounded to.
func wholeRung(x float64, direction int) float64 {
	if x < 10 {
		return max(0, x+float64(direction))
	}
	next := x
	for math.Round(next) == x {
		next = Rung(next, direction)
	}
	return math.Round(next)
}

// scheduleAfter returns the schedule of the kind after that of s (direction 1), or before it (-1), in a circle, with
// the same base rate; its decay begins at step from. Kinds that are not on offer are passed over; nil offers all.
func scheduleAfter(s schedule.Schedule, direction, from int, offers func(schedule.Schedule) bool) (
	schedule.Schedule, error,
) {
	kinds := schedule.Kinds()
	at := slices.Index(kinds, schedule.Kind(s))
	var next schedule.Schedule
	var err error
	for range kinds {
		at = (at + direction + len(kinds)) % len(kinds)
		next, err = schedule.Default(kinds[at], schedule.Reference(s))
		if err != nil || offers == nil || offers(next) {
			break
		}
	}
	if err != nil || from == 0 || kinds[at] == "constant" {
		return next, err
	}
	return schedule.With(next, "from", float64(from))
}
