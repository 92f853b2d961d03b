package train

import "math"

// AtomShare is the largest share of exact zeros among the minibatch gradients of a
// parameter whose noise is taken for that of a law without point masses.
//
// If every example of a minibatch leaves a ReLU unit off, the gradient g of its weights is
// exactly 0, and their noise g - grad L is exactly -grad L: a point mass. Every estimator
// that takes it for noise reports its distance from the rest as a heavy tail. So zeros are
// counted before the full gradient is subtracted, and parameters with a larger share of
// them are set apart: they enter no figure but their own, and no count of jumps. What an
// atom of a share of 5 % does to alpha-hat of a Gaussian with 1024 minibatches and K1 = 32
// lies within a fifth of the standard error of one parameter.
const AtomShare = .05

// Atoms describes the exact zeros among the gradients of one array's parameters.
type Atoms struct {
	Apart      int        `json:"apart"`       // parameters set apart: share of zeros above AtomShare, and not dead
	ApartShare float64    `json:"apart_share"` // median share of zeros among those; NaN without any
	Shares     [5]float64 `json:"shares"`      // of zeros, over parameters that are not dead: 5, 25, 50, 75, 95 %
}

// atoms summarises the shares of zeros of the parameters [from, to).
func (p *gauge) atoms(from, to int) Atoms {
	var all, apart []float64
	for i := from; i < to; i++ {
		if p.sigma[i] == 0 {
			continue
		}
		all = append(all, p.zeros[i])
		if p.apart[i] {
			apart = append(apart, p.zeros[i])
		}
	}
	a := Atoms{Apart: len(apart), ApartShare: quantile(apart, .5)}
	for i, q := range quantiles {
		a.Shares[i] = quantile(all, q)
	}
	return a
}

// Idle parameters have an effect on hardly any example.
const (
	idleExamples   = .95 // share of the examples that leave an idle parameter's gradient at exactly 0, at least
	collapsedIdle  = .8  // share of idle parameters in a collapsed network, at least
	collapsedClass = .99 // share of the training examples that it gives one class, at least
)

// idle is the share of all parameters that are idle, by minibatches of the given size. A
// minibatch leaves a gradient at 0 where each of its examples does, which for independent
// examples has the probability q^batch; q, the share of such examples, is found from that.
// A parameter with a gradient that is constant, but not 0, is not idle.
func (p *gauge) idle(batch int) float64 {
	least := math.Pow(idleExamples, float64(batch))
	n := 0
	for _, share := range p.zeros {
		if share >= least {
			n++
		}
	}
	return float64(n) / float64(len(p.zeros))
}
