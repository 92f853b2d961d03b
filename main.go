// Levyscope explores stochastic gradient noise: it trains a network and
// simulates a Levy-driven SDE, live, in the terminal or headless.
package main

import (
	"context"
	"errors"
	"os"
	"syscall"

	"charm.land/fang/v2"

	"levyscope/internal/command"
)

func main() {
	root := command.Explore()
	root.AddCommand(command.Train(), command.Sim(), command.Fit(), command.Replay(), command.Reproduce(), command.Data(), command.Screenshot(), command.Info())
	err := fang.Execute(context.Background(), root, fang.WithVersion(command.Version()), fang.WithNotifySignal(os.Interrupt, syscall.SIGTERM))
	os.Exit(code(err))
}

// code is the exit status: 130 for what the user broke off, 2 where there is no
// terminal for the explorer.
func code(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, command.ErrInterrupted):
		return 130
	case errors.Is(err, command.ErrNoTerminal):
		return 2
	}
	return 1
}
