package each

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/series"
	"levyscope/stats/tail"
)

// Of a ladder that is filled sample by sample, and of one filled by tiles, the estimates are those of tail.LogMoment.
func TestLadderIsTheBlockLogMoment(t *testing.T) {
	x := drawn(1, 1500, 5, planted)[0]
	r := collected(t, [][]float64{x}, 1, 1, Options{})
	var l series.Ladder
	for _, v := range x {
		l.Add(v)
	}
	for k, size := range series.BlockSizes {
		want := 1 / tail.LogMoment(x, size).Alpha
		near.Rel(t, fmt.Sprint("by samples, of ", size), l.InverseAlpha(k), want, 1e-12)
		near.Rel(t, fmt.Sprint("by tiles, of ", size), r.Series[0].Inverse[k], want, 1e-12)
	}
}

// With atoms the blocks are of consecutive other samples, and AllInverse is of whole blocks of all.
func TestLogMomentsBesideAnAtom(t *testing.T) {
	x := drawn(1, 4096, 6, func(r *rand.Rand, i int) float64 {
		if r.IntN(5) == 0 {
			return -.125
		}
		return r.NormFloat64()
	})[0]
	var rest []float64
	for _, v := range x {
		if v != -.125 {
			rest = append(rest, v)
		}
	}
	s := collected(t, [][]float64{x}, 1, 1, Options{}).Series[0]
	near.Rel(t, "of the rest", 1/s.Inverse[series.ContrastLevel], tail.LogMoment(rest, 32).Alpha, 1e-12)
	near.Rel(t, "of all", 1/s.AllInverse, tail.LogMoment(x, 32).Alpha, 1e-12)
}

// The drift is 0 for stable laws, and its error covers series that share their minibatches.
func TestDrift(t *testing.T) {
	shared := make([]float64, 4096)
	r := rand.New(rand.NewPCG(7, 7))
	for i := range shared {
		shared[i] = math.Exp(r.NormFloat64())
	}
	for name, c := range map[string]struct {
		draw     drawing
		low, top float64 // of Fall in its errors
	}{
		"stable":  {planted, -3.5, 3.5},
		"Laplace": {func(r *rand.Rand, i int) float64 { return r.ExpFloat64() * float64(1-2*r.IntN(2)) }, 5, 500},
	} {
		d := collected(t, drawn(60, 4096, 8, c.draw), 1, 60, automatic).Drift
		near.Least(t, name, d.Fall/d.SE, c.low)
		near.Most(t, name, d.Fall/d.SE, c.top)
	}
	x := drawn(60, 4096, 9, func(r *rand.Rand, i int) float64 { return r.NormFloat64() })
	alone := collected(t, x, 1, 60, Options{}).Drift
	for i := range x {
		for k := range x[i] {
			x[i][k] *= shared[k]
		}
	}
	together := collected(t, x, 1, 60, Options{}).Drift
	near.Least(t, "error of series that share a factor, over that of others", together.SE/alone.SE, 1.5)
}

// A centre that is estimated from the first samples alone does not bend the block log-moments: of Gaussian series they
// give 2 at every block size, and contrasts of 1/2.
func TestEstimatedCentreLeavesTheBlockSums(t *testing.T) {
	x := drawn(400, 1024, 11, func(r *rand.Rand, i int) float64 { return r.NormFloat64() + 3*float64(i) })
	src := &memory{values: laid(x, 1, 400)}
	c := Options{Centre: math.NaN(), head: series.Tile}
	r, err := Collect(context.Background(), src, layoutOf(t, []int{1024, 400}, 0), c)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range r.blocks() {
		near.Abs(t, fmt.Sprint("median of 1/alpha from sums of ", b.Size), 1/b.Median, .5, .015)
	}
	sum := 0.
	for _, v := range r.Contrasts.C {
		sum += float64(v)
	}
	near.Abs(t, "mean contrast", sum/float64(len(r.Contrasts.C)), .5, 4*.32/math.Sqrt(400*32))
}

// Laws that are equal are not told apart, though they be skewed and their centres estimated from few samples, whose
// errors both halves of a series would share; planted ones are.
func TestDispersion(t *testing.T) {
	skewed := func(r *rand.Rand, i int) float64 { return r.ExpFloat64() + float64(i) }
	byRow := func(r *rand.Rand, i int) float64 {
		return law.Stable{Alpha: 1.6 + .3*float64(i/10%2), Scale: 1}.Rand(r)
	}
	for name, c := range map[string]struct {
		draw     drawing
		low, top float64 // of p
	}{"skewed": {skewed, .005, 1}, "by row": {byRow, 0, .005}} {
		x := drawn(100, 1024, 21, c.draw)
		r, err := Collect(context.Background(), &memory{values: laid(x, 1, 100)}, layoutOf(t, []int{1024, 10, 10}, 0),
			Options{Centre: math.NaN(), head: series.Tile})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range r.dispersions() {
			near.Least(t, name+", p by "+d.Method, d.Parts[0].P, c.low)
			near.Most(t, name+", p by "+d.Method, d.Parts[0].P, c.top)
		}
	}
}
