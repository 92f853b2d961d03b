package replay

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/cli/watchcmd"
	"levyscope/internal/export"
	"levyscope/internal/printable"
)

// watched prints the events of a job that trained elsewhere as they were recorded: a computation of another program
// cannot be made again. Where its folder is there, what that gives is compared with them.
func watched(cmd *cobra.Command, path string, run *cli.Recording, format cli.Format, folder string) error {
	if format != cli.JSON {
		return errors.New("a job that trained elsewhere is not computed again, and its events are printed as they were " +
			"recorded: leave out --format text; levyscope watch FOLDER --once --format text reads its folder again")
	}
	text, err := run.Text()
	if err != nil {
		return err
	}
	defer text.Close()
	n := 0
	err = export.Lines(cmd.Context(), text, func(_ int, line []byte) error {
		n++
		_, err := cmd.OutOrStdout().Write(append(line, '\n'))
		return err
	})
	if errors.Is(err, context.Canceled) {
		return cli.ErrInterrupted
	}
	if err != nil {
		return err
	}
	cfg := watchcmd.Config(*run.Watch, folder)
	name := printable.Line(cfg.Folder)
	note := func(format string, args ...any) {
		fmt.Fprintf(cmd.ErrOrStderr(), "levyscope: "+format+"\n", args...)
	}
	if _, err := os.Stat(cfg.Folder); err != nil && folder == "" {
		note("the job's folder %s is not here: its %d events were checked for their form only; --folder names it elsewhere",
			name, n)
		return nil
	}
	again, err := run.Text()
	if err != nil {
		return err
	}
	defer again.Close()
	c, err := watchcmd.Compare(cmd.Context(), again, cfg)
	if err != nil {
		return err
	}
	note("%s gives %d of %d comparable events again, and the same; %d are not given again (removed since, or of bursts "+
		"that this reading does not judge)", name, c.Same, c.Events, c.Missing)
	if c.Line > 0 {
		return fmt.Errorf("%s differs from what %s gives at line %d (%s): the folder was changed, another build recorded "+
			"it, or the file was edited", path, cfg.Folder, c.Line, c.What)
	}
	return nil
}
