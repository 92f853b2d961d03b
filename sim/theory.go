package sim

import (
	"math"

	"levyscope/stats"
	"levyscope/train/schedule"
)

// Theory is what is predicted of an ensemble. Its unit of time is that of the
// simulation. All of it is for continuous time: looking only every dt makes the
// simulated exits later (see MonitoringShift). NaN stands for what it says nothing of.
type Theory struct {
	Law          string    `json:"law"`            // which prediction: "small noise" or "Getoor"
	MeanExitTime float64   `json:"mean_exit_time"` // what Totals.MeanTime estimates: E min(tau, horizon)/P(tau <= horizon), 1/Lambda under a steady schedule
	Sides        []float64 `json:"sides"`          // P(exit through the side | exit by the horizon), in the order 1-, 1+, 2-, ...
	PTrap        float64   `json:"p_trap"`         // P(never exits) = exp(-H(inf))
	Inside       float64   `json:"inside"`         // P(tau > horizon)
	NoiseRatio   float64   `json:"noise_ratio"`    // worst scale of the noise, in units of the distance to a wall: see noiseRatio
	Valid        bool      `json:"valid"`          // within the range in which the prediction is good to some 10 %
	Caveat       string    `json:"caveat"`         // why not; empty if it is
	EpsReversal  float64   `json:"eps_reversal"`   // eps below which the heaviest-tailed coordinate is the likeliest way out; NaN where all tails are alike
	hazard       *hazard
}

// Predict is the theory of cfg, or nil where none is implemented: theta = 0 in
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
func Predict(cfg ExitConfig) *Theory {
	c := cfg.Controls
	free := 0
	for _, theta := range c.Theta {
		if theta == 0 {
			free++
		}
	}
	_, steady := c.Schedule.(schedule.Constant)
	switch {
	case free == 0:
		return smallNoise(cfg)
	case len(c.Theta) == 1 && steady:
		return getoor(cfg)
	}
	return nil
}

func smallNoise(cfg ExitConfig) *Theory {
	h := newHazard(cfg)
	t := &Theory{Law: "small noise", hazard: h, PTrap: h.trapping(), NoiseRatio: noiseRatio(cfg), EpsReversal: epsReversal(cfg)}
	t.Caveat = caveat(cfg, t.NoiseRatio)
	t.Valid = t.Caveat == ""
	t.Sides = make([]float64, 2*len(cfg.Controls.Alpha))
	if h.steady {
		total := h.total(0)
		t.MeanExitTime = 1 / total
		t.Inside = math.Exp(-total * cfg.Horizon)
		for i, rate := range h.rates(0) {
			t.Sides[i] = rate / total
		}
		return t
	}
	inside, out, stay := 1.0, 0.0, 0.0
	h.cells(cfg.horizonSteps(), func(from, to int) {
		// Within a cell the hazard is taken as its value in the middle.
		span := float64(to-from) * cfg.Dt
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
	newHazard(t.hazard.cfg).survival(dst, width)
}

// epsReversal is eps* of theory.md, section 4: the eps below which the coordinate
// i with the heaviest tail has a larger hazard, both sides added up, than any
// coordinate j with a lighter one:
//
//	min over j of [u_j/u_i]^(1/(alpha_i - alpha_j)),   u = hazard at eps = 1.
//
// Of several with the heaviest tail the likeliest counts. Silent coordinates and
// Gaussian ones, whose hazard is below any power of eps, do not.
func epsReversal(cfg ExitConfig) float64 {
	c := cfg.Controls
	unit := make([]float64, len(c.Alpha)) // hazard of both sides at eps = 1
	heavy := -1
	for i, alpha := range c.Alpha {
		scale := c.Sigma[i]
		if cfg.Time == Iteration {
			scale *= c.Schedule.Eta(0)
		}
		for _, a := range c.Box[i].distances() {
			unit[i] += stats.TailConstant(alpha) * math.Pow(scale/a, alpha)
		}
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
