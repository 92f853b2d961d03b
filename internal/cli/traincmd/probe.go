package traincmd

import (
	"iter"
	"sync/atomic"
	"time"

	"github.com/spf13/pflag"

	"levyscope/internal/cli"
	"levyscope/internal/probetime"
	"levyscope/train"
)

// addProbe adds the flags of the probes.
func (f *flags) addProbe(fl *pflag.FlagSet) {
	p := &f.cfg.Probe
	cli.WholeVar(fl, &p.Every, "probe-every", p.Every, "steps between probes of gradient noise; 0: none")
	cli.RealVar(fl, &p.Share, "probe-share", p.Share, "share of the time for probes, in place of --probe-every, in "+
		"[0, 0.9]; the steps at which they\ncome then depend on the machine (a recording keeps them, and replays); "+
		"0: every so many steps")
	cli.WholeVar(fl, &p.Batches, "probe-batches", p.Batches, "minibatches of a probe")
	cli.WholeVar(fl, &p.Block, "probe-block", p.Block, "block size K1 of the log-moment estimator")
	cli.WholeVar(fl, &p.Batch, "probe-batch", p.Batch, "examples in a probe's minibatch; 0: as in training,\n"+
		"where the batch grows at most 2^18 in all minibatches")
	cli.WholeVar(fl, &p.PooledBlock, "pooled-k1", p.PooledBlock,
		"block size K1 of the estimate for the whole net (Simsekli et al. 2019); 0: near the root of its sample size")
	fl.StringVar(&f.probeMethod, "probe-method", p.Method.String(), "how a probe keeps the gradients: stream (each "+
		"parameter's noise is counted as it comes, and\njudged) or matrix (all of them, as before; its figures are fewer)")
}

// WithProbes is the run that begin starts, of the configuration cfg and from controls in force on: where cfg gives
// probes a share of the time, it is asked for them.
func WithProbes(
	cfg train.Config, from train.Controls, begin func(live *atomic.Pointer[train.Controls]) iter.Seq2[train.Event, error],
) iter.Seq2[train.Event, error] {
	var budget *probetime.Budget
	if cfg.Probe.Share > 0 && len(cfg.Script) == 0 {
		budget = probetime.NewBudget(cfg.Probe.Share)
	}
	return probetime.Run(budget, from, nil, time.Now, begin)
}
