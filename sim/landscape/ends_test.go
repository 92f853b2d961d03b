package landscape

import "testing"

// Beyond the saddle of x1^2/2 - x1^3/3 + x2^2/2 at (1, 0) the way down has no end: it
// leads from basin 0 to none.
func TestSaddleToNowhere(t *testing.T) {
	u := mustLandscape(t, "expr:x1^2/2-x1^3/3+x2^2/2", 2)
	saddles := u.Saddles()
	if len(saddles) != 1 || saddles[0].From != 0 || saddles[0].To != -1 {
		t.Errorf("saddles %+v, want one from 0 to -1", saddles)
	}
	if b := u.Basin([]float64{2, .3}); b != -1 {
		t.Errorf("beyond the saddle: basin %d", b)
	}
}

// A saddle is in no basin, though the minima are but .25 below.
func TestSaddleIsInNoBasin(t *testing.T) {
	u := mustLandscape(t, "expr:(x1^2-1)^2/4+x2^2/2", 2)
	if b := u.Basin([]float64{0, 0}); b != -1 {
		t.Errorf("the saddle lies in basin %d", b)
	}
}

// Many coordinates have no minimum where the gradient does not vanish, as at a crease.
func TestCreaseIsNoMinimum(t *testing.T) {
	u, err := Parse("expr:abs(x1-0.3)+x1/2+x2^2+x3^2+x4^2+x5^2+x6^2+x7^2+x8^2+x9^2", 9)
	if err != nil || len(u.Minima()) > 0 || AbsentMinimum(u) == nil {
		t.Errorf("minima %v, %v", u.Minima(), err)
	}
}
