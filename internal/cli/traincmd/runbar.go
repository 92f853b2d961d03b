package traincmd

import (
	"fmt"
	"io"
	"time"

	"github.com/charmbracelet/x/term"

	"levyscope/internal/cli"
	"levyscope/internal/progress"
	"levyscope/train"
)

// runBar shows on a terminal how far a run is, and while a probe takes long how far that is.
type runBar struct {
	probe *ProbeBar
	run   *progress.Bar // nil where the lines of the output would break it
	steps int64         // of the run; 0: without end
}

// newRunBar returns a bar on stderr, for a run of so many steps whose events go to stdout.
func newRunBar(stderr, stdout io.Writer, format cli.Format, steps int) *runBar {
	b := &runBar{probe: NewProbeBar(stderr), steps: int64(steps)}
	file, ok := stdout.(interface{ Fd() uintptr })
	if format != cli.JSON || !ok || !term.IsTerminal(file.Fd()) { // only JSON has a line for every few steps
		b.run = progress.New(stderr, time.Now)
	}
	return b
}

// Show takes every event of a run, before it is printed. It says whether the event only told of progress.
func (b *runBar) Show(e train.Event) (shown bool) {
	p, ok := e.(train.Progress)
	if b.run == nil || !ok {
		if b.run != nil {
			b.run.Clear()
		}
		return b.probe.Show(e)
	}
	b.probe.Show(e)
	b.run.SetSteps(int64(p.Step)+1, b.steps, fmt.Sprintf("loss %.4g", p.Loss))
	return false
}
