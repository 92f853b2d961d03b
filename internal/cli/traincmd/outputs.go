package traincmd

import (
	"fmt"

	"levyscope/internal/cli"
)

// checkOutputs is an error, before the run, if a file could not be written after it, or would be written twice or
// over one that is read.
func (f *flags) checkOutputs() error {
	o := cli.Outputs{Force: f.force}
	o.Reads("--script", f.script)
	o.Reads("--weights", f.weights.in)
	if err := o.Note("--record", f.record.Dir()); err != nil {
		return err
	}
	for _, file := range []struct{ by, path string }{
		{"--capture-out", f.captureOut}, {"--weights-out", f.weights.out}, {"--iterates-out", f.iterates.out},
	} {
		if err := o.Note(file.by, file.path); err != nil {
			return err
		}
		if file.path == "" {
			continue
		}
		if err := cli.CheckOutput(file.path, f.force); err != nil {
			return fmt.Errorf("%s: %w", file.by, err)
		}
	}
	return o.Note("--out", f.part.Out())
}
