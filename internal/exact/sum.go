// Package exact adds floating-point numbers without rounding, so that a sum is a function of its terms and not of
// their order, nor of how they are divided among processes.
package exact

import (
	"math"
	"math/big"
	"slices"
)

// Sum is the exact sum of any float64 numbers. Its zero value is the empty sum.
//
// It is a number in base 2^32 with signed digits,
//
//	sum = sum_i digit[i] 2^(32 (lowest + i) - 1074),
//
// whose digits have 63 bits, so that carries may wait. A term is added to two neighbouring digits: the low one
// changes by less than 2^32, the high one by less than 2^53. Only the digits that the terms reach are kept. Whole
// numbers up to 2^40, as counts of steps are, add up in one integer first.
// Source of the idea: Neal 2015, "Fast exact summation using small and large superaccumulators".
//
// A Sum must not be copied; use Clone. It is not safe for concurrent use.
type Sum struct {
	lowest  int     // the place of digit 0; meaningless without digits
	digit   []int64 // with one to spare at the end
	pending int     // terms added to the digits since the carries were done
	whole   int64   // what small whole numbers add up to, beside the digits
	wholes  int     // their number
	special float64 // the sum of the infinities and NaNs among the terms
}

const (
	digitBits  = 32
	mostDigits = (2046+52)/digitBits + 1 // of any term
	smallest   = -1074                   // exponent of the smallest number above 0
	mostTerms  = 1 << 9                  // between carries: 2^9 changes of less than 2^53 leave a digit below 2^63
	mostWhole  = 1 << 40                 // the largest term that is added as a whole number
	mostWholes = 1 << 21                 // of them: two such sums stay below 2^63
)

// Add adds x.
func (s *Sum) Add(x float64) {
	n := int64(x)
	if float64(n) != x || uint64(n+mostWhole) > 2*mostWhole {
		s.addDigits(x)
		return
	}
	s.whole += n
	if s.wholes++; s.wholes >= mostWholes {
		s.settle()
	}
}

// settle moves what the whole numbers add up to into the digits.
func (s *Sum) settle() {
	high, low := s.whole>>digitBits, s.whole&(1<<digitBits-1)
	s.whole, s.wholes = 0, 0
	s.addDigits(float64(high) * (1 << digitBits)) // exact, as is the other term
	s.addDigits(float64(low))
}

// addDigits adds x to the digits.
func (s *Sum) addDigits(x float64) {
	b := math.Float64bits(x)
	exponent, mantissa := b>>52&0x7ff, b&(1<<52-1)
	if exponent == 0x7ff {
		s.special += x
		return
	}
	if exponent > 0 {
		mantissa |= 1 << 52
		exponent--
	}
	if mantissa == 0 {
		return
	}
	sign := int64(b) >> 63 // 0 or -1
	place, offset := int(exponent/digitBits), exponent%digitBits
	low := int64(mantissa << offset & (1<<digitBits - 1))
	high := int64(mantissa >> (digitBits - offset))
	i := place - s.lowest
	if i < 0 || i+1 >= len(s.digit) {
		i = s.reach(place)
	}
	pair := s.digit[i : i+2 : len(s.digit)]
	pair[0] += low ^ sign - sign // the negative where sign is -1
	pair[1] += high ^ sign - sign
	if s.pending++; s.pending >= mostTerms {
		s.carry()
	}
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

// Merge adds the terms of o.
func (s *Sum) Merge(o *Sum) { s.combine(o, 1) }

// Less is the sum without the terms of o.
func (s *Sum) Less(o *Sum) Sum {
	out := s.Clone()
	out.combine(o, -1)
	return out
}

// combine adds the terms of o times the sign, 1 or -1.
func (s *Sum) combine(o *Sum, sign int64) {
	s.special += float64(sign) * o.special
	s.whole += sign * o.whole
	s.settle()
	if len(o.digit) == 0 {
		return
	}
	from := o.Clone()
	from.carry()
	s.carry()
	s.reach(from.lowest)
	s.reach(from.lowest + len(from.digit) - 1)
	for i, d := range from.digit {
		s.digit[from.lowest-s.lowest+i] += sign * d
	}
	s.pending++
	s.carry()
}

// Clone is an independent copy.
func (s *Sum) Clone() Sum {
	return Sum{s.lowest, slices.Clone(s.digit), s.pending, s.whole, s.wholes, s.special}
}

// Value is the sum, rounded once to the nearest float64, to the even one of two that are as near.
func (s *Sum) Value() float64 {
	switch {
	case s.special != 0:
		return s.special
	case len(s.digit) == 0 && -1<<53 <= s.whole && s.whole <= 1<<53:
		return float64(s.whole)
	}
	n := s.integer()
	f := new(big.Float).SetInt(n) // exact: its precision is that of n
	v, _ := f.SetMantExp(f, s.exponent()).Float64()
	return v
}

// exponent is that of 2 by which integer is multiplied.
func (s *Sum) exponent() int {
	if len(s.digit) == 0 {
		return 0
	}
	return min(0, digitBits*s.lowest+smallest)
}

// integer is the sum over 2^exponent.
func (s *Sum) integer() *big.Int {
	n := new(big.Int)
	for i := len(s.digit) - 1; i >= 0; i-- {
		n.Lsh(n, digitBits).Add(n, big.NewInt(s.digit[i]))
	}
	n.Lsh(n, uint(max(0, digitBits*s.lowest+smallest)))
	whole := big.NewInt(s.whole)
	return n.Add(n, whole.Lsh(whole, uint(-s.exponent())))
}
