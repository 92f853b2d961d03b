package data

import "math"

// The steps of a distortion, each a plain function of a signal. Products that are added stand in a
// conversion to float64, which forbids a fused multiply-add: the same seed then gives the same numbers on
// machines that would fuse.

// pad is the template plus templateOffset, and then zeros, in the front of dst.
func pad(dst []float64, template *[templateLength]float64, zeros int) []float64 {
	dst = dst[:templateLength+zeros]
	for i, v := range template {
		dst[i] = v + templateOffset
	}
	clear(dst[templateLength:])
	return dst
}

// dilate stretches src over dst by linear interpolation, end to end. Both have two points or more. The
// positions are fractions of integers, so a point that falls on one of src is that one exactly, and zeros
// between zeros stay exactly 0.
func dilate(dst, src []float64) {
	gaps := len(dst) - 1
	for i := range dst {
		position := i * (len(src) - 1)
		at, rest := position/gaps, position%gaps
		dst[i] = src[at]
		if rest != 0 {
			share := float64(rest) / float64(gaps)
			dst[i] += float64(share * (src[at+1] - src[at]))
		}
	}
}

// rotate turns src right by k, 0 <= k < len(src), into dst: dst[(i+k) mod n] = src[i].
func rotate(dst, src []float64, k int) {
	copy(dst, src[len(src)-k:])
	copy(dst[k:], src)
}

// shear subtracts a line of the given slope through the middle: slope linspace(-1/2, 1/2).
func shear(x []float64, slope float64) {
	for i := range x {
		x[i] -= float64(slope * (float64(i)/float64(len(x)-1) - 0.5))
	}
}

// gaussianKernel is half a Gaussian filter of standard deviation sd, cut off at 4 sd and normalised: the
// weight at distance i, and kernel[0] + 2 (kernel[1] + ...) = 1.
func gaussianKernel(sd float64) (kernel [smoothingRadius + 1]float64) {
	total := 0.0
	for i := range kernel {
		z := float64(i) / sd
		kernel[i] = math.Exp(-z * z / 2)
		total += kernel[i]
	}
	total += total - kernel[0]
	for i := range kernel {
		kernel[i] /= total
	}
	return kernel
}

// reflect fills the first and last radius points of x by mirroring the ones between about their edges,
// d c b a | a b c d | d c b a.
func reflect(x []float64, radius int) {
	last := len(x) - radius
	for i := range radius {
		x[radius-1-i] = x[radius+i]
		x[last+i] = x[last-1-i]
	}
}

// smooth is the filter's value at the middle of the first 2 smoothingRadius + 1 points of x.
func smooth(x []float64, kernel *[smoothingRadius + 1]float64) float64 {
	x = x[:2*smoothingRadius+1]
	sum := float64(kernel[0] * x[smoothingRadius])
	for i := 1; i < len(kernel); i++ {
		sum += float64(kernel[i] * (x[smoothingRadius-i] + x[smoothingRadius+i]))
	}
	return sum
}
