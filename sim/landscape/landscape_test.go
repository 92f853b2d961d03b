package landscape

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"levyscope/internal/near"

	"gonum.org/v1/gonum/mat"
)

// landscapeSpecs has at least one landscape of each kind, some with unusual parameters, and the
// number n of its coordinates.
var landscapeSpecs = []struct {
	spec string
	n    int
}{
	{"doublewell", 1},
	{"doublewell:left=0.4,right=2.5,depth-left=3,depth-right=0.2", 1},
	{"multiwell", 2},
	{"multiwell:wells=2,radius=1,width=0.3,depth=2", 2},
	{"multiwell:wells=5,radius=3,width=2", 2},
	{"multiwell:wells=9,radius=4,width=0.2,depth=0.5", 2},
	{"sharpflat", 1},
	{"sharpflat:sharp=50,flat=0.5,distance=3,across=4", 3},
	{"valley", 2},
	{"valley:curvature=100,length=0.5,bend=3", 2},
	{"quartic", 1},
	{"quartic", 4},
	{"expr:(x1^2-1)^2/4+x2^2/2", 2},
	{"expr:(x1^2+x2-11)^2+(x1+x2^2-7)^2", 2},
	{"expr:4*x1^2-2.1*x1^4+x1^6/3+x1*x2-4*x2^2+4*x2^4", 2},
	{"expr:cos(3*x1)+x1^2/10", 1},
	{"expr:(x1^2-1)^2+(x2^2-1)^2+(x3^2-1)^2", 3},
}

