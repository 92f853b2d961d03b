package data

import "math/rand/v2"

// The steps of a distortion.
var (
	DigitTemplates = digitTemplates
	Pad            = pad
	Dilate         = dilate
	Rotate         = rotate
	Shear          = shear
	GaussianKernel = gaussianKernel
	Reflect        = reflect
	Smooth         = smooth
	Moments        = moments
	Standardise    = standardise
)

// Sampler gives tests the sampler's two noisy methods.
type Sampler struct{ *sampler }

func NewSampler(r *rand.Rand) Sampler { return Sampler{newSampler(r)} }

func (s Sampler) Sample(dst []float64, template *[12]float64) { s.sample(dst, template) }

func (s Sampler) AddNoise(x []float64) { s.addNoise(x) }
