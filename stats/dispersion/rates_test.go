package dispersion

import (
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/par"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
	"levyscope/stats/verdict"
)

// A data set of the tests has rows x columns series of samples each: x[i*samples+t] is sample t of series i.
const samples, block = 1024, 32

// A design draws one data set of series with equal laws, or not.
type design struct {
	name string
	draw func(r *rand.Rand, x []float64, rows, columns int)
}

// each draws every sample by itself from the same law.
func each(of func(r *rand.Rand) float64) func(*rand.Rand, []float64, int, int) {
	return func(r *rand.Rand, x []float64, _, _ int) {
		for i := range x {
			x[i] = of(r)
		}
	}
}

func stable(alpha float64) func(*rand.Rand, []float64, int, int) {
	s := law.SaS(alpha, 1).Sampler()
	return func(r *rand.Rand, x []float64, _, _ int) { s.Fill(x, r) }
}

func student3(r *rand.Rand) float64 {
	a, b, c := r.NormFloat64(), r.NormFloat64(), r.NormFloat64()
	return r.NormFloat64() / math.Sqrt((a*a+b*b+c*c)/3)
}

func laplace(r *rand.Rand) float64 { return r.ExpFloat64() - r.ExpFloat64() }

// atom is 0 with probability p and else normal.
func atom(p float64) func(r *rand.Rand) float64 {
	return func(r *rand.Rand) float64 {
		if r.Float64() < p {
			return 0
		}
		return r.NormFloat64()
	}
}

// shared multiplies all samples of one time by one factor exp(s N).
func shared(s float64, of func(*rand.Rand, []float64, int, int)) func(*rand.Rand, []float64, int, int) {
	return func(r *rand.Rand, x []float64, rows, columns int) {
		of(r, x, rows, columns)
		var factor [samples]float64
		for t := range factor {
			factor[t] = math.Exp(s * r.NormFloat64())
		}
		for i := range x {
			x[i] *= factor[i%samples]
		}
	}
}

// added adds a multiple of one sample of SaS 1.7 to all samples of one time.
func added(s float64, of func(*rand.Rand, []float64, int, int)) func(*rand.Rand, []float64, int, int) {
	m := law.SaS(1.7, s).Sampler()
	return func(r *rand.Rand, x []float64, rows, columns int) {
		of(r, x, rows, columns)
		var common [samples]float64
		m.Fill(common[:], r)
		for i := range x {
			x[i] += common[i%samples]
		}
	}
}

// units sets all series of a row to 0 at one time with probability p, each row for itself; likewise, with byColumn,
// those of a column.
func units(p float64, byColumn bool, of func(*rand.Rand, []float64, int, int)) func(*rand.Rand, []float64, int, int) {
	return func(r *rand.Rand, x []float64, rows, columns int) {
		of(r, x, rows, columns)
		off := func(first, step, n int) {
			for t := range samples {
				if r.Float64() < p {
					for k := range n {
						x[(first+k*step)*samples+t] = 0
					}
				}
			}
		}
		for row := range rows {
			off(row*columns, 1, columns)
		}
		if byColumn {
			for column := range columns {
				off(column, columns, rows)
			}
		}
	}
}

// modulated multiplies all series of a row by one factor at one time, and all of a column by another.
func modulated(s float64, of func(*rand.Rand, []float64, int, int)) func(*rand.Rand, []float64, int, int) {
	return func(r *rand.Rand, x []float64, rows, columns int) {
		of(r, x, rows, columns)
		factors := make([]float64, (rows+columns)*samples)
		for i := range factors {
			factors[i] = math.Exp(s * r.NormFloat64())
		}
		for i := range x {
			k, t := i/samples, i%samples
			x[i] *= factors[k/columns*samples+t] * factors[(rows+k%columns)*samples+t]
		}
	}
}

