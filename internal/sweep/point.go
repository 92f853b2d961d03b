package sweep

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"levyscope/internal/spec"
)

// Point is one combination of the values of a grid, in the order of its sweeps.
type Point struct {
	Names  []string  // of the parameters
	Values []float64 // one for each name, finite
}

// Point is point i, 0 <= i < Len().
func (g Grid) Point(i int) Point {
	p := Point{g.Names(), make([]float64, len(g))}
	g.At(p.Values, i)
	return p
}

// MarshalJSON writes an object with the names as its keys, in their order.
func (p Point) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, name := range p.Names {
		if i > 0 {
			b = append(b, ',')
		}
		key, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		b = append(append(b, key...), ':')
		b = strconv.AppendFloat(b, p.Values[i], 'g', -1, 64)
	}
	return append(b, '}'), nil
}

// String is "name = value, ...".
func (p Point) String() string {
	parts := make([]string, len(p.Names))
	for i, name := range p.Names {
		parts[i] = fmt.Sprintf("%s = %s", name, Decimal(p.Values[i]))
	}
	return strings.Join(parts, ", ")
}

// Decimal writes v with all its digits, and whole numbers without an exponent, for parameters that are counts.
func Decimal(v float64) string {
	if v == math.Trunc(v) && math.Abs(v) < 1e15 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// Whole is v as a whole number, 0 or more.
func Whole[T int | uint64](v float64) (T, error) {
	if v != math.Trunc(v) || v < 0 || v > 1e15 {
		return 0, fmt.Errorf("%g is not a whole number from 0 to 1e15: use one", v)
	}
	return T(v), nil
}

// Edit sets name=v in the text of a specification, as spec.Edit does.
func Edit(text *string, name string, v float64) error {
	changed, err := spec.Edit(*text, name, Decimal(v))
	if err != nil {
		return err
	}
	*text = changed
	return nil
}
