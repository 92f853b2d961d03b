package watchscreen

import (
	"reflect"
	"slices"

	"levyscope/train"
	"levyscope/train/jumps"
	"levyscope/train/watch"
)

// shown are the events that the panes take in for one of the run.
func (m *model) shown(e train.Event) []train.Event {
	switch e := e.(type) {
	case watch.Attached:
		return m.attach(e)
	case watch.Status:
		m.status = e
		m.over = m.over || e.Over
		return nil
	case watch.Acknowledged:
		if c, ok := m.acknowledged(e); ok {
			return []train.Event{train.Changed{Step: e.Step, Controls: c}}
		}
		return nil
	case watch.Noted:
		m.over = m.over || e.Kind == "end"
		return nil
	case watch.Refused, watch.Resumed:
		return nil
	}
	if m.attached == nil {
		return nil // nothing tells of which arrays it is
	}
	switch e := e.(type) {
	case train.Progress:
		m.status.Silent = 0 // the next status says it again where the record is an old one
		m.reached(e.Step)
	case train.NoiseEstimate:
		e.Layers = slices.Clone(e.Layers)
		for i := range e.Layers {
			e.Layers[i].Name = brief(e.Layers[i].Name)
		}
		return m.draws.measured(m, e)
	case train.Jumps:
		e.Layer = brief(e.Layer)
		return []train.Event{e}
	case train.Looked:
		if !m.draws.taken {
			return nil
		}
	}
	return []train.Event{e}
}

// changed gives the step at which controls are in force that a job has acknowledged.
func (m *model) changed(e train.Event) (step int, c train.Controls, ok bool) {
	a, ok := e.(watch.Acknowledged)
	if !ok || a.Set.Scale == nil && a.Set.Schedule == nil && a.Set.Eta == nil && a.Set.Clip == nil {
		return 0, c, false
	}
	return a.Step, m.orders.inForce, true
}

// attach takes in a session. The same arrays go on from where it begins; others are another run.
func (m *model) attach(e watch.Attached) []train.Event {
	before := m.attached
	m.attached, m.fresh, m.over = &e, true, false
	if before == nil || !reflect.DeepEqual(before.Layers, e.Layers) {
		if before != nil {
			m.Forget()
			m.begin()
		}
		m.draws = draws{}
		return []train.Event{m.started(e)}
	}
	m.begin()
	if e.From > 0 {
		m.reached(e.From)
	}
	return nil
}

// begin takes up a job that has begun again with controls of its own.
func (m *model) begin() {
	m.orders = newOrders()
	m.Renew(own())
}

// started is what stands for a session in the panes.
func (m *model) started(e watch.Attached) train.Started {
	s := train.Started{Engine: "train", Network: e.Writer, Parameters: e.Parameters, Examples: 1 << 30}
	s.Config.Controls, s.Config.JumpThreshold = own(), m.cfg.JumpThreshold
	if m.cfg.Jumps {
		s.Config.Trajectory = &jumps.Settings{}
	}
	for _, l := range e.Layers {
		s.Layers = append(s.Layers, train.Layer{Name: brief(l.Name), Shape: l.Shape})
	}
	return s
}

// reached takes note of a step. One that was there before is taken again, with all that came after it: the job went
// back, or began again from an earlier state.
func (m *model) reached(step int) {
	again := m.fresh && m.attached.Number > 1 && m.begun()
	m.fresh = false
	back := step <= m.Step() && m.begun()
	if back {
		m.Supersede(step)
		m.draws.cut(m, step)
	}
	switch {
	case again:
		m.Mark(step, "r")
	case back:
		m.Mark(step, "<")
	}
}

// begun says that a step is shown.
func (m *model) begun() bool {
	loss, eta := m.Latest()
	return m.Step() > 0 || loss == loss || eta == eta
}
