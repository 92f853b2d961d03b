package sim

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"levyscope/train/schedule"
)

func landscapeOf(t testing.TB, spec string, n int) Landscape {
	t.Helper()
	u, err := ParsePotential(spec, n)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// A point is inside, or its side is the one that the definition says, for points all
// over the plane.
func TestDomainsAgainstTheirDefinitions(t *testing.T) {
	inf := math.Inf(1)
	double := landscapeOf(t, "expr:(x1^2-1)^2/4+x2^2/2", 2) // minima (-1, 0), (1, 0); separatrix x1 = 0
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
		domain    Domain
		potential Landscape
		box       []Interval
		centre    []float64
		inside    func(x []float64) bool
		side      func(x []float64) int
	}{
		"box": {Domain{}, nil, []Interval{{-.5, 1}, {-2, .25}}, []float64{0, 0},
			func(x []float64) bool { return x[0] > -.5 && x[0] < 1 && x[1] > -2 && x[1] < .25 },
			func(x []float64) int { // largest excess in units of the wall's distance
				return slices.Index(ratios(x), slices.Max(ratios(x)))
			}},
		"half-plane": {Domain{}, nil, []Interval{{-inf, 1}, {-inf, inf}}, []float64{0, 0},
			func(x []float64) bool { return x[0] < 1 }, func([]float64) int { return 1 }},
		"ball": {Domain{InBall, 1.5}, double, nil, []float64{-1, 0},
			func(x []float64) bool { return math.Hypot(x[0]+1, x[1]) < 1.5 }, func(x []float64) int { return farthest(x, []float64{-1, 0}) }},
		"sub-level": {Domain{InSublevel, .2}, double, nil, []float64{-1, 0},
			func(x []float64) bool { return (x[0]*x[0]-1)*(x[0]*x[0]-1)/4+x[1]*x[1]/2 < .2 }, func(x []float64) int { return farthest(x, []float64{-1, 0}) }},
		"basin": {Domain{Kind: InBasin}, double, nil, []float64{-1, 0},
			func(x []float64) bool { return x[0] < 0 }, func([]float64) int { return 1 - home }},
	} {
		u := wide(2)
		u.Domain, u.Potential = c.domain, c.potential
		if c.box != nil {
			u.Box = c.box
		}
		where := newRegion(u, c.centre)
		r := rand.New(rand.NewPCG(2, 2))
		for range 2000 {
			x := []float64{6*r.Float64() - 3, 6*r.Float64() - 3}
			if got := where.contains(x); got != c.inside(x) {
				t.Fatalf("%s: inside at %v: %v", name, x, got)
			} else if !got && where.side(x) != c.side(x) {
				t.Fatalf("%s: side at %v: %d, want %d", name, x, where.side(x), c.side(x))
			}
		}
		for _, x := range [][]float64{{math.NaN(), 0}, {0, math.NaN()}, {inf, 0}, {-inf, 0}, {0, inf}, {0, -inf}, {inf, -inf}, {-inf, math.NaN()}} {
			if side := where.side(x); where.contains(x) || side < 0 || side >= u.sides() {
				t.Errorf("%s: %v inside: %v, side %d of %d", name, x, where.contains(x), side, u.sides())
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
	ring := landscapeOf(t, "multiwell:wells=6,radius=2", 2)
	for name, c := range map[string]struct {
		domain    Domain
		potential Landscape
		box       []Interval
		start     []float64
		want      []ray
	}{
		"box":  {Domain{}, nil, []Interval{{-.5, 1}, {-inf, .25}}, nil, []ray{{0, -1, .5, inf, 0}, {0, 1, 1, inf, 1}, {1, 1, .25, inf, 3}}},
		"ball": {Domain{InBall, 1.5}, nil, nil, nil, []ray{{0, -1, 1.5, inf, 0}, {0, 1, 1.5, inf, 1}, {1, -1, 1.5, inf, 2}, {1, 1, 1.5, inf, 3}}},
		// U = x1^2/2 + 2 x2^2 < 2: to 2 and to 1.
		"ellipse":          {Domain{InSublevel, 2}, nil, nil, nil, []ray{{0, -1, 2, inf, 0}, {0, 1, 2, inf, 1}, {1, -1, 1, inf, 2}, {1, 1, 1, inf, 3}}},
		"ellipse, scanned": {Domain{InSublevel, 2}, landscapeOf(t, "expr:x1^2/2+2*x2^2", 2), nil, nil, []ray{{0, -1, 2, inf, 0}, {0, 1, 2, inf, 1}, {1, -1, 1, inf, 2}, {1, 1, 1, inf, 3}}},
		// (x1^2 - 1)^2/4 < 1/16 about -1: x1^2 between 1/2 and 3/2; about 1 again.
		"two lobes": {Domain{InSublevel, .0625}, landscapeOf(t, "expr:(x1^2-1)^2/4+x2^2/2", 2), nil, []float64{-1, 0},
			[]ray{{0, -1, math.Sqrt(1.5) - 1, inf, 0}, {0, 1, 1 - math.Sqrt(.5), 1 + math.Sqrt(.5), 1}, {0, 1, 1 + math.Sqrt(1.5), inf, 1}, {1, -1, math.Sqrt(.125), inf, 2}, {1, 1, math.Sqrt(.125), inf, 3}}},
		// The sector about (2, 0) is |phi| < 30 degrees: to the left through the hub into
		// the opposite well, up and down through the wells 1 and 5 to 2 tan 30 and on to 90 degrees.
		"ring": {Domain{Kind: InBasin}, ring, nil, []float64{2, 0}, []ray{
			{0, -1, 2, inf, 3},
			{1, -1, 2 * math.Tan(math.Pi/6), inf, 5}, {1, 1, 2 * math.Tan(math.Pi/6), inf, 1}}},
		"wells": {Domain{Kind: InWells}, ring, nil, nil, nil},
	} {
		u := wide(2)
		u.Theta[1] = 4
		u.Domain, u.Potential = c.domain, c.potential
		if c.box != nil {
			u.Box = c.box
		}
		got := FindGeometry(ExitConfig{Dt: .01, Start: c.start, Controls: u}).rays
		same := len(got) == len(c.want)
		for i := 0; same && i < len(got); i++ {
			g, w := got[i], c.want[i]
			same = g.coordinate == w.coordinate && g.sign == w.sign && g.side == w.side && math.Abs(g.from-w.from) < 1e-9*w.from &&
				(g.to == w.to || math.Abs(g.to-w.to) < 1e-9*w.to)
		}
		if !same {
			t.Errorf("%s:\n%+v, want\n%+v", name, got, c.want)
		}
	}
}

func TestSideNames(t *testing.T) {
	for _, c := range []struct {
		potential string
		domain    Domain
		want      []string
	}{
		{"", Domain{}, []string{"1-", "1+", "2-", "2+"}},
		{"", Domain{InBall, 1}, []string{"1-", "1+", "2-", "2+"}},
		{"multiwell:wells=3", Domain{Kind: InBasin}, []string{"to 1", "to 2", "to 3", "away"}},
		{"multiwell:wells=3", Domain{Kind: InWells}, []string{"away"}},
		{"", Domain{Kind: InBasin}, []string{"to 1", "away"}},
	} {
		u := wide(2)
		u.Domain = c.domain
		if c.potential != "" {
			u.Potential = landscapeOf(t, c.potential, 2)
		}
		if got := u.SideNames(); !slices.Equal(got, c.want) {
			t.Errorf("%s, %s: %v, want %v", c.potential, c.domain, got, c.want)
		}
	}
}

func TestParseDomain(t *testing.T) {
	for text, want := range map[string]Domain{"box": {}, "ball:r=1.5": {InBall, 1.5}, "sublevel:u=-2e-3": {InSublevel, -2e-3}, "basin": {Kind: InBasin}, "wells": {Kind: InWells}} {
		got, err := ParseDomain(text)
		if err != nil || got != want || got.String() != (Domain{want.Kind, want.Size}).String() {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "disc", "ball", "ball:", "ball:r", "ball:r=", "ball:r=0", "ball:r=-1", "ball:r=NaN", "ball:r=Inf", "ball:u=1", "box:r=1", "basin:", "sublevel:u=x", "sublevel:u=+Inf", "wells:1"} {
		if d, err := ParseDomain(text); err == nil {
			t.Errorf("%q was read as %+v", text, d)
		}
	}
}

func FuzzParseDomain(f *testing.F) {
	for _, s := range []string{"box", "ball:r=1.5", "sublevel:u=-1e9", "basin", "wells", "ball:r=0x1p-3", "sublevel:u=1_0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDomain(s)
		if err != nil {
			return
		}
		if back, err := ParseDomain(d.String()); err != nil || back != d {
			t.Errorf("%q is %+v, and %q is %+v, %v", s, d, d.String(), back, err)
		}
	})
}

// Controls with every field set survive a recording: JSON and back gives the same
// JSON, the same values and the same exits.
func TestControlsRoundTrip(t *testing.T) {
	g, err := ParseExpression("1+x1^2/4", 2)
	if err != nil {
		t.Fatal(err)
	}
	one, err := ParseExpression("1", 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, potential := range []string{"multiwell:wells=5,width=0.4", "valley:bend=2", "sharpflat", "quartic", "expr:(x1^2-1)^2/4+x2^2/2", ""} {
		c := Controls{
			Schedule: schedule.Cosine{Eta0: .2, Steps: 1000, Floor: .01}, Arm: schedule.NoiseOnly, Eps: .07, Theta: []float64{1, 2.5}, Alpha: []float64{1.25, 2}, Sigma: []float64{.5, 1e-3},
			Box: []Interval{{math.Inf(-1), 3}, {-1. / 3, math.Inf(1)}}, Domain: Domain{InSublevel, 1.5},
			Noise:          []Noise{{Kind: TemperedNoise, Rate: .25}, {Kind: PoissonNoise, Rate: 2, Jump: LaplaceJumps}},
			Multiplicative: []*Expression{g, one}, Reading: Marcus, Integrator: Tamed, Rho: .3,
		}
		if potential != "" {
			c.Potential = landscapeOf(t, potential, 2)
		}
		b, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var back Controls
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatalf("%v: %s", err, b)
		}
		again, err := json.Marshal(back)
		if err != nil || string(again) != string(b) {
			t.Errorf("%s: %v, after a round trip\n%s, before\n%s", potential, err, again, b)
		}
		if c.Potential != nil && back.Potential.String() != c.Potential.String() {
			t.Errorf("potential %s came back as %s", c.Potential, back.Potential)
		}
		for i := range c.Multiplicative {
			if back.Multiplicative[i].String() != c.Multiplicative[i].String() {
				t.Errorf("factor %s came back as %s", c.Multiplicative[i], back.Multiplicative[i])
			}
		}
		plain := func(c Controls) Controls { c.Potential, c.Multiplicative = nil, nil; return c }
		if !reflect.DeepEqual(plain(back), plain(c)) {
			t.Errorf("%+v came back as %+v", plain(c), plain(back))
		}
	}
	// An empirical noise takes its samples along.
	c := Controls{Schedule: schedule.Constant{Eta0: 1}, Alpha: []float64{1}, Theta: []float64{1}, Sigma: []float64{1}, Box: []Interval{{-1, 1}},
		Noise: []Noise{{Kind: EmpiricalNoise, File: "noise.csv", Samples: []float64{-1, .1, 2e-17}}}}
	b, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var back Controls
	if err := json.Unmarshal(b, &back); err != nil || !reflect.DeepEqual(back, c) {
		t.Errorf("%v: %s came back as %+v", err, b, back)
	}
}

func TestIntervalRoundTrip(t *testing.T) {
	inf := math.Inf(1)
	for want, v := range map[string]Interval{"[-0.6,1]": {-.6, 1}, "[null,1]": {-inf, 1}, "[0.1,null]": {.1, inf}, "[null,null]": {-inf, inf}, "[-1e+300,5e-324]": {-1e300, 5e-324}} {
		b, err := json.Marshal(v)
		if err != nil || string(b) != want {
			t.Errorf("%v: %s, %v; want %s", v, b, err, want)
		}
		back := Interval{7, 8}
		if err := json.Unmarshal(b, &back); err != nil || back != v {
			t.Errorf("%s came back as %v, %v", b, back, err)
		}
	}
	var v Interval
	for _, bad := range []string{`"x"`, `["a",1]`, `{}`} {
		if err := json.Unmarshal([]byte(bad), &v); err == nil {
			t.Errorf("%s was read as %v", bad, v)
		}
	}
}
