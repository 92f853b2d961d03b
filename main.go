// Levyscope explores stochastic gradient noise: it trains a network and
// simulates a Levy-driven SDE, live, in the terminal or headless.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"charm.land/fang/v2"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/cli/datacmd"
	"levyscope/internal/cli/explore"
	"levyscope/internal/cli/exportcmd"
	"levyscope/internal/cli/fitcmd"
	"levyscope/internal/cli/info"
	"levyscope/internal/cli/mergecmd"
	"levyscope/internal/cli/replay"
	"levyscope/internal/cli/reproduce"
	"levyscope/internal/cli/resume"
	"levyscope/internal/cli/screenshotcmd"
	"levyscope/internal/cli/simcmd"
	"levyscope/internal/cli/slurmcmd"
	"levyscope/internal/cli/traincmd"
	"levyscope/internal/cli/watchcmd"
	"levyscope/internal/printable"
	"levyscope/internal/stop"
)

func main() { os.Exit(run()) }

// tree is the tree of the commands.
func tree() *cobra.Command {
	root := explore.New()
	root.AddCommand(traincmd.New(), simcmd.New(), watchcmd.New(), watchcmd.NewHook(), fitcmd.New(), replay.New(),
		resume.New(), reproduce.New(), datacmd.New(), exportcmd.New(), screenshotcmd.New(), slurmcmd.New(), mergecmd.New(),
		info.New(thirdParty))
	guard(root)
	return root
}

// run runs the command of the command line and returns the exit status.
func run() int {
	out, onTerminal := cli.NewStdout(os.Stdout), term.IsTerminal(os.Stdin.Fd())
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) // so that writing to a pipe without a reader is an error
	ctx, watcher := stop.Watch(context.Background(), out, endNow)
	defer watcher.Close()
	root := tree()
	root.SetOut(out)
	var kept error
	keepEnds(ctx, out, root, &kept)
	err := fang.Execute(ctx, root, fang.WithVersion(cli.Version()), fang.WithErrorHandler(
		func(w io.Writer, styles fang.Styles, err error) {
			if told := cli.Told(err); told != nil {
				showError(w, styles, told)
			}
		}))
	if err == nil {
		err = cli.Final(ctx, out, kept)
		if told := cli.Told(err); told != nil {
			fmt.Fprintln(os.Stderr, "levyscope: "+printable.Error(told))
		}
	}
	if err != nil && onTerminal && !term.IsTerminal(os.Stdin.Fd()) {
		err = errors.Join(cli.ErrHangup, err) // it was closed: the command met the end of its input before SIGHUP
	}
	return cli.ExitCode(ctx, err)
}

// keepEnds keeps the errors of a command that was interrupted, or whose output is lost, from fang: to show an error in
// colours it asks the terminal for its background, and a terminal that is gone does not answer.
func keepEnds(ctx context.Context, out *cli.Stdout, cmd *cobra.Command, kept *error) {
	if do := cmd.RunE; do != nil {
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			err := do(cmd, args)
			if ctx.Err() == nil && out.Err() == nil && !errors.Is(err, cli.ErrHangup) {
				return err
			}
			*kept = err
			return nil
		}
	}
	for _, below := range cmd.Commands() {
		keepEnds(ctx, out, below, kept)
	}
}

// endNow ends the program where it is: at a second signal, or because it did not end in time after the first one.
func endNow(status int, again bool) {
	if !again {
		told := make(chan struct{})
		go func() {
			defer close(told)
			fmt.Fprintln(os.Stderr, "levyscope: interrupted: nothing more is printed")
		}()
		select {
		case <-told:
		case <-time.After(20 * time.Millisecond): // the terminal takes nothing
		}
	}
	os.Exit(status)
}
