package command

import (
	"errors"
	"fmt"
	"os"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"levyscope/tui"
	"levyscope/tui/theme"
	"levyscope/tui/trainscreen"
)

// ErrNoTerminal is the error of the explorer without a terminal.
var ErrNoTerminal = errors.New("the explorer needs a terminal on standard input and output; without one, levyscope train and levyscope sim do the same headless, and levyscope --plain prints a line a second")

// Explore is the root command: the explorer.
func Explore() *cobra.Command {
	var seed uint64
	var screen, glyphs, record, opens string
	var plain, reduced bool
	cmd := &cobra.Command{
		Use:   "levyscope",
		Short: "Explore stochastic gradient noise in the terminal",
		Long: "Trains a real network and simulates a Levy-driven SDE, live: change the learning-rate decay with a key and\n" +
			"watch tail indices, jumps and escapes. Press ? for the keys.",
		Example: "levyscope\n" +
			"levyscope --scenario \"sim --potential doublewell:left=1,right=2 --alpha 1.5 --eps 0.2\"",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o := tui.Default()
			o.Train.Seed, o.Sim.Seed, o.Screen, o.ReducedMotion, o.Record = seed, seed, screen, reduced, record
			if opens != "" {
				shown, err := scenario(cmd, opens, &o)
				if err != nil {
					return err
				}
				if plain && shown != "train" {
					return errors.New("option --plain trains: without pictures, simulate with levyscope sim --format text and the flags of the scenario")
				}
			}
			if plain {
				return trainscreen.Plain(cmd.Context(), o.Train, cmd.OutOrStdout())
			}
			var err error
			if o.Glyphs, err = chosenGlyphs(glyphs); err != nil {
				return err
			}
			if !term.IsTerminal(os.Stdin.Fd()) || !term.IsTerminal(os.Stdout.Fd()) {
				return ErrNoTerminal
			}
			err = tui.Run(cmd.Context(), o)
			if errors.Is(err, tea.ErrInterrupted) || cmd.Context().Err() != nil {
				return ErrInterrupted
			}
			return err
		},
	}
	fl := cmd.Flags()
	seedVar(fl, &seed)
	fl.StringVar(&screen, "screen", "train", "first screen: "+strings.Join(tui.Screens(), " or "))
	fl.StringVar(&opens, "scenario", "", "what to open: \"sim\" or \"train\" with flags of that command, in quotes")
	fl.StringVar(&glyphs, "glyphs", "auto", "braille, halfblock or ascii")
	fl.StringVar(&record, "record", "", "directory for recordings of every run, for levyscope replay")
	fl.BoolVar(&plain, "plain", false, "no pictures: train, and print a line a second")
	fl.BoolVar(&reduced, "reduced-motion", false, "two pictures a second")
	return cmd
}

// chosenGlyphs reads --glyphs; auto is braille in a UTF-8 locale on a terminal
// that is likely to have a font for it.
func chosenGlyphs(s string) (theme.Glyphs, error) {
	if s != "auto" {
		g, err := theme.ParseGlyphs(s)
		if err != nil {
			return g, fmt.Errorf("--glyphs: %w", err)
		}
		return g, nil
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if v = strings.ToLower(v); !strings.Contains(v, "utf-8") && !strings.Contains(v, "utf8") {
				return theme.ASCII, nil
			}
			break
		}
	}
	switch os.Getenv("TERM") {
	case "dumb", "linux":
		return theme.ASCII, nil
	}
	return theme.Braille, nil
}
