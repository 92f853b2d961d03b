package chart

import (
	"math"
	"testing"
)

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 1: "1", -12: "-12", 999: "999", 0.2314: "0.231", 12.345: "12.3", 123.45: "123", 999.96: "1.00k",
		1000: "1.00k", 12345: "12.3k", -1.5e6: "-1.50M", 2e9: "2.00G", 3e12: "3.00T", 1e15: "1e15", 1.26e300: "1.3e300",
		0.00123: "0.0012", 0.000999: "1e-3", 0.00023: "2.3e-4", 1e-4: "1e-4", -4.56e-300: "-4.6e-300",
		math.Inf(1): "+Inf", math.Inf(-1): "-Inf", math.Copysign(0, -1): "0",
	} {
		if got := number(v); got != want {
			t.Errorf("number(%g) = %q, want %q", v, got, want)
		}
	}
	if got := number(math.NaN()); got != "NaN" {
		t.Errorf("number(NaN) = %q", got)
	}
}

func TestCompact(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 0.5: "0.5", 1: "1", 20: "20", 500: "500", 1e4: "10k", 2e5: "200k", 5e6: "5M", 1e-2: "0.01", 1e-3: "1e-3",
		2e-4: "2e-4", 1e20: "1e20",
	} {
		if got := compact(v); got != want {
			t.Errorf("compact(%g) = %q, want %q", v, got, want)
		}
	}
}

func labels(ticks []tick) (out []string) {
	for _, t := range ticks {
		out = append(out, t.label)
	}
	return out
}

func TestNoNegativeZero(t *testing.T) {
	for _, c := range []struct {
		v                float64
		decimals         int
		fixed, withAPlus string
	}{
		{-0.004, 2, "0.00", "0.00"}, {math.Copysign(0, -1), 0, "0", "0"}, {-0.4, 0, "0", "0"}, {0.004, 2, "0.00", "0.00"},
		{-0.006, 2, "-0.01", "-0.01"}, {1.5, 1, "1.5", "+1.5"}, {-20, 0, "-20", "-20"}, {math.Inf(-1), 2, "-Inf", "-Inf"},
		{math.NaN(), 2, "NaN", "NaN"},
	} {
		if got := Fixed(c.v, c.decimals); got != c.fixed {
			t.Errorf("Fixed(%g, %d) = %q, want %q", c.v, c.decimals, got, c.fixed)
		}
		if got := Signed(c.v, c.decimals); got != c.withAPlus {
			t.Errorf("Signed(%g, %d) = %q, want %q", c.v, c.decimals, got, c.withAPlus)
		}
	}
}
