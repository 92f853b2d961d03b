package sim

import (
	"encoding/json"
	"fmt"
	"math"

	"levyscope/train/schedule"
)

// Time says what a step of the simulation is.
type Time uint8

// The two clocks. Rates differ between them, so every figure names its clock.
const (
	// SDE: step k is at time k dt, and with s = eta(k)/eta(0)
	// x_i <- x_i - theta_i x_i dt + eps s^((alpha_i-1)/alpha_i) sigma_i dt^(1/alpha_i) S_i.
	SDE Time = iota
	// Iteration: a step is one iteration of SGD,
	// x_i <- x_i - eta(k) theta_i x_i + eps eta(k) sigma_i S_i.
	Iteration
)

var timeNames = [...]string{"sde", "iteration"}

// ParseTime reads "sde" or "iteration".
func ParseTime(s string) (Time, error) {
	for i, name := range timeNames {
		if s == name {
			return Time(i), nil
		}
	}
	return 0, fmt.Errorf("time %q is not known: use sde or iteration", s)
}

func (t Time) String() string { return timeNames[t] }

// MarshalText writes the name that ParseTime reads.
func (t Time) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText is ParseTime.
func (t *Time) UnmarshalText(b []byte) (err error) {
	*t, err = ParseTime(string(b))
	return err
}

// Interval is a coordinate's part of the box: Lo < 0 < Hi.
type Interval struct{ Lo, Hi float64 }

// MarshalJSON writes [Lo, Hi].
func (v Interval) MarshalJSON() ([]byte, error) { return json.Marshal([2]float64{v.Lo, v.Hi}) }

// UnmarshalJSON reads [Lo, Hi].
func (v *Interval) UnmarshalJSON(b []byte) error {
	var pair [2]float64
	err := json.Unmarshal(b, &pair)
	v.Lo, v.Hi = pair[0], pair[1]
	return err
}

// Controls are what a user may change while a simulation is under way. The value
// is immutable, its slices too, and is swapped whole.
type Controls struct {
	Schedule schedule.Schedule // eta(k), k the step of the path
	Arm      schedule.Arm      // what the decay acts on
	Eps      float64           // scale of all noise, >= 0
	Theta    []float64         // (N) curvature, >= 0
	Alpha    []float64         // (N) tail index, in (0, 2]
	Sigma    []float64         // (N) scale, >= 0
	Box      []Interval        // (N) walls
}

// ExitConfig is an ensemble of first exits from a box, each path from 0.
type ExitConfig struct {
	Seed     uint64   `json:"seed"`
	Paths    int      `json:"paths"`
	Time     Time     `json:"time"`
	Dt       float64  `json:"dt"`      // of a step in SDE time; 1 in iteration time
	Horizon  float64  `json:"horizon"` // paths still inside then are censored; 0: chosen by Normalized
	Controls Controls `json:"controls"`
}

// Config is a whole simulation: a run is a function of it and of nothing else.
type Config struct {
	ExitConfig
	Particle bool      `json:"particle"` // with a displayed particle, restarting after each exit; the run then goes on after the ensemble
	Steps    int       `json:"steps"`    // particle steps after which the run ends; 0: without end
	Slots    int       `json:"slots"`    // paths of the ensemble under way at once, >= 1
	Quantum  int       `json:"quantum"`  // steps by which each of them moves at a time, >= 1
	Every    int       `json:"every"`    // particle steps between two such moves, >= 1
	Exits    bool      `json:"exits"`    // yield an Exited event for every path of the ensemble
	Script   []Changed `json:"-"`        // changes to replay, by step
}

// Default is the system of theory.md's fixture at eps = 0.1: two coordinates of
// which the first has the heavier tail.
func Default() Config {
	eta, err := schedule.Default("constant", .1)
	if err != nil {
		panic(err)
	}
	return Config{
		ExitConfig: ExitConfig{Seed: 1, Paths: 20000, Dt: .01, Controls: Controls{
			Schedule: eta, Eps: .1,
			Theta: []float64{1, 1}, Alpha: []float64{1.2, 1.8}, Sigma: []float64{.5, 1},
			Box: []Interval{{-.6, 1}, {-.7, .7}},
		}},
		Slots: 512, Quantum: 4096, Every: 1,
	}
}

// maxDim and maxPaths keep a configuration from asking for gigabytes.
const (
	maxDim   = 4096
	maxPaths = 1e9
	maxSteps = 1e15 // of one path
)

// Validate returns an error that names the first value out of its range.
func (c ExitConfig) Validate() error {
	if c.Time == Iteration {
		c.Dt = 1
	}
	switch {
	case c.Paths < 1 || c.Paths > maxPaths:
		return fmt.Errorf("paths = %d: use 1 to %g", c.Paths, maxPaths)
	case !(c.Dt > 0) || math.IsInf(c.Dt, 0):
		return fmt.Errorf("dt = %g: use a positive time step", c.Dt)
	case !(c.Horizon >= 0) || math.IsInf(c.Horizon, 0):
		return fmt.Errorf("horizon = %g: use a positive time, or 0 to have one chosen", c.Horizon)
	case c.Horizon > 0 && (c.Horizon < c.Dt || c.Horizon/c.Dt > maxSteps):
		return fmt.Errorf("horizon = %g: use at least one time step (%g) and at most %g of them", c.Horizon, c.Dt, maxSteps)
	}
	if err := c.Controls.Validate(); err != nil {
		return err
	}
	step := c.Dt
	if c.Time == Iteration {
		step = c.Controls.Schedule.Eta(0)
	}
	for i, theta := range c.Controls.Theta {
		if theta*step >= 2 {
			return fmt.Errorf("theta_%d = %g with a step of %g: Euler's method is unstable from theta*step = 2 on; use a smaller --dt, or eta0 in iteration time", i+1, theta, step)
		}
	}
	return nil
}

