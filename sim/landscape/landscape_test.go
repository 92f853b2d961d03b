package landscape

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"levyscope/internal/near"

	"gonum.org/v1/gonum/mat"
)

// landscapeSpecs are a landscape of each kind and of unusual parameters, with N.
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
		if again.String() != l.String() || !reflect.DeepEqual(again.Minima(), l.Minima()) || !reflect.DeepEqual(again.Saddles(), l.Saddles()) {
			t.Errorf("%s read again is %s", l, again)
		}
		x, g := make([]float64, c.n), make([]float64, c.n)
		for i := range x {
			x[i] = .3 + .2*float64(i)
		}
		l.Basin(x)
		if n := testing.AllocsPerRun(100, func() { l.Grad(g, x); l.Value(x) }) + testing.AllocsPerRun(100, func() { l.Basin(x) }); n != 0 {
			t.Errorf("%s: %g allocations a call", l, n)
		}
	}
}

// The figures that a user sets are those that the landscape has.
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

func TestParsePotentialNamesWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		spec string
		n    int
		want []string
	}{
		{"quadratic", 2, []string{"--theta"}},
		{"quadratic:theta=1", 2, []string{"--theta"}},
		{"bowl", 1, []string{`"bowl"`, "doublewell", "expr:"}},
		{"", 1, []string{"doublewell"}},
		{"doublewell", 2, []string{"1 coordinate", "2 are asked"}},
		{"multiwell", 1, []string{"2 coordinate"}},
		{"doublewell:wide=1", 1, []string{`"wide"`, "left (distance"}},
		{"doublewell:left", 1, []string{`"left"`, "name=value"}},
		{"doublewell:left=", 1, []string{`"left="`, "decimal number"}},
		{"doublewell:left=NaN", 1, []string{"left=NaN", "finite"}},
		{"doublewell:left=-1", 1, []string{"left=-1", "1e+06"}},
		{"doublewell:left=1,left=2", 1, []string{"once"}},
		{"multiwell:wells=2.5", 2, []string{"integer"}},
		{"multiwell:wells=1e9", 2, []string{"at least 2 and at most 64"}},
		{"quartic:a=1", 2, []string{`"a"`, "takes none"}},
		{"quartic", 1e6, []string{"1 to 4096"}},
		{"quartic", -1, []string{"1 to 4096"}},
		{"expr:-x1^2", 1, []string{"no minimum", "confining"}},
		{"expr:-x1^2-x2^2", 2, []string{"no minimum"}},
		{"expr:exp(x1)", 1, []string{"no minimum"}},
		{"expr:sin(60*x1)", 1, []string{}},
		{"expr:sin(100*x1)", 1, []string{"more than 256"}},
		{"expr:log(x1-100)", 1, []string{"no minimum"}},
		{"expr:-sqrt(x1^2+x2^2+x3^2)-x9", 9, []string{"no minimum"}},
	} {
		_, err := Parse(c.spec, c.n)
		if len(c.want) == 0 {
			if err != nil {
				t.Errorf("%q: %v", c.spec, err)
			}
			continue
		}
		for _, want := range c.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%q in %d: error %v, want %q in it", c.spec, c.n, err, want)
			}
		}
	}
}

func TestEveryKindSaysItsParameters(t *testing.T) {
	for _, k := range landscapeKinds {
		l := mustLandscape(t, k.Name, 0)
		if l.Dim() != k.Payload.Natural || k.Meaning == "" {
			t.Errorf("%s: %d coordinates by default, want %d", k.Name, l.Dim(), k.Payload.Natural)
		}
		for _, p := range k.Params {
			low, high := p.Range.Bounds()
			for _, v := range []float64{low, high} {
				l := mustLandscape(t, fmt.Sprintf("%s:%s=%g", k.Name, p.Name, v), 0)
				if u := l.Value(l.Minima()[0]); !finite(u) || p.Meaning == "" {
					t.Errorf("%s: U = %g at its first minimum", l, u)
				}
			}
		}
	}
}

func FuzzParsePotential(f *testing.F) {
	for _, c := range landscapeSpecs {
		f.Add(c.spec, c.n)
	}
	f.Add("doublewell:left=1e300", 1)
	f.Add("expr:1/x1", 1)
	f.Add("expr: abs(x1) + x2^2 ", 0)
	f.Fuzz(func(t *testing.T, spec string, n int) {
		l, err := Parse(spec, min(n, 3))
		if err != nil {
			return
		}
		again, err := Parse(l.String(), l.Dim())
		if err != nil || again.String() != l.String() {
			t.Fatalf("%q read again: %v, %v", l.String(), again, err)
		}
		if len(l.Minima()) == 0 || len(l.Minima()[0]) != l.Dim() {
			t.Fatalf("%q has the minima %v", l.String(), l.Minima())
		}
	})
}

// The mark below a wrong expression stands where it does after the prefix.
func TestPotentialMarksTheError(t *testing.T) {
	_, err := Parse("expr: x1^2 + yy", 1)
	if want := "\n  x1^2 + yy\n         ^"; err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("error %v, want it to end in %q", err, want)
	}
}
