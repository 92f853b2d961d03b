package traincmd

import (
	"context"
	"errors"

	"levyscope/internal/cli"
)

// Check finds the flags of levyscope train valid, without a run, for a command line whose runs are shared out. A
// single run is refused: it has no parts.
func Check(ctx context.Context, words []string) (d cli.Divisible, err error) {
	f := &flags{}
	cmd := f.command()
	cmd.SetContext(ctx)
	if err := cli.ParseFlags(cmd, words); err != nil {
		return d, err
	}
	if !f.several(cmd) {
		return d, errors.New("a single run cannot be cut into parts: give --seeds or --sweep for several")
	}
	if err := f.Check(cli.CSV); err != nil {
		return d, err
	}
	g, err := f.newGrid(cmd)
	if err != nil {
		return d, err
	}
	configs, err := g.configs()
	return cli.Divisible{Format: f.Format, Units: g.runs(), Configs: configs}, err
}
