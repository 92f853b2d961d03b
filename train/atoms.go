package train

import (
	"context"
	"fmt"
	"math"
	"slices"

	"levyscope/train/data"
)

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

// Collapse says that a network has collapsed: it has stopped telling its inputs apart, as
// after steps so large that nearly all of its units are off for every example. Two facts
// must hold together: at least 80 % of all parameters are idle (their gradient is exactly 0
// in at least 95 % of the examples), and at least 99 % of the training examples are given
// one class. A fresh network may give all examples one class, and a sparse one may have
// many parameters with atoms; neither does both. The few parameters that still have noise
// have that of the labels alone. So a collapsed network has no tail index and no jumps.
type Collapse struct {
	Idle     float64 `json:"idle"`      // share of idle parameters
	TopClass float64 `json:"top_class"` // share of the training examples that are given the most frequent class
	Caveat   string  `json:"caveat"`    // what that means for the figures
}

// Short says in a line that the network has collapsed, by which facts.
func (c Collapse) Short() string {
	return fmt.Sprintf("lower eta0 and restart; %s of the parameters idle, one class for %s of the examples",
		percent(c.Idle), percent(c.TopClass))
}

// collapse finds out whether the network of the last probe, whose minibatches had the given
// size, has collapsed; nil if not. Classes are counted only where parameters are idle.
func (r *run) collapse(ctx context.Context, batch int) (*Collapse, error) {
	idle := r.prober.left().idle(batch)
	if idle < collapsedIdle {
		return nil, nil
	}
	top, err := r.topClass(ctx)
	if err != nil || !(top >= collapsedClass) {
		return nil, err
	}
	caveat := fmt.Sprintf("the network has collapsed: %s of its parameters have a gradient of exactly 0 in 95 %% of the "+
		"examples or more, and %s of the examples are given one class; what is left is no gradient noise, so there is no "+
		"tail index, and from here on no jump is counted; start again with a smaller learning rate",
		percent(idle), percent(top))
	if r.controls.WeightDecay > 0 {
		caveat += " or weight decay"
	}
	return &Collapse{idle, top, caveat}, nil
}

// percent writes a share without rounding it up to 100 %.
func percent(share float64) string {
	if share == 1 {
		return "100 %"
	}
	return fmt.Sprintf("%.1f %%", min(99.9, 100*share))
}

// topClass is the share of the training examples that the network gives the class that it
// gives most often: the largest accuracy if all labels were the same.
func (r *run) topClass(ctx context.Context) (float64, error) {
	top := 0.0
	for class := range r.set.Classes {
		same := data.Split{X: r.set.Train.X, Y: slices.Repeat([]uint8{uint8(class)}, r.set.Train.Len())}
		_, share, err := r.pass.loss(ctx, r.sgd.w, &same)
		if err != nil {
			return 0, err
		}
		top = max(top, share)
	}
	return top, nil
}

// silence takes the tail indices out of the probe of a collapsed network, and the scales
// that jumps are measured by.
func (p *gauge) silence(est *NoiseEstimate) {
	clear(p.sigma)
	est.WholeNet.Alpha, est.WholeNet.Beyond, est.WholeNet.SE = nan, 0, nan
	for i := range est.Layers {
		l := &est.Layers[i]
		l.Alpha, l.AlphaBeyond, l.AlphaSE, l.AlphaAll, l.AlphaAllSE, l.ParamSE = nan, 0, nan, nan, nan, nan
		l.Pooled, l.PooledBeyond, l.PooledSE = nan, 0, nan
		for q := range l.Quantiles {
			l.Quantiles[q], l.InverseQuantiles[q] = nan, nan
		}
	}
}
