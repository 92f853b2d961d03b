package simcmd

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"levyscope/sim/problem"
)

// spread repeats a single value n times.
func spread[T any](x []T, n int) []T {
	if len(x) != 1 || n <= 1 {
		return x // where the length is wrong, Validate says so
	}
	out := make([]T, n)
	for i := range out {
		out[i] = x[0]
	}
	return out
}

// number reads the value of a flag; infinities are numbers, NaN is none.
func number(flag, s string) (float64, error) {
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || math.IsNaN(v) {
		return 0, fmt.Errorf("cannot read --%s: %q is not a number; write it as 0.5 or 5e-1", flag, s)
	}
	return v, nil
}

// numbers reads the value of a flag as a list, "1.2,1.8".
func numbers(flag, s string) (out []float64, err error) {
	for field := range strings.SplitSeq(s, ",") {
		v, err := number(flag, field)
		if err != nil {
			return nil, fmt.Errorf("%w, and a list as --%s 1.2,1.8", err, flag)
		}
		out = append(out, v)
	}
	return out, nil
}

// intervals reads --box, "-0.6:1,-0.7:0.7".
func intervals(s string) (out []problem.Interval, err error) {
	for field := range strings.SplitSeq(s, ",") {
		lo, hi, found := strings.Cut(field, ":")
		if !found {
			return nil, fmt.Errorf("cannot read --box: %q is not an interval lo:hi; "+
				"write for example --box=-0.6:1,-0.7:0.7", field)
		}
		var v problem.Interval
		if v.Lo, err = number("box", lo); err != nil {
			return nil, err
		}
		if v.Hi, err = number("box", hi); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}
