package landscape

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/expr"
)

// formula parses an expression of n variables.
func formula(t testing.TB, s string, n int) *expr.Expression {
	t.Helper()
	e, err := expr.Parse(s, n)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// checkPoints reports an error unless the found points are as many as the wanted ones, and each
// wanted one is within the tolerance of a found one.
func checkPoints(t *testing.T, what string, found [][]float64, tolerance float64, want ...[]float64) {
	t.Helper()
	if len(found) != len(want) {
		t.Errorf("%s: %d found, want %d: %v", what, len(found), len(want), found)
	}
	for _, w := range want {
		nearest := math.Inf(1)
		for _, f := range found {
			nearest = min(nearest, Distance(f, w))
		}
		if !(nearest <= tolerance) {
			t.Errorf("%s: %v is not found; the nearest is %g away", what, w, nearest)
		}
	}
}

// saddlePoints are the positions of the saddles of l.
func saddlePoints(l Landscape) (x [][]float64) {
	for _, s := range l.Saddles() {
		x = append(x, s.X)
	}
	return x
}

// Himmelblau 1972: four minima, among them (3, 2); four saddles.
func TestCriticalPointsOfHimmelblau(t *testing.T) {
	l := mustLandscape(t, "expr:(x1^2+x2-11)^2+(x1+x2^2-7)^2", 2)
	checkPoints(t, "minima", l.Minima(), 2e-6,
		[]float64{3, 2}, []float64{3.584428, -1.848126}, []float64{-2.805118, 3.131312}, []float64{-3.779310, -3.283186})
	checkPoints(t, "saddles", saddlePoints(l), 1e-3,
		[]float64{3.3852, .0739}, []float64{.0867, 2.8843}, []float64{-.1280, -1.9537}, []float64{-3.0730, -.0814})
}

// Mueller and Brown 1979, table 1: the reaction path over two saddles.
func TestCriticalPointsOfMuellerBrown(t *testing.T) {
	e := formula(t, "-200*exp(-(x1-1)^2-10*x2^2)-100*exp(-x1^2-10*(x2-.5)^2)"+
		"-170*exp(-6.5*(x1+.5)^2+11*(x1+.5)*(x2-1.5)-6.5*(x2-1.5)^2)+15*exp(.7*(x1+1)^2+.6*(x1+1)*(x2-1)+.7*(x2-1)^2)", 2)
	l, err := newExpressionLandscape(e, []float64{-1.5, -.5}, []float64{1.2, 2})
	if err != nil {
		t.Fatal(err)
	}
	checkPoints(t, "minima", l.Minima(), 1e-3, []float64{-.558, 1.442}, []float64{.623, .028}, []float64{-.050, .467})
	checkPoints(t, "saddles", saddlePoints(l), 1e-3, []float64{-.822, .624}, []float64{.212, .293})
	for i, want := range [][3]float64{{-80.768}, {-108.167}, {-146.700}} {
		m := l.Minima()[i]
		near.Abs(t, fmt.Sprintf("U at minimum %v", m), l.Value(m), want[0], 2e-3)
	}
	for _, s := range l.Saddles() {
		if s.From != 0 || s.X[0] < 0 && s.To != 2 || s.X[0] > 0 && s.To != 1 {
			t.Errorf("saddle %v joins %d and %d", s.X, s.From, s.To)
		}
	}
}

// The product of three double wells has 8 minima at (+-1, +-1, +-1), and 12 saddles
// on the edges between them.
func TestCriticalPointsOfACube(t *testing.T) {
	l := mustLandscape(t, "expr:(x1^2-1)^2+(x2^2-1)^2+(x3^2-1)^2", 3)
	if len(l.Minima()) != 8 || len(l.Saddles()) != 12 {
		t.Fatalf("%d minima and %d saddles, want 8 and 12", len(l.Minima()), len(l.Saddles()))
	}
	for _, s := range l.Saddles() {
		if s.From < 0 || s.To < 0 {
			t.Errorf("saddle %v joins %d and %d, want neighbours", s.X, s.From, s.To)
			continue
		}
		what := fmt.Sprintf("distance of the minima %d and %d, joined by saddle %v", s.From, s.To, s.X)
		near.Abs(t, what, Distance(l.Minima()[s.From], l.Minima()[s.To]), 2, 1e-9)
	}
}

func TestCriticalPointsOnALine(t *testing.T) {
	l := mustLandscape(t, "expr:(x1^2-1)^2/4", 0)
	checkPoints(t, "minima", l.Minima(), 0, []float64{-1}, []float64{1})
	checkPoints(t, "maxima", saddlePoints(l), 0, []float64{0})
	// x^2 - ln x has its minimum at sqrt(1/2), and is undefined below 0.
	l = mustLandscape(t, "expr:x1^2-log(x1)", 1)
	checkPoints(t, "minima", l.Minima(), 1e-15, []float64{math.Sqrt(.5)})
	// A pole parts two basins and is no saddle.
	l = mustLandscape(t, "expr:1/x1^2+x1^2", 1)
	checkPoints(t, "minima", l.Minima(), 1e-15, []float64{-1}, []float64{1})
	checkPoints(t, "maxima", saddlePoints(l), 0)
	if l.Basin([]float64{.01}) != 1 || l.Basin([]float64{-.01}) != 0 {
		t.Error("a pole does not part the basins")
	}
	// Corners and level floors.
	checkPoints(t, "corner", mustLandscape(t, "expr:abs(x1-.3)", 1).Minima(), 1e-15, []float64{.3})
	checkPoints(t, "floor", mustLandscape(t, "expr:max(abs(x1-1)-2,0)", 1).Minima(), 1e-9, []float64{1})
	checkPoints(t, "half", mustLandscape(t, "expr:x1<0?x1^2:x1^4", 1).Minima(), 1e-9, []float64{0})
}

func TestLevelFloorsCountAsOneMinimum(t *testing.T) {
	for spec, height := range map[string]float64{"expr:x1^2": 0, "expr:(x1^2+x2^2-1)^2": 0, "expr:(x1-x2)^2-3": -3} {
		l := mustLandscape(t, spec, 2)
		if len(l.Minima()) != 1 {
			t.Errorf("%s: minima %v, want one", spec, l.Minima())
			continue
		}
		near.Abs(t, spec+": U at the minimum", l.Value(l.Minima()[0]), height, 1e-12)
		if got := l.Basin([]float64{.7, 2}); got != 0 {
			t.Errorf("%s: (.7, 2) lies in basin %d", spec, got)
		}
	}
	l := mustLandscape(t, "expr:(x1^2-1)^4+x2^4", 2) // two minima without curvature
	checkPoints(t, "minima", l.Minima(), 1e-2, []float64{-1, 0}, []float64{1, 0})
	l = mustLandscape(t, "expr:abs(x1)+abs(x2)", 2)
	checkPoints(t, "minima", l.Minima(), 1e-9, []float64{0, 0})
}

func TestManyCoordinatesAreSearchedInPart(t *testing.T) {
	var b strings.Builder
	b.WriteString("expr:(x1^2-1)^2")
	for i := 2; i <= 40; i++ {
		b.WriteString(strings.ReplaceAll("+(x#-1)^2", "#", string(rune('0'+i/10))+string(rune('0'+i%10))))
	}
	l := mustLandscape(t, strings.ReplaceAll(b.String(), "x0", "x"), 40)
	if !strings.Contains(SearchNote(l), "only the minimum below the origin") {
		t.Errorf("note %q", SearchNote(l))
	}
	m := l.Minima()[0]
	for i, v := range m {
		near.Abs(t, fmt.Sprintf("|x%d| at the minimum", i+1), math.Abs(v), 1, 1e-6)
		if i > 0 && v < 0 {
			t.Errorf("x%d = %g at the minimum", i+1, v)
		}
	}
	x := make([]float64, 40)
	x[0] = m[0] / 2
	if got := l.Basin(x); got != 0 {
		t.Errorf("a point beside it lies in basin %d", got)
	}
	if SearchNote(mustLandscape(t, "quartic", 2)) != "" {
		t.Error("a known landscape has a note")
	}
	l = mustLandscape(t, "expr:x1^2+x4096^2", 4096)
	near.Most(t, "distance of the minimum of two coordinates of 4096 from 0", maxAbs(l.Minima()[0]), 1e-9)
}

func TestFindCriticalRefusesABadBox(t *testing.T) {
	e := formula(t, "x1^2+x2^2", 2)
	for _, c := range []struct {
		lo, hi []float64
		want   string
	}{
		{[]float64{-1}, []float64{1, 1}, "two bounds for each"},
		{[]float64{-1, 1}, []float64{1, 1}, "x2"},
		{[]float64{math.NaN(), -1}, []float64{1, 1}, "x1"},
		{[]float64{-1, math.Inf(-1)}, []float64{1, 1}, "x2"},
		{[]float64{1, 1}, []float64{2, 2}, "no minimum"},
	} {
		if _, err := findCritical(e, c.lo, c.hi); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("box %v to %v: error %v, want %q in it", c.lo, c.hi, err, c.want)
		}
	}
}

func TestGradientCheckFindsAWrongGradient(t *testing.T) {
	lo, hi := []float64{-10, -10}, []float64{10, 10}
	if err := checkGradient(formula(t, "x1^2*x2+exp(x1/5)", 2), lo, hi); err != nil {
		t.Error(err)
	}
	if err := checkGradient(wrongGradient{}, lo, hi); err == nil {
		t.Error("U = x1 with the gradient (2, 0) passes")
	}
}

type wrongGradient struct{}

func (wrongGradient) Dim() int                  { return 2 }
func (wrongGradient) Value(x []float64) float64 { return x[0] }
func (wrongGradient) Grad(dst, _ []float64)     { dst[0], dst[1] = 2, 0 }
