package ways

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"levyscope/sim/landscape"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
)

// A point is inside, or its side is the one that the definition says, for points all
// over the plane.
func TestDomainsAgainstTheirDefinitions(t *testing.T) {
	inf := math.Inf(1)
	double := simtest.Landscape(t, "expr:(x1^2-1)^2/4+x2^2/2", 2) // minima (-1, 0), (1, 0); separatrix x1 = 0
	home := double.Basin([]float64{-1, 0})
	farthest := func(x, c []float64) int {
		i := 0
		if math.Abs(x[1]-c[1]) > math.Abs(x[0]-c[0]) {
			i = 1
		}
		if x[i] < c[i] {
			return 2 * i
		}
		return 2*i + 1
	}
	for name, c := range map[string]struct {
		domain    problem.Domain
		potential landscape.Landscape
		box       []problem.Interval
		centre    []float64
		inside    func(x []float64) bool
		side      func(x []float64) int
	}{
		"box": {problem.Domain{}, nil, []problem.Interval{{Lo: -.5, Hi: 1}, {Lo: -2, Hi: .25}}, []float64{0, 0},
			func(x []float64) bool { return x[0] > -.5 && x[0] < 1 && x[1] > -2 && x[1] < .25 },
			func(x []float64) int { // largest excess in units of the wall's distance
				return slices.Index(ratios(x), slices.Max(ratios(x)))
			}},
		"half-plane": {problem.Domain{}, nil, []problem.Interval{{Lo: -inf, Hi: 1}, {Lo: -inf, Hi: inf}}, []float64{0, 0},
			func(x []float64) bool { return x[0] < 1 }, func([]float64) int { return 1 }},
		"ball": {problem.Domain{Kind: problem.InBall, Size: 1.5}, double, nil, []float64{-1, 0},
			func(x []float64) bool { return math.Hypot(x[0]+1, x[1]) < 1.5 },
			func(x []float64) int { return farthest(x, []float64{-1, 0}) }},
		"sub-level": {problem.Domain{Kind: problem.InSublevel, Size: .2}, double, nil, []float64{-1, 0},
			func(x []float64) bool { return (x[0]*x[0]-1)*(x[0]*x[0]-1)/4+x[1]*x[1]/2 < .2 },
			func(x []float64) int { return farthest(x, []float64{-1, 0}) }},
		"basin": {problem.Domain{Kind: problem.InBasin}, double, nil, []float64{-1, 0},
			func(x []float64) bool { return x[0] < 0 }, func([]float64) int { return 1 - home }},
	} {
		u := simtest.Cube(2)
		u.Domain, u.Potential = c.domain, c.potential
		if c.box != nil {
			u.Box = c.box
		}
		where := problem.NewRegion(u, c.centre)
		r := rand.New(rand.NewPCG(2, 2))
		for range 2000 {
			x := []float64{6*r.Float64() - 3, 6*r.Float64() - 3}
			if got := where.Contains(x); got != c.inside(x) {
				t.Fatalf("%s: inside at %v: %v", name, x, got)
			} else if !got && where.Side(x) != c.side(x) {
				t.Fatalf("%s: side at %v: %d, want %d", name, x, where.Side(x), c.side(x))
			}
		}
		for _, x := range [][]float64{{math.NaN(), 0}, {0, math.NaN()}, {inf, 0}, {-inf, 0}, {0, inf}, {0, -inf},
			{inf, -inf}, {-inf, math.NaN()}} {
			if side := where.Side(x); where.Contains(x) || side < 0 || side >= u.Sides() {
				t.Errorf("%s: %v inside: %v, side %d of %d", name, x, where.Contains(x), side, u.Sides())
			}
		}
	}
}

// ratios are the excesses of TestDomainsAgainstTheirDefinitions's box, by side.
func ratios(x []float64) []float64 {
	return []float64{(-.5 - x[0]) / .5, (x[0] - 1) / 1, (-2 - x[1]) / 2, (x[1] - .25) / .25}
}

