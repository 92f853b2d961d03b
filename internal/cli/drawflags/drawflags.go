// Package drawflags are the flags that choose a probe or a burst of a run that trains elsewhere.
package drawflags

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"levyscope/internal/draws"
	"levyscope/train/watch"
	"levyscope/train/watch/stream"
)

// Flags choose the draws of a run that trains elsewhere.
type Flags struct {
	probe, burst string // a step, or last; "" is not given
	rank         int
	least, most  int
}

// last is the --probe or --burst of the last one.
const last = "last"

// Names are the names of the flags.
var Names = []string{"probe", "burst", "rank", "least-draws", "burst-steps"}

// Add adds the flags.
func (f *Flags) Add(fl *pflag.FlagSet) {
	d := watch.Default()
	fl.StringVar(&f.probe, "probe", "", "of a run's folder (levyscope hook): the probe at this step, or last\n"+
		"(default: the last one that has --least-draws, without any the last burst)")
	fl.StringVar(&f.burst, "burst", "", "of a run's folder: the burst that has this step, or last; a trajectory, which\n"+
		"contains drift")
	fl.IntVar(&f.rank, "rank", 0, "of a run's folder: the process whose gradients are read")
	fl.IntVar(&f.least, "least-draws", d.LeastDraws, "of a run's folder: draws that the last probe or burst has at least")
	fl.IntVar(&f.most, "burst-steps", d.Burst, "of a run's folder: steps at which a longer burst is cut")
}

// Choice reads the flags.
func (f *Flags) Choice() (c draws.Choice, err error) {
	c = draws.Choice{Rank: f.rank, Step: draws.Last, Least: f.least, Most: f.most}
	switch {
	case f.probe != "" && f.burst != "":
		return c, fmt.Errorf("--probe and --burst choose one of two: give one of them")
	case f.least < 1:
		return c, fmt.Errorf("--least-draws %d: at least 1", f.least)
	case f.most < 1:
		return c, fmt.Errorf("--burst-steps %d: at least 1", f.most)
	case f.rank < 0:
		return c, fmt.Errorf("--rank %d: ranks count from 0", f.rank)
	case f.probe != "":
		c.Kind = draws.Probe
		c.Step, err = stepOf("--probe", f.probe)
	case f.burst != "":
		c.Kind = draws.Burst
		c.Step, err = stepOf("--burst", f.burst)
	}
	return c, err
}

// stepOf reads the value of --probe or --burst.
func stepOf(flag, text string) (int, error) {
	if text == last {
		return draws.Last, nil
	}
	k, err := strconv.Atoi(text)
	if err != nil || k < 0 {
		return 0, fmt.Errorf("%s %.40q: a step (from 0), or last", flag, text)
	}
	return k, nil
}

// IsRun says that the hook of a run writes into that folder.
func IsRun(path string) bool {
	found, err := stream.Discover(path)
	return err == nil && len(found) == 1 && found[0].Folder == path
}

// Refuse refuses the flags where no run's folder is read.
func (f *Flags) Refuse(cmd *cobra.Command, path string) error {
	for _, name := range Names {
		if cmd.Flags().Changed(name) {
			return fmt.Errorf("--%s is for the folder of a run that levyscope hook records, and %s is none", name, path)
		}
	}
	return nil
}

// Read reads the chosen draws of a run.
func (f *Flags) Read(ctx context.Context, path string) (*draws.Draws, error) {
	c, err := f.Choice()
	if err != nil {
		return nil, err
	}
	d, err := draws.Read(ctx, path, c)
	if err != nil {
		return nil, fmt.Errorf("%s %w", path, err)
	}
	return d, nil
}
