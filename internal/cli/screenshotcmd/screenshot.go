// Package screenshotcmd is levyscope screenshot: a screen of the explorer as a picture.
package screenshotcmd

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/cli/scenario"
	"levyscope/internal/screenshot"
	"levyscope/tui"
	"levyscope/tui/theme"
)

// flags are the flags of levyscope screenshot.
type flags struct {
	cli.Common
	screen   string
	size     string // columns x rows
	scenario string
	out      string // a file
	steps    int
	theme    string
	glyphs   string
	force    bool
}

// New returns the command.
func New() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "screenshot --out FILE.svg|FILE.png",
		Short: "Draw a screen of the explorer as SVG or PNG, after a number of steps",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return f.run(cmd) },
	}
	f.Add(cmd, cli.Text)
	fl := cmd.Flags()
	fl.StringVar(&f.screen, "screen", "train", strings.Join(tui.Screens(), " or "))
	fl.StringVar(&f.scenario, "scenario", "", "what to show: \"sim\" or \"train\" with flags of that command, in quotes")
	fl.StringVar(&f.size, "size", "120x36", "of the terminal, columns x rows")
	cli.WholeVar(fl, &f.steps, "steps", 6000, "steps before the picture")
	fl.StringVar(&f.theme, "theme", "dark", "dark or light")
	fl.StringVar(&f.glyphs, "glyphs", "braille", "braille, halfblock or ascii")
	fl.StringVar(&f.out, "out", "", "file to write: PNG where its name ends in .png, else SVG")
	fl.BoolVar(&f.force, "force", false, "replace the file if it exists")
	if err := cmd.MarkFlagRequired("out"); err != nil {
		panic(err)
	}
	return cmd
}

func (f *flags) run(cmd *cobra.Command) error {
	if err := f.Check(); err != nil {
		return err
	}
	w, h, err := parseSize(f.size)
	if err != nil {
		return err
	}
	asPNG := strings.EqualFold(filepath.Ext(f.out), ".png")
	if err := cli.CheckOutput(f.out, f.force); err != nil {
		return err
	}
	o := tui.Default()
	if o.Theme, err = theme.ParseChoice(f.theme); err != nil {
		return fmt.Errorf("--theme: %w", err)
	}
	if o.Glyphs, err = theme.ParseGlyphs(f.glyphs); err != nil {
		return fmt.Errorf("--glyphs: %w", err)
	}
	o.Screen, o.Train.Seed, o.Sim.Seed = f.screen, f.Seed, f.Seed
	if f.scenario != "" {
		if _, err := scenario.Apply(cmd, f.scenario, &o); err != nil {
			return err
		}
	}
	text, err := cli.AwaitFirst(cmd.Context(), func() (string, error) {
		return tui.Snapshot(cmd.Context(), o, w, h, f.steps)
	})
	if err != nil {
		return err
	}
	err = cli.WriteFile(cmd.Context(), f.out, f.force, func(to io.Writer) error {
		p := screenshot.Picture{Text: text, W: w, H: h, Light: !o.Theme.OnDark(true)}
		if asPNG {
			return p.PNG(to)
		}
		_, err := to.Write(p.SVG())
		return err
	})
	if err != nil {
		return err
	}
	return cli.PrintLine(cmd.OutOrStdout(), f.Format, map[string]string{"wrote": f.out}, f.out)
}

// parseSize reads "120x36" as columns and rows. The least size is the explorer's affair.
func parseSize(text string) (w, h int, err error) {
	var rest string
	if n, _ := fmt.Sscanf(text, "%dx%d%s", &w, &h, &rest); n != 2 || w > 1000 || h > 1000 {
		return 0, 0, fmt.Errorf("--size: %q is not a size; write for example 120x36, at most 1000x1000", text)
	}
	return w, h, nil
}
