package trainscreen

import (
	"errors"

	"levyscope/train"
	"levyscope/train/schedule"
	"levyscope/tui/screen"
)

// keys are the keys that this screen handles itself.
func (m *model) keys() []screen.Key {
	return []screen.Key{
		{Action: screen.NextRow, Do: func() string { return m.selectLayer(1) }},
		{Action: screen.PreviousRow, Do: func() string { return m.selectLayer(-1) }},
		{Action: screen.NextArm, Do: m.nextArm},
		{Action: screen.Choose, Meaning: "choose model, data, optimiser", Open: m.choose},
		{Action: screen.NextMeasure, Meaning: "map, noise, blocks, table: another view; else jumps", Do: m.nextMeasure},
		{Action: screen.NextAxis, Do: m.nextAxis},
		{Action: screen.ProbeNow, Do: m.probeNow, Unable: m.noProbe},
	}
}

// selectLayer goes to the next layer (direction 1) or the previous one (-1), in a circle.
func (m *model) selectLayer(direction int) (notice string) {
	n := len(m.data.layers)
	if n == 0 {
		return "there are no layers yet"
	}
	m.layer = (m.layer + direction + n) % n
	return "layer " + m.data.layers[m.layer].name
}

// nextMeasure turns the pane with the focus, if it has views of its own.
func (m *model) nextMeasure() (notice string) {
	switch panes[m.Focus()] {
	case 'w':
		return m.nextMapMeasure()
	case 'n':
		return m.nextNoiseView()
	case 'b':
		return m.nextBlockMeasure()
	case 'y':
		return m.nextTablePage()
	}
	return m.nextJumpMeasure()
}

// nextJumpMeasure counts jumps by the other measure.
func (m *model) nextJumpMeasure() (notice string) {
	m.jumpMeasure = m.jumpMeasure.other()
	if m.jumpMeasure == noiseBeyond {
		return "jumps are noise beyond so many scales of the last probe: a decay changes them only if the noise changes"
	}
	return "jumps are updates beyond a fixed size: a decay makes them rarer by definition"
}

func (m *model) putSchedule(next schedule.Schedule) (notice string, err error) {
	c := m.Controls()
	c.Schedule = next
	return m.put(c)
}

func (m *model) nextArm() (notice string) {
	if notice = m.PreviewFirst(); notice != "" {
		return notice
	}
	c := m.Controls()
	c.Arm = c.Arm.Next()
	var passed error // why arms were passed over
	for err := m.allowed(c); err != nil && c.Arm != m.Controls().Arm; err = m.allowed(c) {
		c.Arm, passed = c.Arm.Next(), err
	}
	if notice = m.change(c); passed != nil {
		notice += "; passed over: " + passed.Error()
	}
	return notice + armWords(c)
}

// putArm puts an arm in force.
func (m *model) putArm(arm schedule.Arm) (notice string, err error) {
	c := m.Controls()
	c.Arm = arm
	if notice, err = m.put(c); notice != "" {
		notice += armWords(c)
	}
	return notice, err
}

// armOff says why an arm cannot be had, "" where it can.
func (m *model) armOff(arm schedule.Arm) (why string) {
	c := m.Controls()
	c.Arm = arm
	if err := m.allowed(c); err != nil {
		return err.Error()
	}
	return ""
}

// armWords say what else is to be known of an arm that was chosen.
func armWords(c train.Controls) string {
	if schedule.Kind(c.Schedule) == "constant" {
		return "; no effect while eta is constant"
	}
	switch c.Arm {
	case schedule.GrowBatch:
		return "; the batch grows as the learning rate would fall, up to all examples"
	case schedule.NoiseOnly, schedule.StepOnly:
		return "; needs the full gradient at every decayed step, so it is slower"
	}
	return ""
}

// change puts controls in force, or says why not.
func (m *model) change(c train.Controls) (notice string) {
	notice, err := m.put(c)
	if err != nil {
		return err.Error()
	}
	return notice
}

var errNotBegun = errors.New("the run has not begun yet")

// put puts controls in force; notice says what that changes, "" where it changes nothing.
func (m *model) put(c train.Controls) (notice string, err error) {
	if m.examples == 0 {
		return "", errNotBegun
	}
	if m.elsewhere != nil {
		return m.putElsewhere(c)
	}
	if err := c.Validate(m.examples); err != nil {
		return "", err
	}
	changed := m.Set(c)
	switch {
	case changed == "":
		return "", nil
	case m.Ended():
		return changed + ": the run has ended, r starts it again with this", nil
	}
	return changed + ", from the next step on", nil
}
