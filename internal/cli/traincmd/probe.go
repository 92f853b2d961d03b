package traincmd

import (
	"fmt"
	"iter"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/spf13/pflag"

	"levyscope/internal/cli"
	"levyscope/internal/probetime"
	"levyscope/train"
	"levyscope/train/noise"
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
	fl.Var(centreFlag{p}, "probe-centre", "what noise is measured from: full (the gradient over all examples), "+
		"anchor:1000 (over so many\nof them) or differences (of two halves of a minibatch)")
	cli.WholeVar(fl, &p.Keep, "probe-keep", p.Keep, "about how many parameters are counted one by one (arrays of up to "+
		"4096 whole);\n0: all, and of more than 10 million a million")
	fl.StringVar(&f.probeMethod, "probe-method", p.Method.String(), "how a probe keeps the gradients: stream (each "+
		"parameter's noise is counted as it comes, and\njudged) or matrix (all of them, as before; its figures are fewer)")
}

// centreFlag is the flag --probe-centre.
type centreFlag struct{ probe *train.Probe }

// String is the centre, with the examples of an anchor.
func (c centreFlag) String() string {
	if c.probe == nil {
		return noise.Full.String()
	}
	if c.probe.Centre == noise.Anchor {
		return fmt.Sprintf("%s:%d", c.probe.Centre, c.probe.Anchor)
	}
	return c.probe.Centre.String()
}

// Set reads a centre.
func (c centreFlag) Set(text string) error {
	name, examples, anchored := strings.Cut(text, ":")
	centre, err := noise.ParseCentre(name)
	if err != nil {
		return err
	}
	n := 0
	switch {
	case anchored != (centre == noise.Anchor):
		return fmt.Errorf("%q: write anchor with a number of examples, as anchor:1000, and the others without", text)
	case anchored:
		if n, err = strconv.Atoi(examples); err != nil || n < 1 {
			return fmt.Errorf("%q: an anchor has 1 example or more, as anchor:1000", text)
		}
	}
	c.probe.Centre, c.probe.Anchor = centre, n
	return nil
}

// Type names the value in the help.
func (centreFlag) Type() string { return "centre" }

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
