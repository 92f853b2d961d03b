package sim

import (
	"math"
	"math/rand/v2"

	"levyscope/stats"
)

// driver is one of the independent parts of a coordinate's noise. In a step, x_i
// gets c z with z an increment from fill and c made of
//
//	eps s^((alpha-1)/alpha) scale sigma_i, and dt^(1/alpha) unless stepped   in SDE time,
//	eps eta(k) scale sigma_i                                                in iteration time.
type driver struct {
	coordinate int
	alpha      float64 // exponent of self-similarity; see drivers for the kinds without one
	scale      float64 // factor of sigma_i
	stepped    bool    // fill knows the step: its increments are over one step, not over a unit of time
	decay      float64 // exponent with which a learning rate enters, where that is not alpha; 0: alpha
	fill       filler
}

// filler makes increments. It is read-only: several goroutines may share one.
type filler interface {
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
func (n Noise) drivers(i int, alpha, step float64, unit bool) []driver {
	if unit {
		step = 1
	}
	sas := func(alpha, scale float64) filler {
		s := stats.SaS(alpha, scale).Sampler()
		return &s
	}
	d := driver{coordinate: i, alpha: alpha, scale: 1, stepped: true}
	switch n.Kind {
	case GaussNoise:
		return []driver{{coordinate: i, alpha: 2, scale: 1, fill: sas(2, 1)}}
	case SaSGaussNoise:
		return []driver{
			{coordinate: i, alpha: alpha, scale: 1, fill: sas(alpha, 1)},
			{coordinate: i, alpha: 2, scale: n.Gauss, fill: sas(2, 1)}}
	case TruncatedNoise:
		d.fill = newTruncatedFill(alpha, step, n.Cut)
	case TemperedNoise:
		d.fill = newTemperedFill(alpha, step, n.Rate)
	case PoissonNoise:
		d.fill = poissonFill{perStep: n.Rate * step, jump: n.Jump, alpha: alpha}
		if n.Jump != ParetoJumps {
			d.alpha = 2
		}
	case EmpiricalNoise:
		d.fill, d.alpha = empiricalFill{n.Samples}, 2
	default:
		d.stepped, d.fill = false, sas(alpha, 1)
	}
	return []driver{d}
}

// tails are the rates of the jumps of L below -y and above y, y > 0, on a
// coordinate of tail index alpha: nu((-inf, -y)) and nu((y, inf)) of the Levy
// measure nu, per unit of SDE time. A Gaussian part has none. SaS has c_alpha
// y^-alpha on both sides. An empirical noise has the shares of its samples, per
// iteration. For the other kinds in iteration time see drawTails.
func (n Noise) tails(alpha, y float64) (neg, pos float64) {
	one := 0.0
	if alpha == 2 && n.Kind < PoissonNoise { // Brownian motion
		return 0, 0
	}
	switch n.Kind {
	case SaSNoise, SaSGaussNoise:
		one = stats.TailConstant(alpha) * math.Pow(y, -alpha)
	case TruncatedNoise:
		if y < n.Cut {
			one = stats.TailConstant(alpha) * (math.Pow(y, -alpha) - math.Pow(n.Cut, -alpha))
		}
	case TemperedNoise:
		one = temperedTail(alpha, n.Rate, y)
	case PoissonNoise:
		one = n.Rate * n.Jump.tail(alpha, y)
	case EmpiricalNoise:
		return empiricalTails(n.Samples, y)
	}
	return one, one
}

// drawTails are tails for the draws of iteration time: to leading order in 1/y, the
// chances that a draw is below -y and above y. A truncated or tempered draw is made
// again until it is kept, which raises the rates by one over the share that is kept.
func (n Noise) drawTails(alpha, y float64) (neg, pos float64) {
	neg, pos = n.tails(alpha, y)
	if n.Kind == TruncatedNoise || n.Kind == TemperedNoise {
		kept := n.kept(alpha, 1)
		neg, pos = neg/kept, pos/kept
	}
	return neg, pos
}

// tail is the rate of jumps above y > 0, see tails.
func (n Noise) tail(alpha, y float64) float64 {
	_, pos := n.tails(alpha, y)
	return pos
}

// entering is the exponent with which a learning rate enters the driver.
func (d driver) entering() float64 {
	if d.decay > 0 {
		return d.decay
	}
	return d.alpha
}
