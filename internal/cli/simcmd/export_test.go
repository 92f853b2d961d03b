package simcmd

import (
	"levyscope/internal/cli"
	"levyscope/internal/record"
	"levyscope/sim"
)

// Parse is the configuration that flags of levyscope sim make, found valid.
func Parse(args ...string) (sim.Config, error) {
	f := newFlags()
	cmd := f.command()
	if err := cli.ParseFlags(cmd, args); err != nil {
		return sim.Config{}, err
	}
	if err := f.settle(cmd); err != nil {
		return sim.Config{}, err
	}
	cfg, err := f.config()
	if err != nil {
		return cfg, err
	}
	return cfg, f.validate(cfg)
}

// RunText are the lines of a run with those events.
func RunText(both bool, events ...record.Event) string {
	lines := newRunText(both)
	text := ""
	for _, e := range events {
		text += lines(e) + "\n"
	}
	return text
}