// mustLandscape is Parse without errors.
func mustLandscape(t *testing.T, spec string, n int) Landscape {
	t.Helper()
	l, err := Parse(spec, n)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// hessianEigenvalues are those of the differenced gradient at x, ascending.
func hessianEigenvalues(u Potential, x []float64) []float64 {
	n := len(x)
	h := mat.NewSymDense(n, nil)
	up, down := make([]float64, n), make([]float64, n)
	for i := range n {
		column := hessianColumn(u, append([]float64(nil), x...), i, up, down)
		for j := range i + 1 {
			h.SetSym(i, j, column[j])
		}
	}
	var e mat.EigenSym
	e.Factorize(h, false)
	return e.Values(nil)
}

func TestCriticalPointsAreCritical(t *testing.T) {
	for _, c := range landscapeSpecs {
		l := mustLandscape(t, c.spec, c.n)
		g := make([]float64, c.n)
		for i, m := range l.Minima() {
			l.Grad(g, m)
			near.Most(t, fmt.Sprintf("%s: gradient at minimum %v", c.spec, m), maxAbs(g), 1e-9)
			least := hessianEigenvalues(l, m)[0]
			near.Least(t, fmt.Sprintf("%s: first eigenvalue of the Hessian at minimum %v", c.spec, m), least, -1e-9)
			if got := l.Basin(m); got != i {
				t.Errorf("%s: minimum %d lies in basin %d", c.spec, i, got)
			}
		}
		for _, s := range l.Saddles() {
			l.Grad(g, s.X)
			near.Most(t, fmt.Sprintf("%s: gradient at saddle %v", c.spec, s.X), maxAbs(g), 1e-9)
			e := hessianEigenvalues(l, s.X)
			if !(e[0] < 0) || len(e) > 1 && !(e[1] > 0) {
				t.Errorf("%s: Hessian eigenvalues %g at saddle %v: want one negative", c.spec, e, s.X)
			}
			for _, end := range [2]int{s.From, s.To} {
				if end >= 0 && !(l.Value(l.Minima()[end]) < l.Value(s.X)) {
					t.Errorf("%s: saddle %v is not above minimum %d", c.spec, s.X, end)
				}
			}
		}
	}
}

func TestGradientsAreThoseOfTheValues(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, c := range landscapeSpecs {
		l := mustLandscape(t, c.spec, c.n)
		x, g := make([]float64, c.n), make([]float64, c.n)
		for range 200 {
			for i := range x {
				x[i] = 6*r.Float64() - 3
			}
			l.Grad(g, x)
			for i, old := range x {
				h := 1e-5
				x[i] = old + h
				up := l.Value(x)
				x[i] = old - h
				down := l.Value(x)
				x[i] = old
				// Where U'' jumps the difference is off by |jump| h/4 at most.
				if num := (up - down) / (2 * h); !(math.Abs(num-g[i]) <= 2e-3+1e-6*math.Abs(num)) {
					t.Fatalf("%s: dU/dx%d = %g at %v, differences say %g", c.spec, i+1, g[i], x, num)
				}
			}
		}
	}
}

func TestLandscapesRoundTripAndDoNotAllocate(t *testing.T) {
	for _, c := range landscapeSpecs {
		l := mustLandscape(t, c.spec, c.n)
		again := mustLandscape(t, l.String(), c.n)
		if again.String() != l.String() || !reflect.DeepEqual(again.Minima(), l.Minima()) ||
			!reflect.DeepEqual(again.Saddles(), l.Saddles()) {
			t.Errorf("%s read again is %s", l, again)
		}
		x, g := make([]float64, c.n), make([]float64, c.n)
		for i := range x {
			x[i] = .3 + .2*float64(i)
		}
		l.Basin(x)
		derivatives := testing.AllocsPerRun(100, func() { l.Grad(g, x); l.Value(x) })
		basin := testing.AllocsPerRun(100, func() { l.Basin(x) })
		if derivatives+basin != 0 {
			t.Errorf("%s: %g allocations for U and its gradient, %g for a basin", l, derivatives, basin)
		}
	}
}

// The depths, widths and curvatures of a landscape are the ones that its text names.
func TestDepthsWidthsAndCurvaturesAreAsAskedFor(t *testing.T) {
	check := func(what string, got, want, tolerance float64) {
		t.Helper()
		near.Abs(t, what, got, want, tolerance*max(1, math.Abs(want)))
	}
	h := make([]float64, 2)
	d := mustLandscape(t, "doublewell:left=0.4,right=2.5,depth-left=3,depth-right=0.2", 1)
	check("left minimum", d.Minima()[0][0], -.4, 0)
	check("right minimum", d.Minima()[1][0], 2.5, 0)
	check("left depth", d.Value(d.Minima()[0]), -3, 1e-15)
	check("right depth", d.Value(d.Minima()[1]), -.2, 1e-15)
	check("U(0)", d.Value([]float64{0}), 0, 0)
	HessianDiagonal(h[:1], d, []float64{-.4})
	check("left curvature 8D/w^2", h[0], 8*3/.16, 1e-4)

	m := mustLandscape(t, "multiwell:wells=9,radius=4,width=0.2,depth=0.5", 2)
	for _, x := range m.Minima() {
		check("depth", m.Value(x), -.5, 1e-12)
		check("radius", math.Hypot(x[0], x[1]), 4, 1e-12)
		for _, e := range hessianEigenvalues(m, x) {
			check("curvature depth/width^2", e, .5/.04, 1e-4)
		}
	}
	for _, s := range m.Saddles() {
		check("U(saddle)", m.Value(s.X), 0, 1e-12)
		check("saddle to minimum", Distance(s.X, m.Minima()[s.From]), 8*math.Sin(math.Pi/18), 1e-12)
	}
	if got := m.Basin([]float64{0, 0}); got != -1 {
		t.Errorf("the centre of a ring lies in basin %d, want none", got)
	}

	s := mustLandscape(t, "sharpflat:sharp=50,flat=0.5,distance=3,across=4", 3)
	check("distance", Distance(s.Minima()[0], s.Minima()[1]), 3, 1e-15)
	check("equal depths", s.Value(s.Minima()[0]), s.Value(s.Minima()[1]), 1e-14)
	h = make([]float64, 3)
	HessianDiagonal(h, s, s.Minima()[0])
	check("sharp curvature", h[0], 50, 1e-4)
	check("curvature across", h[1], 4, 1e-8)
	HessianDiagonal(h, s, s.Minima()[1])
	check("flat curvature", h[0], .5, 1e-4)

	v := mustLandscape(t, "valley:curvature=100,length=0.5,bend=3", 2)
	HessianDiagonal(h[:2], v, v.Minima()[0])
	check("along the floor", h[0], 4, 1e-5)
	check("across the floor", h[1], 100, 1e-8)
}

// A big jump out of a well must come back under Euler's method with dt = 0.01.
func TestEulerSurvivesBigJumps(t *testing.T) {
	for _, spec := range []string{"doublewell", "multiwell", "sharpflat", "valley"} {
		l := mustLandscape(t, spec, 0)
		x, g := make([]float64, l.Dim()), make([]float64, l.Dim())
		for i := range x {
			x[i] = 1e4 * float64(1-2*i)
		}
		for range 100000 {
			l.Grad(g, x)
			for i := range x {
				x[i] -= .01 * g[i]
			}
		}
		l.Grad(g, x)
		near.Most(t, fmt.Sprintf("%s: gradient after 1000 units of time from afar, at %v", spec, x), maxAbs(g), 1e-6)
	}
}
