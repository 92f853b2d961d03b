package command

import (
	"time"

	"github.com/spf13/cobra"

	"levyscope/internal/recording"
	"levyscope/sim"
	"levyscope/train"
)

// Replay is levyscope replay: the events of a recorded run, computed again.
func Replay() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "replay FILE",
		Short: "Compute a recorded run again, its changes of the controls included",
		Long: "Reads a recording (the NDJSON of levyscope train or sim, or what the explorer wrote with --record), runs the\n" +
			"same engine with the same configuration and the recorded changes, and prints the events: the same, byte for byte.",
		Example: "levyscope train > run.ndjson && levyscope replay run.ndjson | cmp - run.ndjson",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f := common{format: format}
			if err := f.check(); err != nil {
				return err
			}
			run, err := readRecording(args[0])
			if err != nil {
				return err
			}
			return replay(cmd, run, format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "json", "json (one event a line) or text")
	cmd.Flags().Uint64("seed", 0, "ignored: the recording has its own seed")
	return cmd
}

func replay(cmd *cobra.Command, run *recording.Run, format string) error {
	left := run.Events
	if run.Sim != nil {
		return drain(sim.Run(cmd.Context(), *run.Sim, nil), newPrinter(cmd.OutOrStdout(), format, simText(false)),
			func(e sim.Event) (recording.Event, bool) {
				left--
				return e, left > 0
			})
	}
	return drain(train.Run(cmd.Context(), *run.Train, nil), newPrinter(cmd.OutOrStdout(), format, trainText),
		func(e train.Event) (recording.Event, bool) {
			left--
			switch e := e.(type) {
			case train.Done:
				return timedDone(e, false, time.Time{}), left > 0
			case train.Diverged:
				return e, true // its error is to come
			}
			return e, left > 0
		})
}
