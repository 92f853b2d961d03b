package data_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/train/data"
)

// recipe is a sample written out slowly, from the published steps and the order of the draws.
func recipe(r *rand.Rand, template []float64) []float64 {
	var x []float64
	for _, v := range template {
		x = append(x, v+1e-8)
	}
	for range 36 + r.IntN(25) {
		x = append(x, 0)
	}
	x = interpolate(x, 72)
	scale := 1 + 0.4*(r.Float64()-0.5)
	shift := r.IntN(48)
	turned := make([]float64, 72)
	for i := range x {
		turned[(i+shift)%72] = scale * x[i]
	}
	noise := make([]float64, 72)
	for i := range noise {
		noise[i] = 0.25 * r.NormFloat64()
	}
	for i := range turned {
		if turned[i] == 0 {
			turned[i] = filtered(noise, i)
		}
		turned[i] += 0.02 * r.NormFloat64()
	}
	slope := 0.75 * (r.Float64() - 0.5)
	for i := range turned {
		turned[i] -= slope * (-0.5 + float64(i)/71)
	}
	return interpolate(turned, 40)
}

// interpolate is linear interpolation on an even grid of n points from end to end.
func interpolate(x []float64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		at := float64(i) * float64(len(x)-1) / float64(n-1)
		low := min(int(at), len(x)-2)
		share := at - float64(low)
		out[i] = (1-share)*x[low] + share*x[low+1]
	}
	return out
}

// filtered is the Gaussian filter of sd 2, cut off at 8, with ends that reflect as d c b a | a b c d.
func filtered(x []float64, at int) float64 {
	sum, total := 0.0, 0.0
	for d := -8; d <= 8; d++ {
		i := at + d
		if i < 0 {
			i = -1 - i
		}
		if i >= len(x) {
			i = 2*len(x) - 1 - i
		}
		weight := math.Exp(-float64(d*d) / 8)
		sum += weight * x[i]
		total += weight
	}
	return sum / total
}

func TestSampleFollowsRecipe(t *testing.T) {
	templates := data.DigitTemplates()
	s := data.NewSampler(rand.New(rand.NewPCG(5, 6)))
	slow := rand.New(rand.NewPCG(5, 6))
	got := make([]float64, 40)
	for n := range 500 {
		template := &templates[n%10]
		s.Sample(got, template)
		for i, want := range recipe(slow, template[:]) {
			if !(math.Abs(got[i]-want) <= 1e-12) {
				t.Fatalf("sample %d, point %d: %v, want %v", n, i, got[i], want)
			}
		}
	}
}

func TestSampleAllocatesNothing(t *testing.T) {
	templates := data.DigitTemplates()
	s := data.NewSampler(rand.New(rand.NewPCG(5, 6)))
	dst := make([]float64, 40)
	if n := testing.AllocsPerRun(100, func() { s.Sample(dst, &templates[3]) }); n != 0 {
		t.Errorf("a sample allocates %v times, want 0", n)
	}
}

// TestNoiseLaw: on the signal the noise is N(0, 0.02^2) and independent; on the padding it has variance
// 0.25^2 sum w^2 more, and covariance 0.25^2 sum w_i w_(i+lag).
func TestNoiseLaw(t *testing.T) {
	const n, at = 20000, 36
	kernel := data.GaussianKernel(2)
	weight := func(i int) float64 {
		if i < -8 || i > 8 {
			return 0
		}
		return kernel[max(i, -i)]
	}
	s := data.NewSampler(rand.New(rand.NewPCG(7, 8)))
	for _, lag := range []int{0, 1, 2, 4, 20} {
		var signal, padding, crossed float64
		for range n {
			x := make([]float64, 72)
			for i := range 30 {
				x[i] = 1
			}
			s.AddNoise(x)
			signal += (x[5] - 1) * (x[5+lag] - 1) / n
			padding += x[at] * x[at+lag] / n
			crossed += (x[5] - 1) * x[at] / n
		}
		wantSignal, wantPadding := 0.0, 0.0
		for i := -8; i <= 8; i++ {
			wantPadding += 0.25 * 0.25 * weight(i) * weight(i+lag)
		}
		if lag == 0 {
			wantSignal = 0.02 * 0.02
			wantPadding += 0.02 * 0.02
		}
		// Five standard errors: a covariance of normals of variance v has one of at most v sqrt(2/n).
		const se = 1.0 / 100
		sizes := 0.25 * 0.25 * 0.141
		what := fmt.Sprintf("lag %d: covariance ", lag)
		near.Abs(t, what+"on the signal", signal, wantSignal, 5*se*0.02*0.02)
		near.Abs(t, what+"with the padding", crossed, 0, 5*se*0.02*math.Sqrt(sizes))
		near.Abs(t, what+"on the padding", padding, wantPadding, 5*se*sizes)
	}
}

// TestShearLaw: the shear is what is left of a sample's slope on average over the noise, uniform with
// variance 0.75^2/12; a flat template at 0 has no other slope but noise.
func TestShearLaw(t *testing.T) {
	const n = 20000
	s := data.NewSampler(rand.New(rand.NewPCG(9, 10)))
	flat := [12]float64{}
	x := make([]float64, 40)
	var mean, square float64
	for range n {
		s.Sample(x, &flat)
		first, last := 0.0, 0.0
		for i := range 5 {
			first += x[i] / 5
			last += x[39-i] / 5
		}
		rise := last - first // over 35/39 of the length
		mean += rise / n
		square += rise * rise / n
	}
	want := math.Pow(0.75*35/39, 2) / 12 // and the noise of two groups of five comes on top
	near.Abs(t, "mean of the rise", mean, 0, 5*0.3/math.Sqrt(n))
	near.Least(t, "mean square of the rise", square, want)
	near.Most(t, "mean square of the rise", square, want+2*0.25*0.25*0.2)
}
