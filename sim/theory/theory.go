package theory

import (
	"math"

	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
	"levyscope/stats/law"
)

// Theory is what is predicted of an ensemble. Its unit of time is that of the
// simulation. But for Monitored it is for continuous time: looking only every dt makes the
// simulated exits later. NaN stands for what it says nothing of.
type Theory struct {
	Law          string    `json:"law"`                      // which prediction: "small noise" or "Getoor"
	MeanExitTime float64   `json:"mean_exit_time"`           // what Totals.MeanTime estimates: E min(tau, horizon)/P(tau <= horizon), 1/Lambda under a steady schedule
	Monitored    float64   `json:"monitored_mean_exit_time"` // the same, with the walls moved out for looking every dt only (see MonitoringShift); NaN where the shift is not known
	Sides        []float64 `json:"sides"`                    // P(exit through the side | exit by the horizon), in the order 1-, 1+, 2-, ...
	PTrap        float64   `json:"p_trap"`                   // P(never exits) = exp(-H(inf))
	Inside       float64   `json:"inside"`                   // P(tau > horizon)
	NoiseRatio   float64   `json:"noise_ratio"`              // worst scale of the noise, in units of the distance to a wall: see noiseRatio
	Valid        bool      `json:"valid"`                    // within the range in which the prediction is good to some 10 %
	Caveat       string    `json:"caveat"`                   // why not; empty if it is
	EpsReversal  float64   `json:"eps_reversal"`             // eps below which the heaviest-tailed coordinate is the likeliest way out; NaN where all tails are alike
	// TrapExponents are, under a decay (1 + k/k0)^-gamma, gamma p_i for a hazard that goes as
	// s^p_i (p = alpha for decaying noise): paths are trapped for ever with positive
	// probability if and only if all are above 1. NaN for a coordinate without stable jumps
	// that lead out; nil under other schedules.
	TrapExponents []float64 `json:"trap_exponents"`
	hazard        *hazard
}

// Predict is the theory of the problem g, or nil where none is implemented: theta = 0 in
// some coordinate of several, or under a decay.
//
// With theta_i > 0 for every i it is that of small noise: exits through side a of
// coordinate i are Poisson with the hazard
//
//	lambda = c_alpha (eps sigma/a)^alpha   per unit of SDE time,
//	lambda = c_alpha (eta eps sigma/a)^alpha   per iteration,
//
// at the start, times what Arm and Schedule make of it later; tau has survival
// exp(-H(t)), H the integral of Lambda = sum of all. A Gaussian coordinate
// (alpha = 2) has the exact exit rate of its Ornstein-Uhlenbeck process instead.
// Source: Imkeller and Pavlyukevich 2006; theory.md, sections 4 and 5.
//
// One coordinate with theta = 0 is a free stable process: Getoor 1961.
//
// Any other potential and domain is treated alike, with the curvature at the
// minimum for theta and the rays on which a single jump leads outside for the
// walls: the rate of jumps nu(from) - nu(to), with the tail nu of the noise at hand.
// Beyond 256 coordinates only boxes and balls, and sub-level sets of the quadratic, have rays.
// Of Gaussian noise the rate is known in one dimension, and in a box around a quadratic minimum.
func Predict(g *ways.Geometry) *Theory {
	t := predictContinuous(g)
	if t != nil {
		t.Monitored = math.NaN()
		if moved, known := withMonitoredWalls(g); known {
			if m := predictContinuous(moved); m != nil {
				t.Monitored = m.MeanExitTime
			}
		}
	}
	return t
}

func predictContinuous(g *ways.Geometry) *Theory {
	c := g.Controls
	if c.Domain.Kind == problem.InWells || !ways.RaysKnown(g.ExitConfig) || len(c.Multiplicative) > 0 && c.Reading == problem.Stratonovich {
		return nil
	}
	if t := predictFree(g); t != nil {
		return t
	}
	curvature := g.Curvature()
	if !g.RestsInside() || curvature == nil {
		return nil
	}
	for i, h := range curvature {
		if h < 0 || h == 0 && c.Potential == nil || c.Gaussian(i) && c.Sigma[i] > 0 && !gaussianKnown(c) {
			return nil
		}
	}
	return predictSmallNoise(g)
}

