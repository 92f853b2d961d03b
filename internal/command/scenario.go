package command

import (
	"errors"
	"fmt"

	"github.com/mattn/go-shellwords"
	"github.com/spf13/cobra"

	"levyscope/train"
	"levyscope/tui"
)

// scenario opens the explorer on what a command line of levyscope train or sim
// says; it returns the screen that shows it, which opens unless --screen says otherwise.
func scenario(cmd *cobra.Command, text string, o *tui.Options) (screen string, err error) {
	words, err := splitWords(text)
	if err != nil {
		return "", fmt.Errorf("cannot read --scenario: %w", err)
	}
	if len(words) > 0 && words[0] == "levyscope" {
		words = words[1:]
	}
	if len(words) == 0 {
		return "", errors.New(`no command in --scenario: write for example --scenario "sim --alpha 1.5 --eps 0.2"`)
	}
	switch words[0] {
	case "sim":
		screen, err = "simulate", simScenario(cmd, words[1:], o)
	case "train":
		screen, err = "train", trainScenario(words[1:], o)
	default:
		return "", fmt.Errorf("scenario %q is not known: it begins with sim or train, and goes on with the flags of that command", words[0])
	}
	if err != nil {
		return "", fmt.Errorf("scenario %s: %w", words[0], err)
	}
	if !cmd.Flags().Changed("screen") {
		o.Screen = screen
	}
	return screen, nil
}

// splitWords splits as a shell would, but runs and expands nothing.
func splitWords(text string) ([]string, error) {
	p := shellwords.NewParser()
	p.ParseEnv, p.ParseBacktick, p.ParseComment = false, false, false
	words, err := p.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%w in %q: close every quote, and put what has (, ), <, >, &, | or ; in it in quotes", err, text)
	}
	if p.Position >= 0 {
		return nil, fmt.Errorf("a shell would end the command at character %d of %q: put what has <, >, &, | or ; in it in quotes", p.Position+1, text)
	}
	return words, nil
}

// parseWords reads the flags of a subcommand.
func parseWords(cmd *cobra.Command, words []string) error {
	if err := cmd.ParseFlags(words); err != nil {
		return err
	}
	if extra := cmd.Flags().Args(); len(extra) > 0 {
		return fmt.Errorf("word %q belongs to no flag: write --name value", extra[0])
	}
	return nil
}

// simScenario sets the simulation that the explorer opens with.
func simScenario(root *cobra.Command, words []string, o *tui.Options) error {
	f := newSimFlags()
	f.seed = o.Sim.Seed
	sub := f.command()
	if err := parseWords(sub, words); err != nil {
		return err
	}
	if err := f.settle(sub); err != nil {
		return err
	}
	f.parsed = newSimParsed(root.Context(), root.InOrStdin())
	for _, flag := range []string{"sweep", "format", "exits", "script", "steps"} {
		if f.given[flag] {
			return fmt.Errorf("flag --%s is for levyscope sim: the explorer has no use for it, leave it out", flag)
		}
	}
	if f.both() {
		return errors.New("method both is for levyscope sim: the explorer shows one, use direct or accelerated")
	}
	cfg, err := f.config()
	if err != nil {
		return err
	}
	if err := cfg.Validate(); err != nil {
		return err
	}
	if !f.given["seed"] {
		cfg.Seed = o.Sim.Seed
	}
	cfg.Particle, cfg.Steps, cfg.Quantum, cfg.Every, cfg.Slots = true, 0, o.Sim.Quantum, o.Sim.Every, o.Sim.Slots
	o.Sim = cfg
	return nil
}

// trainScenario sets the run that the explorer opens with.
func trainScenario(words []string, o *tui.Options) error {
	f := &trainFlags{}
	sub := f.command()
	if err := parseWords(sub, words); err != nil {
		return err
	}
	given := sub.Flags().Changed
	for _, flag := range []string{"format", "script", "timing", "capture", "capture-out"} {
		if given(flag) {
			return fmt.Errorf("flag --%s is for levyscope train: the explorer has no use for it, leave it out", flag)
		}
	}
	cfg, err := f.config()
	if err != nil {
		return err
	}
	usual := train.Default()
	if !given("seed") {
		cfg.Seed = o.Train.Seed
	}
	if !given("steps") {
		cfg.Steps = usual.Steps
	}
	if !given("progress-every") {
		cfg.ProgressEvery = usual.ProgressEvery
	}
	o.Train = cfg
	return nil
}
