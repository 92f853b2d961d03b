package tui

import (
	"fmt"
	"math"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"levyscope/sim"
	"levyscope/train/schedule"
	"levyscope/tui/theme"
)

// armWords says what a decaying learning rate acts on.
func armWords(a schedule.Arm) string {
	switch a {
	case schedule.NoiseOnly:
		return "noise only"
	case schedule.StepOnly:
		return "step only"
	case schedule.GrowBatch:
		return "grow the batch"
	}
	return a.String()
}

// kindOf is the name of a potential without its parameters.
func kindOf(u sim.Landscape) string {
	kind, _, _ := strings.Cut(u.String(), ":")
	return kind
}

// computed says what is computed, the most surprising first.
func (s *simScreen) computed() []string {
	c := s.seen.controls
	dt := s.seen.dt
	if dt == 0 {
		dt = s.cfg.Dt
	}
	out := []string{fmt.Sprintf("SDE time, step %s", short(dt))}
	if s.cfg.Time == sim.Iteration {
		out[0] = "iteration time"
	}
	if s.cfg.Method == sim.Accelerated {
		out = append(out, "ensemble accelerated: by jumps of L > "+short3(threshold(c)))
	}
	if c.Arm != schedule.Both {
		out = append(out, "arm: "+armWords(c.Arm))
	}
	switch c.Integrator {
	case sim.Exact:
		out = append(out, "exact step")
	case sim.Tamed:
		out = append(out, "tamed Euler")
	case sim.JumpAdapted:
		out = append(out, fmt.Sprintf("jump-adapted: rho %s, jumps of L > %s", short(rho(c)), short3(threshold(c))))
	}
	if len(c.Multiplicative) > 0 {
		out = append(out, readingWords(c.Reading)+" of the multiplicative noise")
	}
	if words := noiseWords(c.Noise); words != "" {
		out = append(out, words)
	}
	if n := len(c.Alpha); n > 2 {
		out = append(out, fmt.Sprintf("w1 and w2 of %d", n))
	}
	land := s.terrain()
	return append(out, "domain "+land.domain.String(), "potential "+land.u.String())
}

func readingWords(r sim.Reading) string {
	name := r.String()
	return strings.ToUpper(name[:1]) + name[1:] + " reading"
}

// noiseWords names the laws of the noise, "" if all are SaS.
func noiseWords(all []sim.Noise) string {
	var names []string
	alike, plain := true, true
	for i, n := range all {
		name := n.String()
		plain = plain && name == "sas"
		alike = alike && name == all[0].String()
		names = append(names, fmt.Sprintf("%d %s", i+1, name))
	}
	switch {
	case plain:
		return ""
	case alike:
		return "noise " + all[0].String()
	}
	return "noise " + strings.Join(names, ", ")
}

// rho and threshold are the jump split in force (theory.md, section 3).
func rho(c sim.Controls) float64 {
	if c.Rho == 0 {
		return .5
	}
	return c.Rho
}

func threshold(c sim.Controls) float64 { return math.Pow(min(c.Eps, 1), -rho(c)) }

// caption are the lines under the basin that say what is computed: as many as the pane has room for.
func (s *simScreen) caption(f frame) []string {
	most := min(3, (f.h-4)/5)
	var lines []string
	for i, part := range s.computed() {
		part = f.th.Spell(part)
		switch last := len(lines) - 1; {
		case i == 0:
			lines = append(lines, " "+part)
		case ansi.StringWidth(lines[last])+2+ansi.StringWidth(part) <= f.w-1 || len(lines) >= most:
			lines[last] += "; " + part
		default:
			lines = append(lines, " "+part)
		}
	}
	if most < 1 {
		return nil
	}
	for i := range lines {
		lines[i] = f.th.Style(theme.Dim).Render(pad(ansi.Truncate(lines[i], f.w, f.th.Spell("…")), f.w))
	}
	return lines
}
