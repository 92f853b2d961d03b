package tui

import (
	"fmt"

	"levyscope/train"
	"levyscope/train/schedule"
)

// key does what the keys of this screen ask for.
func (s *trainScreen) key(a action) string {
	switch a {
	case nextRow, previousRow:
		return s.selectLayer(a)
	case nextSchedule:
		next, err := nextOf(s.controls.Schedule, s.seen.step)
		if err != nil {
			return err.Error()
		}
		return s.setSchedule(next)
	case nextArm:
		c := s.controls
		c.Arm = c.Arm.Next()
		said := s.change(c)
		switch c.Arm {
		case schedule.GrowBatch:
			said += "; the batch grows as the learning rate would fall, up to all examples"
		case schedule.NoiseOnly, schedule.StepOnly:
			said += "; needs the full gradient at every decayed step, so it is slower"
		}
		return said
	}
	return "this key does nothing on the Train screen"
}

func (s *trainScreen) selectLayer(a action) string {
	n := len(s.seen.layers)
	if n == 0 {
		return "there are no layers yet"
	}
	step := 1
	if a == previousRow {
		step = n - 1
	}
	s.layer = (s.layer + step) % n
	s.data++
	return "layer " + s.seen.layers[s.layer].name
}

// change puts controls in force, or says why not.
func (s *trainScreen) change(c train.Controls) string {
	if s.examples == 0 {
		return "the run has not begun yet"
	}
	if err := c.Validate(s.examples); err != nil {
		return err.Error()
	}
	s.set(c)
	s.data++
	if s.ended {
		return "the run has ended: r starts it again with this"
	}
	return fmt.Sprintf("from the next step on: %s, batch %d, arm %s", c.Schedule, c.Batch, c.Arm)
}

func (s *trainScreen) setSchedule(next schedule.Schedule) string {
	c := s.controls
	c.Schedule = next
	return s.change(c)
}

// knobs are the controls in the strip: those of the schedule, then the others.
func (s *trainScreen) knobs() []knob {
	out := scheduleKnobs(s.controls.Schedule, s.setSchedule)
	out = append(out, knob{"batch", fmt.Sprint(s.controls.Batch), func(direction int) string {
		c := s.controls
		if c.Batch *= 2; direction < 0 {
			c.Batch = max(1, c.Batch/4)
		}
		return s.change(c)
	}})
	out = append(out, knob{"momentum", short(s.controls.Momentum), func(direction int) string {
		c := s.controls
		c.Momentum = float64(int(c.Momentum*10+.5)+direction) / 10
		return s.change(c)
	}})
	return append(out, knob{"decay", short(s.controls.WeightDecay), func(direction int) string {
		c := s.controls
		switch {
		case c.WeightDecay == 0 && direction > 0:
			c.WeightDecay = 1e-5
		case c.WeightDecay <= 1e-5 && direction < 0:
			c.WeightDecay = 0
		case c.WeightDecay > 0:
			c.WeightDecay = rung(c.WeightDecay, direction)
		}
		return s.change(c)
	}})
}
