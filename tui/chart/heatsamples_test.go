package chart

import (
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/tui/theme"
)

// sampleHeat is a matrix of units with tail indices of their own, one of them dead.
func sampleHeat() Heat {
	const rows, columns = 30, 100
	rnd := newRand(9)
	g := Heat{Title: "tail index α, fc2", Value: "[7,33] 1.71 ±0.05", Name: "α", Note: "2x3 medians", Rows: rows, Lo: 1,
		Hi: 2, Cursor: &HeatCell{7, 33}}
	for row := range rows {
		unit := 1.2 + .7*rnd.Float64()
		for range columns {
			v := min(2, unit+.05*rnd.NormFloat64())
			if row == 12 {
				v = math.NaN()
			}
			g.Values = append(g.Values, v)
		}
	}
	return g
}

// sampleKinds has a letter for each of three kinds, by column.
func sampleKinds() Heat {
	g := Heat{Title: "verdict, fc3", Name: "law", Rows: 5, Focused: true, Cursor: &HeatCell{4, 11},
		Kinds: []Kind{{'G', "Gaussian", theme.Series0}, {'S', "stable", theme.Series1}, {'?', "undecided", theme.Dim}}}
	for i := range 5 * 12 {
		g.Values = append(g.Values, float64(i%12%4)) // a fourth number is no kind
	}
	return g
}

// sampleRow is a vector.
func sampleRow() Heat {
	g := Heat{Title: "atom share, fc1.bias", Rows: 1}
	for i := range 10 {
		g.Values = append(g.Values, float64(i)/10)
	}
	return g
}

// What a pointer finds under a cell of a map is what is drawn there, and where the cursor is marked.
func TestHeatAt(t *testing.T) {
	for _, th := range []theme.Theme{theme.New(true, theme.Braille), theme.New(true, theme.ASCII)} {
		for _, size := range [][2]int{{40, 12}, {120, 40}, {16, 4}} {
			g := sampleHeat()
			w, h := size[0], size[1]
			found := map[HeatCell]bool{}
			for y := range h {
				for x := range w {
					at, ok := g.At(w, h, th, x, y)
					if !ok {
						continue
					}
					if at.Row < 0 || at.Row >= g.Rows || at.Column < 0 || at.Column >= 100 {
						t.Fatalf("%v: cell %d, %d is %+v", size, x, y, at)
					}
					found[at] = true
				}
			}
			rows, columns := g.Pooled(w, h, th)
			near.Least(t, "values under cells", float64(len(found)), float64(g.Rows/rows/2*(100/columns)))
			if _, ok := g.At(w, h, th, 0, 0); ok {
				t.Errorf("%v: the title is a value", size)
			}
		}
	}
}

// Pooling takes the median, and the kind that is commonest; neither invents a value where there is none.
func TestHeatPools(t *testing.T) {
	near.Abs(t, "median", median([]float64{3, 1, 2, 10}), 2.5, 0)
	near.Abs(t, "median of huge values", median([]float64{huge, huge}), huge, 0)
	near.Abs(t, "commonest", commonest([]float64{2, 0, 2, 1}), 2, 0)
	if !math.IsNaN(median(nil)) || !math.IsNaN(commonest(nil)) {
		t.Error("a value of nothing")
	}
}
