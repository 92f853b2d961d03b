package simcmd

import (
	"fmt"
	"math"
	"slices"

	"levyscope/internal/spec"
	"levyscope/sim"
	"levyscope/sim/noise"
	"levyscope/sim/problem"
)

// lists are the flags with a value for each coordinate, or one for all.
type lists struct {
	alpha, sigma, theta, start []float64
	box                        []problem.Interval
}

// dim is the number of coordinates that the lists ask for.
func (l lists) dim() int {
	return max(len(l.alpha), len(l.sigma), len(l.theta), len(l.start), len(l.box))
}

// system reads the potential, the domain, the noise and the lists, and settles the
// number of coordinates: as many as the longest list, or where every list has a
// single value for all, as the potential has by itself.
func (f *flags) system(cfg *sim.Config) (err error) {
	c := &cfg.Controls
	var wall *wall // of a half-line
	if c.Domain, wall, err = f.parseDomain(); err != nil {
		return err
	}
	l, err := f.parseLists(c.Domain.Kind == problem.InBox && wall == nil)
	if err != nil {
		return err
	}
	n := max(1, l.dim(), len(f.noise), len(f.multiplicative))
	if wall != nil && n == 1 { // single values stand for all coordinates
		n = wall.coordinate + 1
	}
	if f.potential != quadratic {
		if c.Potential, err = f.reader.landscape(f.potential, n); err != nil {
			return fmt.Errorf("cannot read --potential: %w", err)
		}
		n = c.Potential.Dim()
	}
	c.Alpha, c.Sigma = spread(l.alpha, n), spread(l.sigma, n)
	c.Theta, c.Box = spread(l.theta, n), spread(l.box, n)
	if l.start != nil {
		cfg.Start = spread(l.start, n)
	}
	if wall != nil {
		if wall.coordinate >= len(c.Box) {
			return fmt.Errorf("domain %s has its wall in coordinate %d, and there are %d: use one of these, or give more "+
				"coordinates as in --alpha 1.2,1.8", f.domain, wall.coordinate+1, len(c.Box))
		}
		c.Box[wall.coordinate] = wall.Interval
	}
	if c.Noise, err = f.parseNoise(n); err != nil {
		return err
	}
	for _, text := range spread(f.multiplicative, n) {
		g, err := f.reader.factor(text, n)
		if err != nil {
			return fmt.Errorf("cannot read --multiplicative: %w", err)
		}
		c.Multiplicative = append(c.Multiplicative, g)
	}
	return nil
}

// parseDomain reads --domain; a half-line is a box with the one wall that it returns.
func (f *flags) parseDomain() (d problem.Domain, wall *wall, err error) {
	text := f.domain
	if text == "" {
		if f.given["box"] || f.potential == quadratic {
			return problem.Domain{}, nil, nil
		}
		text = "basin"
	}
	if isHalfline(text) {
		if wall, err = parseHalfline(text); err != nil {
			return d, nil, fmt.Errorf("cannot read --domain: %w", err)
		}
	} else if d, err = problem.ParseDomain(text); err != nil {
		if !slices.Contains(problem.DomainNames(), spec.KindOf(text)) {
			return d, nil, fmt.Errorf("cannot read --domain: %w, or halfline:a=1", err)
		}
		return d, nil, fmt.Errorf("cannot read --domain: %w", err)
	}
	switch {
	case f.given["box"] && (d.Kind != problem.InBox || wall != nil):
		return d, nil, fmt.Errorf("domain %s has no use for --box %s: leave out one of them", text, f.box)
	case d.Kind == problem.InBox && wall == nil && !f.given["box"] && f.potential != quadratic:
		return d, nil, fmt.Errorf("domain %s needs walls: give them as in --box=-1:1", text)
	}
	return d, wall, nil
}

// parseLists reads the lists. Their defaults are a quadratic system's; beside
// another potential a list that was not given is a single value for all.
func (f *flags) parseLists(walls bool) (l lists, err error) {
	own := f.potential == quadratic
	if !own && f.given["theta"] {
		return l, fmt.Errorf("theta %s is the curvature of the quadratic potential: "+
			"leave out --theta beside --potential %s", f.theta, f.potential)
	}
	read := func(flag, text string, otherwise float64) []float64 {
		if err != nil || !own && !f.given[flag] {
			return []float64{otherwise}
		}
		var out []float64
		out, err = numbers(flag, text)
		return out
	}
	l.alpha = read("alpha", f.alpha, 1.5)
	l.sigma = read("sigma", f.sigma, 1)
	l.theta = read("theta", f.theta, 1)
	if err == nil && f.start != "" {
		l.start, err = numbers("start", f.start)
	}
	l.box = []problem.Interval{{Lo: math.Inf(-1), Hi: math.Inf(1)}}
	if err == nil && walls {
		l.box, err = intervals(f.box)
	}
	return l, err
}

// parseNoise reads --noise for n coordinates. It is nil where all are driven by SaS
// noise: that is the default, and recordings have no noise then.
func (f *flags) parseNoise(n int) (out []noise.Noise, err error) {
	plain := true
	for _, text := range spread(f.noise, n) {
		v, err := f.reader.noise(text)
		if err != nil {
			return nil, fmt.Errorf("cannot read --noise: %w", err)
		}
		plain = plain && v.String() == "sas"
		out = append(out, v)
	}
	if plain && len(out) == n {
		return nil, nil
	}
	return out, nil
}
