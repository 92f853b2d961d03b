package law_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"levyscope/stats/law"
)

// A symmetric stable law of tail index 1.5 has no variance: twice as far out, the
// probability falls by 2^1.5 = 2.83 only.
func ExampleSaS() {
	law := law.SaS(1.5, 1)
	fmt.Println(law)
	fmt.Printf("density at 0: %.4f\n", law.Prob(0))
	fmt.Printf("P(X > 100)/P(X > 200): %.2f\n", law.Survival(100)/law.Survival(200))
	fmt.Println("variance:", law.Variance())
	// Output:
	// SaS alpha=1.5 scale=1
	// density at 0: 0.2874
	// P(X > 100)/P(X > 200): 2.83
	// variance: +Inf
}

// Quantiles invert the distribution function. One sample in a thousand of a Cauchy
// law is beyond 318 scales, of a Gaussian beyond 3.1 standard deviations.
func ExampleStable_Quantile() {
	cauchy := law.Stable{Alpha: 1, Scale: 1}
	gaussian := law.Gaussian{Scale: 1}
	for _, p := range []float64{.75, .99, .999} {
		fmt.Printf("p %-5g  Cauchy %7.3f  Gaussian %6.3f\n", p, cauchy.Quantile(p), gaussian.Quantile(p))
	}
	fmt.Printf("and back: %.3f\n", cauchy.CDF(cauchy.Quantile(.999)))
	// Output:
	// p 0.75   Cauchy   1.000  Gaussian  0.674
	// p 0.99   Cauchy  31.821  Gaussian  2.326
	// p 0.999  Cauchy 318.309  Gaussian  3.090
	// and back: 0.999
}

// A Sampler draws many numbers of one law. The sum of 1000 draws at alpha = 1.2 is
// no sum of many small parts: one of them makes up a good share of it.
func ExampleSampler_Fill() {
	sampler := law.SaS(1.2, 1).Sampler()
	x := make([]float64, 1000)
	sampler.Fill(x, rand.New(rand.NewPCG(1, 2)))
	sum, largest := 0.0, 0.0
	for _, v := range x {
		sum += math.Abs(v)
		largest = max(largest, math.Abs(v))
	}
	fmt.Printf("the largest of %d is %.0f scales out, %.0f %% of the sum of all |x|\n", len(x), largest, 100*largest/sum)
	// Output:
	// the largest of 1000 is 439 scales out, 15 % of the sum of all |x|
}

// Tempering cuts a stable tail off exponentially, which gives the law a variance.
func ExampleTemperedStable() {
	stable, tempered := law.SaS(1.5, 1), law.TemperedStable{Alpha: 1.5, Scale: 1, Tempering: .1}
	for _, x := range []float64{1, 10, 100} {
		fmt.Printf("x %3g: stable %.1e, tempered %.1e\n", x, stable.Survival(x), tempered.Survival(x))
	}
	fmt.Printf("variance %.2f\n", tempered.Variance())
	// Output:
	// x   1: stable 2.4e-01, tempered 2.3e-01
	// x  10: stable 6.6e-03, tempered 1.4e-03
	// x 100: stable 2.0e-04, tempered 1.1e-09
	// variance 3.35
}
