package series

import (
	"context"
	"math"
	"slices"

	"levyscope/stats/verdict"
)

// summarise fills in the laws of every array.
func (b *Bank) summarise(ctx context.Context, s *sample) error {
	for k, a := range b.opt.Arrays {
		j, err := b.newJackknife(ctx, a, s)
		if err != nil {
			return err
		}
		b.summaries[k] = b.summary(a, j)
		if b.summaries[k].HeldOut, err = b.heldOut(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// summary are the laws of an array.
func (b *Bank) summary(a Array, j *jackknife) *Laws {
	l := &Laws{Params: a.To - a.From, Draws: b.draws, Rate: b.opt.Rate}
	var kinds [verdict.LightTailed + 1]int
	for i := a.From; i < a.To; i++ {
		switch {
		case b.laws[i].judged:
			l.Kept++
			kinds[b.laws[i].kind]++
			if b.coarse(i) {
				l.Coarse++
			}
		case b.dead(i):
			l.Dead++
		default:
			l.Unjudged++
		}
	}
	for _, k := range []verdict.Kind{verdict.IsGaussian, verdict.IsStable, verdict.HeavyTailed, verdict.LightTailed,
		verdict.Undecided} {
		l.Verdicts = append(l.Verdicts, NewShare(k.String(), kinds[k], l.Kept))
	}
	l.Classes = b.classes(a, j)
	l.Blocks = b.blockSizes(a, j)
	l.Batches = j.batches(l.Classes[0].Quantiles[medianPlace])
	l.Dispersion = b.dispersions(a)
	l.Skewness = b.skewnesses(a)
	l.Map = b.grid(a)
	return l
}

// free reports whether series i has a verdict and no atom.
func (b *Bank) free(i int) bool { return b.laws[i].judged && b.counted[i].zeros == 0 && !b.coarse(i) }

// blockSizes are the block log-moments of the series without an atom, beside laws that are not stable.
func (b *Bank) blockSizes(a Array, j *jackknife) []BlockSize {
	out := []BlockSize{}
	for k, size := range BlockSizes {
		var inverses []float64
		for i := a.From; i < a.To; i++ {
			if b.free(i) {
				inverses = finite(inverses, b.inverse(i, k))
			}
		}
		if len(inverses) == 0 {
			continue
		}
		s := NewBlockSize(k, inverses)
		s.SE = j.error(func(x *sampled) *leaves { return x.free(&x.blocks[k]) }, inverse)
		s.Laplace, s.StudentT = controls(size)
		out = append(out, s)
	}
	return out
}

// dispersions are those of an array, of the series with a law; none of fewer than two series.
func (b *Bank) dispersions(a Array) []Dispersion {
	n := a.To - a.From
	if n < 2 || b.contrasts.Blocks() == 0 {
		return nil
	}
	c := make([]float32, 0, b.contrasts.Blocks()*n)
	for row := range b.contrasts.Blocks() {
		c = append(c, b.contrasts.C[row*b.contrasts.Series:][a.From:a.To]...)
	}
	halves := [2][]float64{make([]float64, n), make([]float64, n)}
	for i := range n {
		l := &b.laws[a.From+i]
		for k := range halves {
			halves[k][i] = l.halves[k]
		}
		if !l.judged || math.IsNaN(l.alpha) || b.coarse(a.From+i) {
			for row := range b.contrasts.Blocks() {
				c[row*n+i] = float32(math.NaN())
			}
			halves[0][i] = math.NaN()
		}
	}
	shape := a.Shape
	if product := count(shape); product != n {
		shape = nil
	}
	return Dispersions(c, halves, shape)
}

// count is the number of elements of a shape; 0 of none.
func count(shape []int) int {
	if len(shape) == 0 {
		return 0
	}
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// skewnesses are how far the two sides of the series of an array differ.
func (b *Bank) skewnesses(a Array) Skewness {
	var sizes []float64
	s, uneven, tested := Skewness{}, 0, 0
	for i := a.From; i < a.To; i++ {
		if !b.laws[i].judged {
			continue
		}
		tested++
		if float64(b.laws[i].qSigns) <= b.opt.Rate {
			uneven++
		}
		if b.free(i) {
			s.Count++
			sizes = finite(sizes, math.Abs(b.skewness(i)))
		}
	}
	slices.Sort(sizes)
	s.Median, s.High = Quantile(sizes, .5), Quantile(sizes, .95)
	s.Uneven = NewShare("uneven signs", uneven, tested)
	return s
}
