package command

import (
	"levyscope/internal/recording"
	"levyscope/sim"
	"levyscope/train"
	"levyscope/tui"
)

// ParseSim is the configuration that flags of levyscope sim make, found valid.
func ParseSim(args ...string) (sim.Config, error) {
	f := newSimFlags()
	cmd := f.command()
	if err := parseWords(cmd, args); err != nil {
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

// Scenario is what the explorer opens with, and on which screen.
func Scenario(text string) (sim.Config, train.Config, string, error) {
	o := tui.Default()
	o.Sim.Seed, o.Train.Seed = 7, 7
	screen, err := scenario(Explore(), text, &o)
	return o.Sim, o.Train, screen, err
}

// SimText are the lines of a run with those events.
func SimText(both bool, events ...recording.Event) string {
	line := simText(both)
	text := ""
	for _, e := range events {
		text += line(e) + "\n"
	}
	return text
}
