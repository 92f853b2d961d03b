package experiment_test

import (
	"math"
	"slices"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/verdict"
	"levyscope/train/nn"
	"levyscope/train/nn/kernel"
)

// engineSeries is exactSeries with the gradients that the engine computes in single precision.
func (f *sgnFixture) engineSeries(t *testing.T, k kernel.Name, s, size int) (series [][]float64, centre []float64) {
	t.Helper()
	inner, err := kernel.New(k)
	if err != nil {
		t.Fatal(err)
	}
	m, err := nn.Parse("mlp:100-100", nn.Problem{Shape: f.set.Shape, Classes: f.set.Classes})
	if err != nil {
		t.Fatal(err)
	}
	w := f.weights(t, s)
	centre = f.engineCentre(m, w, inner)
	series = make([][]float64, len(f.params))
	const together = 64 // minibatches
	ws, ok := m.NewWorkspace(nn.GroupBatch(size), nn.Machine{Kernel: inner}).(nn.Grouped)
	if !ok {
		t.Fatal("the network offers no gradients of many minibatches")
	}
	draws, g := f.draws(t, s, size), make([]float32, together*m.NumParams())
	for from := 0; from < sgnDraws; from += together {
		x, y := f.gather(draws[from*size : (from+together)*size])
		ws.Gradients(g, w, x, y, size)
		for j, at := range f.params {
			for k := range together {
				series[j] = append(series[j], float64(g[k*m.NumParams()+at]))
			}
		}
	}
	return series, centre
}

// engineCentre is the full gradient, added up in double precision from parts of the data, as training has it.
func (f *sgnFixture) engineCentre(m nn.Model, w []float32, inner kernel.Kernel) []float64 {
	const part = 250
	train, dim := f.set.Train, f.set.Dim
	ws, g := m.NewWorkspace(part, nn.Machine{Kernel: inner}), make([]float32, m.NumParams())
	sums := make([]float64, len(f.params))
	for from := 0; from < train.Len(); from += part {
		ws.Gradient(g, w, train.X[from*dim:(from+part)*dim], nn.Targets{Classes: train.Y[from : from+part]})
		for j, at := range f.params {
			sums[j] += float64(g[at]) * part / float64(train.Len())
		}
	}
	for j, v := range sums {
		sums[j] = float64(float32(v))
	}
	return sums
}

// sgnKernels are plain Go and the fastest.
func sgnKernels() []kernel.Name { return slices.Compact([]kernel.Name{kernel.Gonum, kernel.Best()}) }

// The engine's gradients, in single precision, have the zeros and the log-moments of the measurement: of each of the
// 200 parameters within .02 and 5e-4.
func TestGradientNoiseOfTheEngine(t *testing.T) {
	f := readFixture(t)
	for _, k := range sgnKernels() {
		eachProbe(t, f, func(t *testing.T, s, size int) {
			series, centre := f.engineSeries(t, k, s, size)
			want := f.estimates(t, s, size)
			zeros, inverse, active := 0., 0., 0.
			for j := range f.params {
				of := func(row int) float64 { return want[row*len(f.params)+j] }
				got := figuresOf(series[j], centre[j])
				zeros = math.Max(zeros, math.Abs(got.zeros-of(sgnZeros)))
				inverse = math.Max(inverse, math.Abs(got.inverse-of(sgnInverse)))
				if v := of(sgnActive); !math.IsNaN(v) && got.zeros == of(sgnZeros) {
					active = math.Max(active, math.Abs(got.active-v))
				}
			}
			t.Logf("%s: largest differences: zeros %.4f, 1/alpha %.2g, active %.2g", k, zeros, inverse, active)
			near.Most(t, "difference of a share of zeros", zeros, .02)
			near.Most(t, "difference of 1/alpha", inverse, 5e-4)
			near.Most(t, "difference of 1/alpha of active samples", active, 5e-4)
		})
	}
}

// The tail index by likelihood, from counts by quarters of octaves, of the parameters without zeros is that of the
// measurement, which searches a grid of alpha in steps of .05 with a parabola: within .01 in the median, and within
// .04 in 95 %.
func TestLikelihoodOfGradientNoise(t *testing.T) {
	f := readFixture(t)
	var off, shift []float64
	eachProbe(t, f, func(t *testing.T, s, size int) {
		series, centre := f.engineSeries(t, kernel.Gonum, s, size)
		want := f.estimates(t, s, size)
		for j := range f.params {
			if want[sgnZeros*len(f.params)+j] != 0 {
				continue
			}
			d := verdict.NewDyadic(verdict.Quarters)
			d.AddAll(centred(series[j], centre[j], true))
			difference := d.Fit().Alpha - want[sgnLikelihood*len(f.params)+j]
			off, shift = append(off, math.Abs(difference)), append(shift, difference)
		}
	})
	slices.Sort(off)
	slices.Sort(shift)
	at := func(sorted []float64, p float64) float64 { return sorted[int(p*float64(len(sorted)))] }
	t.Logf("%d parameters: off by %.4f in the median, %.4f at 95 %%, %.4f at most; from %.4f to %.4f", len(off),
		at(off, .5), at(off, .95), off[len(off)-1], shift[0], shift[len(shift)-1])
	near.Most(t, "difference by likelihood, median", at(off, .5), .01)
	near.Most(t, "difference by likelihood, 95 %", at(off, .95), .04)
	near.Most(t, "median of the signed difference", math.Abs(at(shift, .5)), .01)
}
