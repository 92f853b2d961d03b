package traincmd

import (
	"context"
	"errors"

	"levyscope/internal/cli"
)

// Check finds the flags of levyscope train valid, without a run, for a command line whose runs are shared out. It
// returns the format of the output. A single run is refused: it has no parts.
func Check(ctx context.Context, words []string) (cli.Format, error) {
	f := &flags{}
	cmd := f.command()
	cmd.SetContext(ctx)
	if err := cli.ParseFlags(cmd, words); err != nil {
		return 0, err
	}
	if !f.several(cmd) {
		return 0, errors.New("a single run cannot be cut into parts: give --seeds or --sweep for several")
	}
	if err := f.Check(cli.CSV); err != nil {
		return 0, err
	}
	_, err := f.newGrid(cmd)
	return f.Format, err
}
