package simcmd

import (
	"context"
	"strings"

	"levyscope/internal/cli"
	"levyscope/internal/sweep"
	"levyscope/sim/noise"
)

// Check finds the flags of levyscope sim valid, without a run, for a command line whose parts are computed elsewhere
// and without a standard input. Files that they name have to be regular ones.
func Check(ctx context.Context, words []string) (d cli.Divisible, err error) {
	f := newFlags()
	cmd := f.command()
	cmd.SetContext(ctx)
	cmd.SetIn(strings.NewReader(""))
	if err := cli.ParseFlags(cmd, words); err != nil {
		return d, err
	}
	if err := f.settle(cmd); err != nil {
		return d, err
	}
	if err := f.checkFiles(); err != nil {
		return d, err
	}
	grid, err := sweep.ParseGrid(f.sweeps)
	if err != nil {
		return d, err
	}
	all, err := f.newRuns(&runner{ctx: ctx}, grid)
	if err != nil {
		return d, err
	}
	configs, err := all.configs()
	return cli.Divisible{Format: f.Format, Units: all.units, Configs: configs}, err
}

// checkFiles returns an error for a file of samples that is no regular one, as another process could not read it.
func (f *flags) checkFiles() error {
	for _, text := range f.noise {
		var failed error
		_, _ = noise.Parse(text, func(source string) ([]float64, error) {
			file, _, err := noise.SplitSource(source)
			if err == nil {
				failed = cli.CheckRegular(file)
			}
			return nil, nil
		})
		if failed != nil {
			return failed
		}
	}
	return nil
}
