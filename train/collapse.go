package train

import (
	"context"
	"fmt"
	"slices"

	"levyscope/train/data"
)

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
