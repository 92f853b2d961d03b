package sim

import (
	"math"

	"levyscope/stats"
	"levyscope/train/schedule"
)

// Theory is what is predicted of an ensemble. Its unit of time is that of the
// simulation. All of it is for continuous time: looking only every dt makes the
// simulated exits later (see MonitoringShift).
type Theory struct {
	Law          string    `json:"law"`            // which prediction: "small noise" or "Getoor"
	MeanExitTime float64   `json:"mean_exit_time"` // what Totals.MeanTime estimates: E min(tau, horizon)/P(tau <= horizon), 1/Lambda under a steady schedule
	Sides        []float64 `json:"sides"`          // P(exit through the side | exit by the horizon), in the order 1-, 1+, 2-, ...
	PTrap        float64   `json:"p_trap"`         // P(never exits) = exp(-H(inf))
	Inside       float64   `json:"inside"`         // P(tau > horizon)
	NoiseRatio   float64   `json:"noise_ratio"`    // largest eps_i sigma_i/distance to a wall at the start
	Valid        bool      `json:"valid"`          // within the range in which the prediction is good to some 10 %
	EpsReversal  float64   `json:"eps_reversal"`   // eps below which the heaviest-tailed coordinate is the likeliest way out; NaN where there is none
	hazard       *hazard
}

// Predict is the theory of cfg, or nil where none is implemented (theta = 0 in
// some coordinate of several).
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
	t.Valid = t.NoiseRatio <= .1
	total := h.total(0)
	if h.steady {
		t.MeanExitTime = 1 / total
		t.Inside = math.Exp(-total * cfg.Horizon)
		for _, rate := range h.rates(0) {
			t.Sides = append(t.Sides, rate/total)
		}
		return t
	}
	n := h.grid(cfg.horizonSteps())
	inside, stay := 1.0, 0.0
	t.Sides = make([]float64, 2*len(cfg.Controls.Alpha))
	for j := 1; j < len(n); j++ {
		// Within a cell the hazard is taken as its value in the middle.
		span := float64(n[j]-n[j-1]) * cfg.Dt
		rates := h.rates((n[j-1] + n[j] - 1) / 2)
		sum := 0.0
		for _, rate := range rates {
			sum += rate
		}
		left := -math.Expm1(-sum * span)
		if sum > 0 {
			stay += inside * left / sum
			for i, rate := range rates {
				t.Sides[i] += inside * left * rate / sum
			}
		} else {
			stay += inside * span
		}
		inside *= 1 - left
	}
	t.Inside = inside
	t.MeanExitTime = stay / (1 - inside)
	for i := range t.Sides {
		t.Sides[i] /= 1 - inside
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
	t.hazard.survival(dst, width)
}

// epsReversal is eps* of theory.md, section 4, between the heaviest-tailed
// coordinate i and the one j that is likeliest at large eps, both with their
// sides added up: lambda_i > lambda_j below it.
func epsReversal(cfg ExitConfig) float64 {
	c := cfg.Controls
	unit := make([]float64, len(c.Alpha)) // hazard of both sides at eps = 1
	heavy := 0
	for i, alpha := range c.Alpha {
		scale := c.Sigma[i]
		if cfg.Time == Iteration {
			scale *= c.Schedule.Eta(0)
		}
		for _, a := range [2]float64{-c.Box[i].Lo, c.Box[i].Hi} {
			unit[i] += stats.TailConstant(alpha) * math.Pow(scale/a, alpha)
		}
		if alpha < c.Alpha[heavy] {
			heavy = i
		}
	}
	star := math.NaN()
	for j, alpha := range c.Alpha {
		if alpha == c.Alpha[heavy] || unit[j] == 0 || unit[heavy] == 0 {
			continue
		}
		e := math.Pow(unit[j]/unit[heavy], 1/(c.Alpha[heavy]-alpha))
		if math.IsNaN(star) || e < star {
			star = e
		}
	}
	return star
}

// noiseRatio is the largest eps sigma_i/a over coordinates and walls.
func noiseRatio(cfg ExitConfig) float64 {
	c := cfg.Controls
	worst := 0.0
	for i, sigma := range c.Sigma {
		scale := c.Eps * sigma
		if cfg.Time == Iteration {
			// eps_i of the SDE that the iteration discretises: eta^(1-1/alpha) sigma.
			scale *= math.Pow(c.Schedule.Eta(0), 1-1/c.Alpha[i])
		}
		worst = max(worst, scale/min(-c.Box[i].Lo, c.Box[i].Hi))
	}
	return worst
}
