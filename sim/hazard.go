package sim

import (
	"math"

	"levyscope/train/schedule"
)

// hazard is the rate of exit through every side as a function of the step, per
// unit of the simulation's time. It is for one goroutine.
type hazard struct {
	cfg     ExitConfig
	steady  bool
	rays    []reach
	scale   []float64            // (N) of the noise at the first step, all but what arm and schedule make of it
	power   []float64            // (N) exponent with which a learning rate enters the noise
	stable  []bool               // (N) the rate of jumps beyond y is a power of y
	gaussed []float64            // (N) scale of the Gaussian part, 0: none
	ways    [][2]ray             // (N) the nearest way out below and above; side -1: none
	out     []float64            // by side
	gauss   []map[int][2]float64 // by coordinate: ln rate of a Gaussian one at s = exp(-node*nodeWidth)
}

// reach is a ray with what its size is in jumps of L, for the scale 1.
type reach struct {
	ray
	base float64 // rate at the first step
}

func newHazard(cfg ExitConfig) *hazard {
	c := cfg.Controls
	n := c.dim()
	h := &hazard{cfg: cfg, steady: constant(c.Schedule), out: make([]float64, c.sides()), gauss: make([]map[int][2]float64, n)}
	for i := range n {
		h.scale = append(h.scale, c.Eps*c.Sigma[i])
		drivers := cfg.drivers(i)
		h.power = append(h.power, drivers[0].entering())
		stable, gaussed := true, 0.0
		for _, d := range drivers {
			stable = stable && !d.stepped
			if d.alpha == 2 && !d.stepped {
				gaussed = c.Sigma[i] * d.scale
			}
		}
		h.stable, h.gaussed = append(h.stable, stable), append(h.gaussed, gaussed)
	}
	for range n {
		none := ray{from: math.Inf(1), side: inside}
		h.ways = append(h.ways, [2]ray{none, none})
	}
	for _, r := range cfg.rays() {
		j := 0
		if r.sign > 0 {
			j = 1
		}
		if way := &h.ways[r.coordinate][j]; r.from < way.from {
			*way = r
		}
	}
	for _, r := range cfg.jumpRays() {
		h.rays = append(h.rays, reach{r, h.jumps(r, h.scale[r.coordinate]*cfg.relativeNoise(0, h.power[r.coordinate]))})
	}
	return h
}

// jumps is the rate of jumps into r of a noise of the given scale.
func (h *hazard) jumps(r ray, scale float64) float64 {
	c := h.cfg.Controls
	if scale == 0 || c.gaussian(r.coordinate) {
		return 0
	}
	noise := c.noise(r.coordinate)
	tails := noise.tails
	if h.cfg.Time == Iteration {
		tails = noise.drawTails
	}
	tail := func(d float64) float64 {
		if math.IsInf(d, 1) {
			return 0
		}
		neg, pos := tails(c.Alpha[r.coordinate], d/scale)
		if r.sign < 0 {
			return neg
		}
		return pos
	}
	return max(0, tail(r.from)-tail(r.to))
}

// relative is s = eta(k)/eta(0).
func (h *hazard) relative(k int) float64 {
	if h.steady {
		return 1
	}
	return h.cfg.Controls.Schedule.Eta(k) / h.cfg.Controls.Schedule.Eta(0)
}

// exponent is that of s in the hazard of stable noise in coordinate i.
func (h *hazard) exponent(i int) float64 {
	c := h.cfg.Controls
	switch {
	case c.Arm == schedule.StepOnly:
		return 0
	case c.Arm == schedule.GrowBatch || h.cfg.Time == SDE && c.Arm == schedule.Both:
		return c.Alpha[i] - 1
	}
	return c.Alpha[i]
}

// largest keeps a hazard finite that grows without bound (alpha < 1 as s -> 0).
const largest = 1e290

// rates are the hazards by side at step k; the slice is reused.
func (h *hazard) rates(k int) []float64 {
	clear(h.out)
	s := h.relative(k)
	last, factor := -1, 0.0
	for _, r := range h.rays {
		switch i := r.coordinate; {
		case h.steady:
			factor = 1
		case !h.stable[i]:
			h.out[r.side] += h.jumps(r.ray, h.scale[i]*h.cfg.relativeNoise(k, h.power[i]))
			continue
		case i != last && (last < 0 || h.exponent(i) != h.exponent(last)):
			factor = math.Pow(s, h.exponent(i))
			last = i
		}
		if r.base > 0 {
			h.out[r.side] += min(r.base*factor, largest)
		}
	}
	for i, g := range h.gaussed {
		if g > 0 {
			h.addGaussian(i, s)
		}
	}
	return h.out
}

// jumpRates are the rates at the first step without those of Gaussian noise.
func (h *hazard) jumpRates() []float64 {
	gaussed := h.gaussed
	h.gaussed = nil
	rates := append([]float64(nil), h.rates(0)...)
	h.gaussed = gaussed
	return rates
}

