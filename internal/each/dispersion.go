package each

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

// dispersions are the dispersion by block log-moments and by likelihood on two halves; none after an interruption, and
// of fewer than two series.
func (r *Result) dispersions() []Dispersion {
	n := r.Layout.Count()
	if r.Partial || n < 2 || r.Contrasts == nil || r.Contrasts.Series != n {
		return nil
	}
	r.dropContrasts()
	first, second := make([]float64, n), make([]float64, n)
	for i := range r.Series {
		s := &r.Series[i]
		first[i], second[i] = s.Halves[0], s.Halves[1]
		if !s.HasAlpha() {
			first[i], second[i] = math.NaN(), math.NaN()
		}
	}
	return []Dispersion{
		newDispersion("block log-moments", "1/alpha", dispersion.ByBlocks(r.Contrasts.C, n, r.Shape)),
		newDispersion("likelihood on two halves", "alpha", dispersion.ByHalves(first, second, r.Shape)),
	}
}

// dropContrasts makes the contrasts of series without a law NaN.
func (r *Result) dropContrasts() {
	n := r.Contrasts.Series
	for i := range r.Series {
		if !r.Series[i].HasAlpha() {
			for b := range r.Contrasts.Blocks() {
				r.Contrasts.C[b*n+i] = float32(math.NaN())
			}
		}
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
