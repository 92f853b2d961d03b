package sim

import (
	"math"

	"levyscope/internal/spec"
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

var clocks = spec.Enum[Time]{
	What:  "time",
	Names: []string{SDE: "sde", Iteration: "iteration"},
}

// ParseTime reads "sde" or "iteration".
func ParseTime(s string) (Time, error) { return clocks.Parse(s) }

// Valid says that t is one of the clocks.
func (t Time) Valid() bool { return clocks.Valid(t) }

func (t Time) String() string { return clocks.String(t) }

// MarshalText writes the name that ParseTime reads.
func (t Time) MarshalText() ([]byte, error) { return clocks.Marshal(t) }

// UnmarshalText is ParseTime.
func (t *Time) UnmarshalText(b []byte) error { return clocks.Unmarshal(t, b) }

// Method is how an ensemble is computed.
type Method uint8

// The methods.
const (
	// Direct takes every path through every time step.
	Direct Method = iota
	// Accelerated takes it from big jump to big jump (see chain), which is exact as eps -> 0.
	Accelerated
)

var methods = spec.Enum[Method]{
	What:  "method",
	Names: []string{Direct: "direct", Accelerated: "accelerated"},
}

// ParseMethod reads "direct" or "accelerated".
func ParseMethod(s string) (Method, error) { return methods.Parse(s) }

// Valid says that m is one of the methods.
func (m Method) Valid() bool { return methods.Valid(m) }

func (m Method) String() string { return methods.String(m) }

// MarshalText writes the name that ParseMethod reads.
func (m Method) MarshalText() ([]byte, error) { return methods.Marshal(m) }

// UnmarshalText is ParseMethod.
func (m *Method) UnmarshalText(b []byte) error { return methods.Unmarshal(m, b) }

// ExitConfig is an ensemble of first exits from a domain.
type ExitConfig struct {
	Seed     uint64    `json:"seed"`
	Paths    int       `json:"paths"`
	Time     Time      `json:"time"`
	Dt       float64   `json:"dt"`      // of a step in SDE time; 1 in iteration time
	Horizon  float64   `json:"horizon"` // paths still inside then are censored; 0: chosen by Normalized
	Start    []float64 `json:"start"`   // (N) of every path; nil: the first minimum of the potential
	Method   Method    `json:"method"`
	Controls Controls  `json:"controls"`

	scanned *geometry // see withRays
}

// start is where paths start.
func (c ExitConfig) start() []float64 {
	if len(c.Start) > 0 {
		return c.Start
	}
	return c.Controls.landscape().Minima()[0]
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
		Slots: 512, Quantum: 16384, Every: 1,
	}
}

// maxDim and maxPaths keep a configuration from asking for gigabytes.
const (
	maxDim   = 4096
	maxPaths = 1e9
	maxSteps = 1e15 // of one path
)

// leastAlpha is the tail index from which on tails can be computed with.
const leastAlpha = 1e-3

// leastDt and mostDt keep times, their squares and horizons within the range of a float64.
const (
	leastDt = 1e-100
	mostDt  = 1e100
)

// Normalized is a valid c with the time step of its clock and a horizon. If none
// was given it is twenty predicted mean exit times at the first learning rate, or
// longer under a decay that lets every path out in the end, up to 64 times that;
// without a prediction, or if direct steps would be more than 10^9, 10^5 steps. In the
// domain wells it is twenty times the longest predicted stay in a basin. The ways out
// are sought here once for all: change no other field of it than those of withRays.
func (c ExitConfig) Normalized() ExitConfig {
	if c.Time == Iteration {
		c.Dt = 1
	}
	c = c.withRays() // kept: everything that follows asks for the ways out
	if c.Horizon == 0 {
		c.Horizon = 1e5 * c.Dt
		steady := c
		steady.Controls.Schedule = schedule.Constant{Eta0: c.Controls.Schedule.Eta(0)}
		most := 1e9
		if c.Method == Accelerated {
			most = maxSteps
		}
		if mean := steady.longestStay(); mean > 0 && mean*20/c.Dt < most {
			c.Horizon = max(20*mean, 10*c.Dt)
			if _, ok := c.Controls.Schedule.(schedule.Constant); !ok {
				c.Horizon = c.longEnough()
			}
		}
	}
	return c
}

// longestStay is the predicted mean exit time, or the longest mean time in a basin
// of the domain wells; 0 where there is no prediction.
func (c ExitConfig) longestStay() float64 {
	if c.Controls.Domain.Kind != InWells {
		if t := Predict(c); t != nil && !math.IsInf(t.MeanExitTime, 1) {
			return t.MeanExitTime
		}
		return 0
	}
	longest := 0.0
	for m, rates := range TransitionRates(c) {
		longest = max(longest, -1/rates[m])
	}
	return longest
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
