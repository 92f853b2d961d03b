package export

import (
	"context"
	"errors"
	"fmt"
	"io"

	"levyscope/internal/plot"
	"levyscope/sim"
)

// panels collect what the figure of a run shows.
type panels interface {
	add(e event)
	figures() ([]*plot.Figure, error)
}

// Figure is the figure of a run. Of a simulation cfg is its configuration with the changes as its script, for the line
// of theory; nil where there is to be none. The error is that of a run that has nothing to draw yet, too.
func Figure(ctx context.Context, r io.Reader, engine string, cfg *sim.Config) (plot.Stack, error) {
	var p panels = &trainPanels{}
	if engine == "sim" {
		p = &simPanels{ctx: ctx, cfg: cfg}
	}
	var events reader
	err := Lines(ctx, r, func(n int, line []byte) error {
		e, err := events.read(line)
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		p.add(e)
		return nil
	})
	if err != nil {
		return nil, err
	}
	figures, err := p.figures()
	if err == nil && len(figures) == 0 {
		err = errors.New("there is nothing to draw yet: the recording has neither steps nor estimates")
	}
	return figures, err
}
