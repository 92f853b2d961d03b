package exact

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// longestText bounds the text of a sum: a sign, the hexadecimal digits of all places and the exponent.
const longestText = 1024

// MarshalText writes the exact sum as a hexadecimal integer, odd unless it is 0, and a power of 2, as -1f3p-12. There
// is one text for every sum. A sum with terms that are not finite is NaN, +Inf or -Inf.
func (s *Sum) MarshalText() ([]byte, error) {
	if s.special != 0 {
		return []byte(strconv.FormatFloat(s.special, 'g', -1, 64)), nil
	}
	n := s.integer()
	if n.Sign() == 0 {
		return []byte("0"), nil
	}
	zeros := n.TrailingZeroBits()
	out := n.Rsh(n, zeros).Append(nil, 16)
	if e := s.exponent() + int(zeros); e != 0 {
		out = strconv.AppendInt(append(out, 'p'), int64(e), 10)
	}
	return out, nil
}

// UnmarshalText reads what MarshalText writes. It is an error if the text is anything else, or a number that no sum
// of float64 numbers has.
func (s *Sum) UnmarshalText(text []byte) error {
	wrong := func() error {
		return fmt.Errorf("sum %.40q is not a hexadecimal number with a power of 2 as -1f3p-12: the file is damaged", text)
	}
	switch string(text) {
	case "NaN", "+Inf", "-Inf":
		v, _ := strconv.ParseFloat(string(text), 64)
		*s = Sum{special: v}
		return nil
	}
	mantissa, power, found := strings.Cut(string(text), "p")
	exponent := 0
	if found {
		var err error
		if exponent, err = strconv.Atoi(power); err != nil {
			return wrong()
		}
	}
	n, ok := new(big.Int), false
	if len(text) <= longestText {
		n, ok = n.SetString(mantissa, 16)
	}
	if !ok || exponent < smallest || exponent+n.BitLen() > 1<<11 {
		return wrong()
	}
	read := ofInteger(n, exponent)
	if again, _ := read.MarshalText(); string(again) != string(text) {
		return wrong()
	}
	*s = read
	return nil
}

// ofInteger is the sum n 2^exponent, for an exponent of at least that of the smallest number.
func ofInteger(n *big.Int, exponent int) Sum {
	if n.Sign() == 0 {
		return Sum{}
	}
	place := (exponent - smallest) / digitBits
	rest := new(big.Int).Abs(n)
	rest.Lsh(rest, uint(exponent-smallest-place*digitBits))
	s := Sum{lowest: place}
	digit, mask := new(big.Int), big.NewInt(math.MaxUint32)
	for rest.Sign() != 0 {
		d := digit.And(rest, mask).Int64()
		if n.Sign() < 0 {
			d = -d
		}
		s.digit = append(s.digit, d)
		rest.Rsh(rest, digitBits)
	}
	s.digit = append(s.digit, 0)
	s.carry()
	return s
}
