package command

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/spf13/cobra"

	"levyscope/internal/experiment"
	"levyscope/internal/recording"
)

// Reproduce is levyscope reproduce: checks against theory and known figures.
func Reproduce() *cobra.Command {
	var f common
	var about []string
	for _, e := range experiment.All() {
		about = append(about, fmt.Sprintf("  %-10s %s", e.ID, e.About))
	}
	cmd := &cobra.Command{
		Use:   "reproduce [ID ...]",
		Short: "Compute known figures again, each with its verdict",
		Long:  "Runs the named checks, or all of them, and ends in non-zero if one fails.\n\n" + strings.Join(about, "\n"),
		RunE: func(cmd *cobra.Command, ids []string) error {
			if err := f.check(); err != nil {
				return err
			}
			return reproduce(cmd, f, ids)
		},
	}
	f.add(cmd, "text")
	return cmd
}

// verdict is a row of an experiment as an event.
type verdict struct {
	ID string `json:"id"`
	experiment.Row
	Sigmas float64 `json:"sigmas"` // (got - reference)/se, both errors counted
	OK     bool    `json:"ok"`
}

func newVerdict(id string, r experiment.Row) verdict { return verdict{id, r, r.Sigmas(), r.OK()} }

// Type names the event.
func (verdict) Type() string { return "verdict" }

func reproduce(cmd *cobra.Command, f common, ids []string) error {
	var chosen []experiment.Experiment
	for _, id := range ids {
		e, err := experiment.Find(id)
		if err != nil {
			return err
		}
		chosen = append(chosen, e)
	}
	if len(ids) == 0 {
		chosen = experiment.All()
	}
	p := newPrinter(cmd.OutOrStdout(), f.format, verdictText)
	failed := 0
	for _, e := range chosen {
		if f.format == "text" {
			fmt.Fprintf(cmd.OutOrStdout(), "%s: %s\n  %-40s %22s %20s %8s %12s\n", e.ID, e.About, "", "here", "reference", "sigmas", "formula")
		}
		rows, err := e.Run(cmd.Context(), f.seed)
		if err != nil {
			if cmd.Context().Err() != nil {
				return ErrInterrupted
			}
			return fmt.Errorf("%s: %w", e.ID, err)
		}
		for _, row := range rows {
			if !row.OK() {
				failed++
			}
			if err := p.print(newVerdict(e.ID, row)); err != nil {
				return err
			}
		}
	}
	if err := p.close(); err != nil {
		return err
	}
	if failed > 0 {
		return errors.New(plural(failed, "figure is", "figures are") + " not where they should be")
	}
	return nil
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func verdictText(e recording.Event) string {
	v := e.(verdict)
	mark := "ok"
	switch {
	case !v.OK:
		mark = fmt.Sprintf("NOT within %.4g to %.4g", v.Low, v.High)
	case !v.Held():
		mark = "shown"
	}
	sigmas := ""
	if !math.IsNaN(v.Sigmas) {
		sigmas = fmt.Sprintf("%+.1f", v.Sigmas)
	}
	return fmt.Sprintf("  %-40s %22s %20s %8s %12s  %s", v.What, withError(v.Got, v.SE), withError(v.Reference, v.ReferenceSE), sigmas, withError(v.Formula, math.NaN()), mark)
}

// withError is v, with its standard error where it has one; nothing if v is NaN.
func withError(v, se float64) string {
	switch {
	case math.IsNaN(v):
		return ""
	case math.IsNaN(se) || se == 0:
		return fmt.Sprintf("%.5g", v)
	}
	return fmt.Sprintf("%.5g +- %.2g", v, se)
}
