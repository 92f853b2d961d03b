package theory

import (
	"strings"
	"testing"

	"levyscope/sim/problem"
	"levyscope/sim/simtest"
)

// Where the drift decides about exits, or leads along a soft direction off the axes, the prediction is rough: simulated
// means are .4 to .8 of it there. Elsewhere it is not called so.
func TestDriftCaveat(t *testing.T) {
	for _, c := range []struct {
		potential string
		box       []problem.Interval
		start     []float64
		domain    problem.Domain
		alpha     []float64
		eps       float64
		want      string // in the caveat; empty: there is none
	}{
		{"expr:(x1^2+x2^2)/2+.9*x1*x2", []problem.Interval{{Lo: -5, Hi: 5}, {Lo: -1, Hi: 1}}, nil, problem.Domain{},
			[]float64{1.1, 1.7}, .01, "the drift leads out after jumps of 2.5 along w1"},
		{"expr:(x1^2-1)^2/4", []problem.Interval{{Lo: -3, Hi: .9}}, []float64{-1}, problem.Domain{},
			[]float64{1.5}, .05, "the drift leads out"},
		{"expr:(x1^2-1)^2/4", []problem.Interval{{Lo: -3, Hi: 2}}, []float64{-1}, problem.Domain{},
			[]float64{1.5}, .05, "another minimum inside"},
		{"expr:(x1^2-1)^2/4", nil, []float64{-1}, problem.Domain{Kind: problem.InBall, Size: 1.5},
			[]float64{1.5}, .05, "another minimum inside"},
		{"expr:0.005*(x1+x2)^2+5*(x1-x2)^2", []problem.Interval{{Lo: -1, Hi: 1}, {Lo: -1, Hi: 1}}, nil, problem.Domain{},
			[]float64{1.5, 1.5}, .1, "noise/wall"},
		{"expr:(x1^2+x2^2)/2+.3*x1*x2", []problem.Interval{{Lo: -1, Hi: 1}, {Lo: -1, Hi: 1}}, nil, problem.Domain{},
			[]float64{1.5, 1.7}, .01, ""},
		{"expr:x1^4/4+x2^4/4+x1^2*x2^2+x1^2/2+x2^2/2", []problem.Interval{{Lo: -1, Hi: 1}, {Lo: -1, Hi: 1}}, nil,
			problem.Domain{}, []float64{1.5, 1.5}, .02, ""},
		{"expr:(x1^2-1)^2/4", nil, []float64{-1}, problem.Domain{Kind: problem.InBasin}, []float64{1.5}, .01, ""},
	} {
		u := simtest.Cube(len(c.alpha))
		u.Potential, u.Domain, u.Alpha, u.Eps = simtest.Landscape(t, c.potential, len(c.alpha)), c.domain, c.alpha, c.eps
		if c.box != nil {
			u.Box = c.box
		}
		th := Predict(Normalize(problem.ExitConfig{Paths: 1, Dt: .01, Start: c.start, Controls: u}))
		if th.Valid != (c.want == "") || !strings.Contains(th.Caveat, c.want) {
			t.Errorf("%s in %v %v: caveat %q, want %q", c.potential, c.box, c.domain, th.Caveat, c.want)
		}
	}
}
