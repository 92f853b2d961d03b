package sim

import (
	"math"

	"levyscope/stats"
	"levyscope/train/schedule"
)

// hazard is the rate of exit through every side as a function of the step, per
// unit of the simulation's time. It is for one goroutine.
type hazard struct {
	cfg    ExitConfig
	steady bool
	base   []float64            // (2N) at s = 1; of a Gaussian coordinate not used
	out    []float64            // (2N)
	gauss  []map[int][2]float64 // by coordinate: ln rate of a Gaussian one at s = exp(-node*nodeWidth)
}

func newHazard(cfg ExitConfig) *hazard {
	c := cfg.Controls
	_, constant := c.Schedule.(schedule.Constant)
	h := &hazard{cfg: cfg, steady: constant, out: make([]float64, 2*len(c.Alpha)), gauss: make([]map[int][2]float64, len(c.Alpha))}
	for i, alpha := range c.Alpha {
		scale := c.Eps * c.Sigma[i]
		if cfg.Time == Iteration {
			scale *= c.Schedule.Eta(0)
		}
		for _, a := range c.Box[i].distances() {
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

// relative is s = eta(k)/eta(0).
func (h *hazard) relative(k int) float64 {
	if h.steady {
		return 1
	}
	return h.cfg.Controls.Schedule.Eta(k) / h.cfg.Controls.Schedule.Eta(0)
}

// largest keeps a hazard finite that grows without bound (alpha < 1 as s -> 0).
const largest = 1e290

// rates are the hazards by side at step k; the slice is reused.
func (h *hazard) rates(k int) []float64 {
	s := h.relative(k)
	for i, alpha := range h.cfg.Controls.Alpha {
		if alpha == 2 {
			h.out[2*i], h.out[2*i+1] = h.gaussian(i, s)
			continue
		}
		f := math.Pow(s, h.power(i))
		for side := 2 * i; side <= 2*i+1; side++ {
			h.out[side] = 0
			if h.base[side] > 0 {
				h.out[side] = min(h.base[side]*f, largest)
			}
		}
	}
	return h.out
}

// total is Lambda at step k.
func (h *hazard) total(k int) float64 {
	sum := 0.0
	for _, rate := range h.rates(k) {
		sum += rate
	}
	return sum
}

// nodeWidth is the distance in ln s of the nodes between which the logarithm of a
// Gaussian coordinate's rate is interpolated, to a relative error of some 1e-3
// where it matters.
const nodeWidth = .02

// gaussian is the exit rate of a Gaussian coordinate at the relative learning rate s.
func (h *hazard) gaussian(i int, s float64) (lo, hi float64) {
	x := -math.Log(s) / nodeWidth
	if !(x < 1e6) { // s = 0, as at the end of a cosine
		return 0, 0
	}
	n := int(math.Floor(x))
	a, f := h.gaussianNode(i, n), x-math.Floor(x)
	if f == 0 {
		return math.Exp(a[0]), math.Exp(a[1])
	}
	b := h.gaussianNode(i, n+1)
	return math.Exp(a[0] + f*(b[0]-a[0])), math.Exp(a[1] + f*(b[1]-a[1]))
}

// gaussianNode is ln of the rates at a node: that of
// dX = -theta X dt + eps sigma sqrt2 dB with what the arm makes of it.
func (h *hazard) gaussianNode(i, n int) [2]float64 {
	if v, ok := h.gauss[i][n]; ok {
		return v
	}
	c := h.cfg.Controls
	s := math.Exp(-float64(n) * nodeWidth)
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
	theta, scale := c.Theta[i]*drift, c.Eps*c.Sigma[i]*noise
	if h.cfg.Time == Iteration {
		// One iteration: variance 2 (eta noise scale)^2, drift eta drift theta.
		eta := c.Schedule.Eta(0)
		theta, scale = eta*theta, eta*scale
	}
	d := c.Box[i].distances()
	mean, right := OrnsteinUhlenbeckExit(theta, scale, d[0], d[1])
	const never = -1e6 // ln of a rate that is 0 for every purpose, and can be interpolated
	v := [2]float64{max(never, math.Log((1-right)/mean)), max(never, math.Log(right/mean))}
	if h.gauss[i] == nil {
		h.gauss[i] = map[int][2]float64{}
	}
	h.gauss[i][n] = v
	return v
}

// cells cuts [0, steps) into parts over which the learning rate changes by 1 % at
// most, or single steps, and calls do with each in order.
func (h *hazard) cells(steps int, do func(from, to int)) {
	var cut func(from, to int)
	cut = func(from, to int) {
		first, last := h.relative(from), h.relative(to-1)
		if to-from == 1 || first <= 1.01*last || first < 1e-12 {
			do(from, to)
			return
		}
		middle := from + (to-from)/2
		cut(from, middle)
		cut(middle, to)
	}
	cut(0, steps)
}

// survival sets dst[j] = exp(-H(j width)).
func (h *hazard) survival(dst []float64, width float64) {
	const parts = 8
	steps := width / h.cfg.Dt
	sum := 0.0
	for j := range dst {
		dst[j] = math.Exp(-sum)
		if h.steady {
			sum += h.total(0) * width
			continue
		}
		for p := range parts {
			sum += h.total(int((float64(j)+(float64(p)+.5)/parts)*steps)) * width / parts
		}
	}
}

// trapping is p_trap = exp(-H(inf)), with the sums of schedule.TotalPower for
// stable coordinates and a numerical one for Gaussian coordinates.
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

// gaussianTotal is the integral of a Gaussian coordinate's hazard over all time,
// over cells that double. It is infinite where the learning rate stays above 0,
// and NaN where the decay is too slow for 10^15 steps to decide.
func (h *hazard) gaussianTotal(i int) float64 {
	const end = 1e15
	if lo, hi := h.gaussian(i, 1); lo+hi == 0 {
		return 0
	}
	if h.relative(end) == h.relative(end/1e6) && h.relative(end) > 0 || h.cfg.Controls.Arm == schedule.StepOnly {
		return math.Inf(1)
	}
	const parts = 64
	total := 0.0
	for from, width := 0.0, 64.0; from < end; from, width = from+width, 2*width {
		part := 0.0
		for p := range parts {
			lo, hi := h.gaussian(i, h.relative(int(from+(float64(p)+.5)/parts*width)))
			part += (lo + hi) * width / parts * h.cfg.Dt
		}
		total += part
		if total > 700 || part < 1e-12*total && h.relative(int(from)) < .5 {
			return total
		}
	}
	return math.NaN()
}
