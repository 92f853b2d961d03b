package verdict_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"levyscope/stats/screen"
	"levyscope/stats/verdict"
)

// laplaceSeries is a series of heavy-tailed noise of finite variance.
func laplaceSeries(n int, r *rand.Rand) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = r.ExpFloat64() - r.ExpFloat64()
	}
	return x
}

// A Dyadic counts samples by powers of two. The counts are enough for a fit close
// to that of the samples, with an interval; here of Gaussian noise, alpha = 2.
func ExampleDyadic() {
	d, r := verdict.NewDyadic(verdict.Quarters), rand.New(rand.NewPCG(1, 2))
	for range 10000 {
		d.Add(r.NormFloat64())
	}
	fit := d.Fit()
	lo, hi := d.Interval(.95)
	fmt.Printf("%d samples: alpha %.2f, 95 %% between %.2f and %.2f\n", d.N(), fit.Alpha, lo, hi)
	// Output:
	// 10000 samples: alpha 2.00, 95 % between 1.99 and 2.00
}

// Every series has a fitted tail index, but a Verdict says whether a stable law fits
// at all. Laplace noise has alpha-hat near 1.6, and is not stable.
func ExampleDyadic_Verdict() {
	d := verdict.NewDyadic(verdict.Quarters)
	d.AddAll(laplaceSeries(10000, rand.New(rand.NewPCG(1, 2))))
	v := d.Verdict()
	fmt.Printf("alpha-hat %.2f; stable at all: %v; best law: %s\n", v.Alpha.Alpha, v.PStable >= .01, v.Best().Name)
	fmt.Println(v)
	// Output:
	// alpha-hat 1.59; stable at all: false; best law: Laplace
	// heavy-tailed, not stable; best: Laplace scale=0.9951
}

// Compare fits all families to the samples themselves and ranks them by BIC.
func ExampleCompare() {
	r := rand.New(rand.NewPCG(1, 2))
	c, err := verdict.Compare(context.Background(), laplaceSeries(2000, r), 0, screen.Grid{}, r)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("of %d laws the best is %s\n", len(c.Laws), c.Laws[0].Name)
	// Output:
	// of 7 laws the best is Laplace
}

// An Accumulator also counts the sums of blocks, by which a Verdict sees that the
// tail index of a law that is not stable drifts toward 2.
func ExampleAccumulator() {
	a := verdict.NewAccumulator(0)
	a.Add(laplaceSeries(32768, rand.New(rand.NewPCG(1, 2))))
	drift := a.Drift()
	fmt.Printf("alpha-hat %.2f of samples, %.2f of sums of %d\n", drift.One.Alpha, drift.Sum.Alpha, drift.Block)
	// Output:
	// alpha-hat 1.60 of samples, 2.00 of sums of 256
}

// Among many tests some p-values are small by chance. The q-values say how many of
// those that are called discoveries are expected to be false.
func ExampleBenjaminiHochberg() {
	fmt.Printf("%.2f\n", verdict.BenjaminiHochberg([]float64{.01, .02, .03, .50}))
	// Output:
	// [0.04 0.04 0.04 0.50]
}
