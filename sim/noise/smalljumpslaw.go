package noise

import (
	"math"
	"sync/atomic"

	"levyscope/stats/law"
)

// smallJumpsLaw has the density and the survival function of smallJumps as Fourier sums, to an
// absolute error of about 1e-11 in units of the scale.
type smallJumpsLaw struct {
	dk  float64   // spacing of the frequencies
	phi []float64 // the characteristic function at dk, 2 dk, ...
	end float64   // beyond which nothing is left
}

const (
	leastPhi  = 26 // -ln of the least characteristic function that is summed
	leastLeft = 32 // -ln of the probability beyond smallJumpsLaw.end
)

func newSmallJumpsLaw(j smallJumps) *smallJumpsLaw {
	variance := j.variance()
	// Bennett's inequality for jumps of at most cut: P(X > x) <= exp(-(v/cut^2) h(x cut/v)) with
	// v the variance and h(y) = (1+y) ln(1+y) - y.
	left := func(x float64) float64 {
		y := x * j.cut / variance
		return variance / (j.cut * j.cut) * ((1+y)*math.Log1p(y) - y)
	}
	end := doubleUntil(math.Sqrt(variance), func(x float64) bool { return left(x) > leastLeft })
	exponent := j.exponent()
	last := doubleUntil(1/end, func(k float64) bool { return exponent(k) > leastPhi })
	// The sum with the spacing dk is that of a law of period 2 pi/dk.
	l := &smallJumpsLaw{dk: math.Pi / end, end: end}
	l.phi = make([]float64, int(math.Ceil(last/l.dk)))
	for i := range l.phi {
		l.phi[i] = math.Exp(-exponent(float64(i+1) * l.dk))
	}
	return l
}

// doubleUntil is about the least x from start on for which a monotone condition holds, from above
// and to 1 %.
func doubleUntil(start float64, holds func(x float64) bool) float64 {
	x := start
	for range 2000 {
		if holds(x) {
			break
		}
		x *= 2
	}
	for lo := x / 2; x-lo > .01*x; {
		if middle := (lo + x) / 2; holds(middle) {
			x = middle
		} else {
			lo = middle
		}
	}
	return x
}

// at returns density and survival function at x >= 0:
//
//	f = (dk/pi) (1/2 + sum_j phi_j cos k_j x),   S = 1/2 - (1/pi) (x dk/2 + sum_j phi_j sin(k_j x)/j).
func (l *smallJumpsLaw) at(x float64) (f, s float64) {
	if x >= l.end {
		return 0, 0
	}
	// The angles k_j x advance by a rotation, which is set right every so often.
	const every = 256
	stepSin, stepCos := math.Sincos(l.dk * x)
	sin, cos := 0.0, 1.0
	for i, phi := range l.phi {
		if i%every == 0 {
			sin, cos = math.Sincos(float64(i) * l.dk * x)
		}
		sin, cos = sin*stepCos+cos*stepSin, cos*stepCos-sin*stepSin
		f += phi * cos
		s += phi * sin / float64(i+1)
	}
	return l.dk / math.Pi * (.5 + f), max(0, .5-(x*l.dk/2+s)/math.Pi)
}

// smallJumpsTable is a table with the law that it is of.
type smallJumpsTable struct {
	of        smallJumps
	quantiles law.Quantiles
}

// smallJumpsTables keeps the tables made last. They are the same whoever makes them.
var smallJumpsTables [16]atomic.Pointer[smallJumpsTable]

// quantiles is the table of j, made in 1 to 60 ms unless it is among those kept.
func (j smallJumps) quantiles() law.Quantiles {
	hash := math.Float64bits(j.alpha)*0x9e3779b97f4a7c15 ^ math.Float64bits(j.tempering)*0xc2b2ae3d27d4eb4f ^
		math.Float64bits(j.cut)*0x165667b19e3779f9
	slot := &smallJumpsTables[hash>>60]
	if t := slot.Load(); t != nil && t.of == j {
		return t.quantiles
	}
	t := &smallJumpsTable{j, law.NewQuantiles(newSmallJumpsLaw(j).at)}
	slot.Store(t)
	return t.quantiles
}
