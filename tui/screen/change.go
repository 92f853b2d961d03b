package screen

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"levyscope/train/schedule"
)

// alike says that controls have the same effect: they are recorded alike.
func alike[C any](a, b C) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// Set puts controls in force from the next step on, which can be undone, and names what changed. Controls that
// have the effect of those in force change nothing, and the notice is empty.
func (c *Console[C, E]) Set(controls C) (notice string) {
	if alike(c.controls, controls) {
		return ""
	}
	before := c.settings()
	c.set(controls)
	c.version++
	notice = differences(before, c.settings())
	c.history.name(notice, c.steps)
	return notice + c.standstill()
}

// Ask puts controls in force from the next step on that ask the engine for something once: there is nothing to undo.
func (c *Console[C, E]) Ask(controls C) {
	c.store(controls)
	c.version++
}

// setting is a control with its value, as the strip has it.
type setting struct {
	name, value string
	of          string // the setting that it is a parameter of; "": a control by itself
	chosen      bool   // by a text, of which only the kind counts: its parameters are settings
}

// settings are the schedule, the arm and the knobs.
func (c *Console[C, E]) settings() []setting {
	eta, arm := c.spec.Decay()
	out := []setting{{name: "schedule", value: eta.String()}, {name: "arm", value: arm.String()}}
	if c.spec.Chosen != nil {
		for _, x := range c.spec.Chosen() {
			out = append(out, setting{name: x.Name, value: x.Text, chosen: true})
		}
	}
	for _, k := range c.spec.Knobs() {
		out = append(out, setting{name: k.Name, value: k.Value, of: k.Of})
	}
	return out
}

// kindOf is the kind of the schedule in settings.
func kindOf(s []setting) string { return s[0].kind() }

// kind is what the text of a setting begins with.
func (s setting) kind() string {
	kind, _, _ := strings.Cut(s.value, ":")
	return kind
}

// differences names what differs between settings: "eta0 0.1 → 0.125". Of schedules of different kinds only the
// whole schedules are named.
func differences(old, now []setting) string {
	was := map[string]string{}
	another := map[string]bool{} // what was chosen is of another kind now
	for _, s := range old {
		was[s.name] = s.value
	}
	for _, s := range now {
		another[s.name] = s.chosen && s.kind() != setting{value: was[s.name]}.kind()
	}
	parameters := map[string]bool{}
	if kindOf(old) != kindOf(now) {
		for _, text := range []string{old[0].value, now[0].value} {
			if s, err := schedule.Parse(text); err == nil {
				for _, p := range schedule.Params(s) {
					parameters[p.Name] = true
				}
			}
		}
	}
	var out []string
	for i, s := range now {
		value, known := was[s.name]
		switch {
		case value == s.value || parameters[s.name] || another[s.of] || s.chosen && !another[s.name]:
		case i == 0 && kindOf(old) == kindOf(now): // its parameters follow, unless only the step differs where it begins
		case !known:
			out = append(out, s.name+" "+s.value)
		default:
			out = append(out, fmt.Sprintf("%s %s → %s", s.name, value, s.value))
		}
	}
	if len(out) == 0 && old[0].value != now[0].value {
		return fmt.Sprintf("schedule %s → %s", old[0].value, now[0].value)
	}
	return strings.Join(out, ", ")
}

// valueOf is the value of a knob now.
func (c *Console[C, E]) valueOf(k Knob) string {
	for _, now := range c.AllKnobs() {
		if now.key() == k.key() {
			return now.Value
		}
	}
	return k.Value
}

// turn moves the selected knob, and says why where that changes nothing.
func (c *Console[C, E]) turn(direction int) (notice string) {
	knobs := c.spec.Knobs()
	return c.turnKnob(knobs[c.selectedOf(knobs)], direction)
}

// turnKnob moves a knob, and says why where that changes nothing.
func (c *Console[C, E]) turnKnob(k Knob, direction int) (notice string) {
	before, candidate := c.controls, c.candidate
	notice = k.Move(direction)
	c.version++
	if c.candidate != candidate || !alike(before, c.controls) || c.valueOf(k) != k.Value {
		return notice
	}
	if notice == "" {
		notice = "the highest value"
		if direction < 0 {
			notice = "the lowest value"
		}
	}
	return fmt.Sprintf("%s stays at %s: %s", k.Name, k.Value, notice)
}
