package exportcmd

import (
	"context"
	"errors"
	"io"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/cli/drawflags"
	"levyscope/internal/cli/watchcmd"
	"levyscope/internal/export"
	"levyscope/internal/printable"
	"levyscope/internal/record"
	"levyscope/train/watch"
)

// watched exports the folder of a run that trains elsewhere: its events, as levyscope watch --once makes them, or the
// gradients of a probe or burst.
func (f *flags) watched(cmd *cobra.Command, path string, form format) error {
	if form == asNPY || form == asNPZ {
		return f.gradients(cmd, path, form)
	}
	for _, name := range drawflags.Names {
		if name != "rank" && cmd.Flags().Changed(name) {
			return errors.New("--" + name + " chooses the gradients of --format npy or npz: leave it out with " + form.name())
		}
	}
	c, err := f.draws.Choice()
	if err != nil {
		return err
	}
	cfg := watch.Default()
	cfg.Folder, cfg.Rank, cfg.Once = path, c.Rank, true
	return f.write(cmd, folder{cmd.Context(), cfg}, record.WatchEngine, nil, form)
}

// gradients writes those of the chosen probe or burst.
func (f *flags) gradients(cmd *cobra.Command, path string, form format) error {
	if cmd.Flags().Changed("step") {
		return errors.New("--step chooses a probe of a recording: of a run's folder give --probe or --burst")
	}
	if f.out == "" {
		if file, ok := cmd.OutOrStdout().(interface{ Fd() uintptr }); ok && term.IsTerminal(file.Fd()) {
			return errors.New("an array is no text for a terminal: give --out FILE, or redirect standard output")
		}
	}
	d, err := f.draws.Read(cmd.Context(), path)
	if err != nil {
		return err
	}
	write := export.WriteDrawsNPY
	if form == asNPZ {
		write = export.WriteDrawsNPZ
	}
	_, err = io.WriteString(cmd.ErrOrStderr(), "levyscope: "+printable.Line(d.Words())+"\n")
	if err != nil {
		return err
	}
	if f.out == "" {
		return write(printable.Raw(cmd.OutOrStdout()), d)
	}
	if err := cli.CheckOutput(f.out, f.force); err != nil {
		return err
	}
	return cli.WriteFile(cmd.Context(), f.out, f.force, func(w io.Writer) error { return write(w, d) })
}

// folder is the text of the events of a run's folder.
type folder struct {
	ctx context.Context
	cfg watch.Config
}

// Text begins to read the folder.
func (f folder) Text() (io.ReadCloser, error) {
	ctx, cancel := context.WithCancel(f.ctx)
	r, w := io.Pipe()
	go func() {
		out := record.NewEncoder(w)
		for e, err := range watchcmd.Events(ctx, f.cfg) {
			if err == nil {
				err = out.Encode(e)
			}
			if err != nil {
				w.CloseWithError(err)
				return
			}
		}
		w.CloseWithError(out.Flush())
	}()
	return &pipe{r, cancel}, nil
}

// pipe ends its writer when it is closed.
type pipe struct {
	*io.PipeReader
	cancel context.CancelFunc
}

// Close ends the writer.
func (p *pipe) Close() error {
	p.cancel()
	return p.PipeReader.Close()
}
