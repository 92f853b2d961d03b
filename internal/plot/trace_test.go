package plot_test

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/plot"
)

// TestTraceClips: of exp(-x^2) in the band from e^-4 to e^-1 two flanks are drawn, from |x| = 2 to 1.
func TestTraceClips(t *testing.T) {
	parts := plot.Trace(-5, 5, math.Exp(-4), math.Exp(-1), false, func(x float64) float64 { return math.Exp(-x * x) })
	if len(parts) != 2 {
		t.Fatalf("%d parts, want 2", len(parts))
	}
	for i, ends := range [][2]float64{{-2, -1}, {1, 2}} {
		p := parts[i]
		// The crossing is interpolated between points so near that the curve bends by 5e-4 of the height.
		near.Abs(t, fmt.Sprintf("start of part %d", i), p[0], ends[0], 2e-3)
		near.Abs(t, fmt.Sprintf("end of part %d", i), p[len(p)-2], ends[1], 2e-3)
		for j := 1; j < len(p); j += 2 {
			if y := p[j]; !(y >= math.Exp(-4)*(1-1e-12) && y <= math.Exp(-1)*(1+1e-12)) {
				t.Errorf("part %d reaches %v, outside the frame", i, y)
			}
		}
	}
}

// TestTraceFollows: between its points the line is within a thousandth of the height of the curve.
func TestTraceFollows(t *testing.T) {
	narrow := func(x float64) float64 { return cauchy(50*x) * 50 }
	parts := plot.Trace(-10, 10, 1e-5, 100, false, narrow)
	if len(parts) != 1 {
		t.Fatalf("%d parts, want 1", len(parts))
	}
	p := parts[0]
	for j := 0; j+3 < len(p); j += 2 {
		for _, w := range []float64{.25, .5, .75} {
			x := p[j]*(1-w) + p[j+2]*w
			drawn := math.Log(p[j+1])*(1-w) + math.Log(p[j+3])*w
			if off := math.Abs(drawn-math.Log(narrow(x))) / math.Log(1e7); !(off <= 2e-3) {
				t.Errorf("the line is off by %v of the height at %v", off, x)
			}
		}
	}
}

// TestTraceGaps: zeros, infinities and NaN interrupt the line.
func TestTraceGaps(t *testing.T) {
	for name, hole := range map[string]float64{"zero": 0, "NaN": math.NaN(), "infinity": math.Inf(1), "negative": -1} {
		parts := plot.Trace(1, 100, .1, 10, true, func(x float64) float64 {
			if 5 < x && x < 20 {
				return hole
			}
			return 1
		})
		if len(parts) != 2 || parts[0][0] != 1 {
			t.Errorf("%s: %d parts, want one on either side of the hole", name, len(parts))
			continue
		}
		near.Abs(t, name+": end of the second part", parts[1][len(parts[1])-2], 100, 1e-9)
	}
	if parts := plot.Trace(1, 100, .1, 10, true, func(float64) float64 { return math.NaN() }); parts != nil {
		t.Errorf("NaN everywhere draws %v", parts)
	}
	if parts := plot.Trace(1, 100, .1, 10, true, func(float64) float64 { return 20 }); parts != nil {
		t.Errorf("a line above the frame draws %v", parts)
	}
}
