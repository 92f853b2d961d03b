// Package replay is levyscope replay: the events of a recorded run, computed again.
package replay

import (
	"fmt"

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
	var dataDir, folder string
	cmd := &cobra.Command{
		Use:   "replay DIR|FILE",
		Short: "Compute a recorded run again, its changes of the controls included",
		Long: "Reads a recording (a folder of --record, or the NDJSON of levyscope train or sim), " +
			"runs the same engine with the\nsame configuration and the recorded changes, " +
			"and prints the events: the same, byte for byte. They are compared as\nthey come; the first one that differs is " +
			"named on standard error, with the reason that is known, and the exit\nstatus is then not zero.\n\n" +
			"A job that trained elsewhere (levyscope watch --record) cannot be computed again: its events are printed as " +
			"they were\nrecorded and, where its folder is there, compared with what that gives now: steps, laws, evaluations " +
			"and commands.",
		Example: "levyscope train > run.ndjson && levyscope replay run.ndjson | cmp - run.ndjson\n" +
			"levyscope train --record run && levyscope replay run > /dev/null",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.Check(); err != nil {
				return err
			}
			run, err := cli.ReadRecording(cmd.Context(), args[0], cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			if run.Watch != nil {
				return watched(cmd, args[0], run, f.Format, folder)
			}
			if folder != "" {
				return fmt.Errorf("--folder is for the recording of a job that trained elsewhere, and %s is none: leave it out",
					args[0])
			}
			if run.Train != nil {
				run.Train.DataHere = dataDir
			}
			check, closer, err := run.Check(cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			defer closer.Close()
			return check.End(replay(cmd, run, check, f.Format))
		},
	}
	f.AddFormat(cmd, cli.JSON)
	cmd.Flags().StringVar(&folder, "folder", "", "of a recorded watch: the job's folder, where it is not where it was")
	traincmd.DataDirVar(cmd.Flags(), &dataDir)
	cmd.Flags().Uint64("seed", 0, "ignored: the recording has its own seed")
	return cmd
}

// replay prints as many events as the recording has: it may have been cut off.
func replay(cmd *cobra.Command, run *cli.Recording, check *cli.Check, format cli.Format) error {
	if run.Sim != nil {
		p := cli.NewPrinter(cmd.OutOrStdout(), format, simcmd.Text())
		events := cli.Concluding(cmd.Context(), sim.Run(cmd.Context(), *run.Sim, nil))
		return cli.Drain(events, p, func(e sim.Event) (record.Event, bool) {
			kept, more := check.Next(e)
			if !kept {
				return nil, more
			}
			return e, more
		})
	}
	if missing := traincmd.MissingKernel(*run.Train); missing != "" {
		fmt.Fprintf(cmd.ErrOrStderr(), "levyscope: %s\n", missing)
	}
	p := cli.NewPrinter(cmd.OutOrStdout(), format, traincmd.Text)
	bar := traincmd.NewProbeBar(cmd.ErrOrStderr())
	events := cli.Concluding(cmd.Context(), train.Run(cmd.Context(), *run.Train, nil))
	return cli.Drain(events, p, func(e train.Event) (record.Event, bool) {
		if bar.Show(e) {
			return nil, true
		}
		_, more := check.Next(e)
		switch e := e.(type) {
		case train.Done:
			return traincmd.Done{Done: e}, more
		case train.Diverged:
			return e, true // the iterator ends in its error, which the replay ends in as well
		}
		return e, more
	})
}
