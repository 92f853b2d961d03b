package tui

import (
	"fmt"
	"math"
	"slices"
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

// phrase says a thing in full, and in few words, or none, for where there is little room.
type phrase struct{ full, brief string }

// computed says what is computed: what must be known to read any figure, and then the domain and the potential.
func (s *simScreen) computed() (must, more []phrase) {
	c := s.seen.controls
	dt := s.seen.dt
	if dt == 0 {
		dt = s.cfg.Dt
	}
	must = []phrase{{"SDE time, step " + short(dt), "dt " + short(dt)}}
	if s.cfg.Time == sim.Iteration {
		must[0] = phrase{"iteration time", "iterations"}
	}
	if s.cfg.Method == sim.Accelerated {
		threshold := short3(s.threshold(c))
		must = append(must, phrase{"ensemble accelerated: by jumps of L > " + threshold, "accelerated, L > " + threshold})
	}
	if c.Arm != schedule.Both {
		must = append(must, phrase{"arm: " + armWords(c.Arm), "arm " + c.Arm.String()})
	}
	switch c.Integrator {
	case sim.Exact:
		must = append(must, phrase{"exact step", "exact"})
	case sim.Tamed:
		must = append(must, phrase{"tamed Euler", "tamed"})
	case sim.JumpAdapted:
		rho := short(s.rho(c))
		must = append(must, phrase{fmt.Sprintf("jump-adapted: rho %s, jumps of L > %s", rho, short3(s.threshold(c))), "jump rho " + strings.TrimPrefix(rho, "0")})
	}
	if len(c.Multiplicative) > 0 {
		must = append(must, phrase{readingWords(c.Reading) + " reading of the multiplicative noise", readingWords(c.Reading)})
	}
	if words := noiseWords(c.Noise); words != "" {
		must = append(must, phrase{"noise " + words, words})
	}
	if n := len(c.Alpha); n > 2 {
		words := fmt.Sprintf("w1 and w2 of %d", n)
		must = append(must, phrase{words, words})
	}
	land := s.terrain()
	domain := "domain " + land.domain.String()
	return must, []phrase{{domain, domain}, {"U " + land.u.String(), ""}} // its kind is in the title of the pane
}

func readingWords(r sim.Reading) string {
	name := r.String()
	return strings.ToUpper(name[:1]) + name[1:]
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
		return all[0].String()
	}
	return strings.Join(names, ", ")
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

// caption are the lines under the basin that say what is computed. Where there is little room the last ones are said
// in few words, and as many more from the end as it takes, so that none of what must be known is cut off. The domain and
// the potential take lines of their own in a tall pane only.
func (s *simScreen) caption(f frame) []string {
	must, more := s.computed()
	var lines []string
	for brief := range len(must) + len(more) + 1 {
		lines = flow(nil, words(must, brief-len(more)), f, (f.h-4)/5)
		lines = flow(lines, words(more, brief), f, max(len(lines), min(3, (f.h-4)/8)))
		if !slices.ContainsFunc(lines, func(line string) bool { return ansi.StringWidth(line) > f.w }) {
			break
		}
	}
	for i := range lines {
		lines[i] = f.th.Style(theme.Dim).Render(pad(ansi.Truncate(lines[i], f.w, f.th.Spell("…")), f.w))
	}
	return lines
}

// words are the phrases, the last ones, so many, in few words.
func words(all []phrase, brief int) (out []string) {
	for i, p := range all {
		text := p.full
		if i >= len(all)-brief {
			text = p.brief
		}
		if text != "" {
			out = append(out, text)
		}
	}
	return out
}

// flow sets parts into lines, most at the most; what does not fit runs over the end of the last one.
func flow(lines, parts []string, f frame, most int) []string {
	for _, part := range parts {
		part = f.th.Spell(part)
		last := len(lines) - 1
		fits := last >= 0 && ansi.StringWidth(lines[last])+2+ansi.StringWidth(part) <= f.w
		switch {
		case last+1 < most && !fits:
			lines = append(lines, " "+part)
		case last >= 0:
			lines[last] += "; " + part
		}
	}
	return lines
}