// Validate returns an error that names the first control out of its range.
func (c Controls) Validate() error {
	n := len(c.Alpha)
	switch {
	case c.Schedule == nil:
		return fmt.Errorf("no learning-rate schedule is set: use for example constant:eta0=0.1")
	case !c.Arm.Valid():
		return fmt.Errorf("decay arm = %d: use Both, NoiseOnly or StepOnly", c.Arm)
	case n < 1 || n > maxDim:
		return fmt.Errorf("alpha has %d values: use 1 to %d coordinates", n, maxDim)
	case len(c.Theta) != n || len(c.Sigma) != n || len(c.Box) != n:
		return fmt.Errorf("alpha has %d values, theta %d, sigma %d and the box %d intervals: give each the same number, or a single one for all", n, len(c.Theta), len(c.Sigma), len(c.Box))
	case !(c.Eps >= 0) || math.IsInf(c.Eps, 0):
		return fmt.Errorf("eps = %g: use a finite number, zero or above", c.Eps)
	}
	for i := range n {
		theta, alpha, sigma, box := c.Theta[i], c.Alpha[i], c.Sigma[i], c.Box[i]
		switch {
		case !(theta >= 0) || math.IsInf(theta, 0):
			return fmt.Errorf("theta_%d = %g: use a finite curvature, zero or above", i+1, theta)
		case !(alpha > 0 && alpha <= 2):
			return fmt.Errorf("alpha_%d = %g: a tail index lies in (0, 2]", i+1, alpha)
		case !(sigma >= 0) || math.IsInf(sigma, 0):
			return fmt.Errorf("sigma_%d = %g: use a finite scale, zero or above", i+1, sigma)
		case !(box.Lo < 0 && box.Hi > 0) || math.IsInf(box.Lo, 0) || math.IsInf(box.Hi, 0):
			return fmt.Errorf("box interval %d is %g:%g: it must contain the minimum 0 in its interior, as in -0.6:1", i+1, box.Lo, box.Hi)
		}
	}
	return nil
}

// Normalized is a valid c with the time step of its clock and a horizon. If none
// was given it is twenty predicted mean exit times at the first learning rate, or
// longer under a decay that lets every path out in the end, up to 64 times that;
// without a prediction 10^5 steps.
func (c ExitConfig) Normalized() ExitConfig {
	if c.Time == Iteration {
		c.Dt = 1
	}
	if c.Horizon == 0 {
		c.Horizon = 1e5 * c.Dt
		steady := c
		steady.Controls.Schedule = schedule.Constant{Eta0: c.Controls.Schedule.Eta(0)}
		if t := Predict(steady); t != nil && t.MeanExitTime > 0 && t.MeanExitTime*20/c.Dt < 1e9 {
			c.Horizon = max(20*t.MeanExitTime, 10*c.Dt)
			if _, ok := c.Controls.Schedule.(schedule.Constant); !ok {
				c.Horizon = c.longEnough()
			}
		}
	}
	return c
}

// longEnough doubles the horizon until one path in 10^8 is still inside.
func (c ExitConfig) longEnough() float64 {
	first := c.Horizon
	for c.Horizon < 64*first {
		if t := Predict(c); t == nil || t.PTrap > 0 || !(t.Inside > 1e-8) {
			break
		}
		c.Horizon *= 2
	}
	return c.Horizon
}

// horizonSteps is the number of steps after which a path is censored.
func (c ExitConfig) horizonSteps() int { return int(math.Ceil(c.Horizon/c.Dt - 1e-9)) }

// controlsJSON is Controls as it is recorded: the schedule as what Parse reads.
type controlsJSON struct {
	Schedule string       `json:"schedule"`
	Arm      schedule.Arm `json:"arm"`
	Eps      float64      `json:"eps"`
	Theta    []float64    `json:"theta"`
	Alpha    []float64    `json:"alpha"`
	Sigma    []float64    `json:"sigma"`
	Box      []Interval   `json:"box"`
}

// MarshalJSON writes the schedule in its String form.
func (c Controls) MarshalJSON() ([]byte, error) {
	return json.Marshal(controlsJSON{c.Schedule.String(), c.Arm, c.Eps, c.Theta, c.Alpha, c.Sigma, c.Box})
}

// UnmarshalJSON is the inverse of MarshalJSON.
func (c *Controls) UnmarshalJSON(b []byte) error {
	var j controlsJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	s, err := schedule.Parse(j.Schedule)
	if err != nil {
		return err
	}
	*c = Controls{s, j.Arm, j.Eps, j.Theta, j.Alpha, j.Sigma, j.Box}
	return nil
}
