package simcmd

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"levyscope/sim"
	"levyscope/sim/problem"
)

// systemText says what is simulated, and of the options those that are not at their defaults.
func systemText(cfg sim.Config) string {
	c := cfg.Controls
	var b strings.Builder
	fmt.Fprintf(&b, "%d coordinates", len(c.Alpha))
	if len(c.Alpha) == 1 {
		b.Reset()
		b.WriteString("1 coordinate")
	}
	fmt.Fprintf(&b, ", alpha %s, sigma %s", listText(c.Alpha), listText(c.Sigma))
	if c.Potential == nil {
		fmt.Fprintf(&b, ", theta %s", listText(c.Theta))
	} else {
		fmt.Fprintf(&b, ", potential %s", c.Potential)
	}
	fmt.Fprintf(&b, ", %s, eps %g, %s, arm %s, %s time", domainText(c), c.Eps, c.Schedule, c.Arm, cfg.Time)
	for i, n := range c.Noise {
		if i == 0 || n.String() != c.Noise[i-1].String() {
			fmt.Fprintf(&b, ", noise %s", n)
		}
	}
	if len(c.Multiplicative) > 0 {
		fmt.Fprintf(&b, ", multiplicative %s (%s reading)", c.Multiplicative[0], c.Reading)
	}
	if c.Integrator != problem.Euler {
		fmt.Fprintf(&b, ", integrator %s", c.Integrator)
	}
	if cfg.Method != problem.Direct {
		fmt.Fprintf(&b, ", method %s", cfg.Method)
	}
	if c.Rho != 0 {
		fmt.Fprintf(&b, ", rho %g", c.Rho)
	}
	return b.String()
}

// domainText is the domain as --domain reads it, or a box with its walls as --box does; of a
// long box the first and the last walls.
func domainText(c problem.Controls) string {
	if c.Domain.Kind != problem.InBox {
		return "domain " + c.Domain.String()
	}
	if text := halflineText(c.Box); text != "" {
		return "domain " + text
	}
	walls := make([]string, len(c.Box))
	for i, v := range c.Box {
		walls[i] = wallText(v.Lo) + ":" + wallText(v.Hi)
	}
	if len(walls) > 8 {
		walls = append(walls[:3:3], append([]string{"..."}, walls[len(walls)-2:]...)...)
	}
	return "box " + strings.Join(walls, ",")
}

// wallText writes a wall as --box reads it.
func wallText(v float64) string {
	switch {
	case math.IsInf(v, -1):
		return "-inf"
	case math.IsInf(v, 1):
		return "inf"
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// listText is the list in brackets, of a long one the first and the last values.
func listText(v []float64) string {
	if len(v) <= 8 {
		return fmt.Sprint(v)
	}
	head, tail := fmt.Sprint(v[:3]), fmt.Sprint(v[len(v)-2:])
	return head[:len(head)-1] + " ... " + tail[1:]
}
