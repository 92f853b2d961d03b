package theory

import (
	"math"

	"levyscope/sim/ways"
)

// Theory is what is predicted of an ensemble of first exits. Times are in the unit of the
// simulation. All but Monitored is for paths watched in continuous time: a simulation
// that looks only every dt sees exits later. NaN stands for what is not predicted.
type Theory struct {
	// Law names the prediction: "small noise", "Getoor" (a free process) or "half-line".
	Law string `json:"law"`
	// MeanExitTime is what Totals.MeanTime of package sim estimates,
	// E min(tau, horizon)/P(tau <= horizon); under a steady schedule 1/Lambda, Lambda the
	// sum of the hazards of all sides.
	MeanExitTime float64 `json:"mean_exit_time"`
	// Monitored is MeanExitTime with the walls moved outward for looking only every dt, see
	// MonitoringShift; NaN where the shift is not known.
	Monitored float64 `json:"monitored_mean_exit_time"`
	// Sides are P(exit through the side | exit by the horizon), by side.
	Sides []float64 `json:"sides"`
	// PTrap is P(never exits) = exp(-H(inf)), H the integral of Lambda.
	PTrap float64 `json:"p_trap"`
	// Inside is P(tau > horizon).
	Inside float64 `json:"inside"`
	// NoiseRatio is the parameter that small noise keeps small: the largest scale of the
	// noise in units of the distance to a wall, see noiseRatio.
	NoiseRatio float64 `json:"noise_ratio"`
	// Valid says that the prediction is good to some 10 %. Caveat says why it is not, and is
	// empty if it is; see caveat for the limits.
	Valid  bool   `json:"valid"`
	Caveat string `json:"caveat"`
	// EpsReversal is the eps below which the coordinate with the heaviest tail is the
	// likeliest way out, see epsReversal; NaN where all tails are alike.
	EpsReversal float64 `json:"eps_reversal"`
	// EpsReversalCaveat says why EpsReversal is rough: it is a ratio of rates at small noise, and the
	// noise is not small at that eps. It is empty where it is not, or where there is no EpsReversal.
	EpsReversalCaveat string `json:"eps_reversal_caveat,omitempty"`
	// TrapExponents are gamma p_i under a decay (1 + k/k0)^-gamma and a hazard that goes as
	// s^p_i (p = alpha for decaying noise): paths are trapped for ever with positive
	// probability if and only if all are above 1. NaN for a coordinate without stable jumps
	// that lead out; nil under other schedules.
	TrapExponents []float64 `json:"trap_exponents"`

	hazard *hazard // of small noise, else nil
}

// Predict is the theory of the problem g, or nil where there is none: in the domain
// wells; where the ways out are not known (ways.RaysKnown); with a flat direction,
// theta_i = 0 in some coordinate of several or under a decay; with multiplicative noise in
// the reading of Stratonovich; and for Gaussian noise in more than one dimension, but in
// a box around a quadratic minimum.
//
// Small noise, for theta_i > 0 in every coordinate of a quadratic potential in a box: exits
// through a wall at the distance a in coordinate i are Poisson with the hazard
//
//	lambda = c_alpha (eps sigma/a)^alpha       per unit of SDE time,
//	lambda = c_alpha (eta eps sigma/a)^alpha   per iteration,
//
// at the first step, times what arm and schedule make of it later; tau has the survival
// function exp(-H(t)), H the integral of Lambda, the sum over all walls. A Gaussian
// coordinate (alpha = 2) has the exact exit rate of its Ornstein-Uhlenbeck process
// instead. Any other potential and domain is treated alike, with the curvature at the
// minimum in place of theta and the rays in place of walls: the rate of jumps is
// nu(from) - nu(to), nu the tail of the Levy measure of the noise at hand. Sources:
// Imkeller and Pavlyukevich 2006; docs/theory.md, sections 4 and 5. Where it holds: caveat.
//
// One coordinate with theta = 0, and a ball without drift, is a free stable process:
// see predictFree.
func Predict(g *ways.Geometry) *Theory {
	t, _ := predictContinuous(g)
	if t != nil {
		t.Monitored = math.NaN()
		if moved, known := withMonitoredWalls(g); known {
			if m, _ := predictContinuous(moved); m != nil {
				t.Monitored = m.MeanExitTime
			}
		}
	}
	return t
}

// Survival sets dst[j] = P(tau > j width) for paths watched in continuous time, NaN where
// it is not predicted: of a free process only the mean is.
func (t *Theory) Survival(dst []float64, width float64) {
	for j := range dst {
		dst[j] = math.NaN()
	}
	if t.hazard == nil {
		return
	}
	newHazard(t.hazard.g).survival(dst, width)
}
