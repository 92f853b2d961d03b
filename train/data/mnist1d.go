package data

import (
	"math"

	"levyscope/internal/rng"
	"levyscope/internal/spec"
)

var mnist1dKind = spec.Kind[loader]{
	Name:    "mnist1d",
	Meaning: "ten digits drawn as noisy lines of 40 points: 4000 for training, 1000 for testing; generated",
	Payload: func(_ spec.Values, o Options) (*Set, error) { return MNIST1D(o.Seed), nil },
}

// The make-up of MNIST-1D.
const (
	digits         = 10
	samplesPerKind = 500
	allSamples     = digits * samplesPerKind
	trainSamples   = 4000
	sampleLength   = 40 // numbers in a finished sample
)

// MNIST1D is the MNIST-1D set of the seed: 10 classes of 500 samples each, 40 numbers a sample, 4000 for
// training and 1000 for testing after one shuffle, mean 0 and standard deviation 1 over the whole set.
// The same seed gives the same bytes. It is the published recipe with our own random numbers: the set has
// the law of the one that its authors distribute, not its bytes.
//
// Source: Greydanus and Kobak, "Scaling Down Deep Learning with MNIST-1D", ICML 2024, section 3.
func MNIST1D(seed uint64) *Set {
	signals := newSampler(rng.MNIST1DSignals.New(seed))
	templates := digitTemplates()
	raw := make([]float64, allSamples*sampleLength) // (samples, sampleLength), by class
	for i := range allSamples {
		signals.sample(raw[i*sampleLength:][:sampleLength], &templates[i/samplesPerKind])
	}
	standardise(raw)

	order := rng.MNIST1DOrder.New(seed).Perm(allSamples)
	return &Set{
		Name:          "mnist1d",
		Dim:           sampleLength,
		Shape:         []int{sampleLength},
		Classes:       digits,
		Train:         gather(raw, order[:trainSamples]),
		Test:          gather(raw, order[trainSamples:]),
		Normalisation: "the mean of all numbers, training and test, subtracted; divided by their standard deviation",
	}
}

// gather takes the rows of raw in the given order.
func gather(raw []float64, order []int) Split {
	s := Split{X: make([]float32, 0, len(order)*sampleLength), Y: make([]uint8, 0, len(order))}
	for _, i := range order {
		for _, x := range raw[i*sampleLength:][:sampleLength] {
			s.X = append(s.X, float32(x))
		}
		s.Y = append(s.Y, uint8(i/samplesPerKind))
	}
	return s
}

// standardise shifts and scales x to mean 0 and (population) standard deviation 1.
func standardise(x []float64) {
	mean, sd := moments(x)
	for i := range x {
		x[i] = (x[i] - mean) / sd
	}
}

// moments are the mean and the population standard deviation of x.
func moments(x []float64) (mean, sd float64) {
	for _, v := range x {
		mean += v
	}
	mean /= float64(len(x))
	sum := 0.0
	for _, v := range x {
		sum += float64((v - mean) * (v - mean)) // the conversion forbids a fused multiply-add
	}
	return mean, math.Sqrt(sum / float64(len(x)))
}