// addGaussian adds the exits of the Gaussian part of coordinate i.
func (h *hazard) addGaussian(i int, s float64) {
	if !h.cfg.gaussianKnown() {
		return
	}
	lo, hi := h.gaussian(i, s)
	for j, rate := range [2]float64{lo, hi} {
		if way := h.ways[i][j]; way.side >= 0 {
			h.out[way.side] += rate
		}
	}
}

// gaussianKnown says that there is an exact exit rate of Gaussian coordinates: of an
// Ornstein-Uhlenbeck process in a box, or of any diffusion in one dimension.
func (c ExitConfig) gaussianKnown() bool {
	u := c.Controls
	return len(u.Multiplicative) == 0 && (u.dim() == 1 || u.Potential == nil && u.Domain.Kind == InBox)
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
	case h.cfg.Time == Iteration && c.Arm == schedule.Both:
		drift, noise = s, s
	default:
		noise = math.Sqrt(s)
	}
	scale := c.Eps * h.gaussed[i] * noise
	if h.cfg.Time == Iteration {
		// One iteration: variance 2 (eta noise scale)^2, drift eta drift U'.
		eta := c.Schedule.Eta(0)
		drift, scale = eta*drift, eta*scale
	}
	mean, right := h.diffusion(i, drift, scale)
	const never = -1e6 // ln of a rate that is 0 for every purpose, and can be interpolated
	v := [2]float64{max(never, math.Log((1-right)/mean)), max(never, math.Log(right/mean))}
	if h.gauss[i] == nil {
		h.gauss[i] = map[int][2]float64{}
	}
	h.gauss[i][n] = v
	return v
}

// diffusion is the exit of dX = -drift U'(X) dt + sqrt2 scale dB in coordinate i from
// between its ways out: the mean time and the probability of the upper one.
func (h *hazard) diffusion(i int, drift, scale float64) (mean, right float64) {
	b, a := h.ways[i][0].from, h.ways[i][1].from
	if math.IsInf(a, 1) && math.IsInf(b, 1) {
		return math.Inf(1), .5
	}
	if h.cfg.Controls.Potential == nil {
		return OrnsteinUhlenbeckExit(drift*h.cfg.Controls.Theta[i], scale, b, a)
	}
	if scale == 0 {
		return math.Inf(1), .5
	}
	x := h.cfg.anchor()[i]
	u := func(v float64) float64 { return drift * h.cfg.Controls.Potential.Value([]float64{v}) }
	return DiffusionExit(u, scale, x, x-b, x+a)
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
// stable noise and a numerical one for any other.
func (h *hazard) trapping() float64 {
	total := 0.0
	other := false
	for _, r := range h.rays {
		switch {
		case !h.stable[r.coordinate]:
			other = other || r.base > 0
		case r.base > 0:
			total += r.base * h.cfg.Dt * h.totalPower(r.coordinate)
		}
	}
	for i, g := range h.gaussed {
		if g > 0 && h.cfg.gaussianKnown() {
			total += h.gaussianTotal(i)
		}
	}
	if other {
		total += h.numericalTotal(func(k int) float64 {
			sum := 0.0
			for _, r := range h.rays {
				if i := r.coordinate; !h.stable[i] {
					sum += h.jumps(r.ray, h.scale[i]*h.cfg.relativeNoise(k, h.power[i]))
				}
			}
			return sum
		})
	}
	return math.Exp(-total)
}

// trapExponents are those of Theory, of the coordinates that have jumps.
func (h *hazard) trapExponents() []float64 {
	gamma := 1.0
	switch s := h.cfg.Controls.Schedule.(type) {
	case schedule.Power:
		gamma = s.Gamma
	case schedule.Inverse:
	default:
		return nil
	}
	out := make([]float64, len(h.scale))
	for i := range out {
		out[i] = math.NaN()
	}
	for _, r := range h.rays {
		if i := r.coordinate; r.base > 0 && h.stable[i] {
			out[i] = gamma * h.exponent(i)
		}
	}
	return out
}

// totalPower is sum_k s_k^p: without end for p <= 0.
func (h *hazard) totalPower(i int) float64 {
	if p := h.exponent(i); p > 0 {
		return schedule.TotalPower(h.cfg.Controls.Schedule, p)
	}
	return math.Inf(1)
}

// gaussianTotal is the integral of a Gaussian coordinate's hazard over all time.
func (h *hazard) gaussianTotal(i int) float64 {
	return h.numericalTotal(func(k int) float64 {
		lo, hi := h.gaussian(i, h.relative(k))
		return lo + hi
	})
}

// numericalTotal is the integral of rate over all time, over cells that double. It
// is infinite where the learning rate stays above 0, and NaN where the decay is too
// slow for 10^15 steps to decide.
func (h *hazard) numericalTotal(rate func(k int) float64) float64 {
	const end = 1e15
	if rate(0) == 0 {
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
			part += rate(int(from+(float64(p)+.5)/parts*width)) * width / parts * h.cfg.Dt
		}
		total += part
		if total > 700 || part < 1e-12*total && h.relative(int(from)) < .5 {
			return total
		}
	}
	return math.NaN()
}
