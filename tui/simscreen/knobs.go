package simscreen

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"levyscope/internal/spec"
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
	out := append(m.ScheduleKnobs(m.putSchedule), m.epsKnob())
	if n := len(c.Alpha); len(c.Sigma) != n || len(c.Box) != n {
		return out
	}
	out = m.appendEach(out, m.alphaKnob)
	out = m.appendEach(out, m.sigmaKnob)
	out = append(out, m.domainKnobs()...)
	out = append(out, m.integratorKnob())
	if c.Integrator == problem.JumpAdapted || m.cfg.Method == problem.Accelerated {
		out = append(out, m.rhoKnob())
	}
	if m.cfg.Time == clock.SDE {
		out = append(out, m.dtKnob())
	}
	return out
}

// numberKnob is a knob of a number of a range, which store puts into controls.
func (m *model) numberKnob(k screen.Knob, value float64, r spec.Range, store func(c *problem.Controls, x float64),
) screen.Knob {
	k.Value, k.Range = screen.Sig4(value), r.String()
	k.Set = func(text string) (notice string, err error) {
		if strings.TrimSpace(text) == k.Value { // as shown, in four digits
			return "", nil
		}
		x, err := screen.Within(k.Name, text, r)
		if err != nil {
			return "", err
		}
		c := m.Controls()
		store(&c, x)
		return m.put(c)
	}
	return k
}

// dt is the SDE time of a step.
func (m *model) dt(c problem.Controls) float64 { return m.cfg.With(c).Dt }

func (m *model) dtKnob() screen.Knob {
	return m.numberKnob(screen.Knob{Name: "dt", Move: m.moveDt, What: "SDE time of one step of a path."},
		m.dt(m.Controls()), spec.Between(problem.MinDt, problem.MaxDt),
		func(c *problem.Controls, x float64) { c.Dt = x })
}

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

func (m *model) putSchedule(next schedule.Schedule) (notice string, err error) {
	c := m.Controls()
	c.Schedule = next
	return m.put(c)
}

var (
	errNoNoise      = errors.New("a system without noise stays so: start it with an eps above 0")
	errNoNoiseOfOne = errors.New("a coordinate without noise stays so")
	errNoWall       = errors.New("there is no wall on this side: it is infinitely far away")
	errLevelBelow   = errors.New("the level lies below the minimum")
)

func (m *model) epsKnob() screen.Knob {
	k := m.numberKnob(screen.Knob{Name: "eps", Move: m.moveEps, What: "Scale of all noise, a factor without a unit."},
		m.Controls().Eps, spec.Above(0), func(c *problem.Controls, x float64) { c.Eps = x })
	return unless(k, m.Controls().Eps == 0, errNoNoise)
}

// unless is a knob that takes no value in a case, for a reason.
func unless(k screen.Knob, is bool, why error) screen.Knob {
	if is {
		k.Move = func(int) string { return why.Error() }
		k.Set = func(string) (string, error) { return "", why }
	}
	return k
}

func (m *model) moveEps(direction int) (notice string) {
	c := m.Controls()
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

func (m *model) rhoKnob() screen.Knob {
	return m.numberKnob(screen.Knob{Name: "rho", Move: m.moveRho,
		What: "Jumps beyond eps^-rho are taken one by one as big ones, an exponent without a unit."},
		m.rho(m.Controls()), spec.Above(0).Below(1), func(c *problem.Controls, x float64) { c.Rho = x })
}

func (m *model) alphaKnob(i int) screen.Knob {
	c := m.Controls()
	move := func(direction int) string {
		c.Alpha = with(c.Alpha, i, byTwentieths(c.Alpha[i], direction, 10, 200))
		return m.change(c)
	}
	return m.numberKnob(screen.Knob{Name: fmt.Sprintf("α%d", i+1), ID: m.idOf("α", i), Move: move,
		What: fmt.Sprintf("Tail index of the noise of coordinate %d: smaller is a heavier tail, 2 is Gaussian.", i+1)},
		c.Alpha[i], spec.Between(problem.MinAlpha, 2),
		func(c *problem.Controls, x float64) { c.Alpha = with(c.Alpha, i, x) })
}

func (m *model) sigmaKnob(i int) screen.Knob {
	c := m.Controls()
	move := func(direction int) string {
		c.Sigma = with(c.Sigma, i, screen.Rung(c.Sigma[i], direction))
		return m.change(c)
	}
	k := m.numberKnob(screen.Knob{Name: fmt.Sprintf("σ%d", i+1), ID: m.idOf("σ", i), Move: move,
		What: fmt.Sprintf("Scale of the noise of coordinate %d, in units of the coordinate at SDE time 1.", i+1)},
		c.Sigma[i], spec.Above(0), func(c *problem.Controls, x float64) { c.Sigma = with(c.Sigma, i, x) })
	return unless(k, c.Sigma[i] == 0, errNoNoiseOfOne)
}

// integrators are all of them, in their order.
func integrators() (all []problem.Integrator) {
	for i := problem.Integrator(0); i.Valid(); i++ {
		all = append(all, i)
	}
	return all
}

func (m *model) integratorKnob() screen.Knob {
	return screen.Knob{Name: "integrator", Value: m.Controls().Integrator.String(), Move: m.moveIntegrator,
		Range: screen.Names(integrators()), What: "How a path takes a step of SDE time.",
		Set: func(text string) (notice string, err error) {
			c := m.Controls()
			if c.Integrator, err = problem.ParseIntegrator(strings.TrimSpace(text)); err != nil {
				return "", screen.Cause(err)
			}
			return m.put(c)
		}}
}

// moveIntegrator goes to the next integrator that this system allows, in a circle, and says
// why it left out others.
func (m *model) moveIntegrator(direction int) (notice string) {
	n := len(integrators())
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
