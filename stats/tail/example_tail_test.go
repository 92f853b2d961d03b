package tail_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"levyscope/stats/law"
	"levyscope/stats/tail"
)

// Five quantiles give all four parameters of a stable law. The samples here are
// the quantiles of a Cauchy law with the median 3.
func ExampleMcCulloch() {
	x := make([]float64, 999)
	for i := range x {
		x[i] = 3 + math.Tan(math.Pi*(float64(i+1)/1000-.5))
	}
	fit := tail.McCulloch(x)
	fmt.Printf("alpha %.2f +- %.2f, scale %.2f +- %.2f, location %.2f\n",
		fit.Alpha, fit.SE.Alpha, fit.Scale, fit.SE.Scale, fit.Loc)
	// Output:
	// alpha 1.00 +- 0.04, scale 1.00 +- 0.05, location 3.00
}

// Hill's estimator reads the tail index off the k largest |x|. On the quantiles
// of a Pareto law, P(X > x) = x^-2, it is right for every k; on other laws k matters.
func ExampleHill() {
	x := make([]float64, 10000)
	for i := range x {
		x[i] = math.Pow((float64(i)+.5)/10000, -1./2)
	}
	for _, k := range []int{50, 500} {
		e := tail.Hill(x, k)
		fmt.Printf("k %3d: alpha %.2f +- %.2f\n", k, e.Alpha, e.SE)
	}
	// Output:
	// k  50: alpha 1.99 +- 0.28
	// k 500: alpha 2.00 +- 0.09
}

// Sums of K samples of a stable law grow as K^(1/alpha), and the logarithms of block
// sums tell alpha. Laplace noise has a variance: the estimate drifts to 2 as K grows.
func ExampleLogMomentCurve() {
	x, r := make([]float64, 300000), rand.New(rand.NewPCG(1, 2))
	for i := range x {
		x[i] = r.ExpFloat64() - r.ExpFloat64()
	}
	blocks := []int{10, 100, 1000}
	for i, e := range tail.LogMomentCurve(x, blocks) {
		fmt.Printf("K %4d: alpha %.2f +- %.2f\n", blocks[i], e.Alpha, e.SE)
	}
	// Output:
	// K   10: alpha 1.63 +- 0.01
	// K  100: alpha 1.76 +- 0.01
	// K 1000: alpha 1.82 +- 0.03
}

// What exceeds a high threshold tends to a generalised Pareto law, whose shape is
// 1/alpha for a tail of power alpha and below 0 for a law with an end.
func ExampleFitPareto() {
	law := law.GeneralizedPareto{Shape: .5, Scale: 2}
	excess := make([]float64, 1000)
	for i := range excess {
		excess[i] = law.Quantile((float64(i) + .5) / 1000)
	}
	fit, err := tail.FitPareto(excess)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("shape %.2f +- %.2f, scale %.2f +- %.2f\n", fit.Shape, fit.SE.Shape, fit.Scale, fit.SE.Scale)
	// Output:
	// shape 0.50 +- 0.05, scale 2.00 +- 0.11
}

// Peaks finds the samples beyond a threshold: where they are, how far they exceed
// it, and how often they come.
func ExamplePeaks() {
	peaks := tail.Peaks([]float64{0, -5, 1, 3, 0, 0, 9, 1}, 2)
	fmt.Println("at", peaks.Positions, "by", peaks.Excesses())
	rate, lo, hi := peaks.Frequency(.95)
	fmt.Printf("%.3f a sample, between %.3f and %.3f\n", rate, lo, hi)
	// Output:
	// at [1 3 6] by [3 1 7]
	// 0.375 a sample, between 0.077 and 1.096
}
