package landscape

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The flow of (x1^2-1)^2/4 + x2^2/2 leads to the minimum on the same side of x1 = 0, from
// however far out. On an axis of symmetry its curve is straight and the estimated error of a
// step is zero, so that only flowReach keeps a step from crossing into the other basin.
func TestBasinsFarOut(t *testing.T) {
	u, err := Parse("expr:(x1^2-1)^2/4+x2^2/2", 2)
	if err != nil {
		t.Fatal(err)
	}
	for x1 := 1.01; x1 < 1e4; x1 *= 1.07 {
		for _, x2 := range []float64{0, 1e-9, -.3, 4, -300} {
			if a, b := u.Basin([]float64{-x1, x2}), u.Basin([]float64{x1, x2}); a != 0 || b != 1 {
				t.Fatalf("from (-+%g, %g) to %d and %d, want 0 and 1", x1, x2, a, b)
			}
		}
	}
}

// flowByEuler is the basin of x by plain small steps down the gradient.
func flowByEuler(l Landscape, x []float64, dt float64) int {
	x = append([]float64(nil), x...)
	g := make([]float64, len(x))
	for range 200000 {
		l.Grad(g, x)
		step := dt / max(1, maxAbs(g)/10)
		for i := range x {
			x[i] -= step * g[i]
		}
		for i, m := range l.Minima() {
			if Distance(x, m) < .02 {
				return i
			}
		}
	}
	return -1
}

func TestBasinsAreThoseOfTheFlow(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for _, c := range []struct {
		spec   string
		n      int
		points int
		half   float64
		dt     float64
	}{
		{"doublewell:left=0.4,right=2.5", 1, 100, 4, 1e-3},
		{"multiwell", 2, 200, 4, 2e-3},
		{"multiwell:wells=5,radius=3,width=2", 2, 100, 5, 2e-3},
		{"sharpflat", 2, 100, 3, 2e-3},
		{"expr:(x1^2+x2-11)^2+(x1+x2^2-7)^2", 2, 400, 6, 1e-4},
		{"expr:4*x1^2-2.1*x1^4+x1^6/3+x1*x2-4*x2^2+4*x2^4", 2, 400, 2.5, 1e-3},
		{"expr:(x1^2-1)^2+(x2^2-1)^2+(x3^2-1)^2+x1*x2*x3/3", 3, 100, 2, 1e-3},
		{"expr:cos(3*x1)+x1^2/10", 1, 200, 9, 1e-3},
	} {
		l := mustLandscape(t, c.spec, c.n)
		wrong := 0
		x := make([]float64, c.n)
		for range c.points {
			for i := range x {
				x[i] = c.half * (2*r.Float64() - 1)
			}
			if got, want := l.Basin(x), flowByEuler(l, x, c.dt); got != want {
				wrong++
				t.Logf("%s: basin of %v is %d, the flow leads to %d", c.spec, x, got, want)
			}
		}
		if wrong > 0 {
			t.Errorf("%s: %d of %d points lie in another basin", c.spec, wrong, c.points)
		}
	}
}

func TestBasinsOfWhatLeadsNowhere(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range landscapeSpecs {
		l := mustLandscape(t, c.spec, c.n)
		for _, bad := range []float64{nan, inf, -inf} {
			x := make([]float64, c.n)
			x[0] = bad
			if got := l.Basin(x); got != -1 {
				t.Errorf("%s: basin of %v is %d, want none", c.spec, x, got)
			}
		}
		x := make([]float64, c.n)
		for i := range x {
			x[i] = 1e5
		}
		if got := l.Basin(x); got < 0 {
			t.Errorf("%s is confining, but %v lies in no basin", c.spec, x)
		}
	}
	// One well with a way out on both sides.
	l := mustLandscape(t, "expr:x1^2/2-x1^4/4", 1)
	for x, want := range map[float64]int{0: 0, .99: 0, -.99: 0, 1.01: -1, -1.01: -1, 50: -1, -50: -1} {
		if got := l.Basin([]float64{x}); got != want {
			t.Errorf("basin of %g is %d, want %d", x, got, want)
		}
	}
	if s := l.Saddles(); len(s) != 2 || s[0].From != -1 || s[0].To != 0 || s[1].From != 0 || s[1].To != -1 {
		t.Errorf("saddles %v: want one to either side, to nowhere", s)
	}
	l = mustLandscape(t, "expr:x1^2/2-x1^4/4+x2^2/2", 2)
	for _, x := range [][]float64{{1.01, 2}, {-30, 1}} {
		if got := l.Basin(x); got != -1 {
			t.Errorf("basin of %v is %d, want none", x, got)
		}
	}
}
