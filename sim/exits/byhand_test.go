package exits

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"levyscope/internal/near"
)

// The median of 2m times is the m-th, whatever the product of (1 - 1/n) is rounded to.
func TestMedianOfEvenNumbers(t *testing.T) {
	for m := 1; m <= 60; m++ {
		e := statRecord(t, 1, math.Inf(1), nil)
		for k := 1; k <= 2*m; k++ {
			if err := e.Add(float64(k), false); err != nil {
				t.Fatal(err)
			}
		}
		near.Abs(t, fmt.Sprintf("median of %d times", 2*m), e.Median().Time, float64(m), 1e-9)
	}
}

// Two paths of the length 4 that spend 3 and 1 in the first basin: its share is 1/2 with
// the error sqrt(2/1 (1 + 1))/8, also when they are counted apart and merged.
func TestSharesByHand(t *testing.T) {
	count := func(into *Transitions, first float64) {
		for _, err := range []error{into.Visit(0, 0), into.Visit(1, first), into.End(4)} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	both, one, other := statTransitions(t, 2), statTransitions(t, 2), statTransitions(t, 2)
	count(both, 3)
	count(both, 1)
	count(one, 3)
	count(other, 1)
	if err := one.Merge(other); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]*Transitions{"together": both, "merged": one} {
		share := c.Shares()[0]
		near.Abs(t, name+": share", share.Share, .5, 1e-12)
		near.Abs(t, name+": error", share.SE, .25, 1e-12)
	}
}

// A path that leaves a basin and comes back to it has made no transition.
func TestReturnsAreNoTransitions(t *testing.T) {
	c := statTransitions(t, 2)
	for k, basin := range []int{0, -1, 0, -1, 1, 1, -1, 0} {
		if err := c.Visit(basin, float64(k)); err != nil {
			t.Fatal(err)
		}
	}
	if n := c.Counts(); n[0][0] != 0 || n[1][1] != 0 || n[0][1] != 1 || n[1][0] != 1 {
		t.Errorf("transitions %v", n)
	}
}

// A state that nothing leaves is named.
func TestAbsorbingStateIsNamed(t *testing.T) {
	_, err := Generator{{0, 1}, {0, 0}}.Stationary()
	if err == nil || !strings.Contains(err.Error(), "state 0 cannot be reached from state 1") {
		t.Errorf("an absorbing state: %v", err)
	}
}

// Exits after the time at which paths were censored: no part of the sample is whole.
func TestVariationOfExitsBeyondTheCut(t *testing.T) {
	e := statRecord(t, 1, math.Inf(1), nil)
	for _, c := range []struct {
		time     float64
		censored bool
	}{{3, false}, {5, true}, {9, false}} {
		if err := e.Add(c.time, c.censored); err != nil {
			t.Fatal(err)
		}
	}
	if v := e.Variation(); !math.IsNaN(v.CV) || !strings.Contains(v.Reason, "different times") {
		t.Errorf("%+v", v)
	}
}

// The probabilities of a QQ plot go as far as the estimate: two exits of four paths, and
// the middles of the halves of 1/2.
func TestQQUnderCensoring(t *testing.T) {
	e := statRecord(t, 1, math.Inf(1), nil)
	for k, censored := range []bool{false, false, true, true} {
		if err := e.Add(float64(min(k+1, 3)), censored); err != nil {
			t.Fatal(err)
		}
	}
	qq := e.QQ(nil)
	if len(qq) != 2 {
		t.Fatalf("%d points", len(qq))
	}
	for j, p := range []float64{.125, .375} {
		near.Abs(t, fmt.Sprintf("point %d", j), qq[j].Exponential, -math.Log(1-p), 1e-12)
		near.Abs(t, fmt.Sprintf("time %d", j), qq[j].Empirical, float64(j+1), 1e-9)
	}
}

// The interval of a quantile is closed: it reaches over the time at which the upper end of
// the band is 1-p itself.
func TestQuantileIntervalIsClosed(t *testing.T) {
	e := statRecord(t, 1, math.Inf(1), nil)
	for k := 1; k <= 20; k++ {
		if err := e.Add(float64(k), false); err != nil {
			t.Fatal(err)
		}
	}
	c := e.curve()
	looked := 0
	for j := 1; j+1 < len(c.knots) && c.knots[j].hi >= .5; j++ {
		k, next := c.knots[j], c.knots[j+1]
		if !(next.hi < k.hi) {
			continue
		}
		near.Abs(t, fmt.Sprintf("upper end at p %g", 1-k.hi), c.quantile(1-k.hi).Hi, next.exit.first, 1e-9)
		looked++
	}
	if looked < 5 {
		t.Errorf("looked at %d times", looked)
	}
}
