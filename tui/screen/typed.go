package screen

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"levyscope/internal/spec"
)

// Cause is an error without the text that was changed: a user who types one value sees what is wrong with it first.
func Cause(err error) error {
	var wrong *spec.Error
	if errors.As(err, &wrong) {
		return fmt.Errorf("%s; %s", wrong.Problem, wrong.Remedy)
	}
	return err
}

// Number reads the finite number that a user has typed for a control.
func Number(name, text string) (float64, error) {
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	switch {
	case err != nil && !errors.Is(err, strconv.ErrRange):
		return 0, fmt.Errorf("%q is not a number for %s; write a decimal number such as 0.1 or 5e-4", text, name)
	case err != nil || math.IsNaN(x) || math.IsInf(x, 0):
		return 0, fmt.Errorf("%q is not finite; write a finite decimal number for %s such as 0.1 or 5e-4", text, name)
	}
	return x, nil
}

// Within is Number for a number of a range.
func Within(name, text string, r spec.Range) (float64, error) {
	x, err := Number(name, text)
	if err == nil && !r.Holds(x) {
		return 0, fmt.Errorf("%s=%s is out of range; choose %s %s", name, strings.TrimSpace(text), name, r)
	}
	return x, err
}

// Whole is Number for an integer from low to high.
func Whole(name, text string, low, high int) (int, error) {
	x, err := Number(name, text)
	if err != nil {
		return 0, err
	}
	if x != math.Trunc(x) || !(x >= float64(low) && x <= float64(high)) {
		return 0, fmt.Errorf("%s=%s is out of range; choose %s an integer, %s", name, strings.TrimSpace(text), name,
			WholeRange(low, high))
	}
	return int(x), nil
}

// WholeRange says what Whole reads: "from 1 to 4,000".
func WholeRange(low, high int) string { return fmt.Sprintf("from %d to %d", low, high) }

// Names lists the names of values: "a, b or c".
func Names[T fmt.Stringer](all []T) string {
	names := make([]string, len(all))
	for i, x := range all {
		names[i] = x.String()
	}
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// Seed reads the seed of random numbers that a user has typed.
func Seed(text string) (uint64, error) {
	seed, err := strconv.ParseUint(strings.TrimSpace(text), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not a seed; write an integer from 0 to %d", text, uint64(math.MaxUint64))
	}
	return seed, nil
}
