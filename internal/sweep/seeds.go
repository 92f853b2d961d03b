package sweep

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Seeds are the seeds of runs that differ in nothing else.
type Seeds []uint64

// ParseSeeds reads how many seeds there are, as "8", the first being first and each one more than the one before; or
// which, as "1:8" (from 1 to 8) or "1:4,10,20:22". Errors: what is neither, a seed that comes twice, more than
// MaxPoints seeds.
func ParseSeeds(text string, first uint64) (Seeds, error) {
	fail := func(problem error) (Seeds, error) {
		return nil, fmt.Errorf("seeds %q: %w", shortened(text), problem)
	}
	if n, err := strconv.ParseUint(strings.TrimSpace(text), 10, 64); err == nil {
		last := first + n - 1
		if n < 1 || last < first {
			return fail(fmt.Errorf("%d seeds from %d on: use 1 to %d", n, first, MaxPoints))
		}
		s, err := Seeds(nil).span(first, last)
		if err != nil {
			return fail(err)
		}
		return s, nil
	}
	var s Seeds
	seen := map[uint64]bool{}
	for field := range strings.SplitSeq(text, ",") {
		lo, hi, err := ends(field)
		if err != nil {
			return fail(err)
		}
		before := len(s)
		if s, err = s.span(lo, hi); err != nil {
			return fail(err)
		}
		for _, seed := range s[before:] {
			if seen[seed] {
				return fail(fmt.Errorf("%d comes twice: give each seed once", seed))
			}
			seen[seed] = true
		}
	}
	return s, nil
}

// ends reads "5" or "1:8".
func ends(field string) (lo, hi uint64, err error) {
	from, to, isRange := strings.Cut(strings.TrimSpace(field), ":")
	if !isRange {
		to = from
	}
	for _, end := range []struct {
		text string
		to   *uint64
	}{{from, &lo}, {to, &hi}} {
		if *end.to, err = strconv.ParseUint(strings.TrimSpace(end.text), 10, 64); err != nil {
			return 0, 0, errors.New("write how many, as 8, or which, as 1:8 or 1,5,9; " +
				"a seed is a whole number from 0 to 18446744073709551615")
		}
	}
	if hi < lo {
		return 0, 0, fmt.Errorf("the range %d:%d ends before it begins: write %d:%d", lo, hi, hi, lo)
	}
	return lo, hi, nil
}

// span appends the seeds from lo to hi.
func (s Seeds) span(lo, hi uint64) (Seeds, error) {
	if hi-lo >= uint64(MaxPoints-len(s)) {
		return nil, fmt.Errorf("more than %d seeds: use fewer", MaxPoints)
	}
	for seed := lo; ; seed++ {
		if s = append(s, seed); seed == hi {
			return s, nil
		}
	}
}

// String writes the seeds as ParseSeeds reads them, successive ones as a range.
func (s Seeds) String() string {
	var parts []string
	for i := 0; i < len(s); {
		j := i
		for j+1 < len(s) && s[j+1] > s[j] && s[j+1]-s[j] == 1 {
			j++
		}
		text := strconv.FormatUint(s[i], 10)
		if j > i || len(s) == 1 {
			text += ":" + strconv.FormatUint(s[j], 10)
		}
		parts = append(parts, text)
		i = j + 1
	}
	return strings.Join(parts, ",")
}
