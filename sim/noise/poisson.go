package noise

import (
	"fmt"
	"math"
	"math/rand/v2"

	"levyscope/internal/spec"
	"levyscope/sim/clock"
)

// maxStepEvents bounds the expected number of jumps of a Poisson process in one step.
const maxStepEvents = 1000

// JumpLaw is the law of the jumps of a compound Poisson process. All of them are symmetric.
type JumpLaw uint8

// The laws of jumps.
const (
	ParetoJumps  JumpLaw = iota // P(|J| > u) = u^-alpha for u >= 1
	GaussJumps                  // N(0, 1)
	LaplaceJumps                // density exp(-sqrt2 |u|)/sqrt2, of variance 1
)

var jumpLaws = spec.Enum[JumpLaw]{
	What:  "law of jumps",
	Names: []string{ParetoJumps: "pareto", GaussJumps: "gauss", LaplaceJumps: "laplace"},
}

// String is the name of j as Parse reads it.
func (j JumpLaw) String() string { return jumpLaws.String(j) }

var poissonKind = spec.Kind[family]{
	Name: "poisson", Meaning: "compound Poisson process",
	Params: []spec.Param{
		{Name: "rate", Default: spec.Number(1), Range: spec.Above(0), Meaning: "jumps per unit of time"},
		{Name: "jump", Type: spec.Choice, Choices: jumpLaws.Names, Meaning: "law of a jump"},
	},
	Payload: family{
		kind: Poisson,
		get:  func(n *Noise) []spec.Value { return []spec.Value{spec.Number(n.Rate), spec.Text(n.Jump.String())} },
		set: func(n *Noise, v spec.Values) {
			n.Rate = v.Number("rate")
			n.Jump, _ = jumpLaws.Parse(v.Text("jump")) // one of the Choices
		},
		drivers: poissonDrivers,
		tails: func(n Noise, alpha, y float64) (neg, pos float64) {
			tail := n.Rate * n.Jump.tail(alpha, y)
			return tail, tail
		},
		validate: func(n Noise, _, step float64, _ clock.Time) error {
			if n.Rate*step > maxStepEvents {
				return fmt.Errorf("noise %q: %g jumps in a step of %g are too many to be drawn one by one: "+
					"at most %d; lower the rate or the step", n, n.Rate*step, step, maxStepEvents)
			}
			return nil
		},
	},
}

// poissonDrivers is the one driver of a compound Poisson process. It scales with the exponent
// alpha for Pareto jumps, and 2 for jumps of finite variance.
func poissonDrivers(n Noise, alpha, step float64) []Driver {
	d := Driver{
		Alpha: alpha, Scale: 1, Stepped: true,
		Increments: poissonFill{perStep: n.Rate * step, jump: n.Jump, alpha: alpha},
	}
	if n.Jump != ParetoJumps {
		d.Alpha = 2
	}
	return []Driver{d}
}

// poissonFill draws the increments of a compound Poisson process over one step: the sum of a
// Poisson number of independent jumps. Fill treats the steps of one call as an interval of time
// in which jumps follow each other after exponential waiting times, so that steps without a
// jump cost almost nothing.
type poissonFill struct {
	perStep float64 // expected number of jumps in a step
	jump    JumpLaw
	alpha   float64 // tail index of Pareto jumps
}

// Fill implements Filler.
func (f poissonFill) Fill(dst []float64, r *rand.Rand) {
	clear(dst)
	end := float64(len(dst))
	for t := r.ExpFloat64() / f.perStep; t < end; t += r.ExpFloat64() / f.perStep {
		dst[int(t)] += f.jump.draw(f.alpha, r)
	}
}

// draw draws one jump. It is finite.
func (j JumpLaw) draw(alpha float64, r *rand.Rand) float64 {
	switch j {
	case GaussJumps:
		return r.NormFloat64()
	case LaplaceJumps:
		return math.Copysign(r.ExpFloat64()/math.Sqrt2, r.Float64()-.5)
	}
	size := math.Exp(r.ExpFloat64() / alpha) // the logarithm of a Pareto variate is exponential of mean 1/alpha
	return math.Copysign(min(size, math.MaxFloat64), r.Float64()-.5)
}

// tail is P(J > y) for y > 0.
func (j JumpLaw) tail(alpha, y float64) float64 {
	switch j {
	case GaussJumps:
		return math.Erfc(y/math.Sqrt2) / 2
	case LaplaceJumps:
		return math.Exp(-math.Sqrt2*y) / 2
	}
	return math.Pow(max(y, 1), -alpha) / 2
}
