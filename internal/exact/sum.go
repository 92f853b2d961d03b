// Package exact adds floating-point numbers without rounding, so that a sum is a function of its terms and not of
// their order, nor of how they are divided among processes.
package exact

import (
	"math"
	"math/bits"
)

// Sum is the exact sum of any float64 numbers. Its zero value is the empty sum.
//
// Terms of one size, within 2^30 of the first, are added to an integer of 128 bits, the window. Others, and what the
// window cannot hold, are added to a number in base 2^32 with signed digits,
//
//	sum = window 2^(base - 1075) + sum_i digit[i] 2^(32 (lowest + i) - 1074),
//
// whose digits have 63 bits, so that carries may wait: a term changes the lower one of two neighbouring digits by less
// than 2^32 and the upper one by less than 2^53. Only the digits that the terms reach are kept.
// Source of the idea: Neal 2015, "Fast exact summation using small and large superaccumulators".
//
// A Sum must not be copied; use Clone. It is not safe for concurrent use.
type Sum struct {
	low, high uint64  // window, in two's complement
	base      int     // exponent field of a float64 whose mantissa has its last bit at the window's; 0: no term yet
	lowest    int     // the place of digit 0; meaningless without digits
	digit     []int64 // with one to spare at the end
	pending   int     // terms added to the digits since the carries were done
	special   float64 // the sum of the infinities and NaNs among the terms
}

const (
	windowReach = 30        // octaves on either side of the first term that the window takes
	mostInRow   = 1<<10 - 1 // terms but one between two looks whether the window is full: each is below 2^113
	mostBase    = 1 << 10   // so that the window's bits have places among the digits
	digitBits   = 32
	smallest    = -1074  // exponent of the smallest number above 0
	mostTerms   = 1 << 9 // between carries: 2^9 changes of less than 2^53 leave a digit below 2^63

	fraction = 1<<52 - 1 // bits of a float64
	hidden   = 1 << 52
)

// Add adds x.
func (s *Sum) Add(x float64) {
	b := math.Float64bits(x)
	shift := uint(int(b>>52&0x7ff) - s.base)
	if shift > 2*windowReach || s.base == 0 {
		s.addOutside(x)
		return
	}
	mantissa := b&fraction | hidden
	sign := uint64(int64(b) >> 63) // all bits of the window are turned where it is set, and 1 is added
	var carry uint64
	s.low, carry = bits.Add64(s.low, mantissa<<(shift&63)^sign, sign&1)
	s.high, _ = bits.Add64(s.high, mantissa>>1>>(63-shift&63)^sign, carry)
	if s.high+1<<61 >= 1<<62 {
		s.empty()
	}
}

// AddAll adds all of x, quicker than Add does one by one.
func (s *Sum) AddAll(x []float64) {
	low, high, base := s.low, s.high, s.base
	for i, v := range x {
		b := math.Float64bits(v)
		shift := uint(int(b>>52&0x7ff) - base)
		if shift > 2*windowReach || base == 0 {
			s.low, s.high = low, high
			s.addOutside(v)
			low, high, base = s.low, s.high, s.base
			continue
		}
		mantissa := b&fraction | hidden
		sign := uint64(int64(b) >> 63)
		var carry uint64
		low, carry = bits.Add64(low, mantissa<<(shift&63)^sign, sign&1)
		high, _ = bits.Add64(high, mantissa>>1>>(63-shift&63)^sign, carry)
		if i&mostInRow == 0 && high+1<<61 >= 1<<62 {
			s.low, s.high = low, high
			s.empty()
			low, high = 0, 0
		}
	}
	s.low, s.high = low, high
	if high+1<<61 >= 1<<62 {
		s.empty()
	}
}

// addOutside adds what the window does not take, and places the window at the first term.
func (s *Sum) addOutside(x float64) {
	b := math.Float64bits(x)
	exponent := int(b >> 52 & 0x7ff)
	mantissa := int64(b & fraction)
	switch {
	case exponent == 0x7ff:
		s.special += x
		return
	case exponent > 0 && s.base == 0:
		s.base = max(1, exponent-windowReach)
		s.Add(x)
		return
	case mantissa == 0 && exponent == 0:
		return
	}
	if exponent > 0 {
		mantissa |= hidden
		exponent--
	}
	if int64(b) < 0 {
		mantissa = -mantissa
	}
	s.addDigits(mantissa, exponent)
}

// addDigits adds n 2^(position-1074) to the digits, |n| < 2^53.
func (s *Sum) addDigits(n int64, position int) {
	place, offset := position/digitBits, uint(position%digitBits)
	low, high := n<<offset&(1<<digitBits-1), n>>(digitBits-offset) // high is rounded down, where low is above 0
	i := place - s.lowest
	if i < 0 || i+1 >= len(s.digit) {
		i = s.reach(place)
	}
	s.digit[i] += low
	s.digit[i+1] += high
	if s.pending++; s.pending >= mostTerms {
		s.carry()
	}
}

// empty moves the window into the digits.
func (s *Sum) empty() {
	low, high, negative := s.magnitude()
	s.low, s.high = 0, 0
	for position := s.base - 1; low != 0 || high != 0; position += digitBits {
		piece := int64(low & (1<<digitBits - 1))
		if negative {
			piece = -piece
		}
		s.addDigits(piece, position)
		low, high = low>>digitBits|high<<(64-digitBits), high>>digitBits
	}
}

// magnitude is the window without its sign.
func (s *Sum) magnitude() (low, high uint64, negative bool) {
	if int64(s.high) >= 0 {
		return s.low, s.high, false
	}
	low, borrow := bits.Sub64(0, s.low, 0)
	high, _ = bits.Sub64(0, s.high, borrow)
	return low, high, true
}

// reach makes room for the digits at place and place+1, and returns the index of the first. A digit above stays
// free for carries.
func (s *Sum) reach(place int) int {
	if len(s.digit) == 0 {
		s.lowest, s.digit = place, make([]int64, 3)
		return 0
	}
	if below := s.lowest - place; below > 0 {
		s.digit = append(make([]int64, below, below+len(s.digit)), s.digit...)
		s.lowest = place
	}
	for place-s.lowest+2 >= len(s.digit) {
		s.digit = append(s.digit, 0)
	}
	return place - s.lowest
}

// carry brings every digit but the last one into [0, 2^32).
func (s *Sum) carry() {
	s.pending = 0
	n := len(s.digit)
	if n == 0 {
		return
	}
	if last := s.digit[n-1]; last >= 1<<digitBits || last < -1<<digitBits {
		s.digit = append(s.digit, 0)
		n++
	}
	for i := range n - 1 {
		over := s.digit[i] >> digitBits
		s.digit[i] -= over << digitBits
		s.digit[i+1] += over
	}
}
