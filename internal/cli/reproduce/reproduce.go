// Package reproduce is levyscope reproduce: known figures computed again.
package reproduce

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/experiment"
)

// New returns the command.
func New() *cobra.Command {
	var f cli.Common
	var about []string
	for _, e := range experiment.All() {
		about = append(about, fmt.Sprintf("  %-10s %s", e.ID, e.About))
	}
	cmd := &cobra.Command{
		Use:   "reproduce [ID ...]",
		Short: "Compute known figures again, each with its verdict",
		Long:  "Runs the named checks, or all of them, and ends in non-zero if one fails.\n\n" + strings.Join(about, "\n"),
		RunE: func(cmd *cobra.Command, ids []string) error {
			if err := f.Check(); err != nil {
				return err
			}
			chosen, err := choose(ids)
			if err != nil {
				return err
			}
			return run(cmd, f, chosen)
		},
	}
	f.Add(cmd, cli.Text)
	return cmd
}

// choose returns the experiments of those names, all of them for no names.
func choose(ids []string) (chosen []experiment.Experiment, err error) {
	if len(ids) == 0 {
		return experiment.All(), nil
	}
	for _, id := range ids {
		e, err := experiment.Find(id)
		if err != nil {
			return nil, err
		}
		chosen = append(chosen, e)
	}
	return chosen, nil
}

// run prints a verdict for every row of the experiments. It is an error if one
// is not within its bounds.
func run(cmd *cobra.Command, f cli.Common, chosen []experiment.Experiment) error {
	p := cli.NewPrinter(cmd.OutOrStdout(), f.Format, verdictText)
	failed := 0
	for _, e := range chosen {
		if f.Format == cli.Text {
			if err := printHead(cmd.OutOrStdout(), e); err != nil {
				return err
			}
		}
		rows, err := e.Run(cmd.Context(), f.Seed)
		if err != nil {
			if cmd.Context().Err() != nil {
				return cli.ErrInterrupted
			}
			return fmt.Errorf("%s: %w", e.ID, err)
		}
		for _, row := range rows {
			if !row.OK() {
				failed++
			}
			if err := p.Print(newVerdict(e.ID, row)); err != nil {
				return err
			}
		}
	}
	if err := p.Close(); err != nil {
		return err
	}
	if failed > 0 {
		return errors.New(plural(failed, "figure is", "figures are") + " not where they should be")
	}
	return nil
}

// printHead writes the title of an experiment and the words over its columns.
func printHead(w io.Writer, e experiment.Experiment) error {
	_, err := fmt.Fprintf(w, "%s: %s\n  %-40s %22s %20s %8s %12s\n",
		e.ID, e.About, "", "here", "reference", "sigmas", "formula")
	return err
}

// plural is "1 one" or "n many".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
