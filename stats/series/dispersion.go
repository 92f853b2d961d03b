package series

import (
	"math"

	"levyscope/stats/dispersion"
)

// A Dispersion is the standard deviation between the laws of the series beyond errors of estimation, by one method.
type Dispersion struct {
	Method string   `json:"method"`
	Of     string   `json:"of"`     // what varies
	Count  int      `json:"series"` // that were used
	Parts  []Effect `json:"parts"`  // all; and where the series are a matrix, by row, column and element
}

// An Effect is the standard deviation of one part of the dispersion. Figures that do not exist are NaN.
type Effect struct {
	Name string  `json:"name"`
	Sd   float64 `json:"sd"` // below 0: the root of a variance that was estimated below 0
	SE   float64 `json:"se"`
	P    float64 `json:"p"` // of equal laws, one-sided
}

// Dispersions are the dispersion of the series by block log-moments (their contrasts, (blocks, series)) and by
// likelihood on two halves of the samples of each: alpha of one, and of the other. Series without a law are NaN in all
// of them. shape is that of the series, or nil: see dispersion.ByBlocks.
func Dispersions(contrasts []float32, halves [2][]float64, shape []int) []Dispersion {
	return []Dispersion{
		newDispersion("block log-moments", "1/alpha", dispersion.ByBlocks(contrasts, len(halves[0]), shape)),
		newDispersion("likelihood on two halves", "alpha", dispersion.ByHalves(halves[0], halves[1], shape)),
	}
}

func newDispersion(method, of string, r dispersion.Result) Dispersion {
	d := Dispersion{Method: method, Of: of, Count: r.N, Parts: []Effect{newEffect("all series", r.Estimate)}}
	if s := r.Split; s != nil {
		d.Parts = append(d.Parts, newEffect("rows", s.Row), newEffect("columns", s.Column), newEffect("elements", s.Element))
	}
	return d
}

// newEffect is an estimate; where there is none its p-value does not exist either.
func newEffect(name string, e dispersion.Estimate) Effect {
	if math.IsNaN(e.Variance) {
		e.P = math.NaN()
	}
	return Effect{Name: name, Sd: e.Sd, SE: e.SE, P: e.P}
}
