package simcmd

import (
	"context"
	"encoding/json"
	"errors"
	"iter"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/shard"
	"levyscope/internal/sweep"
	"levyscope/sim"
	"levyscope/sim/problem"
)

// oneRun is a run of a command line: of a point of a sweep, from 0, by one method.
type oneRun struct {
	Type   string         `json:"type"` // "run"
	Point  int            `json:"point"`
	Method problem.Method `json:"method"`

	config sim.Config
	unit   int // the number of its slot 0 among the slots of all points
}

// heldBy says whether the part has paths of the run.
func (o oneRun) heldBy(p shard.Part) bool {
	slots := o.config.MostParts()
	return (p.I-1-o.unit%p.Of+p.Of)%p.Of < slots
}

// runs are all runs of a command line that was found valid, in their order.
type runs struct {
	flags *flags
	grid  *grid // nil for a single configuration
	units int   // slots of all points
	paths int   // of all runs
}

// newRuns checks the command line for what cannot be divided, and counts its units.
func (f *flags) newRuns(r *runner, sweeps sweep.Grid) (*runs, error) {
	if f.cfg.Particle || f.script != "" {
		return nil, errors.New("a part is of an ensemble: leave out --particle and --script, or --part")
	}
	if f.record.Dir() != "" {
		return nil, errors.New("a part has a file of its own, --out: leave out --record, or --part")
	}
	all := &runs{flags: f}
	if len(sweeps) > 0 {
		g, err := f.checkGrid(r, sweeps)
		if err != nil {
			return nil, err
		}
		all.grid = g
	}
	if all.grid == nil {
		cfg, err := f.config()
		if err != nil {
			return nil, err
		}
		if err := f.validate(cfg); err != nil {
			return nil, err
		}
	}
	for one, err := range all.each() {
		if err != nil {
			return nil, err
		}
		all.units = max(all.units, one.unit+one.config.MostParts())
		all.paths += one.config.Paths
	}
	return all, nil
}

// points is the number of points.
func (a *runs) points() int {
	if a.grid == nil {
		return 1
	}
	return a.grid.Len()
}

// config is the configuration of a point.
func (a *runs) config(point int) (cfg sim.Config, err error) {
	if a.grid == nil {
		return a.flags.config()
	}
	_, cfg, _, err = a.grid.point(point)
	return cfg, err
}

// each yields all runs.
func (a *runs) each() iter.Seq2[oneRun, error] {
	return func(yield func(oneRun, error) bool) {
		unit := 0
		for i := range a.points() {
			cfg, err := a.config(i)
			if err != nil {
				yield(oneRun{}, err)
				return
			}
			if !yield(oneRun{"run", i, cfg.Method, cfg, unit}, nil) {
				return
			}
			if a.flags.both() {
				other := accelerated(cfg)
				if !yield(oneRun{"run", i, other.Method, other, unit}, nil) {
					return
				}
			}
			unit += cfg.MostParts()
		}
	}
}

// configs are the configurations of all points.
func (a *runs) configs() ([]sim.Config, error) {
	out := make([]sim.Config, a.points())
	for i := range out {
		var err error
		if out[i], err = a.config(i); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// detail says that the counts after each quantum are printed, or the exits as they come.
func (a *runs) detail() bool {
	return a.flags.cfg.Exits || a.flags.Format == cli.JSON && a.grid == nil
}

// runPart computes a part of all runs.
func (f *flags) runPart(cmd *cobra.Command, r *runner, sweeps sweep.Grid) error {
	all, err := f.newRuns(r, sweeps)
	if err != nil {
		return err
	}
	configs, err := all.configs()
	if err != nil {
		return err
	}
	return f.part.Write(cmd, all.units, configs, func(w *shard.Writer, p shard.Part) error {
		r.total = max(1, all.paths/p.Of)
		for one, err := range all.each() {
			if err != nil {
				return err
			}
			if !one.heldBy(p) {
				continue
			}
			if err := r.writePart(w, p, one, all.detail()); err != nil {
				return err
			}
		}
		return nil
	})
}

// writePart computes the part p of one run.
func (r *runner) writePart(w *shard.Writer, p shard.Part, one oneRun, detail bool) error {
	if err := w.Line(one); err != nil {
		return err
	}
	part := sim.Part{
		Holds:  func(slot int) bool { return p.Holds(one.unit + slot) },
		Detail: detail,
		Progress: func(paths, steps int) {
			r.bar.SetWork(min(1, float64(r.ended+paths)/float64(r.total)), r.steps+int64(steps), "path-steps")
		},
	}
	for t, err := range sim.RunPart(r.ctx, one.config, part) {
		if err != nil {
			return err
		}
		if err := w.Line(t); err != nil {
			return err
		}
		if t.Last {
			r.ended += t.AllPaths
			r.steps += int64(t.AllSteps)
		}
	}
	return nil
}

// Merge prints what the command line of the parts prints when nothing is divided.
func Merge(cmd *cobra.Command, set *shard.Set) error {
	f := newFlags()
	own := f.command()
	own.SetContext(cmd.Context())
	own.SetOut(cmd.OutOrStdout())
	own.SetErr(cmd.ErrOrStderr())
	own.SetIn(cmd.InOrStdin())
	if err := cli.ParseFlags(own, set.Header().Arguments); err != nil {
		return err
	}
	return f.execute(own, func(r *runner, sweeps sweep.Grid) error { return f.gather(r, sweeps, set) })
}

// gather adds up the tallies of all parts, from which r then takes the events of its runs.
func (f *flags) gather(r *runner, sweeps sweep.Grid, set *shard.Set) error {
	all, err := f.newRuns(r, sweeps)
	if err != nil {
		return err
	}
	configs, err := all.configs()
	if err != nil {
		return err
	}
	if err := cli.SameConfigs(set.Header(), configs); err != nil {
		return err
	}
	type key struct {
		point  int
		method problem.Method
	}
	gathered := map[key]*sim.Gathered{}
	var order []*sim.Gathered
	for one, err := range all.each() {
		if err != nil {
			return err
		}
		g, err := sim.NewGathered(one.config, all.detail())
		if err != nil {
			return err
		}
		gathered[key{one.Point, one.Method}] = g
		order = append(order, g)
	}
	for _, file := range set.Files {
		var into *sim.Gathered
		err := file.Lines(func(line []byte) error {
			if err := r.ctx.Err(); err != nil {
				return err
			}
			var what oneRun
			if err := json.Unmarshal(line, &what); err != nil {
				return err
			}
			if what.Type == "run" {
				into = gathered[key{what.Point, what.Method}]
				return nil
			}
			if into == nil {
				return errors.New("a tally of no run that the arguments ask for: the file is damaged")
			}
			var t sim.Tally
			if err := json.Unmarshal(line, &t); err != nil {
				return err
			}
			return into.Add(t)
		})
		if err != nil {
			return err
		}
	}
	r.events = func(ctx context.Context, _ sim.Config) iter.Seq2[sim.Event, error] {
		next := order[0]
		order = order[1:]
		return sim.RunGathered(ctx, next)
	}
	return nil
}
