package simcmd

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/record"
	"levyscope/internal/rng"
	"levyscope/internal/sweep"
	"levyscope/sim"
)

// grid is a sweep that was found valid. A point is read anew when its turn comes:
// a hundred thousand configurations may not fit in memory.
type grid struct {
	sweep.Grid
	flags *flags
	dim   int
	sides []string // names of all ways out, of any point
	paths int      // of all points
	wells int      // most basins of any point in the domain wells
}

// checkGrid reads and validates every point, so that none fails after others ran.
func (f *flags) checkGrid(r *runner, sweeps sweep.Grid) (*grid, error) {
	if f.cfg.Particle || f.script != "" {
		return nil, errors.New("a sweep runs ensembles only: leave out --particle and --script, or --sweep")
	}
	base, err := f.config()
	if err != nil {
		return nil, err
	}
	g := &grid{Grid: sweeps, flags: f, dim: len(base.Controls.Alpha)}
	known := map[string]bool{} // names of ways out
	for i := range sweeps.Len() {
		if err := r.ctx.Err(); err != nil {
			return nil, err
		}
		flags, cfg, at, err := g.point(i)
		if err != nil {
			return nil, err
		}
		if err := flags.validate(cfg); err != nil {
			return nil, fmt.Errorf("point %d of the sweep, %s: %w", i+1, at, err)
		}
		g.paths += f.pathsOf(cfg)
		g.wells = max(g.wells, wellsOf(cfg.Controls))
		for _, name := range cfg.Controls.SideNames() {
			if !known[name] {
				known[name] = true
				g.sides = append(g.sides, name)
			}
		}
	}
	return g, nil
}

// point are the flags and the configuration at point i, not validated.
func (g *grid) point(i int) (flags *flags, cfg sim.Config, at sweep.Point, err error) {
	at = g.Point(i)
	if flags, err = g.flags.at(at.Names, at.Values, g.dim); err != nil {
		return nil, cfg, at, err
	}
	if !flags.common {
		flags.Seed = rng.Derived(flags.Seed, g.streamOf(i))
	}
	if cfg, err = flags.config(); err != nil {
		return nil, cfg, at, fmt.Errorf("point %d of the sweep, %s: %w", i+1, at, err)
	}
	return flags, cfg, at, nil
}

// streamOf numbers the streams of random numbers of the points: it is i, but for a sweep over seeds,
// which the user chose, so that points that differ in nothing else have the number of the first.
func (g *grid) streamOf(i int) uint64 {
	stream, unit := uint64(0), uint64(1)
	for j := len(g.Grid) - 1; j >= 0; j-- {
		n := g.Grid[j].Len()
		if g.Grid[j].Name != "seed" {
			stream += uint64(i%n) * unit
			unit *= uint64(n)
		}
		i /= n
	}
	return stream
}

// runGrid runs all points, one after another.
func (f *flags) runGrid(cmd *cobra.Command, r *runner, sweeps sweep.Grid) error {
	g, err := f.checkGrid(r, sweeps)
	if err != nil {
		return err
	}
	w := cmd.OutOrStdout()
	switch r.total = g.paths; f.Format {
	case cli.CSV:
		r.out = newCSVTable(w, columns{
			parameters: g.Names(), exits: f.cfg.Exits, both: f.both(), common: f.common, seed: f.Seed, sides: g.sides,
			wells: g.wells,
		})
	case cli.Text:
		r.out = cli.NewPrinter(w, cli.Text, newSweepText(g, f.both()))
	default:
		r.out = cli.NewPrinter(w, cli.JSON, nil)
	}
	finished := 0
	for i := range g.Len() {
		if err = f.runPoint(r, g, i); err != nil {
			break
		}
		finished++
	}
	if err != nil && r.ctx.Err() == nil {
		return err
	}
	return errors.Join(r.print(sweepDone{finished, g.Len(), f.common, err != nil}), err)
}

// runPoint runs point i and prints it, also if it is interrupted.
func (f *flags) runPoint(r *runner, g *grid, i int) error {
	_, cfg, at, err := g.point(i)
	if err != nil {
		return err
	}
	var visits *sim.Transitions // up to the last event
	done, compared, err := f.runMethods(r, cfg, func(e record.Event) error {
		switch e := e.(type) {
		case sim.Exited:
			return r.print(exitAt{e.Exit, at, cfg.Controls.SideNames()})
		case sim.Statistics:
			visits = e.Transitions
		}
		return nil
	})
	if done == nil {
		return err
	}
	p := point{at, cfg.Seed, *done, visits}
	if compared == nil {
		return errors.Join(r.print(p), err)
	}
	p.Partial = p.Partial || compared.Partial
	return errors.Join(r.print(comparedPoint{p, *compared}), err)
}
