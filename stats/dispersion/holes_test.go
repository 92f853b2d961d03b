package dispersion

import (
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/statstest"
)

// logs are contrasts as skewed as logarithms of normal variables: blocks x 60 series in 6 rows that share an effect in
// each block, and in 10 columns that do; a tenth of the series have none, and others have gaps.
func logs(r *rand.Rand, blocks int, holes bool) []float32 {
	const rows, columns = 6, 10
	c := make([]float32, blocks*rows*columns)
	for b := range blocks {
		var row [rows]float64
		var column [columns]float64
		for k := range row {
			row[k] = math.Log(math.Abs(r.NormFloat64()))
		}
		for k := range column {
			column[k] = math.Log(math.Abs(r.NormFloat64()))
		}
		for i := range rows * columns {
			v := math.Log(math.Abs(r.NormFloat64())) + row[i/columns] + column[i%columns]
			if holes && (i%7 == 3 || i%11 == 0 && r.IntN(4) == 0) {
				v = math.Inf(-1)
			}
			c[b*rows*columns+i] = float32(v)
		}
	}
	return c
}

// Few blocks, strong dependence within rows and columns, and holes.
func TestEqualContrastsAreRarelyFound(t *testing.T) {
	sets := statstest.Replicates(1000, 200)
	for _, blocks := range []int{6, 16, 100} {
		var found [4]float64
		for k := range sets {
			r := ByBlocks(logs(statstest.Rand(uint64(k+1)), blocks, k%2 == 0), 60, []int{6, 10})
			for part, p := range parts(r) {
				if p < .05 {
					found[part] += 1 / float64(sets)
				}
			}
		}
		t.Logf("%d blocks: %.3f", blocks, found)
		for _, rate := range found {
			near.Most(t, "rate", rate, mostOf(.055, sets))
		}
	}
}

// Errors of the halves that have a part in common in each row and each column, cut off at an edge, with holes.
func TestEqualHalvesAreRarelyFound(t *testing.T) {
	sets := statstest.Replicates(1000, 200)
	const rows, columns = 8, 12
	var found [4]float64
	for k := range sets {
		r := statstest.Rand(uint64(k + 1))
		var half [2][]float64
		for h := range half {
			var row [rows]float64
			var column [columns]float64
			for k := range row {
				row[k] = r.NormFloat64()
			}
			for k := range column {
				column[k] = r.NormFloat64()
			}
			for i := range rows * columns {
				alpha := min(1.95+.05*(r.NormFloat64()+row[i/columns]+column[i%columns]), 2)
				if i%9 == 4 {
					alpha = math.NaN()
				}
				half[h] = append(half[h], alpha)
			}
		}
		for part, p := range parts(ByHalves(half[0], half[1], []int{rows, columns})) {
			if p < .05 {
				found[part] += 1 / float64(sets)
			}
		}
	}
	t.Logf("%.3f", found)
	for _, rate := range found {
		near.Most(t, "rate", rate, mostOf(.055, sets))
	}
}

// Where elements differ, far beyond errors of estimation, the means of rows and columns do, too, by chance: that is not
// a difference between rows.
func TestElementsAreNotTakenForRows(t *testing.T) {
	sets := statstest.Replicates(1000, 400)
	const rows, columns = 20, 8
	var halves, blocks [4]float64
	for k := range sets {
		r := statstest.Rand(uint64(k + 1))
		x := make([]float64, rows*columns)
		c := make([]float32, 12*len(x))
		for i := range x {
			x[i] = r.NormFloat64()
		}
		for i := range c {
			c[i] = float32(x[i%len(x)] + .3*r.NormFloat64())
		}
		h, b := parts(ByHalves(x, x, []int{rows, columns})), parts(ByBlocks(c, len(x), []int{rows, columns}))
		for part := range h {
			if h[part] < .05 {
				halves[part] += 1 / float64(sets)
			}
			if b[part] < .05 {
				blocks[part] += 1 / float64(sets)
			}
		}
	}
	t.Logf("halves %.3f, blocks %.3f", halves, blocks)
	for part := 1; part < 3; part++ {
		near.Most(t, "rate by halves", halves[part], mostOf(.06, sets))
		near.Most(t, "rate by blocks", blocks[part], mostOf(.06, sets))
	}
	near.Least(t, "elements by halves", halves[3], .99)
	near.Least(t, "elements by blocks", blocks[3], .99)
}

// A constant series off its centre has the contrast 1 in every block, which is no estimate of 1/alpha.
func TestConstantSeriesAreLeftOut(t *testing.T) {
	const series, blocks, k1 = 200, 32, 8
	r := statstest.Rand(11)
	x, line := make([]float64, blocks*k1), make([]float32, blocks)
	c := make([]float32, blocks*series)
	for i := range series {
		for k := range x {
			x[k] = r.NormFloat64()
			if i%20 == 0 {
				x[k] = .3
			}
		}
		Contrasts(x, k1, line)
		for b, v := range line {
			c[b*series+i] = v
		}
	}
	got := ByBlocks(c, series, nil)
	if got.N != series-series/20 || got.LeftOut != series/20 {
		t.Errorf("N = %d, left out %d; want %d, %d", got.N, got.LeftOut, series-series/20, series/20)
	}
	near.Least(t, "p of equal laws beside constant series", got.P, .01)
}
