package schedule

import (
	"fmt"
	"math"

	"levyscope/internal/spec"
)

// Points goes straight from point to point of a table, with j = max(0, k - From):
//
//	eta(k) = Eta0 y(j),   y piecewise linear through At, constant before its first point and after its last one
//
// With Eta0 = 1, the default of the text, the table has the learning rates themselves.
type Points struct {
	Eta0 float64 // factor of all rates of the table, > 0
	At   Table
	From int // steps, >= 0
}

const exampleTable = "0:0.1/4000:0.1/8000:0"

var pointsKind = kind{
	Name:    "points",
	Meaning: "straight lines through at=step:rate/step:rate, constant after the last; eta0 multiplies the rates",
	Params: []spec.Param{
		{Name: "eta0", Default: spec.Number(1), Range: spec.Above(0),
			About: "Factor of all learning rates of the list, without a unit."},
		{Name: "at", Type: spec.String, Default: spec.Text("0:1/4000:1/8000:0"), Example: exampleTable, Check: checkTable,
			Meaning: "step:rate/step:rate",
			About:   "Points step:rate in rising order of steps, joined by straight lines, as 0:0.1/4000:0.05."},
		fromParameter, warmupParameter,
	},
	Payload: func(v spec.Values) Schedule {
		at, _ := readTable(v.Text("at")) // checked before
		return Points{Eta0: v.Number("eta0"), At: at, From: v.Int("from")}
	},
	Relate: func(v spec.Values) (problem, remedy string) {
		at, _ := readTable(v.Text("at"))
		top := v.Number("eta0") * at.largest()
		if top > 0 && !math.IsInf(top, 0) {
			return "", ""
		}
		return fmt.Sprintf("eta0=%v times the largest rate %v is no finite number above 0", v.Number("eta0"), at.largest()),
			"choose rates and eta0 nearer to 1"
	},
}

// Eta is the step size at step k >= 0.
func (s Points) Eta(k int) float64 { return s.Eta0 * s.At.at(after(k, s.From)) }

// at is the factor at step j, on the straight line between its neighbours.
func (t *Table) at(j int) float64 {
	n := t.len()
	i := 0
	for i < n && t[i].Step <= j {
		i++
	}
	switch i {
	case 0:
		return t[0].Factor
	case n:
		return t[n-1].Factor
	}
	a, b := t[i-1], t[i]
	x := float64(j-a.Step) / float64(b.Step-a.Step)
	y := a.Factor + (b.Factor-a.Factor)*x
	return max(min(a.Factor, b.Factor), min(y, max(a.Factor, b.Factor))) // a rounding may go beyond the ends
}

// String is "points:eta0=...,at=...", which Parse reads.
func (s Points) String() string { return s.describe().String() }

// reference is the largest rate.
func (s Points) reference() float64 { return s.Eta0 * s.At.largest() }

func (s Points) describe() spec.Spec[build] {
	return pointsKind.Spec(spec.Number(s.Eta0), spec.Text(s.At.String()), spec.Number(float64(s.From)), spec.Number(0))
}

func (s Points) decaySum(p float64) float64 {
	n, top := s.At.len(), s.At.largest()
	if s.At[n-1].Factor > 0 {
		return math.Inf(1)
	}
	sum := float64(s.At[0].Step) * math.Pow(s.At[0].Factor/top, p)
	for i := 1; i < n; i++ {
		a, b := s.At[i-1], s.At[i]
		sum += segmentSum(a.Factor/top, b.Factor/top, b.Step-a.Step, p)
	}
	return sum
}