func predictSmallNoise(g *ways.Geometry) *Theory {
	h := newHazard(g)
	if len(g.Controls.Noise) > 0 && h.total(0) == 0 {
		return nil // no single jump is long enough, and what many do is not known here
	}
	t := &Theory{Law: "small noise", hazard: h, PTrap: h.neverExits(), NoiseRatio: noiseRatio(g), EpsReversal: epsReversal(g)}
	t.TrapExponents = h.trapExponents()
	t.Caveat = caveat(h, t.NoiseRatio)
	t.Valid = t.Caveat == ""
	t.Sides = make([]float64, g.Controls.Sides())
	if h.steady {
		total := h.total(0)
		t.MeanExitTime = 1 / total
		t.Inside = math.Exp(-total * g.Horizon)
		for i, rate := range h.rates(0) {
			t.Sides[i] = rate / total
		}
		return t
	}
	inside, out, stay := 1.0, 0.0, 0.0
	h.cells(g.HorizonSteps(), func(from, to int) {
		// Within a cell the hazard is taken as its value in the middle.
		span := float64(to-from) * g.Dt
		rates := h.rates((from + to) / 2)
		sum := 0.0
		for _, rate := range rates {
			sum += rate
		}
		if sum == 0 {
			stay += inside * span
			return
		}
		left := -math.Expm1(-sum * span)
		out += inside * left
		stay += inside * left / sum
		for i, rate := range rates {
			t.Sides[i] += inside * left * rate / sum
		}
		inside *= 1 - left
	})
	t.Inside = inside
	t.MeanExitTime = stay / out
	for i := range t.Sides {
		t.Sides[i] /= out
	}
	return t
}

// Survival sets dst[j] = P(tau > j width) for continuous time, NaN where no
// closed form is implemented (Getoor's law has only its mean here).
func (t *Theory) Survival(dst []float64, width float64) {
	for j := range dst {
		dst[j] = math.NaN()
	}
	if t.hazard == nil {
		return
	}
	newHazard(t.hazard.g).survival(dst, width)
}

// epsReversal is eps* of theory.md, section 4: the eps below which the coordinate
// i with the heaviest tail has a larger hazard, both sides added up, than any
// coordinate j with a lighter one:
//
//	min over j of [u_j/u_i]^(1/(alpha_i - alpha_j)),   u = hazard at eps = 1.
//
// Of several with the heaviest tail the likeliest counts. Silent coordinates and
// Gaussian ones, whose hazard is below any power of eps, do not.
func epsReversal(g *ways.Geometry) float64 {
	c := g.Controls
	if len(c.Noise) > 0 {
		return math.NaN()
	}
	unit := make([]float64, len(c.Alpha)) // hazard of both sides at eps = 1
	for _, r := range g.JumpRays() {
		i, alpha := r.Coordinate, c.Alpha[r.Coordinate]
		scale := c.Sigma[i]
		if g.Time == clock.Iteration {
			scale *= c.Schedule.Eta(0)
		}
		unit[i] += law.TailConstant(alpha) * (math.Pow(scale/r.From, alpha) - math.Pow(scale/r.To, alpha))
	}
	heavy := -1
	for i, alpha := range c.Alpha {
		if unit[i] > 0 && (heavy < 0 || alpha < c.Alpha[heavy] || alpha == c.Alpha[heavy] && unit[i] > unit[heavy]) {
			heavy = i
		}
	}
	star := math.Inf(1)
	for j, alpha := range c.Alpha {
		if unit[j] > 0 && alpha > c.Alpha[heavy] {
			star = min(star, math.Pow(unit[j]/unit[heavy], 1/(c.Alpha[heavy]-alpha)))
		}
	}
	if math.IsInf(star, 1) {
		return math.NaN()
	}
	return star
}
