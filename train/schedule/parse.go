package schedule

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// ParseError says what is wrong with a schedule and what to do about it.
type ParseError struct {
	Input   string // the whole text, or for With the schedule and the change
	Problem string // what is wrong, with the offending text
	Remedy  string // what would be accepted
}

// Error is one line with the input, the problem and the remedy.
func (e *ParseError) Error() string {
	return fmt.Sprintf("schedule %q: %s; %s", e.Input, e.Problem, e.Remedy)
}

// Parse reads "kind:name=value,name=value", a bare kind (all defaults), or a bare number (a constant step
// size). Spaces around any part are ignored. Kinds and parameters, with defaults in brackets; eta0 > 0
// [0.1] and the integer from >= 0 [0] belong to every kind:
//
//	constant
//	step                       gamma [0.5] in (0, 1], every [2000] >= 1, drops [0: unlimited] >= 0
//	exponential, exp           kappa [0.0005] >= 0
//	inverse, inverse-time      k0 [1000] > 0
//	power                      k0 [1000] > 0, gamma [0.6] > 0
//	linear                     steps [8000] >= 1, floor [0] in [0, eta0]
//	cosine                     steps [8000] >= 1, floor [0] in [0, eta0]
//
// every, drops, steps and from are integers, in steps; the rest are reals. The package comment has the
// equations. The error is a *ParseError, and Parse(s.String()) == s for every s that Parse gives.
func Parse(s string) (Schedule, error) {
	name, list, hasList := strings.Cut(s, ":")
	name = strings.TrimSpace(name)
	if !hasList && isNumber(name) {
		name, list, hasList = constantKind.name, eta0Parameter.name+"="+name, true
	}
	k, err := lookup(s, name)
	if err != nil {
		return nil, err
	}
	v := k.defaults()
	if hasList {
		if err := k.assign(s, list, v); err != nil {
			return nil, err
		}
	}
	return k.make(s, v)
}

// assign reads "name=value,name=value" into v, each name at most once.
func (k *kind) assign(input, list string, v []float64) error {
	given := make([]bool, len(v))
	for text := range strings.SplitSeq(list, ",") {
		text = strings.TrimSpace(text)
		name, number, ok := strings.Cut(text, "=")
		if !ok {
			return &ParseError{
				Input:   input,
				Problem: fmt.Sprintf("%q is not a parameter", text),
				Remedy:  "write name=value, with commas between",
			}
		}
		i, err := k.index(input, strings.TrimSpace(name))
		if err != nil {
			return err
		}
		if given[i] {
			return &ParseError{
				Input:   input,
				Problem: fmt.Sprintf("%q is a second value for %s", text, k.params[i].name),
				Remedy:  "give each parameter once",
			}
		}
		given[i] = true
		if v[i], err = readNumber(input, text, strings.TrimSpace(number)); err != nil {
			return err
		}
	}
	return nil
}

// readNumber reads a finite number; text is the assignment that an error quotes.
func readNumber(input, text, number string) (float64, error) {
	x, err := strconv.ParseFloat(number, 64)
	switch {
	case errors.Is(err, strconv.ErrSyntax):
		return 0, &ParseError{
			Input:   input,
			Problem: fmt.Sprintf("%q has no number after the =", text),
			Remedy:  "write a decimal number such as 0.1 or 5e-4",
		}
	case err != nil || math.IsNaN(x) || math.IsInf(x, 0):
		return 0, &ParseError{
			Input:   input,
			Problem: fmt.Sprintf("%q is not finite", text),
			Remedy:  "write a finite decimal number such as 0.1 or 5e-4",
		}
	}
	return x, nil
}

// isNumber tells whether s is written as a number, be it one that readNumber then refuses.
func isNumber(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil || errors.Is(err, strconv.ErrRange)
}
