// Package info is levyscope info: what the program runs on.
package info

import (
	"fmt"
	"os"
	"runtime"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/printable"
	"levyscope/tui/settings"
)

// New returns the command. thirdParty is the text that --licences prints.
func New(thirdParty string) *cobra.Command {
	var f cli.Common
	var licences bool
	cmd := &cobra.Command{
		Use:   "info",
		Short: "Show versions and what the terminal can do",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.Check(); err != nil {
				return err
			}
			if licences {
				return cli.PrintLine(cmd.OutOrStdout(), f.Format, licenceObject{linked(), thirdParty}, licenceLines(thirdParty)...)
			}
			object, lines := describe()
			return cli.PrintLine(cmd.OutOrStdout(), f.Format, object, lines...)
		},
	}
	f.Add(cmd, cli.Text)
	cmd.Flags().BoolVar(&licences, "licences", false, "print the modules that are linked, with their licences")
	return cmd
}

// describe returns the facts as an object for JSON, and as a line each.
func describe() (object map[string]string, lines []string) {
	rows := [][2]string{
		{"version", cli.Version()},
		{"go", runtime.Version()},
		{"system", runtime.GOOS + "/" + runtime.GOARCH},
		{"cores", fmt.Sprint(runtime.GOMAXPROCS(0))},
		{"terminal", terminal()},
		{"settings", settingsText()},
		{"TERM", os.Getenv("TERM")},
		{"colour", colorprofile.Detect(os.Stdout, os.Environ()).String()},
	}
	object = map[string]string{}
	lines = make([]string, len(rows))
	for i, r := range rows {
		object[r[0]] = r[1]
		lines[i] = fmt.Sprintf("%-9s %s", r[0], r[1])
	}
	return object, lines
}

// terminal is the size of the terminal on standard output, or why there is none.
func terminal() string {
	if !term.IsTerminal(os.Stdout.Fd()) {
		return "none (standard output is not a terminal)"
	}
	w, h, err := term.GetSize(os.Stdout.Fd())
	if err != nil {
		return "of unknown size"
	}
	return fmt.Sprintf("%dx%d", w, h)
}

// settingsText is where the settings of the explorer are kept, and whether they could be read.
func settingsText() string {
	path, err := settings.Path()
	if err != nil {
		return "not kept: " + printable.Line(err.Error())
	}
	_, _, state := settings.Open(path)
	text := printable.Line(path)
	switch n := len(state.Problems); {
	case !state.Found:
		return text + " (not there: defaults)"
	case n == 1:
		return text + " (read; " + printable.Line(state.Problems[0].String()) + ")"
	case n > 1:
		return fmt.Sprintf("%s (read; %d problems, the first: %s)", text, n, printable.Line(state.Problems[0].String()))
	}
	return text + " (read)"
}
