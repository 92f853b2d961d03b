package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"levyscope/internal/screenshot"
	"levyscope/tui"
)

// Screenshot is levyscope screenshot: a screen of the explorer as a picture.
func Screenshot() *cobra.Command {
	var f common
	var screen, size, opens, out string
	var steps int
	var force bool
	cmd := &cobra.Command{
		Use:   "screenshot --out FILE.svg",
		Short: "Draw a screen of the explorer as SVG, after a number of steps",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.check(); err != nil {
				return err
			}
			var w, h int
			var junk string
			if n, _ := fmt.Sscanf(size, "%dx%d%s", &w, &h, &junk); n != 2 || w > 1000 || h > 1000 {
				return fmt.Errorf("--size: %q is not a size; write for example 120x36, at most 1000x1000", size)
			}
			if _, err := os.Stat(out); err == nil && !force {
				return fmt.Errorf("%s exists: choose another name, or --force to replace it: %w", out, fs.ErrExist)
			} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			o := tui.Default()
			o.Screen, o.Train.Seed, o.Sim.Seed = screen, f.seed, f.seed
			if opens != "" {
				if _, err := scenario(cmd, opens, &o); err != nil {
					return err
				}
			}
			text, err := tui.Snapshot(cmd.Context(), o, w, h, steps)
			if err != nil {
				return err
			}
			if err := os.WriteFile(out, screenshot.SVG(text, w, h), 0o644); err != nil {
				return err
			}
			if f.format == "json" {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(map[string]string{"wrote": out})
			}
			fmt.Fprintln(cmd.OutOrStdout(), out)
			return nil
		},
	}
	f.add(cmd, "text")
	cmd.Flags().StringVar(&screen, "screen", "train", strings.Join(tui.Screens(), " or "))
	cmd.Flags().StringVar(&opens, "scenario", "", "what to show: \"sim\" or \"train\" with flags of that command, in quotes")
	cmd.Flags().StringVar(&size, "size", "120x36", "of the terminal, columns x rows")
	wholeVar(cmd.Flags(), &steps, "steps", 6000, "steps before the picture")
	cmd.Flags().StringVar(&out, "out", "", "file to write")
	cmd.Flags().BoolVar(&force, "force", false, "replace the file if it exists")
	if err := cmd.MarkFlagRequired("out"); err != nil {
		panic(err)
	}
	return cmd
}
