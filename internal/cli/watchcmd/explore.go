package watchcmd

import (
	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/train/watch"
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

// explore opens the explorer on the run.
func (f *flags) explore(cmd *cobra.Command, cfg watch.Config) error {
	if !onTerminal() {
		return errNoTerminal{cfg.Folder}
	}
	return errNoTerminal{cfg.Folder}
}
