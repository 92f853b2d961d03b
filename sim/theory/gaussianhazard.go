package theory

import (
	"math"

	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/train/schedule"
)

// addGaussian adds to sideRates the exits by the Gaussian part of coordinate i at the
// relative learning rate s, where their rate is known.
func (h *hazard) addGaussian(i int, s float64) {
	if !gaussianKnown(h.g.Controls) {
		return
	}
	lo, hi := h.gaussian(i, s)
	for j, rate := range [2]float64{lo, hi} {
		if way := h.nearest[i][j]; way.Side >= 0 {
			h.sideRates[way.Side] += rate
		}
	}
}

// gaussianKnown says that the exact exit rate of Gaussian coordinates is known: of an
// Ornstein-Uhlenbeck process in a box, or of any diffusion in one dimension.
func gaussianKnown(u problem.Controls) bool {
	return len(u.Multiplicative) == 0 && (u.Dim() == 1 || u.Potential == nil && u.Domain.Kind == problem.InBox)
}

// gaussianNodeSpacing is the distance in ln s of the nodes between which the logarithm of
// a Gaussian coordinate's rate is interpolated, to a relative error of some 1e-3 where it
// contributes to the hazard.
const gaussianNodeSpacing = .02

// gaussian are the exit rates of Gaussian coordinate i through its lower and its upper way
// out at the relative learning rate s.
func (h *hazard) gaussian(i int, s float64) (lo, hi float64) {
	x := -math.Log(s) / gaussianNodeSpacing
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

// gaussianNode are the logarithms of both rates at node n, s = exp(-n gaussianNodeSpacing):
// those of dX = -U' dt + sqrt2 eps sigma dB, with drift and noise as the arm changes them.
func (h *hazard) gaussianNode(i, n int) [2]float64 {
	if v, ok := h.logGaussianRates[i][n]; ok {
		return v
	}
	c := h.g.Controls
	s := math.Exp(-float64(n) * gaussianNodeSpacing)
	drift, noise := 1.0, 1.0
	switch {
	case c.Arm == schedule.StepOnly:
		drift = s
	case c.Arm == schedule.NoiseOnly:
		noise = s
	case h.g.Time == clock.Iteration && c.Arm == schedule.Both:
		drift, noise = s, s
	default:
		noise = math.Sqrt(s)
	}
	scale := c.Eps * h.gaussianScale[i] * noise
	if h.g.Time == clock.Iteration {
		// One iteration: variance 2 (eta noise scale)^2, drift eta drift U'.
		eta := c.Schedule.Eta(0)
		drift, scale = eta*drift, eta*scale
	}
	mean, right := h.diffusion(i, drift, scale)
	const never = -1e6 // stands for ln 0, and can be interpolated
	v := [2]float64{max(never, math.Log((1-right)/mean)), max(never, math.Log(right/mean))}
	if h.logGaussianRates[i] == nil {
		h.logGaussianRates[i] = map[int][2]float64{}
	}
	h.logGaussianRates[i][n] = v
	return v
}

// diffusion is the exit of dX = -drift U'(X) dt + sqrt2 scale dB in coordinate i from
// between its ways out: the mean time and the probability of the upper one.
func (h *hazard) diffusion(i int, drift, scale float64) (mean, right float64) {
	b, a := h.nearest[i][0].From, h.nearest[i][1].From
	if math.IsInf(a, 1) && math.IsInf(b, 1) {
		return math.Inf(1), .5
	}
	if h.g.Controls.Potential == nil {
		return OrnsteinUhlenbeckExit(drift*h.g.Controls.Theta[i], scale, b, a)
	}
	if scale == 0 {
		return math.Inf(1), .5
	}
	x := h.g.Anchor()[i]
	u := func(v float64) float64 { return drift * h.g.Controls.Potential.Value([]float64{v}) }
	return DiffusionExit(u, scale, x, x-b, x+a)
}
