package data

import "math/rand/v2"

// How MNIST-1D distorts a template into a sample; lengths are in points.
const (
	paddingMin, paddingMax = 36, 60
	signalLength           = templateLength + paddingMax

	templateOffset  = 1e-8 // tells a template's own zeros from the padding
	scaleRange      = 0.4  // the factor is uniform on 1 -+ scaleRange/2
	shifts          = 48   // rotations 0 ... shifts-1
	correlatedSD    = 0.25 // before smoothing
	correlationSD   = 2    // of the Gaussian filter
	independentSD   = 0.02
	shearRange      = 0.75 // the slope is uniform on -+ shearRange/2
	smoothingRadius = 4 * correlationSD
)

// sampler draws samples; it owns the buffers of the steps.
type sampler struct {
	r      *rand.Rand
	kernel [smoothingRadius + 1]float64
	padded [signalLength]float64
	signal [signalLength]float64
	turned [signalLength]float64
	noise  [signalLength + 2*smoothingRadius]float64 // with room for the reflected ends
}

func newSampler(r *rand.Rand) *sampler {
	return &sampler{r: r, kernel: gaussianKernel(correlationSD)}
}

// sample draws one distorted copy of a template into dst (sampleLength).
func (s *sampler) sample(dst []float64, template *[templateLength]float64) {
	padding := paddingMin + s.r.IntN(paddingMax-paddingMin+1)
	dilate(s.signal[:], pad(s.padded[:], template, padding))
	scale := 1 + scaleRange*(s.r.Float64()-0.5)
	for i := range s.signal {
		s.signal[i] *= scale
	}
	rotate(s.turned[:], s.signal[:], s.r.IntN(shifts))
	s.addNoise(s.turned[:])
	shear(s.turned[:], shearRange*(s.r.Float64()-0.5))
	dilate(dst, s.turned[:])
}

// addNoise puts smoothed noise where x is 0, and independent noise everywhere. All the noise is drawn
// whatever x is, so that a sample takes the same share of the stream each time.
func (s *sampler) addNoise(x []float64) {
	inner := s.noise[smoothingRadius:][:signalLength]
	for i := range inner {
		inner[i] = correlatedSD * s.r.NormFloat64()
	}
	reflect(s.noise[:], smoothingRadius)
	for i := range x {
		if x[i] == 0 {
			x[i] = smooth(s.noise[i:], &s.kernel)
		}
		x[i] += float64(independentSD * s.r.NormFloat64()) // no fused multiply-add
	}
}
