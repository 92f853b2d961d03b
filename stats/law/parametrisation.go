package law

import "math"

// FromS0 is the law that Nolan's S0 parametrisation calls (alpha, beta, scale, loc):
//
//	E exp(ikX) = exp(-u^alpha (1 + i beta sign(k) tan(pi alpha/2) (u^(1-alpha) - 1)) + i loc k),   alpha != 1
//	E exp(ikX) = exp(-u (1 + i beta (2/pi) sign(k) ln u) + i loc k),                               alpha == 1
//
// with u = |scale k|, for the parameters that Validate allows. It is continuous in all four, also
// through alpha = 1, where the location of S1 runs to infinity:
//
//	loc1 = loc0 - beta scale tan(pi alpha/2),   alpha != 1
//	loc1 = loc0 - beta (2/pi) scale ln scale,   alpha == 1
//
// The sum is rounded once, so that it loses half a unit in the last place of
// loc1: near alpha = 1 that is up to 7e-17 beta scale/|alpha - 1| of absolute
// location, which no later computation recovers (7e-11 of a scale at alpha = 1 + 1e-6, a quarter of the
// scale at 1 + 2^-52). Source: Nolan 2020, section 1.3.
func FromS0(alpha, beta, scale, loc float64) Stable {
	return Stable{Alpha: alpha, Beta: beta, Scale: scale, Loc: moveS0(alpha, beta, scale, loc, -1)}
}

// S0 is the location of s in the S0 parametrisation (see FromS0), in which alpha,
// beta and the scale are the same. It is NaN if s is not valid. The rounding that
// Loc carries near alpha = 1 (see FromS0) stays in the result, which adds one of its own
// last places and no more. Source: Nolan 2020, section 1.3.
func (s Stable) S0() (loc float64) {
	if s.Validate() != nil {
		return math.NaN()
	}
	return moveS0(s.Alpha, s.Beta, s.Scale, s.Loc, 1)
}

// moveS0 is loc + sign beta scale tan(pi alpha/2), and loc + sign beta (2/pi) scale ln scale at alpha = 1.
func moveS0(alpha, beta, scale, loc, sign float64) float64 {
	switch {
	case beta == 0 || scale == 0:
		return loc
	case alpha == 1:
		return loc + sign*beta*2/math.Pi*scale*math.Log(scale)
	}
	return addTangent(alpha, sign*beta, scale, loc)
}

// skewedShift is z - beta tan(pi alpha/2), the S0 coordinate of z; z itself at alpha = 1.
func skewedShift(alpha, beta, z float64) float64 {
	if alpha == 1 {
		return z
	}
	return addTangent(alpha, -beta, 1, z)
}

// addTangent is z + b c tan(pi alpha/2) to the accuracy of the result, even
// where the terms are large and cancel: tan(pi alpha/2) = -cot(y) with y = pi (alpha-1)/2,
// and near y = 0 the pole 1/y is taken in twice the working precision.
func addTangent(alpha, b, c, z float64) float64 {
	delta := alpha - 1
	if math.Abs(delta) > .3 {
		sin, cos := skewedHalfAngle(alpha)
		return math.FMA(-b*c, cos/sin, z)
	}
	const high, low = 2 / math.Pi, -3.935735335036497e-17 // 2/pi in two parts
	pole := high / delta
	rest := (math.FMA(-pole, delta, high)+low)/delta + cotangentRest(math.Pi*delta/2)
	bc := -b * c
	bcRest := math.FMA(-b, c, -bc)
	product := bc * pole
	productRest := math.FMA(bc, pole, -product) + bc*rest + bcRest*pole
	sum := z + product
	part := sum - z
	sumRest := (z - (sum - part)) + (product - part)
	return sum + (sumRest + productRest)
}

// cotangentRest is cot(y) - 1/y for |y| < 1/2.
func cotangentRest(y float64) float64 {
	y2 := y * y
	sum := 0.
	for _, c := range [...]float64{
		87734. / 38979295480125, 3617. / 162820783125, 4. / 18243225, 1382. / 638512875,
		2. / 93555, 1. / 4725, 2. / 945, 1. / 45, 1. / 3,
	} {
		sum = sum*y2 - c
	}
	return y * sum
}
