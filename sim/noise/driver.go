package noise

import "math/rand/v2"

// Driver is one of the independent parts of the noise of a coordinate. In one step x_i grows by
// c z, where z is an increment from Increments and
//
//	c = eps s^((alpha-1)/alpha) Scale sigma_i            in SDE time,
//	c = eps eta(k) Scale sigma_i                         in iteration time,
//
// with alpha = Alpha and s = eta(k)/eta(0). In SDE time c has another factor dt^(1/alpha)
// unless the driver is Stepped.
type Driver struct {
	Coordinate int     // i, from 0
	Alpha      float64 // exponent of self-similarity; see Noise.Drivers for the kinds without one
	Scale      float64 // factor of sigma_i
	Stepped    bool    // the increments are over one step of length dt, and not over a unit of time
	Decay      float64 // exponent in place of Alpha for the learning rate s; 0 means Alpha
	Increments Filler
}

// Filler draws increments. It is read-only, so that several goroutines may share one.
type Filler interface {
	// Fill sets every element of dst to an independent increment. It allocates
	// nothing; what it draws is a function of r and of len(dst).
	Fill(dst []float64, r *rand.Rand)
}

// Drivers are the parts of the noise n of coordinate i, whose tail index is alpha. step is the
// time step dt of SDE time. If unit is true, a step is one draw of iteration time instead, and
// step does not count. n must be valid for these arguments, see Validate.
//
// A learning rate s acts as a change of time only for self-similar kinds: SaS, Gauss and
// SaSGauss. A driver of another kind has as its Alpha the exponent with which
// s^((alpha-1)/alpha) is right for the jumps or the variance that last: alpha for the small
// jumps of Truncated and Tempered and for the tail of Pareto jumps, 2 for the variance of Gauss
// and Laplace jumps and of samples. Cut and Rate stay as they are.
func (n Noise) Drivers(i int, alpha, step float64, unit bool) []Driver {
	if unit {
		step = 1
	}
	family := n.family()
	drivers := family.drivers
	if family.process != nil && !unit {
		drivers = family.process
	}
	parts := drivers(n, alpha, step)
	for k := range parts {
		parts[k].Coordinate = i
	}
	return parts
}

// Tails are the rates of the jumps of L below -y and above y > 0, for the tail index alpha:
// nu((-inf, -y)) and nu((y, inf)), where nu is the Levy measure of the noise per unit of SDE
// time. SaS has c_alpha y^-alpha on both sides; a Gaussian part has none. For an Empirical noise
// they are the shares of its samples, per iteration. For the other kinds in iteration time see
// DrawTails.
func (n Noise) Tails(alpha, y float64) (neg, pos float64) { return n.family().tails(n, alpha, y) }

// DrawTails are Tails for the draws of iteration time: to leading order in 1/y, the
// probabilities that a draw is below -y and above y. A kind that rejects draws raises the
// rates by the factor 1/p, where p is the share of the draws that it keeps.
func (n Noise) DrawTails(alpha, y float64) (neg, pos float64) {
	neg, pos = n.Tails(alpha, y)
	if kept := n.family().kept; kept != nil {
		share := kept(n, alpha, 1)
		neg, pos = neg/share, pos/share
	}
	return neg, pos
}

// Spread is the scale of the noise relative to a unit SaS process: half the distance between
// the quartiles of the samples for an Empirical noise, and 1 for the other kinds.
func (n Noise) Spread() float64 {
	if spread := n.family().spread; spread != nil {
		return spread(n)
	}
	return 1
}

// DecayExponent is the exponent alpha with which the learning rate s enters the driver, as
// s^((alpha-1)/alpha): Decay if it is set, and Alpha otherwise.
func (d Driver) DecayExponent() float64 {
	if d.Decay > 0 {
		return d.Decay
	}
	return d.Alpha
}
