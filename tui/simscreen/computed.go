package simscreen

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"levyscope/sim/clock"
	"levyscope/sim/landscape"
	"levyscope/sim/noise"
	"levyscope/sim/problem"
	"levyscope/train/schedule"
	"levyscope/tui/screen"
)

// computed says what is computed: first what must be known to read any figure, where it
// differs from the plain case, and then the domain and the potential.
func (m *model) computed() (must, more []phrase) {
	c := m.data.controls
	must = []phrase{m.clockWords()}
	if m.cfg.Method == problem.Accelerated {
		threshold := screen.Sig3(m.threshold(c))
		must = append(must, phrase{"ensemble accelerated: by jumps of L > " + threshold, "accelerated, L > " + threshold})
	}
	if c.Arm != schedule.Both {
		must = append(must, phrase{"arm: " + armWords(c.Arm), "arm " + c.Arm.String()})
	}
	if c.Integrator != problem.Euler {
		must = append(must, m.integratorWords(c))
	}
	if len(c.Multiplicative) > 0 {
		reading := readingWords(c.Reading)
		must = append(must, phrase{reading + " reading of the multiplicative noise", reading})
	}
	if words := noiseWords(c.Noise); words != "" {
		must = append(must, phrase{"noise " + words, words})
	}
	if n := len(c.Alpha); n > 2 {
		words := fmt.Sprintf("w1 and w2 of %d", n)
		must = append(must, phrase{words, words})
	}
	must = append(must, m.caveatWords()...)
	land := m.terrain()
	domain := "domain " + land.domain.String()
	// The kind of the potential is in the title of the pane too, so that its brief form is none.
	return must, []phrase{{domain, domain}, {"U " + land.u.String(), ""}}
}

// caveatWords say what limits the figures, but for the caveat of the prediction, which stands over the
// exit sides, and what is predicted of paths that are looked at every dt only.
func (m *model) caveatWords() (out []phrase) {
	if t := m.data.theory; t != nil {
		if math.Abs(t.Monitored/t.MeanExitTime-1) > 5e-4 && !(t.PTrap > 0) { // false of NaN
			out = append(out, phrase{"theory of E τ looked at every dt: " + timeWords(t.Monitored), ""})
		}
		if t.EpsReversalCaveat != "" {
			out = append(out, phrase{t.EpsReversalCaveat, ""}) // the figure is marked as rough
		}
	}
	all := m.data.caveats
	if m.data.counts != nil {
		all = append(slices.Clip(all), m.data.counts.Totals.Caveats()...)
	}
	for _, c := range all {
		brief, _, _ := strings.Cut(c, ":")
		out = append(out, phrase{c, brief})
	}
	return out
}

// clockWords say what a step is.
func (m *model) clockWords() phrase {
	if m.cfg.Time == clock.Iteration {
		return phrase{"iteration time", "iterations"}
	}
	dt := m.data.dt
	if dt == 0 { // the run has not begun
		dt = m.cfg.Dt
	}
	return phrase{"SDE time, step " + screen.Sig4(dt), "dt " + screen.Sig4(dt)}
}

// integratorWords say how a step is taken.
func (m *model) integratorWords(c problem.Controls) phrase {
	switch c.Integrator {
	case problem.Exact:
		return phrase{"exact step", "exact"}
	case problem.Tamed:
		return phrase{"tamed Euler", "tamed"}
	}
	rho := screen.Sig4(m.rho(c))
	full := fmt.Sprintf("jump-adapted: rho %s, jumps of L > %s", rho, screen.Sig3(m.threshold(c)))
	return phrase{full, "jump rho " + strings.TrimPrefix(rho, "0")}
}

// rho is the exponent of the threshold in force: what the controls say, else what the engine
// chose, else 1/2.
func (m *model) rho(c problem.Controls) float64 {
	if c.Rho != 0 {
		return c.Rho
	}
	if m.data.rho > 0 {
		return m.data.rho
	}
	return .5
}

// threshold is the size eps^-rho from which on a jump of L is a big one.
func (m *model) threshold(c problem.Controls) float64 { return math.Pow(min(c.Eps, 1), -m.rho(c)) }

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
func kindOf(u landscape.Landscape) string {
	kind, _, _ := strings.Cut(u.String(), ":")
	return kind
}

// readingWords is the name of a reading with a capital letter, as it is a person's name.
func readingWords(r problem.Reading) string {
	name := r.String()
	return strings.ToUpper(name[:1]) + name[1:]
}

// noiseWords names the laws of the noise, by coordinate if they differ; "" if all are SaS.
func noiseWords(all []noise.Noise) string {
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