// planted gives series i a SaS law of its own.
func planted(alpha func(r *rand.Rand) func(row, column int) float64) func(*rand.Rand, []float64, int, int) {
	samplers := map[float64]*law.Sampler{}
	for k := range 201 {
		m := law.SaS(1+float64(k)/200, 1).Sampler()
		samplers[float64(k)] = &m
	}
	return func(r *rand.Rand, x []float64, rows, columns int) {
		of := alpha(r)
		for i := range rows * columns {
			m := *samplers[math.Round((of(i/columns, i%columns)-1)*200)]
			m.Fill(x[i*samples:][:samples], r)
		}
	}
}

// A finding is what both methods say of a data set.
type finding struct{ blocks, halves Result }

// find runs both methods on a data set.
func find(x []float64, shape []int, series int) finding {
	c := make([]float32, samples/block*series)
	var dst [samples / block]float32
	var half [2][]float64
	banks := [2]*verdict.DyadicBank{verdict.NewDyadicBank(series), verdict.NewDyadicBank(series)}
	for i := range series {
		own := x[i*samples:][:samples]
		for b, v := range dst[:Contrasts(own, block, dst[:])] {
			c[b*series+i] = v
		}
		for h := range banks {
			for _, v := range own[h*samples/2:][:samples/2] {
				banks[h].Add(i, v)
			}
			half[h] = append(half[h], banks[h].Fit(i).Alpha)
		}
	}
	return finding{ByBlocks(c, series, shape), ByHalves(half[0], half[1], shape)}
}

