// Package replay is levyscope replay: the events of a recorded run, computed again.
package replay

import (
	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/cli/simcmd"
	"levyscope/internal/cli/traincmd"
	"levyscope/internal/record"
	"levyscope/sim"
	"levyscope/train"
)

// New returns the command.
func New() *cobra.Command {
	var f cli.Common
	cmd := &cobra.Command{
		Use:   "replay FILE",
		Short: "Compute a recorded run again, its changes of the controls included",
		Long: "Reads a recording (the NDJSON of levyscope train or sim, or what the explorer wrote with --record), " +
			"runs the\nsame engine with the same configuration and the recorded changes, " +
			"and prints the events: the same, byte for byte.",
		Example: "levyscope train > run.ndjson && levyscope replay run.ndjson | cmp - run.ndjson",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.Check(); err != nil {
				return err
			}
			run, err := cli.ReadRecording(args[0])
			if err != nil {
				return err
			}
			return replay(cmd, run, f.Format)
		},
	}
	f.AddFormat(cmd, cli.JSON)
	cmd.Flags().Uint64("seed", 0, "ignored: the recording has its own seed")
	return cmd
}

// replay prints as many events as the recording has: it may have been cut off.
func replay(cmd *cobra.Command, run *record.Run, format cli.Format) error {
	left := run.Events
	if run.Sim != nil {
		p := cli.NewPrinter(cmd.OutOrStdout(), format, simcmd.Text())
		return cli.Drain(sim.Run(cmd.Context(), *run.Sim, nil), p, func(e sim.Event) (record.Event, bool) {
			left--
			return e, left > 0
		})
	}
	p := cli.NewPrinter(cmd.OutOrStdout(), format, traincmd.Text)
	bar := traincmd.NewProbeBar(cmd.ErrOrStderr())
	return cli.Drain(train.Run(cmd.Context(), *run.Train, nil), p, func(e train.Event) (record.Event, bool) {
		if bar.Show(e) {
			return nil, true
		}
		left--
		switch e := e.(type) {
		case train.Done:
			return traincmd.Done{Done: e}, left > 0
		case train.Diverged:
			return e, true // the iterator ends in its error, which the replay ends in as well
		}
		return e, left > 0
	})
}
