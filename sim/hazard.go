package sim

import (
	"math"

	"levyscope/stats"
	"levyscope/train/schedule"
)

// hazard is the rate of exit through every side as a function of the step, per
// unit of the simulation's time.
type hazard struct {
	cfg    ExitConfig
	steady bool
	base   []float64 // (2N) at s = 1; of a Gaussian coordinate computed anew at every s
	out    []float64 // (2N)
}

func newHazard(cfg ExitConfig) *hazard {
	c := cfg.Controls
	_, constant := c.Schedule.(schedule.Constant)
	h := &hazard{cfg: cfg, steady: constant, out: make([]float64, 2*len(c.Alpha))}
	for i, alpha := range c.Alpha {
		scale := c.Eps * c.Sigma[i]
		if cfg.Time == Iteration {
			scale *= c.Schedule.Eta(0)
		}
		for _, a := range [2]float64{-c.Box[i].Lo, c.Box[i].Hi} {
			h.base = append(h.base, stats.TailConstant(alpha)*math.Pow(scale/a, alpha))
		}
	}
	return h
}

// power is the exponent p with which a relative learning rate s enters the hazard
// of coordinate i, s^p.
func (h *hazard) power(i int) float64 {
	switch {
	case h.cfg.Controls.Arm == schedule.StepOnly:
		return 0
	case h.cfg.Time == SDE && h.cfg.Controls.Arm == schedule.Both:
		return h.cfg.Controls.Alpha[i] - 1
	}
	return h.cfg.Controls.Alpha[i]
}

// rates are the hazards by side at step k; the slice is reused.
func (h *hazard) rates(k int) []float64 {
	c := h.cfg.Controls
	s := 1.0
	if !h.steady {
		s = c.Schedule.Eta(k) / c.Schedule.Eta(0)
	}
	for i, alpha := range c.Alpha {
		if alpha == 2 {
			h.out[2*i], h.out[2*i+1] = h.gaussian(i, s)
			continue
		}
		f := math.Pow(s, h.power(i))
		h.out[2*i], h.out[2*i+1] = h.base[2*i]*f, h.base[2*i+1]*f
	}
	return h.out
}

// gaussian is the exit rate of a Gaussian coordinate with the learning rate s:
// dX = -theta X dt + eps sigma sqrt2 dB in SDE time, with what the arm makes of it.
func (h *hazard) gaussian(i int, s float64) (lo, hi float64) {
	c := h.cfg.Controls
	theta, scale, unit := c.Theta[i], c.Eps*c.Sigma[i], 1.0
	drift, noise := 1.0, 1.0
	switch {
	case c.Arm == schedule.StepOnly:
		drift = s
	case c.Arm == schedule.NoiseOnly:
		noise = s
	case h.cfg.Time == Iteration:
		drift, noise = s, s
	default:
		noise = math.Sqrt(s)
	}
	if h.cfg.Time == Iteration {
		// One iteration: variance 2 (eta noise scale)^2, drift eta drift theta.
		eta := c.Schedule.Eta(0)
		theta, scale = eta*drift*theta, eta*noise*scale
	} else {
		theta, scale = drift*theta, noise*scale
	}
	mean, right := OrnsteinUhlenbeckExit(theta, scale, -c.Box[i].Lo, c.Box[i].Hi)
	rate := unit / mean
	return rate * (1 - right), rate * right
}

// total is Lambda at step k.
func (h *hazard) total(k int) float64 {
	sum := 0.0
	for _, rate := range h.rates(k) {
		sum += rate
	}
	return sum
}

// maxCells bounds the work of an integral over the steps of a decay.
const maxCells = 1 << 15

// grid cuts [0, steps) into cells: single steps if there are few, else equal ones.
func (h *hazard) grid(steps int) []int {
	cells := min(steps, maxCells)
	for _, alpha := range h.cfg.Controls.Alpha {
		if alpha == 2 {
			cells = min(cells, 256) // each costs quadratures
		}
	}
	n := make([]int, cells+1)
	for j := range n {
		n[j] = int(float64(steps) * float64(j) / float64(cells))
	}
	return n
}

// survival sets dst[j] = exp(-H(j width)).
func (h *hazard) survival(dst []float64, width float64) {
	steps := width / h.cfg.Dt
	sum := 0.0
	for j := range dst {
		dst[j] = math.Exp(-sum)
		if h.steady {
			sum += h.total(0) * width
			continue
		}
		const parts = 8
		for p := range parts {
			sum += h.total(int((float64(j)+(float64(p)+.5)/parts)*steps)) * width / parts
		}
	}
}

// trapping is p_trap = exp(-H(inf)), with the sums of schedule.TotalPower for
// stable coordinates. A Gaussian one's hazard falls off faster than any power,
// so its sum is taken numerically over doubling cells.
func (h *hazard) trapping() float64 {
	total := 0.0
	for i, alpha := range h.cfg.Controls.Alpha {
		if alpha == 2 {
			total += h.gaussianTotal(i)
			continue
		}
		if rate := h.base[2*i] + h.base[2*i+1]; rate > 0 {
			total += rate * h.cfg.Dt * h.totalPower(i)
		}
	}
	return math.Exp(-total)
}

// totalPower is sum_k s_k^p: without end for p <= 0.
func (h *hazard) totalPower(i int) float64 {
	if p := h.power(i); p > 0 {
		return schedule.TotalPower(h.cfg.Controls.Schedule, p)
	}
	return math.Inf(1)
}

func (h *hazard) gaussianTotal(i int) float64 {
	if math.IsInf(schedule.TotalPower(h.cfg.Controls.Schedule, 16), 1) {
		return math.Inf(1) // the learning rate does not go to 0, or too slowly to tell
	}
	total := 0.0
	const parts = 32
	for from, width := 0.0, 1024.0; from < 1e15; from, width = from+width, 2*width {
		part := 0.0
		for p := range parts {
			lo, hi := h.rates(int(from + (float64(p)+.5)/parts*width))[2*i], h.out[2*i+1]
			part += (lo + hi) * width / parts * h.cfg.Dt
		}
		total += part
		if part < 1e-12*total || total > 700 {
			break
		}
	}
	return total
}
