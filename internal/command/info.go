package command

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
)

// Info is levyscope info: what it runs on.
func Info() *cobra.Command {
	var f common
	cmd := &cobra.Command{
		Use:   "info",
		Short: "Show versions and what the terminal can do",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.check(); err != nil {
				return err
			}
			return printInfo(cmd, f.format)
		},
	}
	f.add(cmd, "text")
	return cmd
}

func printInfo(cmd *cobra.Command, format string) error {
	rows := [][2]string{
		{"version", Version()},
		{"go", runtime.Version()},
		{"system", runtime.GOOS + "/" + runtime.GOARCH},
		{"cores", fmt.Sprint(runtime.GOMAXPROCS(0))},
		{"terminal", terminalText()},
		{"TERM", os.Getenv("TERM")},
		{"colour", colorprofile.Detect(os.Stdout, os.Environ()).String()},
	}
	if format == "json" {
		m := map[string]string{}
		for _, r := range rows {
			m[r[0]] = r[1]
		}
		line, err := json.Marshal(m)
		if err != nil {
			return err
		}
		fmt.Fprintln(cmd.OutOrStdout(), string(line))
		return nil
	}
	for _, r := range rows {
		fmt.Fprintf(cmd.OutOrStdout(), "%-9s %s\n", r[0], r[1])
	}
	return nil
}

// Version is the module's version and revision, as the build recorded them.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	version := info.Main.Version
	if version == "" {
		version = "(devel)"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			version += " " + s.Value[:min(12, len(s.Value))]
		}
	}
	return version
}

func terminalText() string {
	if !term.IsTerminal(os.Stdout.Fd()) {
		return "none (standard output is not a terminal)"
	}
	w, h, err := term.GetSize(os.Stdout.Fd())
	if err != nil {
		return "of unknown size"
	}
	return fmt.Sprintf("%dx%d", w, h)
}
