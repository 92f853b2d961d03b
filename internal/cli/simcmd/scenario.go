package simcmd

import (
	"context"
	"errors"
	"fmt"
	"io"

	"levyscope/internal/cli"
	"levyscope/sim"
)

// headless are the flags that a simulation in the explorer has no use for.
var headless = []string{
	"sweep", "format", "exits", "script", "steps", commonNoise, "record", "record-zstd", "part", "out", "force",
}

// Scenario is the configuration of a simulation in the explorer with those flags
// of levyscope sim, found valid. Its seed, where they give none, and how often it
// tells of its particle and its ensemble are those of opens. Samples of a noise
// are read from stdin where a flag says so, until ctx ends.
func Scenario(ctx context.Context, stdin io.Reader, words []string, opens sim.Config) (sim.Config, error) {
	f := newFlags()
	cmd := f.command()
	if err := cli.ParseFlags(cmd, words); err != nil {
		return sim.Config{}, err
	}
	if err := f.settle(cmd); err != nil {
		return sim.Config{}, err
	}
	f.reader = newTextReader(ctx, stdin)
	for _, flag := range headless {
		if f.given[flag] {
			return sim.Config{}, fmt.Errorf("flag --%s is for levyscope sim: "+
				"the explorer has no use for it, leave it out", flag)
		}
	}
	if f.both() {
		return sim.Config{}, errors.New("method both is for levyscope sim: " +
			"the explorer shows one, use direct or accelerated")
	}
	if !f.given["seed"] {
		f.Seed = opens.Seed
	}
	cfg, err := f.config()
	if err != nil {
		return cfg, err
	}
	if err := cfg.Validate(); err != nil {
		return cfg, err
	}
	if err := f.checkIdle(cfg, true); err != nil {
		return cfg, err
	}
	cfg.Particle, cfg.Steps, cfg.Quantum, cfg.Every, cfg.Slots = true, 0, opens.Quantum, opens.Every, opens.Slots
	return cfg, nil
}
