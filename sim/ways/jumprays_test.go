package ways

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/expr"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
)

// Noise times g(x) = -2 + x/4, from 0: a jump up leads down. In the sense of Ito it is twice
// as long, in that of Marcus the flow along it takes int_0^d dx/|g| to go as far as d.
func TestJumpRaysByHand(t *testing.T) {
	u := simtest.OnInterval(1, 1.5, 1, 1)
	u.Box[0].Hi = 2
	g, err := expr.Parse("-2+x1/4", 1)
	if err != nil {
		t.Fatal(err)
	}
	u.Multiplicative = []*expr.Expression{g}
	for reading, from := range map[problem.Reading][2]float64{
		problem.Ito:    {.5, 1},
		problem.Marcus: {4 * math.Log(2.25/2), 4 * math.Log(2/1.5)}, // down to -1, up to 2
	} {
		u.Reading = reading
		where := Find(problem.ExitConfig{Paths: 1, Dt: .01, Horizon: 1, Controls: u})
		rays := where.JumpRays()
		if len(rays) != 2 {
			t.Fatalf("%s: %d ways out", reading, len(rays))
		}
		for side, r := range rays {
			near.Rel(t, fmt.Sprintf("%s: jump through side %d", reading, side), r.From, from[side], 1e-5)
			if want := float64(1 - 2*side); r.Side != side || r.Sign != want {
				t.Errorf("%s: sign %g of side %d, want %g of side %d", reading, r.Sign, r.Side, want, side)
			}
		}
		near.Rel(t, fmt.Sprintf("%s: the nearest way", reading), where.NearestJump()[0], from[0], 1e-5)
	}
}

// A small curvature is no error of differences: that of x^2/1000 is .002.
func TestSmallCurvature(t *testing.T) {
	u := simtest.OnInterval(0, 1.5, 1, 1)
	u.Potential = simtest.Landscape(t, "expr:x1^2/1000", 1)
	where := Find(problem.ExitConfig{Paths: 1, Dt: .01, Horizon: 1, Controls: u})
	near.Rel(t, "curvature", where.Curvature()[0], .002, 1e-3)
}

// In a one-dimensional basin what lies between the nearest separatrices is known without
// a question to the landscape, and nothing beyond them is.
func TestBasinOfALine(t *testing.T) {
	u := simtest.OnInterval(0, 1.5, 1, 3)
	u.Potential, u.Domain = simtest.Landscape(t, "expr:x1^2*(x1^2-4)^2/16", 1), problem.Domain{Kind: problem.InBasin}
	c := problem.ExitConfig{Paths: 1, Dt: .01, Horizon: 1, Controls: u}
	c.Start = []float64{0}
	where, saddle := Find(c).Region(), 2/math.Sqrt(3)
	for _, x := range []float64{0, saddle - .01, saddle + .01, 2, 3, -saddle + .01, -saddle - .01, -2, -3} {
		if got := where.Contains([]float64{x}); got != (math.Abs(x) < saddle) {
			t.Errorf("%g lies in the basin of 0: %v", x, got)
		}
	}
}
