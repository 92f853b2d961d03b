package traincmd

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/spf13/cobra"

	"levyscope/internal/sweep"
	"levyscope/train"
	"levyscope/train/data"
)

// grid is a sweep that was found valid: each of its points is run with each of its seeds. A point is read anew when its
// turn comes, as a hundred thousand configurations take memory.
type grid struct {
	sweep.Grid
	seeds sweep.Seeds
	flags *flags
	steps int64 // of all runs
	// digest is that of the examples of the data set, data.Source.Digest; empty of a set that is generated.
	digest string
}

// addSweep adds the flags of several runs.
func (f *flags) addSweep(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.seeds, "seeds", "", "several runs: as many seeds from --seed on, as 8, or which, as 1:8 or 1,5,9")
	fl.StringArrayVar(&f.sweeps, "sweep", nil, "a run for each value: eta0=0.01:1:8log, batch=16,64, "+
		"momentum=0:0.9:4lin;\ngiven again: all combinations. Names: "+sweepNames)
}

// several says that runs of several configurations or seeds are asked for.
func (f *flags) several(cmd *cobra.Command) bool {
	return cmd.Flags().Changed("seeds") || cmd.Flags().Changed("sweep")
}

// alone are the flags that several runs have no use for, with what to do instead.
var alone = []struct{ flag, why string }{
	{"script", "a recording changes the very controls of one run: leave it out"},
	{"capture", "the noise of several runs has no place in one file: capture in a single run"},
	{"capture-out", "the noise of several runs has no place in one file: capture in a single run"},
	{"weights-out", "the weights of several runs have no place in one file: write those of a single run"},
	{"iterates-out", "the values of several runs have no place in one file: write those of a single run"},
	{"iterates-chunk", "the values of several runs are not printed: their tail indices are"},
	{"probe-share", "the steps of its probes depend on the machine: use --probe-every"},
	{"record", "a recording holds one run: record a single one, by the seed and the parameters that are printed"},
	{"record-zstd", "a recording holds one run: record a single one, by the seed and the parameters that are printed"},
}

// newGrid reads and validates every point, so that none fails after others ran.
func (f *flags) newGrid(cmd *cobra.Command) (*grid, error) {
	given := cmd.Flags().Changed
	for _, a := range alone {
		if given(a.flag) {
			return nil, fmt.Errorf("--%s beside --seeds or --sweep: %s", a.flag, a.why)
		}
	}
	if err := f.method.contradiction(given); err != nil {
		return nil, err
	}
	sweeps, err := sweep.ParseGrid(f.sweeps)
	if err != nil {
		return nil, err
	}
	g := &grid{Grid: sweeps, flags: f, seeds: sweep.Seeds{f.Seed}}
	if given("seeds") {
		if g.seeds, err = sweep.ParseSeeds(f.seeds, f.Seed); err != nil {
			return nil, err
		}
		if given("seed") && g.seeds[0] != f.Seed {
			return nil, fmt.Errorf("--seed %d beside --seeds %s, which names the seeds: leave one out, "+
				"or give --seeds how many there are from --seed on", f.Seed, f.seeds)
		}
	}
	if points := sweeps.Len(); points > sweep.MaxPoints/len(g.seeds) {
		return nil, fmt.Errorf("%d points with %d seeds are more than %d runs: use fewer", points, len(g.seeds),
			sweep.MaxPoints)
	}
	return g, g.check(cmd.Context(), given("momentum-form"))
}

// check reads and validates all points.
func (g *grid) check(ctx context.Context, formGiven bool) error {
	momentum := false // of any point
	var form train.MomentumForm
	var set *data.Set
	for i := range g.Grid.Len() {
		if err := ctx.Err(); err != nil {
			return err
		}
		cfg, err := g.point(i)
		if err != nil {
			return err
		}
		if set == nil { // all points have the data set of the flags
			if set, err = data.Load(cfg.Data, data.Options{Seed: cfg.Seed, Dir: cfg.DataDir}); err != nil {
				return err
			}
			g.digest = set.Source.Digest
		}
		if err := train.Check(cfg, set); err != nil {
			return g.named(i, err)
		}
		if cfg.Steps == 0 {
			return g.named(i, errors.New("one run of several needs an end: use 1 or more steps"))
		}
		if int64(cfg.Steps) > (math.MaxInt64-g.steps)/int64(len(g.seeds)) {
			return fmt.Errorf("the runs have more than %d steps in all: use fewer", int64(math.MaxInt64))
		}
		g.steps += int64(cfg.Steps) * int64(len(g.seeds))
		momentum = momentum || cfg.Controls.Momentum != 0
		form = cfg.Controls.Form
	}
	if formGiven && !momentum {
		return idleForm(form)
	}
	return nil
}

// point is the configuration at point i with the first seed.
func (g *grid) point(i int) (train.Config, error) {
	at, err := g.flags.at(g.Point(i))
	if err != nil {
		return train.Config{}, err
	}
	cfg, err := at.config()
	if err != nil {
		return cfg, g.named(i, err)
	}
	cfg.Seed = g.seeds[0]
	return cfg, nil
}

// named is an error of point i.
func (g *grid) named(i int, err error) error {
	if len(g.Grid) == 0 {
		return err
	}
	return fmt.Errorf("point %d of the sweep, %s: %w", i+1, g.Point(i), err)
}

// runs is the number of runs.
func (g *grid) runs() int { return g.Grid.Len() * len(g.seeds) }

// run is the configuration of run i, 0 <= i < runs(), and its point: all seeds of a point come one after another.
func (g *grid) run(i int) (cfg train.Config, at sweep.Point, err error) {
	n := len(g.seeds)
	if cfg, err = g.point(i / n); err != nil {
		return cfg, at, err
	}
	cfg.Seed = g.seeds[i%n]
	return cfg, g.Point(i / n), nil
}

// idleForm is the error of a form of momentum without momentum.
func idleForm(form train.MomentumForm) error {
	return fmt.Errorf("--momentum-form %s has no effect without momentum: give --momentum, as --momentum 0.9, "+
		"or leave the form out", form)
}
