package simscreen

import (
	"fmt"

	"levyscope/sim"
	"levyscope/sim/problem"
	"levyscope/train/schedule"
	"levyscope/tui/screen"
)

// keys are the keys that this screen handles itself.
func (m *model) keys() []screen.Key {
	return []screen.Key{
		{Action: screen.NextRow, Hint: "coordinate", Do: func() string { return m.selectCoordinate(1) }},
		{Action: screen.PreviousRow, Do: func() string { return m.selectCoordinate(-1) }},
		{Action: screen.NextArm, Do: m.nextArm},
		{Action: screen.Choose, Meaning: "choose potential, domain, noise, schedule", Open: m.choose},
		{Action: screen.NextMeasure, Meaning: "survival, QQ or overshoot of exits", Do: m.nextMeasure},
	}
}

// selectCoordinate goes to the next coordinate (direction 1) or the previous one (-1), in a circle.
func (m *model) selectCoordinate(direction int) (notice string) {
	n := len(m.Controls().Alpha)
	m.row = (m.row + direction + n) % n
	return fmt.Sprintf("coordinate %d", m.row+1)
}

// beginSchedule puts a schedule in force that begins now: for the particle at this step of its path, and for the
// ensemble, which starts again, at the start of every path.
func (m *model) beginSchedule(next schedule.Schedule) (notice string, err error) {
	c := m.Controls()
	c.Schedule, c.Began = next, m.data.step+1
	return m.put(c)
}

func (m *model) nextArm() (notice string) {
	if notice = m.PreviewFirst(); notice != "" {
		return notice
	}
	c := m.Controls()
	c.Arm = c.Arm.Next()
	return m.change(c)
}

// putArm puts an arm in force.
func (m *model) putArm(arm schedule.Arm) (notice string, err error) {
	c := m.Controls()
	c.Arm = arm
	return m.put(c)
}

// armOff says why an arm cannot be had, "" where it can.
func (m *model) armOff(arm schedule.Arm) (why string) {
	c := m.Controls()
	c.Arm = arm
	if err := m.validate(c); err != nil {
		return err.Error()
	}
	return ""
}

func (m *model) nextMeasure() (notice string) {
	m.measure = m.measure.next()
	return "shown of the exits: " + m.measure.String()
}

// change puts controls in force, or says why not.
func (m *model) change(c problem.Controls) (notice string) {
	notice, err := m.put(c)
	if err != nil {
		return err.Error()
	}
	return notice
}

// put puts controls in force; notice says what that changes, "" where it changes nothing.
func (m *model) put(c problem.Controls) (notice string, err error) {
	if err := m.validate(c); err != nil {
		return "", err
	}
	before := m.Controls()
	idle := m.cfg.With(m.data.controls).SameEffect(c)
	changed := m.Set(c)
	switch {
	case changed == "":
		return "", nil
	case idle && c.Arm != before.Arm:
		return changed + ": no effect while eta is constant", nil
	case idle:
		return changed + ": no effect, only eta/eta0 counts in SDE time", nil
	}
	return changed + ", from the next step on, ensemble from zero", nil
}

// validate says why the system cannot be run with these controls.
func (m *model) validate(c problem.Controls) error {
	return sim.Validate(m.cfg.With(c))
}
