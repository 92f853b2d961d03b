package sweep_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/sweep"
)

func TestSeeds(t *testing.T) {
	for _, c := range []struct {
		text string
		want sweep.Seeds
		back string
	}{
		{"3", sweep.Seeds{7, 8, 9}, "7:9"},
		{" 1 ", sweep.Seeds{7}, "7:7"},
		{"1:4", sweep.Seeds{1, 2, 3, 4}, "1:4"},
		{"5:5", sweep.Seeds{5}, "5:5"},
		{"9,1,5", sweep.Seeds{9, 1, 5}, "9,1,5"},
		{"1:2, 10,20:22", sweep.Seeds{1, 2, 10, 20, 21, 22}, "1:2,10,20:22"},
		{"0,18446744073709551615", sweep.Seeds{0, math.MaxUint64}, "0,18446744073709551615"},
		{"18446744073709551614:18446744073709551615", sweep.Seeds{math.MaxUint64 - 1, math.MaxUint64},
			"18446744073709551614:18446744073709551615"},
	} {
		got, err := sweep.ParseSeeds(c.text, 7)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, error %v, want %v", c.text, got, err, c.want)
			continue
		}
		if got.String() != c.back {
			t.Errorf("%q: text %q, want %q", c.text, got.String(), c.back)
		}
	}
}

func TestBadSeedsAreNamed(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "as 1:8",
		"0":                      "0 seeds",
		"100001":                 "more than 100000",
		"18446744073709551615":   "use 1 to 100000",
		"1:100001":               "more than 100000",
		"1:100000,0":             "more than 100000",
		"0:18446744073709551615": "more than 100000",
		"8:1":                    "write 1:8",
		"1,2,1":                  "1 comes twice",
		"1:5,3":                  "3 comes twice",
		"1:":                     "as 1:8",
		"a":                      "as 1:8",
		"-1":                     "as 1:8",
		"1.5,2":                  "as 1:8",
		"1:2:3":                  "as 1:8",
		"18446744073709551616,1": "as 1:8",
		strings.Repeat("x", 999): "...",
	} {
		if _, err := sweep.ParseSeeds(text, 7); err == nil || !strings.Contains(err.Error(), want) ||
			!strings.HasPrefix(err.Error(), "seeds \"") {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
}

// What parses, parses again from its own text.
func FuzzParseSeeds(f *testing.F) {
	for _, text := range []string{"8", "1:8", "1:4,10,20:22", "18446744073709551615,0"} {
		f.Add(text, uint64(1))
	}
	f.Fuzz(func(t *testing.T, text string, first uint64) {
		s, err := sweep.ParseSeeds(text, first)
		if err != nil {
			return
		}
		again, err := sweep.ParseSeeds(s.String(), first+1)
		if err != nil || !slices.Equal(again, s) || len(s) < 1 || len(s) > sweep.MaxPoints {
			t.Fatalf("%q: %d seeds, again %v (%v)", text, len(s), again, err)
		}
	})
}
