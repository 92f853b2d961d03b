package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"levyscope/internal/recording"
	"levyscope/internal/sweep"
	"levyscope/sim"
)

// parameters are those of a point of a sweep, in the order of the sweeps.
type parameters struct {
	names  []string
	values []float64
}

// MarshalJSON writes an object.
func (p parameters) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, name := range p.names {
		if i > 0 {
			b = append(b, ',')
		}
		key, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		b = append(append(b, key...), ':')
		b = strconv.AppendFloat(b, p.values[i], 'g', -1, 64)
	}
	return append(b, '}'), nil
}

func (p parameters) String() string {
	parts := make([]string, len(p.names))
	for i, name := range p.names {
		parts[i] = fmt.Sprintf("%s = %s", name, decimal(p.values[i]))
	}
	return strings.Join(parts, ", ")
}

// point is a finished point of a sweep.
type point struct {
	Parameters parameters `json:"parameters"`
	Seed       uint64     `json:"seed"`
	sim.Done
	Transitions *sim.Transitions `json:"transitions,omitempty"` // in the domain wells
}

// Type names the event.
func (point) Type() string { return "point" }

// comparedPoint is one by both methods.
type comparedPoint struct {
	point
	Comparison comparison `json:"comparison"`
}

// sweepDone is the last event of a sweep.
type sweepDone struct {
	Points  int  `json:"points"` // that ran to their end
	Of      int  `json:"of"`
	Partial bool `json:"partial"` // interrupted
}

// Type names the event.
func (sweepDone) Type() string { return "done" }

// grid is a sweep that was found valid. Points are read anew when their turn comes:
// a hundred thousand configurations may not fit in memory.
type grid struct {
	sweep.Grid
	flags *simFlags
	dim   int
	sides []string // names of all ways out, of any point
	paths int      // of all points
	wells int      // most basins of any point in the domain wells
}

// checkGrid reads and validates every point, so that none fails after others ran.
func (f *simFlags) checkGrid(r *simRun, sweeps sweep.Grid) (*grid, error) {
	if f.cfg.Particle || f.from != "" {
		return nil, errors.New("a sweep runs ensembles only: leave out --particle and --script, or --sweep")
	}
	base, err := f.config()
	if err != nil {
		return nil, err
	}
	g := &grid{Grid: sweeps, flags: f, dim: len(base.Controls.Alpha)}
	seen := map[string]bool{}
	for i := range sweeps.Len() {
		if err := r.ctx.Err(); err != nil {
			return nil, err
		}
		cfg, at, err := g.point(i)
		if err != nil {
			return nil, err
		}
		if err := f.validate(cfg); err != nil {
			return nil, fmt.Errorf("point %d of the sweep, %s: %w", i+1, at, err)
		}
		g.paths += f.pathsOf(cfg)
		g.wells = max(g.wells, wellsOf(cfg.Controls))
		for _, name := range cfg.Controls.SideNames() {
			if !seen[name] {
				seen[name] = true
				g.sides = append(g.sides, name)
			}
		}
	}
	return g, nil
}

// point is the configuration at point i.
func (g *grid) point(i int) (sim.Config, parameters, error) {
	at := parameters{g.Names(), make([]float64, len(g.Grid))}
	g.At(at.values, i)
	flags, err := g.flags.at(at.names, at.values, g.dim)
	if err != nil {
		return sim.Config{}, at, err
	}
	cfg, err := flags.config()
	if err != nil {
		return cfg, at, fmt.Errorf("point %d of the sweep, %s: %w", i+1, at, err)
	}
	return cfg, at, nil
}

// runGrid runs all points, one after another.
func (f *simFlags) runGrid(cmd *cobra.Command, r *simRun, sweeps sweep.Grid) error {
	g, err := f.checkGrid(r, sweeps)
	if err != nil {
		return err
	}
	w := cmd.OutOrStdout()
	switch r.total = g.paths; f.format {
	case "csv":
		r.out = newSimCSV(w, csvColumns{parameters: g.Names(), exits: f.cfg.Exits, both: f.both(), seed: f.seed, sides: g.sides, wells: g.wells})
	case "text":
		r.out = newPrinter(w, "text", simTable(g, f.both()))
	default:
		r.out = newPrinter(w, "json", nil)
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
	return errors.Join(r.print(sweepDone{finished, g.Len(), err != nil}), err)
}

// runPoint runs point i and prints it, also if it is interrupted.
func (f *simFlags) runPoint(r *simRun, g *grid, i int) error {
	cfg, at, err := g.point(i)
	if err != nil {
		return err
	}
	var visits *sim.Transitions // up to the last event
	done, compared, err := f.runMethods(r, cfg, func(e recording.Event) error {
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

// exitAt is the exit of a path of a point.
type exitAt struct {
	sim.Exit
	Parameters parameters `json:"parameters"`
	names      []string   // of the ways out
}

// Type names the event.
func (exitAt) Type() string { return "exit" }

// sideOf is the name of a way out of those names.
func sideOf(side int, names []string) string {
	if side < 0 || side >= len(names) {
		return ""
	}
	return names[side]
}

// sidesBy are the counts of the ways out called names, of those that a run has; -1 of others.
func sidesBy(names []string, d sim.Done) []int {
	out := make([]int, len(names))
	for i, name := range names {
		out[i] = -1
		if j := slices.Index(d.SideNames, name); j >= 0 && j < len(d.Sides) {
			out[i] = d.Sides[j]
		}
	}
	return out
}
