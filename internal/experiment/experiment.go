// Package experiment runs named checks of the program against theory and against
// figures that others found, each with its verdict.
package experiment

import (
	"context"
	"fmt"
	"math"
	"strings"
)

// Experiment is one named check.
type Experiment struct {
	ID    string
	About string // what is checked, and against what
	Run   func(ctx context.Context, seed uint64) ([]Row, error)
}

// Row is one figure beside its reference.
type Row struct {
	What      string  `json:"what"`
	Got       float64 `json:"got"`
	SE        float64 `json:"se"`        // standard error of Got; NaN where it has none
	Reference float64 `json:"reference"` // simulated or exact, as About says
	Formula   float64 `json:"formula"`   // what the asymptotic theory predicts; NaN where it says nothing
	Low       float64 `json:"low"`       // Got is good in [Low, High]
	High      float64 `json:"high"`
}

// OK says that the figure is where it should be.
func (r Row) OK() bool { return r.Got >= r.Low && r.Got <= r.High }

// near is a row that allows four standard errors around an exact reference.
func near(what string, got, se, reference, formula float64) Row {
	return Row{what, got, se, reference, formula, reference - 4*se, reference + 4*se}
}

// simulated is a row whose reference was simulated too, with about as many paths,
// and so has about the same error: four standard errors of the difference.
func simulated(what string, got, se, reference, formula float64) Row {
	r := near(what, got, math.Sqrt2*se, reference, formula)
	r.SE = se
	return r
}

// All are the experiments in the order in which they are listed.
func All() []Experiment {
	return []Experiment{training, noise, arms, exits, getoor, trapping}
}

// Find is the experiment of the given name.
func Find(id string) (Experiment, error) {
	var known []string
	for _, e := range All() {
		if e.ID == id {
			return e, nil
		}
		known = append(known, e.ID)
	}
	return Experiment{}, fmt.Errorf("experiment %q is not known: use %s", id, strings.Join(known, ", "))
}

var nan = math.NaN()
