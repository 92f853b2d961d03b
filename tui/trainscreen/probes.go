package trainscreen

import (
	"fmt"

	"levyscope/train"
	"levyscope/train/noise"
	"levyscope/tui/screen"
)

// probeNow asks for a probe at the next step.
func (m *model) probeNow() (notice string) {
	if why := m.noProbe(); why != "" {
		return why
	}
	c := m.Controls()
	c.Probes++
	m.Ask(c)
	if m.StepHeld() {
		return "a probe of the noise now; one step was taken for it"
	}
	return "a probe of the noise at the next step"
}

// noProbe says why no probe can be asked for now.
func (m *model) noProbe() (why string) {
	switch {
	case m.examples == 0:
		return errNotBegun.Error()
	case m.cfg.Probe.Every == 0:
		return "this run has no probes: a restart with --probe-every has them"
	case m.Ended():
		return "the run has ended: r starts it again"
	}
	if p := m.data.probing; p != nil {
		return fmt.Sprintf("a probe is under way: %d %%", 100*p.Done/max(p.Batches, 1))
	}
	return ""
}

// probeShares are the shares of the time for probes that the knob gives, in percent.
var probeShares = [...]int{0, 1, 2, 5, 10, 20, 30, 50, 70, 90}

// The least and the most minibatches of a probe that the knob gives.
const (
	leastDraws = 64
	mostDraws  = 1 << 16
)

// probeKnobs are the settings of the probes: the share of the time takes effect at once, the others with a restart.
func (m *model) probeKnobs() (knobs []screen.Knob) {
	if m.cfg.Probe.Every == 0 {
		return nil
	}
	if m.budget != nil {
		knobs = append(knobs, m.shareKnob())
	}
	knobs = append(knobs, m.drawsKnob())
	if m.cfg.Probe.Method == train.Stream {
		knobs = append(knobs, m.centreKnob())
	}
	return knobs
}

// anchorExamples is the number of examples of an anchor that the knob gives, of as many as there are.
const anchorExamples = 1024

// moveCentre goes to another centre of the noise, from the next restart on.
func (m *model) moveCentre(direction int) (notice string) {
	next := int(m.cfg.Probe.Centre) + direction
	if next < 0 || !noise.Centre(next).Valid() {
		return ""
	}
	return m.setCentre(noise.Centre(next))
}

// setCentre gives the noise a centre from the next restart on.
func (m *model) setCentre(next noise.Centre) (notice string) {
	p := &m.cfg.Probe
	if p.Centre == next {
		return ""
	}
	p.Centre, p.Anchor = next, 0
	if p.Centre == noise.Anchor {
		p.Anchor = max(1, min(anchorExamples, m.examples))
	}
	return fmt.Sprintf("after a restart (r) the noise is measured from %s", p.Centre.Words())
}

// shareWords are the share of the time for probes.
func (m *model) shareWords() string { return fmt.Sprintf("%.3g %%", 100*m.budget.Share()) }

// moveShare gives probes the next share of the time.
func (m *model) moveShare(direction int) (notice string) {
	now := int(100*m.budget.Share() + .5)
	next := now
	for _, s := range probeShares {
		if direction > 0 && s > now {
			next = s
			break
		}
		if direction < 0 && s < now {
			next = s
		}
	}
	if next == now {
		return ""
	}
	return m.setShare(float64(next))
}

// setShare gives probes a share of the time, in percent.
func (m *model) setShare(next float64) (notice string) {
	if next == 100*m.budget.Share() {
		return ""
	}
	m.budget.Set(next / 100)
	if next == 0 {
		return fmt.Sprintf("no more probes but by %s", screen.BindingOf(screen.ProbeNow).Keys[0])
	}
	return fmt.Sprintf("probes take %.3g %% of the time from now on", next)
}

// moveDraws doubles or halves the minibatches of a probe, from the next restart on.
func (m *model) moveDraws(direction int) (notice string) {
	p := &m.cfg.Probe
	next := p.Batches * 2
	if direction < 0 {
		next = p.Batches / 2
	}
	if next < m.leastDraws() || next > mostDraws {
		return ""
	}
	return m.setDraws(next)
}

// leastDraws is the least number of minibatches of a probe: two blocks of them.
func (m *model) leastDraws() int { return max(leastDraws, 2*m.cfg.Probe.Block) }

// setDraws gives probes so many minibatches from the next restart on.
func (m *model) setDraws(next int) (notice string) {
	if m.cfg.Probe.Batches == next {
		return ""
	}
	m.cfg.Probe.Batches = next
	return fmt.Sprintf("probes of %d minibatches after a restart: r", next)
}

// probeAge says how old the last probe is.
func (m *model) probeAge() string {
	if n := m.data.noise; n != nil && m.data.step > n.Step {
		return fmt.Sprintf(" (%s steps ago)", thousands(m.data.step-n.Step))
	}
	return ""
}

// probeWords say how old the last probe is and how often there is one.
func (m *model) probeWords() string {
	age := m.probeAge() + m.data.drawsWords()
	switch {
	case m.budget != nil:
		return age + ", probes take " + m.shareWords() + " of the time"
	case m.cfg.Probe.Every > 0:
		return age + fmt.Sprintf(", every %s steps", thousands(m.cfg.Probe.Every))
	}
	return age
}

// unasked are controls without the probes that were asked for, most of them by the clock: asking for one changes
// nothing that a user could take back.
func unasked(c train.Controls) train.Controls {
	c.Probes = 0
	return c
}
