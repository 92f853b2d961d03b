package noise

import (
	"math"
	"math/rand/v2"

	"levyscope/stats/law"
)

// driver is one of the independent parts of a coordinate's noise. In a step, x_i
// gets c z with z an increment from fill and c made of
//
//	eps s^((alpha-1)/alpha) scale sigma_i, and dt^(1/alpha) unless stepped   in SDE time,
//	eps eta(k) scale sigma_i                                                in iteration time.
type Driver struct {
	Coordinate int
	Alpha      float64 // exponent of self-similarity; see drivers for the kinds without one
	Scale      float64 // factor of sigma_i
	Stepped    bool    // fill knows the step: its increments are over one step, not over a unit of time
	Decay      float64 // exponent with which a learning rate enters, where that is not alpha; 0: alpha
	Increments Filler
}

// filler makes increments. It is read-only: several goroutines may share one.
type Filler interface {
	// Fill sets every element of dst to an independent increment. It allocates
	// nothing; what it draws is a function of r and of len(dst).
	Fill(dst []float64, r *rand.Rand)
}

// drivers are the parts of the noise n of coordinate i, whose tail index is alpha. A
// learning rate s is no change of time for a kind that is not self-similar. Its driver
// has the exponent with which s^((alpha-1)/alpha) is still right for what lasts of it:
// the small jumps of a truncated or tempered SaS, the tail of Pareto jumps, the variance
// of Gauss and Laplace jumps, and of samples. Cut and Rate stay as they are.
//
// step is dt in SDE time; with unit a step is one draw of iteration time. n must be
// valid for them, see Validate.
func (n Noise) Drivers(i int, alpha, step float64, unit bool) []Driver {
	if unit {
		step = 1
	}
	sas := func(alpha, scale float64) Filler {
		s := law.SaS(alpha, scale).Sampler()
		return &s
	}
	d := Driver{Coordinate: i, Alpha: alpha, Scale: 1, Stepped: true}
	switch n.Kind {
	case Gauss:
		return []Driver{{Coordinate: i, Alpha: 2, Scale: 1, Increments: sas(2, 1)}}
	case SaSGauss:
		return []Driver{
			{Coordinate: i, Alpha: alpha, Scale: 1, Increments: sas(alpha, 1)},
			{Coordinate: i, Alpha: 2, Scale: n.Gauss, Increments: sas(2, 1)}}
	case Truncated:
		d.Increments = newTruncatedFill(alpha, step, n.Cut)
	case Tempered:
		d.Increments = newTemperedFill(alpha, step, n.Rate)
	case Poisson:
		d.Increments = poissonFill{perStep: n.Rate * step, jump: n.Jump, alpha: alpha}
		if n.Jump != ParetoJumps {
			d.Alpha = 2
		}
	case Empirical:
		d.Increments, d.Alpha = empiricalFill{n.Samples}, 2
	default:
		d.Stepped, d.Increments = false, sas(alpha, 1)
	}
	return []Driver{d}
}

// tails are the rates of the jumps of L below -y and above y, y > 0, on a
// coordinate of tail index alpha: nu((-inf, -y)) and nu((y, inf)) of the Levy
// measure nu, per unit of SDE time. A Gaussian part has none. SaS has c_alpha
// y^-alpha on both sides. An empirical noise has the shares of its samples, per
// iteration. For the other kinds in iteration time see drawTails.
func (n Noise) Tails(alpha, y float64) (neg, pos float64) {
	one := 0.0
	if alpha == 2 && n.Kind < Poisson { // Brownian motion
		return 0, 0
	}
	switch n.Kind {
	case SaS, SaSGauss:
		one = law.TailConstant(alpha) * math.Pow(y, -alpha)
	case Truncated:
		if y < n.Cut {
			one = law.TailConstant(alpha) * (math.Pow(y, -alpha) - math.Pow(n.Cut, -alpha))
		}
	case Tempered:
		one = temperedTail(alpha, n.Rate, y)
	case Poisson:
		one = n.Rate * n.Jump.tail(alpha, y)
	case Empirical:
		return empiricalTails(n.Samples, y)
	}
	return one, one
}

// drawTails are tails for the draws of iteration time: to leading order in 1/y, the
// chances that a draw is below -y and above y. A truncated or tempered draw is made
// again until it is kept, which raises the rates by one over the share that is kept.
func (n Noise) DrawTails(alpha, y float64) (neg, pos float64) {
	neg, pos = n.Tails(alpha, y)
	if n.Kind == Truncated || n.Kind == Tempered {
		kept := n.kept(alpha, 1)
		neg, pos = neg/kept, pos/kept
	}
	return neg, pos
}

// entering is the exponent with which a learning rate enters the driver.
func (d Driver) Entering() float64 {
	if d.Decay > 0 {
		return d.Decay
	}
	return d.Alpha
}
