package screen

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"levyscope/internal/spec"
	"levyscope/train/schedule"
)

// AllKnobs are the controls of the strip, and those that only the list of all controls has.
func (c *Console[C, E]) AllKnobs() []Knob {
	knobs := []Knob{c.scheduleKnob()}
	if c.spec.PutArm != nil {
		knobs = append(knobs, c.armKnob())
	}
	knobs = append(knobs, c.paceKnob())
	knobs = append(knobs, c.listKnobs()...)
	knobs = append(knobs, c.spec.Knobs()...)
	if c.spec.More != nil {
		knobs = append(knobs, c.spec.More()...)
	}
	return knobs
}

// scheduleKnob is the schedule as a text.
func (c *Console[C, E]) scheduleKnob() Knob {
	return Knob{Name: "schedule", Value: c.Schedule().String(), Range: "kind:name=value,...",
		What: sentence(c.RateName()) + " by step; a move previews another kind, enter in the panes applies it.",
		Move: c.preview,
		Set: func(text string) (notice string, err error) {
			next, err := schedule.Parse(strings.TrimSpace(text))
			if err != nil {
				return "", Cause(err)
			}
			if c.candidate == nil && next == c.Schedule() {
				return "", nil
			}
			notice, err = c.spec.Apply(next)
			if err == nil {
				c.candidate = nil
			}
			return notice, err
		}}
}

// RateName is what the schedule gives.
func (c *Console[C, E]) RateName() string {
	if c.spec.Scales {
		return "factor of the job's learning rate"
	}
	return "learning rate"
}

// sentence is a text with a capital letter, as a sentence begins.
func sentence(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// armKnob is the arm.
func (c *Console[C, E]) armKnob() Knob {
	_, arm := c.spec.Decay()
	var all []schedule.Arm
	for a := schedule.Arm(0); a.Valid(); a++ {
		all = append(all, a)
	}
	put := func(next schedule.Arm) (notice string, err error) {
		if notice = c.PreviewFirst(); notice != "" {
			return "", fmt.Errorf("%s", notice)
		}
		return c.spec.PutArm(next)
	}
	return Knob{Name: "arm", Value: arm.String(), Range: Names(all),
		What: "What the decay acts on: " + armMeanings[arm] + ".",
		Move: func(direction int) string {
			at := slices.Index(all, arm) + direction
			if at < 0 || at == len(all) {
				return ""
			}
			notice, err := put(all[at])
			if err != nil {
				return err.Error()
			}
			return notice
		},
		Set: func(text string) (notice string, err error) {
			next, err := schedule.ParseArm(strings.TrimSpace(text))
			if err != nil {
				return "", Cause(err)
			}
			return put(next)
		}}
}

// noLimit is the pace of an engine that is not held back.
const noLimit = "no limit"

// paceKnob is the pace.
func (c *Console[C, E]) paceKnob() Knob {
	value := noLimit
	if c.pace > 0 {
		value = Sig4(c.pace)
	}
	r := spec.Between(slowestPace, fastestPace)
	return Knob{Name: "pace", Value: value, Range: r.String() + ", or " + noLimit,
		What: "Steps a second that the engine takes at most.", Move: c.setPace,
		Check: func(text string) error {
			if strings.TrimSpace(text) == noLimit {
				return nil
			}
			_, err := Within("pace", text, r)
			return err
		},
		Set: func(text string) (notice string, err error) {
			x := 0.0
			if strings.TrimSpace(text) != noLimit {
				if x, err = Within("pace", text, r); err != nil {
					return "", err
				}
			}
			if x == c.pace {
				return "", nil
			}
			c.pace = x
			if c.feed != nil {
				c.feed.SetPace(x)
			}
			return "pace: " + c.paceText(), nil
		}}
}

// listKnobs are the parameters of the schedule that the strip does not have: its lists, where it begins, its warm-up.
func (c *Console[C, E]) listKnobs() (knobs []Knob) {
	s := c.Schedule()
	strip := schedule.Params(s)
	for _, p := range schedule.AllParams(s) {
		if slices.Contains(strip, p) || p.Name == "from" && (c.candidate != nil || c.spec.From() == 0) {
			continue // the decay of a preview begins now
		}
		k := scheduleKnob(s, p, func(next schedule.Schedule) (string, error) {
			switch {
			case next == s:
				return "", nil
			case c.candidate == nil:
				return c.spec.Apply(next)
			}
			c.candidate = next
			return previewWords(next), nil
		})
		if p.Text != "" {
			k.Value, k.Range = p.Text, "a list"
			k.Move = func(int) string { return "a list is written: enter" }
		}
		knobs = append(knobs, k)
	}
	return knobs
}

// AskRestart is what to say before a run of more than seconds of work gives way to another one, nil the second time
// that what is asked for in a row.
func (c *Console[C, E]) AskRestart(what string) error {
	worked := c.work()
	if c.costly == 0 || worked < c.costly || c.err != nil || c.asked == what {
		c.asked = ""
		return nil
	}
	c.asked = what
	return fmt.Errorf("enter again restarts with %s; the run under way, %s of work, waits, and %s goes back to it", what,
		worked.Round(time.Second), BindingOf(PreviousRun).Keys[0])
}

// RestartKnob is a knob that takes effect in a run that begins anew. read checks a typed value and returns what gives
// the screen the system with it, nil where it has that already.
func (c *Console[C, E]) RestartKnob(k Knob, read func(text string) (change func() C, err error)) Knob {
	k.Restarts = true
	k.Set = func(text string) (notice string, err error) {
		text = strings.TrimSpace(text)
		change, err := read(text)
		if err != nil || change == nil {
			return "", err
		}
		if err := c.AskRestart(k.Name + " " + text); err != nil {
			return "", err
		}
		c.Later(c.Anew(change))
		c.Later(Thaw)
		return fmt.Sprintf("%s %s from step 0; %s", k.Name, text, wayBack), nil
	}
	if k.Move == nil {
		k.Move = func(int) string { return "it is written: enter" }
	}
	return k
}
