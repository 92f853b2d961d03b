// Levyscope explores stochastic gradient noise: it trains a network and
// simulates a Levy-driven SDE, live, in the terminal or headless.
package main

import (
	"context"
	"errors"
	"os"
	"syscall"

	"charm.land/fang/v2"
	"github.com/spf13/cobra"

	"levyscope/internal/command"
)

func main() {
	root := &cobra.Command{
		Use:   "levyscope",
		Short: "Explore stochastic gradient noise in the terminal",
	}
	root.AddCommand(command.Train(), command.Sim(), command.Replay(), command.Reproduce(), command.Data(), command.Info())
	err := fang.Execute(context.Background(), root, fang.WithVersion(command.Version()), fang.WithNotifySignal(os.Interrupt, syscall.SIGTERM))
	switch {
	case err == nil:
	case errors.Is(err, command.Interrupted):
		os.Exit(130)
	default:
		os.Exit(1)
	}
}
