// Package explore is levyscope without a command: the explorer in the terminal.
package explore

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/cli/scenario"
	"levyscope/internal/stop"
	"levyscope/tui"
)

// flags are the flags of the explorer.
type flags struct {
	seed       uint64
	screen     string
	scenario   string
	record     string // a directory
	compressed bool   // recordings are
	dataDir    string // of data sets
	plain      bool
	Remembered
}

// New returns the root command, which is the explorer.
func New() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "levyscope",
		Short: "Explore stochastic gradient noise in the terminal",
		Long: "Trains a real network and simulates a Levy-driven SDE, live: change the learning-rate decay with a key and\n" +
			"watch tail indices, jumps and escapes. Press ? for the keys.\n\n" +
			"Every command ends in 0, or in 1 on an error, 129, 130 or 143 when SIGHUP, SIGINT or SIGTERM\n" +
			"ended it (what a command has to print is printed, marked partial), 141 when its output is read no more.\n" +
			"A second SIGINT does not wait for the partial result.",
		Example: "levyscope\n" +
			"levyscope --scenario \"sim --potential doublewell:left=1,right=2 --alpha 1.5 --eps 0.2\"",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd) },
	}
	fl := cmd.Flags()
	cli.SeedVar(fl, &f.seed)
	fl.StringVar(&f.dataDir, "data-dir", "", "folder in which the files of data sets are looked for first")
	fl.StringVar(&f.screen, "screen", "train", "first screen: "+strings.Join(tui.Screens(), " or "))
	fl.StringVar(&f.scenario, "scenario", "", "what to open: \"sim\" or \"train\" with flags of that command, in quotes")
	fl.StringVar(&f.record, "record", "", "directory for recordings of every run, for levyscope replay and resume")
	fl.BoolVar(&f.compressed, "record-zstd", false, "compress the events of --record")
	fl.BoolVar(&f.plain, "plain", false, "no pictures: run the engine of the first screen, and print a line a second")
	f.Remembered.Add(fl)
	return cmd
}

func (f *flags) run(cmd *cobra.Command) (err error) {
	o := tui.Default()
	o.Train.Seed, o.Sim.Seed, o.Screen, o.Record = f.seed, f.seed, f.screen, f.record
	if err := f.Remembered.Check(); err != nil {
		return err
	}
	f.Remembered.Apply(cmd.Flags(), &o)
	o.Train.Probe.Share = o.Memory.Settings.ProbeShare
	if f.scenario != "" {
		if _, err := scenario.Apply(cmd, f.scenario, &o); err != nil {
			return err
		}
	}
	if o.Train.DataDir == "" {
		o.Train.DataDir = f.dataDir
	}
	switch {
	case f.compressed && f.record == "":
		return errors.New("--record-zstd compresses recordings: give their directory with --record")
	case f.plain && f.record != "":
		return errors.New("--plain records nothing: leave out --record, or use levyscope train --record")
	}
	o.Compressed = f.compressed
	if f.plain {
		return Plain(cmd, o)
	}
	if !OnTerminal() {
		return cli.ErrNoTerminal
	}
	return Open(cmd, o)
}

// OnTerminal says that the explorer has the terminal that it needs.
func OnTerminal() bool { return term.IsTerminal(os.Stdin.Fd()) && term.IsTerminal(os.Stdout.Fd()) }

// Plain prints a line a second in place of the explorer's pictures.
func Plain(cmd *cobra.Command, o tui.Options) error {
	stop.Conclude(cmd.Context())
	if err := tui.Plain(cmd.Context(), o, cmd.OutOrStdout()); err != nil || cmd.Context().Err() == nil {
		return err
	}
	return cli.ErrEnded
}

// Open shows the explorer until the user quits or a signal ends it.
func Open(cmd *cobra.Command, o tui.Options) error {
	err := tui.Run(cmd.Context(), o)
	switch {
	case cmd.Context().Err() != nil:
		return cli.ErrEnded
	case errors.Is(err, tui.ErrTerminalClosed):
		return fmt.Errorf("%w: %w", err, cli.ErrHangup)
	}
	return err
}
