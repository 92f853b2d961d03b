package theory

import (
	"math"

	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
	"levyscope/train/schedule"
)

// hazard is the rate of exit through every side as a function of the step, per unit of
// the simulation's time. It reuses its slices and is for one goroutine.
type hazard struct {
	g                *ways.Geometry
	steady           bool                 // the schedule is
	rays             []jumpRay            // the ways out by a single jump
	scale            []float64            // (N) eps sigma, without what arm and schedule make of it
	noiseExponent    []float64            // (N) exponent with which a learning rate enters the noise
	powerLaw         []bool               // (N) the rate of jumps beyond y is a power of y
	gaussianScale    []float64            // (N) scale of the Gaussian part, 0: none
	nearest          [][2]ways.Ray        // (N) the nearest ray below and above; Side is Inside where there is none
	sideRates        []float64            // by side, what rates returns
	logGaussianRates []map[int][2]float64 // (N) what gaussianNode has computed, by node
}

// jumpRay is a ray whose distances are sizes of jumps sigma_i dL_i.
type jumpRay struct {
	ways.Ray
	firstRate float64 // rate of jumps into it at the first step
}

func newHazard(g *ways.Geometry) *hazard {
	c := g.Controls
	n := c.Dim()
	h := &hazard{g: g, steady: problem.Steady(c.Schedule), sideRates: make([]float64, c.Sides()),
		logGaussianRates: make([]map[int][2]float64, n)}
	for i := range n {
		h.scale = append(h.scale, c.Eps*c.Sigma[i])
		drivers := g.Drivers(i)
		h.noiseExponent = append(h.noiseExponent, drivers[0].DecayExponent())
		stable, gaussed := true, 0.0
		for _, d := range drivers {
			stable = stable && !d.Stepped
			if d.Alpha == 2 && !d.Stepped {
				gaussed = c.Sigma[i] * d.Scale
			}
		}
		h.powerLaw, h.gaussianScale = append(h.powerLaw, stable), append(h.gaussianScale, gaussed)
	}
	for range n {
		none := ways.Ray{From: math.Inf(1), Side: problem.Inside}
		h.nearest = append(h.nearest, [2]ways.Ray{none, none})
	}
	for _, r := range g.Rays() {
		j := 0
		if r.Sign > 0 {
			j = 1
		}
		if way := &h.nearest[r.Coordinate][j]; r.From < way.From {
			*way = r
		}
	}
	for _, r := range g.JumpRays() {
		h.rays = append(h.rays, jumpRay{r, h.jumpRate(r,
			h.scale[r.Coordinate]*g.RelativeNoise(0, h.noiseExponent[r.Coordinate]))})
	}
	return h
}

// jumpRate is the rate of jumps into r of a noise of the given scale.
func (h *hazard) jumpRate(r ways.Ray, scale float64) float64 {
	c := h.g.Controls
	if scale == 0 || c.Gaussian(r.Coordinate) {
		return 0
	}
	noise := c.NoiseOf(r.Coordinate)
	tails := noise.Tails
	if h.g.Time == clock.Iteration {
		tails = noise.DrawTails
	}
	tail := func(d float64) float64 {
		if math.IsInf(d, 1) {
			return 0
		}
		neg, pos := tails(c.Alpha[r.Coordinate], d/scale)
		if r.Sign < 0 {
			return neg
		}
		return pos
	}
	return max(0, tail(r.From)-tail(r.To))
}

// relativeRate is the relative learning rate s = eta(k)/eta(0).
func (h *hazard) relativeRate(k int) float64 {
	if h.steady {
		return 1
	}
	return h.g.Controls.Schedule.Eta(k) / h.g.Controls.Schedule.Eta(0)
}

// exponent is the exponent p_i of s in the hazard of stable noise in coordinate i.
func (h *hazard) exponent(i int) float64 {
	c := h.g.Controls
	switch {
	case c.Arm == schedule.StepOnly:
		return 0
	case c.Arm == schedule.GrowBatch || h.g.Time == clock.SDE && c.Arm == schedule.Both:
		return c.Alpha[i] - 1
	}
	return c.Alpha[i]
}

// maxHazard keeps a hazard finite that grows without bound, as for alpha < 1 and s -> 0.
const maxHazard = 1e290

// rates are the hazards by side at step k; the slice is reused.
func (h *hazard) rates(k int) []float64 {
	clear(h.sideRates)
	s := h.relativeRate(k)
	last, factor := -1, 0.0
	for _, r := range h.rays {
		switch i := r.Coordinate; {
		case h.steady:
			factor = 1
		case !h.powerLaw[i]:
			h.sideRates[r.Side] += h.jumpRate(r.Ray, h.scale[i]*h.g.RelativeNoise(k, h.noiseExponent[i]))
			continue
		case i != last && (last < 0 || h.exponent(i) != h.exponent(last)):
			factor = math.Pow(s, h.exponent(i))
			last = i
		}
		if r.firstRate > 0 {
			h.sideRates[r.Side] += min(r.firstRate*factor, maxHazard)
		}
	}
	for i, g := range h.gaussianScale {
		if g > 0 {
			h.addGaussian(i, s)
		}
	}
	return h.sideRates
}

// jumpRates are the hazards by side at the first step without those of Gaussian noise.
func (h *hazard) jumpRates() []float64 {
	gaussed := h.gaussianScale
	h.gaussianScale = nil
	rates := append([]float64(nil), h.rates(0)...)
	h.gaussianScale = gaussed
	return rates
}

// total is Lambda at step k, the sum of the hazards of all sides.
func (h *hazard) total(k int) float64 {
	sum := 0.0
	for _, rate := range h.rates(k) {
		sum += rate
	}
	return sum
}
