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
	ID    string                                                // the name on the command line, lower case
	About string                                                // what is checked, and against what
	Run   func(ctx context.Context, seed uint64) ([]Row, error) // computes the rows; an error ends the experiment
}

// Row is one figure beside its reference.
type Row struct {
	What        string  `json:"what"`         // what was measured, and under which parameters
	Got         float64 `json:"got"`          // the figure that this program computes
	SE          float64 `json:"se"`           // standard error of Got; NaN where it has none
	Reference   float64 `json:"reference"`    // simulated or exact, as About says
	ReferenceSE float64 `json:"reference_se"` // its own standard error; NaN where it has none
	Formula     float64 `json:"formula"`      // what the asymptotic theory predicts; NaN where it says nothing
	Low         float64 `json:"low"`          // lower bound of what Got should be
	High        float64 `json:"high"`         // upper bound; a row without bounds has -Inf and +Inf
}

// OK reports whether Got is within [Low, High]; it is false for NaN.
func (r Row) OK() bool { return r.Got >= r.Low && r.Got <= r.High }

// Held reports whether the row has bounds; a row without bounds is shown only.
func (r Row) Held() bool { return !math.IsInf(r.Low, -1) || !math.IsInf(r.High, 1) }

// Sigmas is (Got - Reference)/sqrt(SE^2 + ReferenceSE^2), the deviation in standard
// errors of the difference; NaN where there is none.
func (r Row) Sigmas() float64 {
	se := math.Hypot(r.SE, r.ReferenceSE)
	if se == 0 {
		return nan
	}
	return (r.Got - r.Reference) / se
}

// near is a row that allows four standard errors around an exact reference.
func near(what string, got, se, reference, formula float64) Row {
	return beside(what, got, se, reference, 0, formula)
}

// beside is a row whose reference has an error of its own: four standard errors of
// the difference.
func beside(what string, got, se, reference, referenceSE, formula float64) Row {
	all := math.Hypot(se, referenceSE)
	return Row{what, got, se, reference, referenceSE, formula, reference - 4*all, reference + 4*all}
}

// simulated is a row whose reference was simulated too, with about as many paths,
// and therefore has about the same error.
func simulated(what string, got, se, reference, formula float64) Row {
	return beside(what, got, se, reference, se, formula)
}

// shown is a row without bounds.
func shown(what string, got, se, reference, formula float64) Row {
	return Row{what, got, se, reference, nan, formula, math.Inf(-1), math.Inf(1)}
}

// rounding is the standard deviation of a figure that is given in whole units.
func rounding(unit float64) float64 { return unit / math.Sqrt(12) }

// shareSE is the standard error of a share p of n paths.
func shareSE(p float64, n int) float64 { return math.Sqrt(p * (1 - p) / float64(n)) }

// All are the experiments in the order in which they are listed.
func All() []Experiment {
	return []Experiment{training, noise, decay, arms, batch, exits, getoor, kramers, occupation, overshoot, trapping,
		validity, kestenIterates}
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

// nan stands for a figure that does not exist.
var nan = math.NaN()
