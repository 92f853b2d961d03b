package traincmd

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/record"
	"levyscope/internal/shard"
	"levyscope/train"
)

// line is a run in the file of a part. The point is its event, as it is printed.
type line struct {
	Type  string          `json:"type"` // "run"
	Run   int             `json:"run"`  // from 0, in the order of the undivided sweep
	Point json.RawMessage `json:"point"`
}

// configs are the configurations of all runs but for their seeds, with the seeds and the digest of the examples: parts
// of a sweep on files that differ have other configurations.
func (g *grid) configs() (any, error) {
	out := make([]train.Config, g.Grid.Len())
	for i := range out {
		var err error
		if out[i], err = g.point(i); err != nil {
			return nil, err
		}
	}
	return struct {
		Points []train.Config `json:"points"`
		Seeds  []uint64       `json:"seeds"`
		Data   string         `json:"data,omitempty"`
	}{out, g.seeds, g.digest}, nil
}

// writePart computes the runs of the part that is asked for.
func (f *flags) writePart(cmd *cobra.Command, r *runner) error {
	if f.timing {
		return errors.New("--timing beside --part: the speed of a run on another machine is none of the whole, leave it out")
	}
	configs, err := r.configs()
	if err != nil {
		return err
	}
	return f.part.Write(cmd, r.runs(), configs, func(w *shard.Writer, p shard.Part) error {
		r.steps = max(1, r.steps/int64(p.Of)) // about those of the part, for the bar
		for i := range r.runs() {
			if !p.Holds(i) {
				continue
			}
			found, err := r.make(i)
			if err != nil {
				return err
			}
			text, err := record.Append(nil, *found)
			if err != nil {
				return err
			}
			if err := w.Line(line{"run", i, text}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Merge prints what the command line of the parts prints when nothing is divided.
func Merge(cmd *cobra.Command, set *shard.Set) error {
	f := &flags{}
	own := f.command()
	own.SetContext(cmd.Context())
	own.SetOut(cmd.OutOrStdout())
	own.SetErr(cmd.ErrOrStderr())
	if err := cli.ParseFlags(own, set.Header().Arguments); err != nil {
		return err
	}
	if !f.several(own) {
		return errNoSweep
	}
	r, err := f.newRunner(own)
	if err != nil {
		return err
	}
	points, err := r.gather(set)
	if err != nil {
		return err
	}
	return r.finish(r.all(func(i int) (*point, error) { return points[i], r.ctx.Err() }))
}

// gather reads the runs of all parts.
func (r *runner) gather(set *shard.Set) ([]*point, error) {
	configs, err := r.configs()
	if err != nil {
		return nil, err
	}
	if err := cli.SameConfigs(set.Header(), configs); err != nil {
		return nil, err
	}
	points := make([]*point, r.runs())
	for _, file := range set.Files {
		part := shard.Part{I: file.Part, Of: file.Of}
		err := file.Lines(func(text []byte) error {
			if err := r.ctx.Err(); err != nil {
				return err
			}
			var l line
			if err := json.Unmarshal(text, &l); err != nil {
				return err
			}
			if l.Type != "run" || l.Run < 0 || l.Run >= len(points) || !part.Holds(l.Run) || points[l.Run] != nil {
				return fmt.Errorf("run %d has no place in part %s: the file is damaged, compute the part again", l.Run, part)
			}
			p, err := readPoint(l.Point)
			if err != nil {
				return err
			}
			p.Parameters = r.Point(l.Run / len(r.seeds))
			points[l.Run] = p
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for i, p := range points {
		switch {
		case p == nil:
			return nil, fmt.Errorf("run %d is missing in its part: compute part %d again", i, i%set.Header().Of+1)
		case p.Seed != r.seeds[i%len(r.seeds)]:
			return nil, fmt.Errorf("run %d has the seed %d in its part, not %d: the file is damaged", i, p.Seed,
				r.seeds[i%len(r.seeds)])
		}
	}
	return points, nil
}
