package traincmd

import (
	"io"
	"time"

	"levyscope/internal/progress"
	"levyscope/train"
)

// ProbeBar shows on a terminal how far a probe is that takes long.
type ProbeBar struct {
	w   io.Writer
	bar *progress.Bar
}

// NewProbeBar returns a bar on w, which draws only if w is a terminal.
func NewProbeBar(w io.Writer) *ProbeBar { return &ProbeBar{w: w, bar: progress.New(w, time.Now)} }

// Show takes every event of a run. It says whether the event only told of progress, which it has
// shown: such an event is not printed. Any other wipes the bar.
func (b *ProbeBar) Show(e train.Event) (shown bool) {
	p, ok := e.(train.Probing)
	if !ok {
		b.bar.Clear()
		b.bar = progress.New(b.w, time.Now) // the time that a probe takes begins with the event before it
		return false
	}
	b.bar.SetWork(float64(p.Done)/float64(p.Batches), int64(p.Done)*int64(p.Batch), "examples of a probe")
	return true
}
