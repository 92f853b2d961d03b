package exits

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// recordOf is a record of times of all sizes, a third of them censored.
func recordOf(t *testing.T, times []float64) *Times {
	t.Helper()
	e, err := NewTimes(.01)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range times {
		if err := e.Add(v, int(v*1e6)%3 == 0); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Records of parts merge to the bytes of the whole, in any order and after they were written and read.
func TestMergedRecordsHaveTheSameBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	times := make([]float64, 4000)
	for i := range times {
		times[i] = math.Exp(14*r.Float64() - 4)
	}
	whole := recordOf(t, times)
	want := jsonOf(t, whole)
	for _, parts := range []int{1, 2, 13, 400} {
		r.Shuffle(len(times), func(i, j int) { times[i], times[j] = times[j], times[i] })
		merged := recordOf(t, nil)
		for p := range parts {
			var back Times
			text := jsonOf(t, recordOf(t, times[p*len(times)/parts:(p+1)*len(times)/parts]))
			if err := json.Unmarshal([]byte(text), &back); err != nil {
				t.Fatal(err)
			}
			if err := merged.Merge(&back); err != nil {
				t.Fatal(err)
			}
		}
		if got := jsonOf(t, merged); got != want {
			t.Errorf("%d parts: %.300s\nwant %.300s", parts, got, want)
		}
		if !reflect.DeepEqual(merged.Mean(), whole.Mean()) || merged.CoxOakes(nil) != whole.CoxOakes(nil) ||
			!reflect.DeepEqual(merged.QQ(nil), whole.QQ(nil)) {
			t.Errorf("%d parts: other estimates", parts)
		}
	}
}

// A clone does not see what is added to the record afterwards.
func TestCloneIsIndependent(t *testing.T) {
	e := recordOf(t, []float64{.05, 3, 1e4})
	before := jsonOf(t, e)
	c := e.Clone()
	if err := c.Add(7, false); err != nil {
		t.Fatal(err)
	}
	if jsonOf(t, e) != before || jsonOf(t, c) == before {
		t.Error("the clone and the record share their sums")
	}
}

func TestOvershootsAndTransitionsAreReadBack(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	o, _ := NewOvershoots(4)
	moves := statTransitions(t, 3)
	for i := range 2000 {
		if err := o.Add(math.Pow(1-r.Float64(), -1.3), r.IntN(4)); err != nil {
			t.Fatal(err)
		}
		if err := moves.Visit(r.IntN(4)-1, float64(i)/7); err != nil {
			t.Fatal(err)
		}
		if i == 700 {
			if err := moves.End(float64(i) / 7); err != nil {
				t.Fatal(err)
			}
		}
	}
	var backOvershoots Overshoots
	if err := json.Unmarshal([]byte(jsonOf(t, o)), &backOvershoots); err != nil {
		t.Fatal(err)
	}
	backMoves := &Transitions{}
	if err := json.Unmarshal([]byte(jsonOf(t, moves)), backMoves); err != nil {
		t.Fatal(err)
	}
	if jsonOf(t, &backOvershoots) != jsonOf(t, o) || backOvershoots.Count() != 2000 {
		t.Error("overshoots are read back as others")
	}
	for _, c := range []*Transitions{moves, backMoves} { // both go on
		if c.Visit(2, 300) != nil || c.End(301.5) != nil {
			t.Fatal("a path that is under way cannot go on")
		}
	}
	if jsonOf(t, backMoves) != jsonOf(t, moves) {
		t.Error("transitions that were read back go on to others")
	}
}

// Whatever is missing, contradicts the rest or is out of its range is refused.
func TestDamagedStatesAreRefused(t *testing.T) {
	e := jsonOf(t, recordOf(t, []float64{.01, .02, .02, 5, 700}))
	o, _ := NewOvershoots(2)
	if err := o.Add(2.5, 1); err != nil {
		t.Fatal(err)
	}
	moves := statTransitions(t, 2)
	if err := moves.Visit(1, 3); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		into     json.Unmarshaler
		text     string
		old, new string
	}{
		{new(Times), e, `"quantum":0.01`, `"quantum":0.02`},
		{new(Times), e, `"quantum":0.01`, `"quantum":0`},
		{new(Times), e, `[1,1,`, `[1,0,`},
		{new(Times), e, `[1,1,`, `[1,-1,`},
		{new(Times), e, `[1,1,`, `[1,1.5,`},
		{new(Times), e, `[1,1,`, `[2,1,`},
		{new(Times), e, `"logs":"`, `"lost":"`},
		{new(Times), e, `"logs":"`, `"logs":"g`},
		{new(Times), e, `"weighted":["`, `"weighted":[null,"`},
		{new(Overshoots), jsonOf(t, o), `"sides":2`, `"sides":1`},
		{new(Overshoots), jsonOf(t, o), `"sides":2`, `"sides":-1`},
		{new(Overshoots), jsonOf(t, o), `[[1,5,1]]`, `[[1,5,1],[1,5,1]]`},
		{new(Overshoots), jsonOf(t, o), `[[1,5,1]]`, `[[1,81,1]]`},
		{new(Overshoots), jsonOf(t, o), `{"5":`, `{"6":`},
		{new(Transitions), jsonOf(t, moves), `"basin":1`, `"basin":2`},
		{new(Transitions), jsonOf(t, moves), `[[0,0],`, `[[0],`},
		{new(Transitions), jsonOf(t, moves), `[[0,0],`, `[[0,-1],`},
		{new(Transitions), jsonOf(t, moves), `"residence":["0",`, `"residence":[`},
		{new(Transitions), jsonOf(t, moves), `"lengths":"0"`, `"lengths":null`},
	} {
		if !strings.Contains(c.text, c.old) {
			t.Fatalf("%s is not in %s", c.old, c.text)
		}
		if err := c.into.UnmarshalJSON([]byte(strings.Replace(c.text, c.old, c.new, 1))); err == nil {
			t.Errorf("%T with %s is read", c.into, c.new)
		}
		if err := c.into.UnmarshalJSON([]byte(c.text)); err != nil {
			t.Errorf("%T: %v", c.into, err)
		}
	}
}
