package exact

import (
	"math"
	"math/big"
	"math/bits"
	"slices"
)

// Merge adds the terms of o.
func (s *Sum) Merge(o *Sum) { s.combine(o, false) }

// Less is the sum without the terms of o.
func (s *Sum) Less(o *Sum) Sum {
	out := s.Clone()
	out.combine(o, true)
	return out
}

// Plus is the value of the terms of s and o together.
func (s *Sum) Plus(o *Sum) float64 {
	switch {
	case o.isEmpty():
		return s.Value()
	case s.isEmpty():
		return o.Value()
	}
	sum := s.Clone()
	sum.Merge(o)
	return sum.Value()
}

// isEmpty says that no term, or only zeros, were added.
func (s *Sum) isEmpty() bool { return s.base == 0 && len(s.digit) == 0 && s.special == 0 }

// combine adds the terms of o, or takes them away.
func (s *Sum) combine(o *Sum, away bool) {
	sign, turn := int64(1), uint64(0)
	if away {
		sign, turn = -1, math.MaxUint64
	}
	s.special += float64(sign) * o.special
	if s.isEmpty() {
		s.base = o.base
	}
	from := o
	if o.base != s.base && o.base != 0 {
		copied := o.Clone()
		copied.empty()
		from = &copied
	}
	var carry uint64
	s.low, carry = bits.Add64(s.low, from.low^turn, turn&1)
	s.high, _ = bits.Add64(s.high, from.high^turn, carry)
	if s.high+1<<61 >= 1<<62 {
		s.empty()
	}
	if len(from.digit) == 0 {
		return
	}
	if from == o {
		copied := o.Clone()
		from = &copied
	}
	from.carry()
	s.carry()
	s.reach(from.lowest)
	s.reach(from.lowest + len(from.digit) - 1)
	for i, d := range from.digit {
		s.digit[from.lowest-s.lowest+i] += sign * d
	}
	s.carry()
}

// Clone is an independent copy.
func (s *Sum) Clone() Sum {
	out := *s
	out.digit = slices.Clone(s.digit)
	return out
}

// Value is the sum, rounded once to the nearest float64, to the even one of two that are as near.
func (s *Sum) Value() float64 {
	switch {
	case s.special != 0:
		return s.special
	case len(s.digit) == 0:
		return s.windowValue()
	}
	f := new(big.Float).SetInt(s.integer()) // exact: its precision is that of the integer
	v, _ := f.SetMantExp(f, s.exponent()).Float64()
	return v
}

// windowValue is the value of a sum without digits. The window is brought to 64 bits, of which the last also stands
// for all bits that are lost: float64 has 53, so that it is rounded once, as the whole would be.
func (s *Sum) windowValue() float64 {
	low, high, negative := s.magnitude()
	exponent := s.base - 1075
	if high != 0 {
		n := uint(bits.Len64(high))
		lost := low & (1<<n - 1)
		low = low>>n | high<<(64-n)
		exponent += int(n)
		if lost != 0 {
			low |= 1
		}
	}
	v := float64(low)
	if exponent+11 < smallest { // what is rounded must not be rounded again, as a denormal
		f := new(big.Float).SetInt(s.integer())
		v, _ = f.SetMantExp(f, s.exponent()).Float64()
		return v
	}
	v = math.Ldexp(v, exponent)
	if negative {
		return -v
	}
	return v
}

// exponent is that of 2 by which integer is multiplied.
func (s *Sum) exponent() int {
	switch {
	case len(s.digit) > 0 && s.base > 0:
		return min(digitBits*s.lowest+smallest, s.base-1075)
	case len(s.digit) > 0:
		return digitBits*s.lowest + smallest
	case s.base > 0:
		return s.base - 1075
	}
	return 0
}

// integer is the sum over 2^exponent.
func (s *Sum) integer() *big.Int {
	n := new(big.Int)
	for i := len(s.digit) - 1; i >= 0; i-- {
		n.Lsh(n, digitBits).Add(n, big.NewInt(s.digit[i]))
	}
	if len(s.digit) > 0 {
		n.Lsh(n, uint(digitBits*s.lowest+smallest-s.exponent()))
	}
	if s.base > 0 {
		window := big.NewInt(int64(s.high))
		window.Lsh(window, 64).Add(window, new(big.Int).SetUint64(s.low))
		n.Add(n, window.Lsh(window, uint(s.base-1075-s.exponent())))
	}
	return n
}
