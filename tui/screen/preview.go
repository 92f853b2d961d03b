package screen

import (
	"fmt"

	"levyscope/train/schedule"
)

// EtaNow is the learning rate of the schedule in force at this step.
func (c *Console[C, E]) EtaNow() float64 {
	eta, _ := c.spec.Decay()
	return eta.Eta(c.spec.From())
}

// Candidate is the schedule that is looked at before it is put in force, nil if there is none. Its decay begins now,
// however long it has been looked at.
func (c *Console[C, E]) Candidate() schedule.Schedule {
	from := c.spec.From()
	if c.candidate == nil || c.asIs || from == 0 || schedule.Kind(c.candidate) == "constant" {
		return c.candidate
	}
	next, err := schedule.With(c.candidate, "from", float64(from))
	if err != nil { // of a kind without a beginning
		return c.candidate
	}
	return next
}

// Schedule is the candidate, or without one the schedule in force: the one whose parameters the knobs turn.
func (c *Console[C, E]) Schedule() schedule.Schedule {
	if c.candidate != nil {
		return c.Candidate()
	}
	eta, _ := c.spec.Decay()
	return eta
}

// ScheduleKnobs are those of the parameters of Schedule. They turn the candidate, or without one use set.
func (c *Console[C, E]) ScheduleKnobs(set func(schedule.Schedule) (notice string, err error)) []Knob {
	return scheduleKnobs(c.Schedule(), func(next schedule.Schedule) (string, error) {
		if c.candidate == nil {
			return set(next)
		}
		c.candidate = next
		return previewWords(next), nil
	})
}

// Show draws a schedule ahead of now as it is, while a dialog has the keys; nil ends that.
func (c *Console[C, E]) Show(s schedule.Schedule) {
	c.candidate, c.asIs = s, true
	c.version++
}

// preview goes to the next candidate (direction 1) or the previous one (-1), whose decay begins now.
func (c *Console[C, E]) preview(direction int) (notice string) {
	eta, _ := c.spec.Decay()
	next, err := scheduleAfter(c.Schedule(), direction, c.spec.From(), c.spec.Offers)
	if err == nil && next.String() == eta.String() {
		next, err = scheduleAfter(next, direction, c.spec.From(), c.spec.Offers)
	}
	if err != nil {
		return err.Error()
	}
	c.candidate, c.asIs = next, false
	c.version++
	return previewWords(next)
}

func previewWords(s schedule.Schedule) string {
	return fmt.Sprintf("enter applies, esc leaves, s next: preview of %s", s)
}

// decide does what the keys ask for that end a preview; handled is false for others.
func (c *Console[C, E]) decide(a Action) (notice string, handled bool) {
	switch {
	case c.candidate == nil || a != Back && a != Expand:
		return "", false
	case a == Back:
		return c.leavePreview(), true
	}
	next := c.Candidate()
	c.version++
	notice, err := c.spec.Apply(next)
	switch {
	case err != nil: // the preview stays: its controls can be turned until it can be had
		return err.Error(), true
	case notice == "":
		notice = "nothing changes with " + next.String()
	}
	c.candidate = nil
	return notice, true
}

// PreviewFirst says that an arm is not changed beside a preview; empty without one.
func (c *Console[C, E]) PreviewFirst() (notice string) {
	if c.candidate == nil {
		return ""
	}
	return "first the preview: enter applies it, esc leaves it"
}

func (c *Console[C, E]) leavePreview() (notice string) {
	eta, _ := c.spec.Decay()
	c.candidate = nil
	c.version++
	return "the preview is left, " + eta.String() + " stays in force"
}

// PreviewSteps is how many steps from one on a picture of a schedule needs to show its decay: at least the given
// number, and until the learning rate has fallen to half of its reference, or else has reached that after a rise, if it
// does in 64 times as many.
func PreviewSteps(s schedule.Schedule, from, atLeast int) int {
	reference := schedule.Reference(s)
	for n := atLeast; n <= 64*atLeast; n *= 2 {
		if eta := s.Eta(from + n); eta <= reference/2 && eta <= s.Eta(from+n/2) {
			return n + n/4
		}
	}
	for n := 2 * atLeast; s.Eta(from) < reference && n <= 64*atLeast; n *= 2 {
		if s.Eta(from+n) >= reference {
			return n + n/4
		}
	}
	return atLeast
}
