// Levyscope explores stochastic gradient noise: it trains a network and
// simulates a Levy-driven SDE, live, in the terminal or headless.
package main

import (
	"context"
	"os"
	"syscall"

	"charm.land/fang/v2"

	"levyscope/internal/cli"
	"levyscope/internal/cli/datacmd"
	"levyscope/internal/cli/explore"
	"levyscope/internal/cli/fitcmd"
	"levyscope/internal/cli/info"
	"levyscope/internal/cli/replay"
	"levyscope/internal/cli/reproduce"
	"levyscope/internal/cli/resume"
	"levyscope/internal/cli/screenshotcmd"
	"levyscope/internal/cli/simcmd"
	"levyscope/internal/cli/traincmd"
)

func main() {
	root := explore.New()
	root.AddCommand(traincmd.New(), simcmd.New(), fitcmd.New(), replay.New(), resume.New(), reproduce.New(),
		datacmd.New(), screenshotcmd.New(), info.New())
	guard(root)
	err := fang.Execute(context.Background(), root, fang.WithVersion(cli.Version()),
		fang.WithNotifySignal(os.Interrupt, syscall.SIGTERM), fang.WithErrorHandler(showError))
	os.Exit(cli.ExitCode(err))
}
