package checkpoint

import (
	"fmt"
	"strconv"
)

// Float is a number that JSON keeps to the bit, as a text: the shortest decimal that gives it back,
// "NaN", "+Inf" or "-Inf".
type Float float64

// MarshalText writes what UnmarshalText reads.
func (f Float) MarshalText() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(f), 'g', -1, 64), nil
}

// UnmarshalText reads a number.
func (f *Float) UnmarshalText(b []byte) error {
	v, err := strconv.ParseFloat(string(b), 64)
	if err != nil {
		return fmt.Errorf("%.40q is no number", b)
	}
	*f = Float(v)
	return nil
}
