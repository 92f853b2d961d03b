// Package kesten has the exact tail index of the iterates of SGD in linear regression with an isotropic
// Gaussian design, for iterates that see fresh examples at every step.
//
// With b examples a_1, ..., a_b ~ N(0, sigma^2 I_d) a step, the update of the weights w is a random
// affine map, w <- M w + q, with
//
//	M = (1 - eta lambda) I - (eta/b) sum_i a_i a_i^T,
//
// lambda the weight decay. Where the product of such matrices contracts, w has a stationary law, and its
// tails are powers: P(|<u, w>| > t) ~ C_u t^-alpha in every direction u (Kesten 1973, theorem B). As
// O M O^T has the law of M for every rotation O, the length of M x has the law of |x| times that of the
// first column of M, whatever x, so that E|M_k ... M_1 x|^s = (E|M e_1|^s)^k |x|^s, and alpha is the
// positive root of
//
//	E|M e_1|^alpha = 1.
//
// The first column needs two independent chi-squared variables only: with X of b and Y of d - 1 degrees
// of freedom, c = eta sigma^2/b and p = 1 - eta lambda,
//
//	|M e_1|^2 = (p - c X)^2 + c^2 X Y.
//
// At lambda = 0 the second moment is 1 - 2 c b + c^2 b (b + d + 1), so that alpha = 2 where
// eta = 2 b / (sigma^2 (d + b + 1)). The index falls with eta and d and rises with b. Heavy iterates are
// not heavy gradient noise: at fixed weights the gradient of a minibatch has all moments here.
//
// Source: Kesten 1973; Gurbuzbalaban, Simsekli and Zhu 2021, section 3 (the same moment, theorem on
// the Gaussian design).
package kesten

import (
	"fmt"
	"math"
)

// Highest is the largest index that Index tells from infinity. No sample shows one as high.
const Highest = 100

// Largest bounds Dim and Batch of a Design.
const Largest = 100_000

// Design is linear regression with an isotropic Gaussian design, trained by plain SGD on fresh examples.
type Design struct {
	Dim   int     // d >= 1, numbers of an example, and weights; no constant term
	Batch int     // b >= 1, examples of a step
	Sigma float64 // standard deviation of each number of an example, > 0
	Eta   float64 // learning rate, > 0
	Decay float64 // lambda >= 0, the weight decay
}

// Index is what the theory says of the stationary law of the iterates.
type Index struct {
	// Alpha is the tail index; +Inf where it is above Highest, NaN where there is no stationary law.
	Alpha float64
	// Lyapunov is E ln|M e_1|, the growth of a distance between two runs a step. There is a stationary
	// law where it is negative, and none where it is 0 or more: the iterates run away.
	Lyapunov float64
}

// Stationary says that the iterates have a stationary law.
func (x Index) Stationary() bool { return x.Lyapunov < 0 }

// Validate returns an error that names the first value out of its range.
func (d Design) Validate() error {
	positive := func(v float64) bool { return v > 0 && !math.IsInf(v, 0) }
	switch {
	case d.Dim < 1 || d.Dim > Largest || d.Batch < 1 || d.Batch > Largest:
		return fmt.Errorf("%d numbers and a batch of %d: the tail index is computed for 1 to %d of each",
			d.Dim, d.Batch, Largest)
	case !positive(d.Sigma) || !positive(d.Eta):
		return fmt.Errorf("sigma = %g and eta = %g: use finite numbers above 0", d.Sigma, d.Eta)
	case !(d.Decay >= 0) || math.IsInf(d.Decay, 0):
		return fmt.Errorf("weight decay = %g: use a finite number, 0 or more", d.Decay)
	case math.IsInf(d.scale(), 0) || d.scale() == 0 || math.IsInf(d.keep(), 0):
		return fmt.Errorf("sigma = %g, eta = %g, weight decay = %g: a step has no finite size", d.Sigma, d.Eta, d.Decay)
	}
	return nil
}

// scale is c = eta sigma^2/b.
func (d Design) scale() float64 { return d.Eta * d.Sigma * d.Sigma / float64(d.Batch) }

// keep is p = 1 - eta lambda.
func (d Design) keep() float64 { return 1 - d.Eta*d.Decay }

// Index is the tail index of the design's iterates, to 8 digits where Dim and Batch are below some
// hundreds and to 5 up to Largest. The pitch of the quadrature is halved until two results agree to
// 1e-6: each halving doubles the number of digits. The error is that of Validate.
func (d Design) Index() (Index, error) {
	if err := d.Validate(); err != nil {
		return Index{math.NaN(), math.NaN()}, err
	}
	const (
		coarse = 1. / 8
		levels = 6
		agree  = 1e-6
	)
	found := d.moments(coarse, nil).index()
	for level := 1; level < levels; level++ {
		finer := d.moments(coarse/float64(int(1)<<level), &found).index()
		same := close(found.Lyapunov, finer.Lyapunov, agree) && close(found.Alpha, finer.Alpha, agree)
		found = finer
		if same {
			break
		}
	}
	return found, nil
}

// close says that a and b differ by at most tol of the larger of b and 1, or are both not finite.
func close(a, b, tol float64) bool {
	if math.IsNaN(b) || math.IsInf(b, 0) {
		return math.IsNaN(a) == math.IsNaN(b) && math.IsInf(a, 0) == math.IsInf(b, 0)
	}
	return math.Abs(a-b) <= tol*max(1, math.Abs(b))
}
