package simcmd

import (
	"context"
	"strings"

	"levyscope/internal/cli"
	"levyscope/internal/sweep"
	"levyscope/sim/noise"
)

// Check finds the flags of levyscope sim valid, without a run, for a command line that is run elsewhere and without a
// standard input. It returns the format of the output. Files that they name have to be regular ones.
func Check(ctx context.Context, words []string) (cli.Format, error) {
	f := newFlags()
	cmd := f.command()
	cmd.SetContext(ctx)
	cmd.SetIn(strings.NewReader(""))
	if err := cli.ParseFlags(cmd, words); err != nil {
		return 0, err
	}
	if err := f.settle(cmd); err != nil {
		return 0, err
	}
	if err := f.checkFiles(); err != nil {
		return 0, err
	}
	grid, err := sweep.ParseGrid(f.sweeps)
	if err != nil {
		return 0, err
	}
	if len(grid) > 0 {
		_, err = f.checkGrid(&runner{ctx: ctx}, grid)
		return f.Format, err
	}
	cfg, err := f.config()
	if err != nil {
		return 0, err
	}
	return f.Format, f.validate(cfg)
}

// checkFiles returns an error for a file that is no regular one, as another process could not read it.
func (f *flags) checkFiles() error {
	if f.script != "" {
		if err := cli.CheckRegular(f.script); err != nil {
			return err
		}
	}
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
