package simcmd

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"levyscope/internal/spec"
	"levyscope/internal/sweep"
	"levyscope/sim/clock"
	"levyscope/train/schedule"
)

// sweepNames are the names that a sweep may have, as the help lists them.
const sweepNames = "eps, rho, dt, horizon, paths, seed, alpha, sigma, theta, start, " +
	"box (half width of all walls), domain\n" +
	"(its size); alpha_2 and the like for one coordinate; " +
	"schedule.gamma, potential.left, noise.cut, noise_2.cut and the\n" +
	"like for a parameter inside a specification"

// at is a copy of f with the parameters of those names at those values; n is the number of
// coordinates.
func (f *flags) at(names []string, values []float64, n int) (*flags, error) {
	g := *f
	g.given = maps.Clone(f.given)
	g.noise = append([]string(nil), f.noise...)
	for i, name := range names {
		if err := g.set(name, values[i], n); err != nil {
			return nil, fmt.Errorf("sweep %s: %w", name, err)
		}
	}
	return &g, nil
}

// set gives one parameter a value.
func (f *flags) set(name string, v float64, n int) (err error) {
	if of, inside, ok := strings.Cut(name, "."); ok {
		return f.setInside(of, inside, v)
	}
	base, coordinate, err := indexed(name, n)
	if err != nil {
		return err
	}
	text := sweep.Decimal(v)
	if list := f.list(base); list != nil {
		if base == "box" {
			text = sweep.Decimal(-v) + ":" + text
		}
		*list, err = replaceElement(*list, coordinate, text, n)
		f.given[base] = true
		return err
	}
	if coordinate >= 0 {
		return unknownSweep(name)
	}
	switch name {
	case "eps":
		f.eps = text
	case "rho":
		f.rho = text
	case "dt":
		f.cfg.Dt = v
	case "horizon":
		f.cfg.Horizon = v
	case "paths":
		f.cfg.Paths, err = sweep.Whole[int](v)
	case "seed":
		f.Seed, err = sweep.Whole[uint64](v)
	case "domain":
		size := spec.FirstName(f.domain)
		if isHalfline(f.domain) {
			size = "a"
		}
		if size == "" {
			return fmt.Errorf("domain %q has no size: give one as in --domain ball:r=1", f.domain)
		}
		err = sweep.Edit(&f.domain, size, v)
	default:
		return unknownSweep(name)
	}
	f.given[name] = true
	return err
}

// unknownSweep is the error of a name that is not among sweepNames.
func unknownSweep(name string) error {
	return fmt.Errorf("parameter %q is not known: use %s", name, strings.ReplaceAll(sweepNames, "\n", " "))
}

// list is the text of the flag of that name with a value for each coordinate, or nil.
func (f *flags) list(name string) *string {
	switch name {
	case "alpha":
		return &f.alpha
	case "sigma":
		return &f.sigma
	case "theta":
		return &f.theta
	case "start":
		return &f.start
	case "box":
		return &f.box
	}
	return nil
}

// indexed takes "alpha_2" apart into alpha and 1; the coordinate is -1 where there is none.
func indexed(name string, n int) (base string, coordinate int, err error) {
	base, index, found := strings.Cut(name, "_")
	if !found {
		return name, -1, nil
	}
	i, err := strconv.Atoi(index)
	if err != nil || i < 1 || i > n {
		return base, 0, fmt.Errorf("there is no coordinate %q: they are numbered from 1 to %d", index, n)
	}
	return base, i - 1, nil
}

// replaceElement puts text in the place of one element of a list for n coordinates, or of all.
func replaceElement(list string, coordinate int, text string, n int) (string, error) {
	if coordinate < 0 {
		return text, nil
	}
	if list == "" {
		return "", fmt.Errorf("nothing is given for the other coordinates: give the list as well")
	}
	parts := spread(strings.Split(list, ","), n)
	if coordinate >= len(parts) {
		return "", fmt.Errorf("the list %s has no value %d: give one for each coordinate", list, coordinate+1)
	}
	parts[coordinate] = text
	return strings.Join(parts, ","), nil
}

// setInside gives a parameter inside the text of a specification a value. Whether the specification then is valid is
// seen when the point is read, after all its parameters are set.
func (f *flags) setInside(of, name string, v float64) error {
	base, coordinate, err := indexed(of, max(1, len(f.noise)))
	if err != nil {
		return err
	}
	switch {
	case base == "schedule" && coordinate < 0:
		if name == "eta0" && f.time == clock.SDE.String() {
			return fmt.Errorf("parameter eta0 of the schedule has no effect in SDE time, where only eta(k)/eta0 counts: " +
				"sweep another parameter, or use --time iteration")
		}
		if s, err := schedule.Parse(f.schedule); err == nil { // a bare number has a name for it then
			f.schedule = s.String()
		}
		return sweep.Edit(&f.schedule, name, v)
	case base == "domain" && coordinate < 0:
		return sweep.Edit(&f.domain, name, v)
	case base == "potential" && coordinate < 0:
		if f.potential == quadratic || spec.KindOf(f.potential) == "expr" {
			return fmt.Errorf("potential %s has no parameter %s: it must be one of kind:name=value", f.potential, name)
		}
		return sweep.Edit(&f.potential, name, v)
	case base == "noise":
		return f.setNoise(coordinate, name, v)
	}
	return unknownSweep(of + "." + name)
}

// setNoise is setInside for the noise of a coordinate, or of all where that is negative.
func (f *flags) setNoise(coordinate int, name string, v float64) error {
	if len(f.noise) == 0 {
		return fmt.Errorf("parameter %s of the noise needs a kind that has it: give --noise", name)
	}
	for i := range f.noise {
		if coordinate >= 0 && coordinate != i {
			continue
		}
		if err := sweep.Edit(&f.noise[i], name, v); err != nil {
			return err
		}
	}
	return nil
}