// findings are those of so many data sets.
func findings(t *testing.T, d design, sets, rows, columns int, shape []int) []finding {
	t.Helper()
	out := make([]finding, sets)
	workers := par.Workers()
	scratch := make([][]float64, workers)
	err := par.For(workers, sets, func(w, k int) {
		if scratch[w] == nil {
			scratch[w] = make([]float64, rows*columns*samples)
		}
		d.draw(statstest.Rand(uint64(k+1)), scratch[w], rows, columns)
		out[k] = find(scratch[w], shape, rows*columns)
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// parts are the p-values of a result: of the whole, of rows, columns and elements (1 without a split).
func parts(r Result) [4]float64 {
	if r.Split == nil {
		return [4]float64{r.P, 1, 1, 1}
	}
	return [4]float64{r.P, r.Split.Row.P, r.Split.Column.P, r.Split.Element.P}
}

// rates are the shares of the data sets in which each part was found, by blocks and by halves.
func rates(all []finding) (blocks, halves [4]float64) {
	for _, f := range all {
		b, h := parts(f.blocks), parts(f.halves)
		for k := range b {
			if b[k] < .05 {
				blocks[k] += 1 / float64(len(all))
			}
			if h[k] < .05 {
				halves[k] += 1 / float64(len(all))
			}
		}
	}
	return blocks, halves
}

// equal are designs with equal laws. All of them were held to the bounds at 5 x 10 and at 20 x 20 once.
func equal() []design {
	return []design{
		{"SaS 1.2", stable(1.2)}, {"SaS 1.5", stable(1.5)}, {"SaS 1.8", stable(1.8)}, {"SaS 2", stable(2)},
		{"t3", each(student3)}, {"Laplace", each(laplace)},
		{"atom .05", each(atom(.05))}, {"atom .2", each(atom(.2))}, {"atom .5", each(atom(.5))},
		{"SaS 1.5, factor", shared(1, stable(1.5))}, {"SaS 2, factor", shared(1, stable(2))},
		{"t3, factor", shared(.5, each(student3))}, {"Laplace, factor", shared(1, each(laplace))},
		{"atom .2, factor", shared(1, each(atom(.2)))},
		{"SaS 1.8, added", added(1, stable(1.8))}, {"Laplace, added", added(.5, each(laplace))},
		{"SaS 1.8, rows off", units(.3, false, stable(1.8))}, {"t3, rows off", units(.5, false, each(student3))},
		{"Laplace, rows and columns off", units(.3, true, each(laplace))},
		{"normal, rows and columns modulated", modulated(.7, stable(2))},
		{"t3, rows and columns modulated", modulated(.3, each(student3))},
	}
}

// mostOf bounds a count of sets, of which each is counted with probability p, by three standard errors above it.
func mostOf(p float64, sets int) float64 { return p + 3*math.Sqrt(p*(1-p)/float64(sets)) }

func TestEqualLawsAreRarelyFound(t *testing.T) {
	sets := statstest.Replicates(400, 40)
	for k, d := range equal() {
		if k%3 != 1 || testing.Short() && k%6 != 1 { // a third of the designs, for time
			continue
		}
		b, h := rates(findings(t, d, sets, 5, 10, []int{5, 10}))
		t.Logf("%-36s blocks %.3f, halves %.3f (all, rows, columns, elements)", d.name, b, h)
		for part, what := range []string{"all", "rows", "columns", "elements"} {
			near.Most(t, d.name+", by blocks, "+what, b[part], mostOf(.05, sets))
			near.Most(t, d.name+", by halves, "+what, h[part], mostOf(.05, sets))
		}
	}
}

// Without a shape, series that depend on each other all alike do no harm.
func TestEqualLawsInAListAreRarelyFound(t *testing.T) {
	sets := statstest.Replicates(200, 40)
	for _, d := range []design{
		{"SaS 1.5, factor", shared(1, stable(1.5))}, {"atom .2", each(atom(.2))},
		{"SaS 1.8, added", added(1, stable(1.8))},
	} {
		b, h := rates(findings(t, d, sets, 1, 50, nil))
		t.Logf("%-36s blocks %.3f, halves %.3f", d.name, b[0], h[0])
		near.Most(t, d.name+", by blocks", b[0], mostOf(.05, sets))
		near.Most(t, d.name+", by halves", h[0], mostOf(.05, sets))
	}
}

// alternate is a - d on even numbers and a + d on odd ones.
func alternate(a, d float64, k int) float64 { return a + d*float64(k%2*2-1) }

// Laws that differ by d: between rows, columns or elements.
func TestPlantedLawsAreFound(t *testing.T) {
	sets := statstest.Replicates(40, 16)
	for _, c := range []struct {
		name string
		of   func(r *rand.Rand) func(row, column int) float64
		part int // of parts
	}{
		{"by row", func(*rand.Rand) func(row, column int) float64 {
			return func(row, _ int) float64 { return alternate(1.8, .1, row) }
		}, 1},
		{"by column", func(*rand.Rand) func(row, column int) float64 {
			return func(_, column int) float64 { return alternate(1.8, .1, column) }
		}, 2},
		{"by element", func(r *rand.Rand) func(row, column int) float64 {
			return func(int, int) float64 { return alternate(1.8, .1, r.IntN(2)) }
		}, 3},
	} {
		all := findings(t, design{draw: planted(c.of)}, sets, 20, 20, []int{20, 20})
		b, h := rates(all)
		sd, inverse, share := 0., 0., 0.
		for _, f := range all {
			row, column, element, _ := f.halves.Split.Shares()
			share += []float64{0, row, column, element}[c.part] / float64(sets)
			sd += f.halves.Variance / float64(sets)
			inverse += f.blocks.Variance / float64(sets)
		}
		sd, inverse = root(sd), root(inverse)
		t.Logf("%s: blocks %.3f, halves %.3f, sd of alpha %.3f, of 1/alpha %.4f, share %.3f",
			c.name, b, h, sd, inverse, share)
		near.Least(t, "found by halves "+c.name, h[0], .95)
		near.Least(t, "part found by halves "+c.name, h[c.part], .95)
		for part := 1; part < 4; part++ {
			if part != c.part {
				near.Most(t, "other part found by halves "+c.name, h[part], mostOf(.05, sets)+1/float64(sets))
				near.Most(t, "other part found by blocks "+c.name, b[part], mostOf(.05, sets)+1/float64(sets))
			}
		}
		near.Abs(t, "sd of alpha "+c.name, sd, .1, .015)
		near.Abs(t, "sd of 1/alpha "+c.name, inverse, .1/(1.7*1.9), .3/math.Sqrt(float64(sets))*.05)
		near.Abs(t, "share "+c.name, share, 1, .5/math.Sqrt(float64(sets)))
	}
}
