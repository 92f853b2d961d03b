package noise

import (
	"math"
	"math/rand/v2"
)

// poissonFill draws the increments of a compound Poisson process over one step: the
// sum of a Poisson number, of mean perStep, of independent jumps. The steps of one
// call are a stretch of time in which events follow each other after exponential
// gaps, so that steps without an event cost next to nothing.
type poissonFill struct {
	perStep float64
	jump    JumpLaw
	alpha   float64 // of Pareto jumps
}

// Fill implements filler.
func (f poissonFill) Fill(dst []float64, r *rand.Rand) {
	clear(dst)
	end := float64(len(dst))
	for t := r.ExpFloat64() / f.perStep; t < end; t += r.ExpFloat64() / f.perStep {
		dst[int(t)] += f.jump.draw(f.alpha, r)
	}
}

// draw is one jump; it is finite.
func (j JumpLaw) draw(alpha float64, r *rand.Rand) float64 {
	switch j {
	case GaussJumps:
		return r.NormFloat64()
	case LaplaceJumps:
		return math.Copysign(r.ExpFloat64()/math.Sqrt2, r.Float64()-.5)
	}
	size := math.Exp(r.ExpFloat64() / alpha) // an exponential of mean 1/alpha is the logarithm of a Pareto variate
	return math.Copysign(min(size, math.MaxFloat64), r.Float64()-.5)
}

// tail is P(J > y), y > 0.
func (j JumpLaw) tail(alpha, y float64) float64 {
	switch j {
	case GaussJumps:
		return math.Erfc(y/math.Sqrt2) / 2
	case LaplaceJumps:
		return math.Exp(-math.Sqrt2*y) / 2
	}
	return math.Pow(max(y, 1), -alpha) / 2
}
