package watchcmd

import (
	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/cli/explore"
	"levyscope/train/watch"
	"levyscope/tui"
)

// errNoTerminal is the error of the explorer without a terminal.
type errNoTerminal struct{ folder string }

// Error names what does the same headless.
func (e errNoTerminal) Error() string {
	return "the explorer needs a terminal on standard input and output; without one, levyscope watch " + e.folder +
		" --format text (or json) does the same headless"
}

// Is says that it is a cli.ErrNoTerminal.
func (errNoTerminal) Is(target error) bool { return target == cli.ErrNoTerminal }

// explore opens the explorer on the run, or on the runs that the folder holds.
func (f *flags) explore(cmd *cobra.Command, cfg watch.Config) error {
	if err := f.Remembered.Check(); err != nil {
		return err
	}
	if !f.plain && !explore.OnTerminal() {
		return errNoTerminal{cfg.Folder}
	}
	runs, err := discover(cmd.Context(), cfg.Folder)
	if err != nil {
		return err
	}
	o := tui.Default()
	o.Screen, o.Watch = "watch", &cfg
	for _, r := range runs {
		o.Runs = append(o.Runs, r.Folder)
	}
	f.Remembered.Apply(cmd.Flags(), &o)
	if f.plain {
		return explore.Plain(cmd, o)
	}
	return explore.Open(cmd, o)
}
