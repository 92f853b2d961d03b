package exportcmd

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"levyscope/internal/export"
)

// checkArrays refuses flags that do not go with the format: npy and npz have one probe, and the others all.
func (f *flags) checkArrays(cmd *cobra.Command, form format) error {
	arrays := form == asNPY || form == asNPZ
	switch {
	case !arrays && cmd.Flags().Changed("step"):
		return fmt.Errorf("--step chooses a probe for --format npy or npz: leave it out with %s", form.name())
	case !arrays:
		return nil
	case f.step < export.LastProbe:
		return fmt.Errorf("--step %d: give the step of a probe, or -1 for the last one", f.step)
	case len(f.what) > 0:
		return errors.New("--what chooses tables: npy and npz have the captured noise of one probe, leave it out")
	case f.out != "" && !strings.EqualFold(filepath.Ext(f.out), "."+form.name()):
		return fmt.Errorf("--out %s: the format is %s: give a name that ends in .%[2]s", f.out, form.name())
	}
	return nil
}

// arrays writes the captured noise of a probe.
func (f *flags) arrays(cmd *cobra.Command, w io.Writer, r io.Reader, form format) error {
	if f.out == "" {
		if file, ok := cmd.OutOrStdout().(interface{ Fd() uintptr }); ok && term.IsTerminal(file.Fd()) {
			return errors.New("an array is no text for a terminal: give --out FILE, or redirect standard output")
		}
	}
	c, err := export.ReadCaptured(cmd.Context(), r, f.step)
	if err != nil {
		return err
	}
	if form == asNPZ {
		return c.WriteNPZ(w)
	}
	return c.WriteNPY(w)
}
