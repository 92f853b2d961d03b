// Package scenario opens the explorer on the system or the run that a command
// line of levyscope sim or train describes, as --scenario has it.
package scenario

import (
	"errors"
	"fmt"

	"github.com/mattn/go-shellwords"
	"github.com/spf13/cobra"

	"levyscope/internal/cli/simcmd"
	"levyscope/internal/cli/traincmd"
	"levyscope/tui"
)

// Engine is what a scenario runs.
type Engine uint8

// The engines.
const (
	Train Engine = iota
	Simulate
)

// screenNames are the screens that show the engines.
var screenNames = [...]string{Train: "train", Simulate: "simulate"}

// Apply sets in o what text says, a command line such as "sim --alpha 1.5", with
// or without levyscope before it, and the screen that shows it, unless cmd was
// given --screen. What text does not give stays as in o. A noise of samples on
// the standard input reads that of cmd. Errors begin with the command's name.
func Apply(cmd *cobra.Command, text string, o *tui.Options) (Engine, error) {
	words, err := splitWords(text)
	if err != nil {
		return 0, fmt.Errorf("cannot read --scenario: %w", err)
	}
	if len(words) > 0 && words[0] == "levyscope" {
		words = words[1:]
	}
	if len(words) == 0 {
		return 0, errors.New(`no command in --scenario: write for example --scenario "sim --alpha 1.5 --eps 0.2"`)
	}
	var engine Engine
	switch words[0] {
	case "sim":
		engine = Simulate
		o.Sim, err = simcmd.Scenario(cmd.Context(), cmd.InOrStdin(), words[1:], o.Sim)
	case "train":
		engine = Train
		o.Train, err = traincmd.Scenario(words[1:], o.Train)
	default:
		return 0, fmt.Errorf("scenario %q is not known: it begins with sim or train, "+
			"and goes on with the flags of that command", words[0])
	}
	if err != nil {
		return 0, fmt.Errorf("scenario %s: %w", words[0], err)
	}
	if !cmd.Flags().Changed("screen") {
		o.Screen = screenNames[engine]
	}
	return engine, nil
}

// splitWords splits text as a shell would, but runs and expands nothing.
func splitWords(text string) ([]string, error) {
	p := shellwords.NewParser()
	p.ParseEnv, p.ParseBacktick, p.ParseComment = false, false, false
	words, err := p.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%w in %q: close every quote, "+
			"and put what has (, ), <, >, &, | or ; in it in quotes", err, text)
	}
	if p.Position >= 0 {
		return nil, fmt.Errorf("a shell would end the command at character %d of %q: "+
			"put what has <, >, &, | or ; in it in quotes", p.Position+1, text)
	}
	return words, nil
}
