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

// computed says what is computed: what must be known to read any figure, and then the domain and the potential.
func (s *simScreen) computed() (must, more []string) {
	c := s.seen.controls
	dt := s.seen.dt
	if dt == 0 {
		dt = s.cfg.Dt
	}
	must = []string{fmt.Sprintf("SDE time, step %s", short(dt))}
	if s.cfg.Time == sim.Iteration {
		must[0] = "iteration time"
	}
	if s.cfg.Method == sim.Accelerated {
		must = append(must, "ensemble accelerated: by jumps of L > "+short3(s.threshold(c)))
	}
	if c.Arm != schedule.Both {
		must = append(must, "arm: "+armWords(c.Arm))
	}
	switch c.Integrator {
	case sim.Exact:
		must = append(must, "exact step")
	case sim.Tamed:
		must = append(must, "tamed Euler")
	case sim.JumpAdapted:
		must = append(must, fmt.Sprintf("jump-adapted: rho %s, jumps of L > %s", short(s.rho(c)), short3(s.threshold(c))))
	}
	if len(c.Multiplicative) > 0 {
		must = append(must, readingWords(c.Reading)+" of the multiplicative noise")
	}
	if words := noiseWords(c.Noise); words != "" {
		must = append(must, words)
	}
	if n := len(c.Alpha); n > 2 {
		must = append(must, fmt.Sprintf("w1 and w2 of %d", n))
	}
	land := s.terrain()
	return must, []string{"domain " + land.domain.String(), "U " + land.u.String()}
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
func (s *simScreen) rho(c sim.Controls) float64 {
	if rho := c.Rho; rho != 0 {
		return rho
	}
	if s.seen.rho > 0 {
		return s.seen.rho
	}
	return .5
}

func (s *simScreen) threshold(c sim.Controls) float64 { return math.Pow(min(c.Eps, 1), -s.rho(c)) }

// caption are the lines under the basin that say what is computed. What is of less weight takes lines of its own in a
// tall pane only.
func (s *simScreen) caption(f frame) []string {
	must, more := s.computed()
	lines := flow(nil, must, f, (f.h-4)/5)
	lines = flow(lines, more, f, max(len(lines), min(3, (f.h-4)/8)))
	for i := range lines {
		lines[i] = f.th.Style(theme.Dim).Render(pad(ansi.Truncate(lines[i], f.w, f.th.Spell("…")), f.w))
	}
	return lines
}

// flow sets parts into lines, most at the most; what does not fit runs over the end of the last one.
func flow(lines, parts []string, f frame, most int) []string {
	for _, part := range parts {
		part = f.th.Spell(part)
		last := len(lines) - 1
		fits := last >= 0 && ansi.StringWidth(lines[last])+2+ansi.StringWidth(part) <= f.w-1
		switch {
		case last+1 < most && !fits:
			lines = append(lines, " "+part)
		case last >= 0:
			lines[last] += "; " + part
		}
	}
	return lines
}
