package problem

import (
	"bytes"
	"encoding/json"
	"errors"

	"levyscope/sim/expr"
	"levyscope/sim/landscape"
	"levyscope/sim/noise"
	"levyscope/train/schedule"
)

// controlsJSON is Controls as a recording has them: the schedule, the potential, the
// domain and the expressions as the text that their parsers read.
type controlsJSON struct {
	Schedule       string        `json:"schedule"`
	Arm            schedule.Arm  `json:"arm"`
	Eps            float64       `json:"eps"`
	Theta          []float64     `json:"theta"`
	Alpha          []float64     `json:"alpha"`
	Sigma          []float64     `json:"sigma"`
	Box            []Interval    `json:"box"`
	Potential      string        `json:"potential,omitempty"`
	Domain         Domain        `json:"domain"`
	Noise          []noise.Noise `json:"noise,omitempty"`
	Multiplicative []string      `json:"multiplicative,omitempty"`
	Reading        Reading       `json:"reading"`
	Integrator     Integrator    `json:"integrator"`
	Rho            float64       `json:"rho,omitempty"`
	Dt             float64       `json:"dt,omitempty"`
	Began          int           `json:"began,omitempty"`
}

// MarshalJSON writes the controls with the schedule, the potential, the domain and the
// expressions in their String forms. Controls without a schedule are an error.
func (c Controls) MarshalJSON() ([]byte, error) {
	if c.Schedule == nil {
		return nil, errors.New("no learning-rate schedule is set: use for example constant:eta0=0.1")
	}
	j := controlsJSON{
		Schedule: c.Schedule.String(), Arm: c.Arm, Eps: c.Eps, Theta: c.Theta, Alpha: c.Alpha, Sigma: c.Sigma,
		Box: c.Box, Domain: c.Domain, Noise: c.Noise, Reading: c.Reading, Integrator: c.Integrator, Rho: c.Rho,
		Dt: c.Dt, Began: c.Began,
	}
	if c.Potential != nil {
		j.Potential = c.Potential.String()
	}
	for _, g := range c.Multiplicative {
		j.Multiplicative = append(j.Multiplicative, g.String())
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (c *Controls) UnmarshalJSON(b []byte) error {
	var j controlsJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	s, err := schedule.Parse(j.Schedule)
	if err != nil {
		return err
	}
	out := Controls{
		Schedule: s, Arm: j.Arm, Eps: j.Eps, Theta: j.Theta, Alpha: j.Alpha, Sigma: j.Sigma, Box: j.Box,
		Domain: j.Domain, Noise: j.Noise, Reading: j.Reading, Integrator: j.Integrator, Rho: j.Rho,
		Dt: j.Dt, Began: j.Began,
	}
	if j.Potential != "" {
		if out.Potential, err = landscape.Parse(j.Potential, len(j.Alpha)); err != nil {
			return err
		}
	}
	for _, text := range j.Multiplicative {
		g, err := expr.Parse(text, len(j.Alpha))
		if err != nil {
			return err
		}
		out.Multiplicative = append(out.Multiplicative, g)
	}
	*c = out
	return nil
}

// Same says that c has the same effect as the valid controls o: both are recorded alike,
// and a recording is all that a replay knows of them. Invalid controls are never the same.
func (c Controls) Same(o Controls) bool {
	if c.Validate() != nil {
		return false
	}
	a, errA := c.MarshalJSON()
	b, errB := o.MarshalJSON()
	return errA == nil && errB == nil && bytes.Equal(a, b)
}
