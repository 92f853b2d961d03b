package simscreen

import (
	"fmt"
	"math"
	"strings"

	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/train/schedule"
	"levyscope/tui/screen"
)

// knobsForAll is the largest number of coordinates that all have knobs in the strip. Of
// more coordinates only the selected one has.
const knobsForAll = 4

// knobs are the controls in the strip: those of the schedule, the noise, the domain and the
// integrator. A configuration that the engine will reject has the first of them only.
func (m *model) knobs() []screen.Knob {
	c := m.Controls()
	out := append(m.ScheduleKnobs(m.setSchedule),
		screen.Knob{Name: "eps", Value: screen.Sig4(c.Eps), Move: m.moveEps})
	if n := len(c.Alpha); len(c.Sigma) != n || len(c.Box) != n {
		return out
	}
	out = m.appendEach(out, m.alphaKnob)
	out = m.appendEach(out, m.sigmaKnob)
	out = append(out, m.domainKnobs()...)
	out = append(out, screen.Knob{Name: "integrator", Value: c.Integrator.String(), Move: m.moveIntegrator})
	if c.Integrator == problem.JumpAdapted || m.cfg.Method == problem.Accelerated {
		out = append(out, screen.Knob{Name: "rho", Value: screen.Sig4(m.rho(c)), Move: m.moveRho})
	}
	if m.cfg.Time == clock.SDE {
		out = append(out, screen.Knob{Name: "dt", Value: screen.Sig4(m.dt(c)), Move: m.moveDt})
	}
	return out
}

// dt is the SDE time of a step.
func (m *model) dt(c problem.Controls) float64 { return m.cfg.With(c).Dt }

func (m *model) moveDt(direction int) (notice string) {
	c := m.Controls()
	c.Dt = screen.Rung(m.dt(c), direction)
	return m.change(c)
}

// appendEach appends a knob for every coordinate, or for the selected one.
func (m *model) appendEach(out []screen.Knob, knobOf func(i int) screen.Knob) []screen.Knob {
	n := len(m.Controls().Alpha)
	if n > knobsForAll {
		return append(out, knobOf(m.row))
	}
	for i := range n {
		out = append(out, knobOf(i))
	}
	return out
}

// idOf tells the knobs of the coordinates apart, where all have knobs.
func (m *model) idOf(name string, i int) string {
	if len(m.Controls().Alpha) > knobsForAll {
		return name
	}
	return fmt.Sprint(name, i)
}

func (m *model) setSchedule(next schedule.Schedule) (notice string) {
	c := m.Controls()
	c.Schedule = next
	return m.change(c)
}

func (m *model) moveEps(direction int) (notice string) {
	c := m.Controls()
	if c.Eps == 0 {
		return "a system without noise stays so: start it with an eps above 0"
	}
	c.Eps = screen.Rung(c.Eps, direction)
	return m.change(c)
}

// byTwentieths moves v by 0.05 within [lo, hi] hundredths. Hundredths are counted, so that
// 1.95 is exactly that.
func byTwentieths(v float64, direction int, lo, hi float64) float64 {
	hundredths := math.Round(v*100) + 5*float64(direction)
	return min(hi, max(lo, hundredths)) / 100
}

func (m *model) moveRho(direction int) (notice string) {
	c := m.Controls()
	c.Rho = byTwentieths(m.rho(c), direction, 5, 95)
	return m.change(c)
}

func (m *model) alphaKnob(i int) screen.Knob {
	c := m.Controls()
	move := func(direction int) string {
		c.Alpha = with(c.Alpha, i, byTwentieths(c.Alpha[i], direction, 10, 200))
		return m.change(c)
	}
	return screen.Knob{Name: fmt.Sprintf("α%d", i+1), ID: m.idOf("α", i), Value: screen.Sig4(c.Alpha[i]), Move: move}
}

func (m *model) sigmaKnob(i int) screen.Knob {
	c := m.Controls()
	move := func(direction int) string {
		if c.Sigma[i] == 0 {
			return "a coordinate without noise stays so"
		}
		c.Sigma = with(c.Sigma, i, screen.Rung(c.Sigma[i], direction))
		return m.change(c)
	}
	return screen.Knob{Name: fmt.Sprintf("σ%d", i+1), ID: m.idOf("σ", i), Value: screen.Sig4(c.Sigma[i]), Move: move}
}

// moveIntegrator goes to the next integrator that this system allows, in a circle, and says
// why it left out others.
func (m *model) moveIntegrator(direction int) (notice string) {
	n := 0
	for problem.Integrator(n).Valid() {
		n++
	}
	var leftOut []string
	for k := 1; k < n; k++ {
		c := m.Controls()
		c.Integrator = problem.Integrator((int(c.Integrator) + k*direction + k*n) % n)
		if err := m.validate(c); err != nil {
			leftOut = append(leftOut, err.Error())
			continue
		}
		notice = m.change(c)
		if len(leftOut) > 0 {
			notice += "; left out: " + strings.Join(leftOut, "; ")
		}
		return notice
	}
	return strings.Join(leftOut, "; ")
}

// with returns a copy of x with element i set to v: controls are never written in place,
// since the engine reads them.
func with(x []float64, i int, v float64) []float64 {
	out := append([]float64(nil), x...)
	out[i] = v
	return out
}