// The ways out along the axes: exact distances.
func TestRaysHaveTheExactDistances(t *testing.T) {
	inf := math.Inf(1)
	ring := simtest.Landscape(t, "multiwell:wells=6,radius=2", 2)
	for name, c := range map[string]struct {
		domain    problem.Domain
		potential landscape.Landscape
		box       []problem.Interval
		start     []float64
		want      []Ray
	}{
		"box": {problem.Domain{}, nil, []problem.Interval{{Lo: -.5, Hi: 1}, {Lo: -inf, Hi: .25}}, nil,
			[]Ray{{0, -1, .5, inf, 0}, {0, 1, 1, inf, 1}, {1, 1, .25, inf, 3}}},
		"ball": {problem.Domain{Kind: problem.InBall, Size: 1.5}, nil, nil, nil,
			[]Ray{{0, -1, 1.5, inf, 0}, {0, 1, 1.5, inf, 1}, {1, -1, 1.5, inf, 2}, {1, 1, 1.5, inf, 3}}},
		// U = x1^2/2 + 2 x2^2 < 2: to 2 and to 1.
		"ellipse": {problem.Domain{Kind: problem.InSublevel, Size: 2}, nil, nil, nil,
			[]Ray{{0, -1, 2, inf, 0}, {0, 1, 2, inf, 1}, {1, -1, 1, inf, 2}, {1, 1, 1, inf, 3}}},
		"ellipse, scanned": {problem.Domain{Kind: problem.InSublevel, Size: 2},
			simtest.Landscape(t, "expr:x1^2/2+2*x2^2", 2), nil, nil,
			[]Ray{{0, -1, 2, inf, 0}, {0, 1, 2, inf, 1}, {1, -1, 1, inf, 2}, {1, 1, 1, inf, 3}}},
		// (x1^2 - 1)^2/4 < 1/16 about -1: x1^2 between 1/2 and 3/2; about 1 again.
		"two lobes": {problem.Domain{Kind: problem.InSublevel, Size: .0625},
			simtest.Landscape(t, "expr:(x1^2-1)^2/4+x2^2/2", 2), nil, []float64{-1, 0},
			[]Ray{{0, -1, math.Sqrt(1.5) - 1, inf, 0}, {0, 1, 1 - math.Sqrt(.5), 1 + math.Sqrt(.5), 1},
				{0, 1, 1 + math.Sqrt(1.5), inf, 1}, {1, -1, math.Sqrt(.125), inf, 2}, {1, 1, math.Sqrt(.125), inf, 3}}},
		// The sector about (2, 0) is |phi| < 30 degrees: to the left through the hub into
		// the opposite well, up and down through the wells 1 and 5 to 2 tan 30 and on to 90 degrees.
		"ring": {problem.Domain{Kind: problem.InBasin}, ring, nil, []float64{2, 0}, []Ray{
			{0, -1, 2, inf, 3},
			{1, -1, 2 * math.Tan(math.Pi/6), inf, 5}, {1, 1, 2 * math.Tan(math.Pi/6), inf, 1}}},
		"wells": {problem.Domain{Kind: problem.InWells}, ring, nil, nil, nil},
	} {
		u := simtest.Cube(2)
		u.Theta[1] = 4
		u.Domain, u.Potential = c.domain, c.potential
		if c.box != nil {
			u.Box = c.box
		}
		got := Find(problem.ExitConfig{Dt: .01, Start: c.start, Controls: u}).rays
		same := len(got) == len(c.want)
		for i := 0; same && i < len(got); i++ {
			g, w := got[i], c.want[i]
			same = g.Coordinate == w.Coordinate && g.Sign == w.Sign && g.Side == w.Side &&
				math.Abs(g.From-w.From) < 1e-9*w.From &&
				(g.To == w.To || math.Abs(g.To-w.To) < 1e-9*w.To)
		}
		if !same {
			t.Errorf("%s:\n%+v, want\n%+v", name, got, c.want)
		}
	}
}

func TestSideNames(t *testing.T) {
	for _, c := range []struct {
		potential string
		domain    problem.Domain
		want      []string
	}{
		{"", problem.Domain{}, []string{"1-", "1+", "2-", "2+"}},
		{"", problem.Domain{Kind: problem.InBall, Size: 1}, []string{"1-", "1+", "2-", "2+"}},
		{"multiwell:wells=3", problem.Domain{Kind: problem.InBasin}, []string{"to 1", "to 2", "to 3", "away"}},
		{"multiwell:wells=3", problem.Domain{Kind: problem.InWells}, []string{"away"}},
		{"", problem.Domain{Kind: problem.InBasin}, []string{"to 1", "away"}},
	} {
		u := simtest.Cube(2)
		u.Domain = c.domain
		if c.potential != "" {
			u.Potential = simtest.Landscape(t, c.potential, 2)
		}
		if got := u.SideNames(); !slices.Equal(got, c.want) {
			t.Errorf("%s, %s: %v, want %v", c.potential, c.domain, got, c.want)
		}
	}
}
