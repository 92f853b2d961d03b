package theory

import (
	"fmt"
	"math"

	"levyscope/sim/landscape"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
)

// Missing says why there is no prediction of the problem g, in a few words; it is empty where there is
// one, and in the domain wells, which has no exits.
func Missing(g *ways.Geometry) string {
	_, why := predictContinuous(g)
	return why
}

// predictContinuous is Predict without Monitored. Where there is none, why says so, as Missing does.
func predictContinuous(g *ways.Geometry) (t *Theory, why string) {
	c := g.Controls
	switch {
	case c.Domain.Kind == problem.InWells:
		return nil, ""
	case !ways.RaysKnown(g.ExitConfig):
		return nil, fmt.Sprintf("ways out of domain %s are sought in %d coordinates at most", c.Domain, ways.MaxScannedDim)
	case len(c.Multiplicative) > 0 && c.Reading == problem.Stratonovich:
		return nil, "none is known for the reading of Stratonovich"
	}
	if t := predictFree(g); t != nil {
		return t, ""
	}
	if why := unsettled(g); why != "" {
		return nil, why
	}
	if t := predictSmallNoise(g); t != nil {
		return t, ""
	}
	return nil, "no single jump of the noise is long enough"
}

// unsettled says why small noise does not keep a path near a place from which it leaves by rates that
// are known, or is empty.
func unsettled(g *ways.Geometry) string {
	c := g.Controls
	if landscape.AbsentMinimum(c.Landscape()) != nil {
		return "no minimum of the potential was found in [-10, 10]"
	}
	if !g.Settles() {
		return "the start leads to no minimum of the potential"
	}
	if !g.RestsInside() {
		return "a path without noise leaves, or rests outside the domain"
	}
	for i, factor := range c.Multiplicative {
		if v := factor.Value(g.Anchor()); math.IsNaN(v) || math.IsInf(v, 0) || v == 0 {
			return fmt.Sprintf("factor %d of the noise is 0 or not finite at the minimum", i+1)
		}
	}
	curvature := g.Curvature()
	if curvature == nil {
		return "the potential has no curvature at its minimum"
	}
	for i, h := range curvature {
		switch {
		case h < 0:
			return fmt.Sprintf("the potential falls along coordinate %d where a path rests", i+1)
		case h == 0 && c.Potential == nil:
			return freeMissing(c, i)
		case c.Gaussian(i) && c.Sigma[i] > 0 && !gaussianKnown(c):
			return fmt.Sprintf("coordinate %d has Gaussian noise, known in a box around a quadratic minimum", i+1)
		}
	}
	return ""
}

// freeMissing says why there is no prediction where nothing pulls coordinate i back, theta_i = 0: what
// predictFree asks for.
func freeMissing(c problem.Controls, i int) string {
	alike := true
	for j, theta := range c.Theta {
		alike = alike && c.Alpha[j] == c.Alpha[0]
		if theta != 0 {
			return fmt.Sprintf("theta_%d = 0, and theta_%d is not", i+1, j+1)
		}
	}
	switch {
	case !problem.Steady(c.Schedule):
		return "a free process (theta = 0) under a decay"
	case len(c.Noise) > 0 || len(c.Multiplicative) > 0:
		return "a free process (theta = 0) with noise other than plain sas"
	case c.Domain.Kind == problem.InBall && !alike:
		return "a free process (theta = 0) in a ball needs equal alphas"
	case c.Dim() > 1:
		return "a free process (theta = 0) in several dimensions needs a ball"
	}
	return "a free process (theta = 0) needs an interval, a half-line or a ball"
}
