// Levyscope explores stochastic gradient noise: it trains a network and
// simulates a Levy-driven SDE, live, in the terminal or headless.
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"syscall"

	"charm.land/fang/v2"
	"github.com/charmbracelet/x/term"

	"levyscope/internal/cli"
	"levyscope/internal/cli/datacmd"
	"levyscope/internal/cli/explore"
	"levyscope/internal/cli/fitcmd"
	"levyscope/internal/cli/info"
	"levyscope/internal/cli/replay"
	"levyscope/internal/cli/reproduce"
	"levyscope/internal/cli/screenshotcmd"
	"levyscope/internal/cli/simcmd"
	"levyscope/internal/cli/traincmd"
	"levyscope/internal/printable"
)

func main() {
	root := explore.New()
	root.AddCommand(traincmd.New(), simcmd.New(), fitcmd.New(), replay.New(), reproduce.New(),
		datacmd.New(), screenshotcmd.New(), info.New())
	err := fang.Execute(context.Background(), root, fang.WithVersion(cli.Version()),
		fang.WithNotifySignal(os.Interrupt, syscall.SIGTERM), fang.WithErrorHandler(showError))
	os.Exit(cli.ExitCode(err))
}

// showError writes the error of a command, in the width of the terminal. It keeps the case of its first word, which can
// be a path or a flag, and what it quotes of files, paths and arguments reaches the terminal harmless.
func showError(w io.Writer, styles fang.Styles, err error) {
	const margin, least = 4, 16
	styles.ErrorText = styles.ErrorText.UnsetTransform()
	if f, ok := w.(term.File); ok {
		if width, _, err := term.GetSize(f.Fd()); err == nil && width > 0 {
			styles.ErrorText = styles.ErrorText.Width(max(least, width-margin))
		}
	}
	fang.DefaultErrorHandler(w, styles, errors.New(printable.Text(err.Error())))
}
