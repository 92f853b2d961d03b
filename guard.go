package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"levyscope/internal/printable"
)

// guard makes what the commands below root write harmless for a terminal, whatever names of files, columns, parameters
// and arguments are in it: their standard output and error pass through a printable.Writer. Help, which is styled,
// has no text from outside but the topic that it does not know.
func guard(root *cobra.Command) {
	root.PersistentPreRun = func(cmd *cobra.Command, args []string) {
		switch {
		case cmd.Name() == "help" || strings.HasPrefix(cmd.Name(), cobra.ShellCompRequestCmd):
			for i, arg := range slices.Clone(args) {
				args[i] = printable.Line(arg)
			}
			return
		case cmd != root: // the error of root itself is styled, see showError
			cmd.SetErr(printable.NewWriter(cmd.ErrOrStderr()))
		}
		cmd.SetOut(printable.NewWriter(cmd.OutOrStdout()))
	}
}
