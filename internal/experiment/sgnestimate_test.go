package experiment_test

import (
	"math"
	"slices"
	"testing"

	"levyscope/internal/near"
)

// sgnFigures are the figures of one parameter by the definitions of sections 1 and 7 of the note, written anew from
// them: what is measured here does not rest on the packages that it checks.
type sgnFigures struct {
	zeros           float64
	inverse, active float64 // 1/alpha of all samples, and of those that are not 0
	kurtosis        float64
	sd, median      float64
}

// centred is U = g - centre of the samples with g != 0, or of all.
func centred(g []float64, centre float64, all bool) (u []float64) {
	for _, v := range g {
		if all || v != 0 {
			u = append(u, v-centre)
		}
	}
	return u
}

// inverseAlpha is the mean over blocks of 32 samples of (ln|sum| - mean of ln|U|)/ln 32.
func inverseAlpha(u []float64) float64 {
	const block = 32
	mean, blocks := 0., len(u)/block
	for b := range blocks {
		sum, logs := 0., 0.
		for _, v := range u[b*block : (b+1)*block] {
			sum += v
			logs += math.Log(math.Abs(v))
		}
		mean += (math.Log(math.Abs(sum)) - logs/block) / math.Log(block) / float64(blocks)
	}
	return mean
}

func figuresOf(g []float64, centre float64) (f sgnFigures) {
	u, active := centred(g, centre, true), centred(g, centre, false)
	n := float64(len(u))
	f.zeros = 1 - float64(len(active))/n
	f.inverse, f.active = inverseAlpha(u), inverseAlpha(active)
	mean, m2, m4 := 0., 0., 0.
	size := make([]float64, len(u))
	for i, v := range u {
		mean += v / n
		size[i] = math.Abs(v)
	}
	for _, v := range u {
		m2 += (v - mean) * (v - mean) / n
		m4 += math.Pow(v-mean, 4) / n
	}
	f.kurtosis, f.sd = m4/(m2*m2), math.Sqrt(m2)
	slices.Sort(size)
	f.median = (size[len(size)/2-1] + size[len(size)/2]) / 2
	return f
}

// exactSeries are the gradients in double precision: series[j] those of the j-th of the 200 parameters in the
// minibatches of the fixture, and the full gradient of all.
func (f *sgnFixture) exactSeries(t *testing.T, s, size int) (series [][]float64, centre []float64) {
	t.Helper()
	m := newExactMLP(f.part(t, "weights", s))
	centre = make([]float64, len(f.params))
	m.gradient(centre, f.params, f.set.Train.X, f.set.Train.Y)
	series = make([][]float64, len(f.params))
	draws, g := f.draws(t, s, size), make([]float64, len(f.params))
	for k := range sgnDraws {
		x, y := f.gather(draws[k*size : (k+1)*size])
		clear(g)
		m.gradient(g, f.params, x, y.Classes)
		for j, v := range g {
			series[j] = append(series[j], v)
		}
	}
	return series, centre
}

// From the weights and the minibatches of the measurement, in double precision: the full gradient, the exact zeros,
// and the figures of each parameter are those that were measured.
// So the definitions in the note are those that its numbers have.
func TestGradientNoiseInDoublePrecision(t *testing.T) {
	f := readFixture(t)
	for s, step := range sgnSteps {
		if testing.Short() && step != 500 {
			continue
		}
		m, full := newExactMLP(f.part(t, "weights", s)), f.part(t, "full_grad", s)
		all, g := make([]int, len(full)), make([]float64, len(full))
		for i := range all {
			all[i] = i
		}
		m.gradient(g, all, f.set.Train.X, f.set.Train.Y)
		largest := 0.
		for i, v := range g {
			largest = math.Max(largest, math.Abs(v-full[i])) // NaN stays
		}
		near.Most(t, "difference of the full gradient", largest, 1e-14)
	}
	eachProbe(t, f, func(t *testing.T, s, size int) {
		series, centre := f.exactSeries(t, s, size)
		want := f.estimates(t, s, size)
		active := 0
		for j, at := range f.params {
			of := func(row int) float64 { return want[row*len(f.params)+j] }
			got := figuresOf(series[j], centre[j])
			near.Abs(t, "share of zeros", got.zeros, of(sgnZeros), 0)
			near.Abs(t, "1/alpha", got.inverse, of(sgnInverse), 1e-9)
			near.Rel(t, "kurtosis", got.kurtosis, of(sgnKurtosis), 1e-9)
			near.Rel(t, "sd", got.sd, of(sgnSd), 1e-9)
			near.Rel(t, "median of |U|", got.median, of(sgnMedian), 1e-9)
			if v := of(sgnActive); !math.IsNaN(v) { // NaN: no zeros, or more than 0.9
				near.Abs(t, "1/alpha of the active samples", got.active, v, 1e-9)
				active++
			} else if got.zeros > 0 && got.zeros <= .9 {
				t.Errorf("parameter %d with a share %g of zeros has no active estimate", at, got.zeros)
			}
			if t.Failed() {
				t.Fatalf("parameter %d", at)
			}
		}
		near.Least(t, "parameters with an active estimate", float64(active), 10)
	})
}
