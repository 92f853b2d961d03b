package theory

import (
	"strings"
	"testing"

	"levyscope/sim/expr"
	"levyscope/sim/landscape"
	"levyscope/sim/problem"
	"levyscope/sim/ways"
	"levyscope/train/schedule"
)

// Where there is no prediction, Missing has the reason, and nothing where there is one.
func TestMissingHasTheReason(t *testing.T) {
	for want, change := range map[string]func(c *problem.ExitConfig){
		"":                         func(*problem.ExitConfig) {},
		"theta_1 = 0, and theta_2": func(c *problem.ExitConfig) { c.Controls.Theta = []float64{0, 1} },
		"in several dimensions":    func(c *problem.ExitConfig) { c.Controls.Theta = []float64{0, 0} },
		"in a ball needs equal":    func(c *problem.ExitConfig) { free(c, 1.2, 1.8) },
		"under a decay": func(c *problem.ExitConfig) {
			free(c, 1.5, 1.5)
			c.Controls.Schedule = schedule.Inverse{Eta0: 1, K0: 9}
		},
		"leads to no minimum": func(c *problem.ExitConfig) { steep(c, -3) },
		"rests outside": func(c *problem.ExitConfig) {
			steep(c, 2)
			c.Controls.Box = []problem.Interval{{Lo: 1.5, Hi: 4}}
		},
		"factor 1 of the noise":      func(c *problem.ExitConfig) { factors(c, "x1", "1") },
		"factor 2 of the noise":      func(c *problem.ExitConfig) { factors(c, "1", "log(abs(x1))") },
		"2 has Gaussian noise":       func(c *problem.ExitConfig) { c.Controls.Alpha[1], c.Controls.Domain = 2, ball(1) },
		"in 256 coordinates at most": func(c *problem.ExitConfig) { wide(c, 300) },
	} {
		c := problem.Default()
		c.Horizon = 10
		change(&c)
		g := ways.Find(c)
		got := Missing(g)
		if (Predict(g) == nil) != (got != "") || !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// factors makes the noise multiplicative and moves the start off the minimum.
func factors(c *problem.ExitConfig, texts ...string) {
	c.Start = []float64{.3, .3}
	for _, text := range texts {
		g, err := expr.Parse(text, 2)
		if err != nil {
			panic(err)
		}
		c.Controls.Multiplicative = append(c.Controls.Multiplicative, g)
	}
}

func ball(r float64) problem.Domain { return problem.Domain{Kind: problem.InBall, Size: r} }

// free is a process without a drift in a ball.
func free(c *problem.ExitConfig, alpha ...float64) {
	c.Controls.Theta, c.Controls.Alpha, c.Controls.Domain = []float64{0, 0}, alpha, ball(1)
}

// steep is a potential with one minimum at 1, which paths from below -1 do not reach.
func steep(c *problem.ExitConfig, start float64) {
	u, err := landscape.Parse("expr:x1^3/3-x1", 1)
	if err != nil {
		panic(err)
	}
	c.Start, c.Controls.Potential = []float64{start}, u
	c.Controls.Alpha, c.Controls.Sigma, c.Controls.Theta = []float64{1.5}, []float64{1}, []float64{1}
	c.Controls.Box = []problem.Interval{{Lo: -4, Hi: 4}}
}

// wide is a sub-level set of a quartic in n coordinates.
func wide(c *problem.ExitConfig, n int) {
	u, err := landscape.Parse("quartic", n)
	if err != nil {
		panic(err)
	}
	c.Controls.Potential, c.Controls.Domain = u, problem.Domain{Kind: problem.InSublevel, Size: 1}
	c.Controls.Alpha, c.Controls.Sigma, c.Controls.Theta = nil, nil, nil
	c.Controls.Box = nil
	for range n {
		c.Controls.Alpha, c.Controls.Sigma = append(c.Controls.Alpha, 1.5), append(c.Controls.Sigma, 1)
		c.Controls.Theta = append(c.Controls.Theta, 1)
		c.Controls.Box = append(c.Controls.Box, problem.Interval{Lo: -1, Hi: 1})
	}
}
