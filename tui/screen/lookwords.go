package screen

import (
	"fmt"
	"math"
	"strings"

	"levyscope/tui/chart"
	"levyscope/tui/look"
)

// Thousands writes a whole number with commas: 61,706.
func Thousands(n float64) string {
	s := fmt.Sprintf("%.0f", math.Abs(n))
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if n < 0 && s != "0" {
		return "-" + s
	}
	return s
}

// steps says that a clock counts steps.
func steps(c look.Clock) bool { return c.Unit == "steps" || c.Unit == "iterations" }

// timeWords are a time of a clock.
func timeWords(x float64, c look.Clock) string {
	if steps(c) {
		return Thousands(x)
	}
	return Sig4(x)
}

// windowWords say what a window shows.
func windowWords(w look.Window, c look.Clock) string {
	switch {
	case w.All():
		return "the whole run"
	case w.Latest && steps(c):
		return "the last " + Thousands(w.Span) + " " + c.Unit
	case w.Latest:
		return "the last " + Sig4(w.Span) + " of " + c.Unit
	}
	from, to := w.On(c)
	return fmt.Sprintf("%s %s to %s", c.Unit, timeWords(from, c), timeWords(to, c))
}

// windowState says what is shown where that is not the whole run, and how much of the run lies beyond it; "" else.
func windowState(w look.Window, c look.Clock) string {
	if w.All() {
		return ""
	}
	text := windowWords(w, c)
	if n := w.Beyond(c); n > 0 {
		text += fmt.Sprintf(" (standing: %s steps beyond, %s follows)", Thousands(n), BindingOf(Latest).Keys[0])
	}
	return text
}

// readingWords are the values of the series of a chart at the crosshair, with their standard errors and intervals.
// Where only the mean of a stretch of the clock is kept they name the stretch and the range of its samples.
func readingWords(readings []chart.Reading, c look.Clock) string {
	parts := make([]string, 0, len(readings))
	for _, r := range readings {
		if r.Name == "" {
			continue
		}
		name, _, _ := strings.Cut(r.Name, ",") // what follows is a figure of now
		text := name + " "
		if r.Mean() {
			text += "mean "
		}
		text += Sig4(r.Value)
		if !math.IsNaN(r.Error) {
			text += " ±" + Sig3(r.Error)
		}
		if !math.IsNaN(r.Lo) && !math.IsNaN(r.Hi) {
			text += fmt.Sprintf(" (95 %%: %s to %s)", Sig3(r.Lo), Sig3(r.Hi))
		}
		parts = append(parts, text+stretchWords(r, c))
	}
	return strings.Join(parts, "; ")
}

// stretchWords say which samples a mean is of, and their range; "" for a single sample.
func stretchWords(r chart.Reading, c look.Clock) string {
	var parts []string
	if r.X0 < r.X1 && steps(c) {
		parts = append(parts, fmt.Sprintf("%s %s-%s", c.Unit, timeWords(r.X0, c), timeWords(r.X1, c)))
	} else if r.X0 < r.X1 {
		parts = append(parts, fmt.Sprintf("%s %s to %s", c.Unit, timeWords(r.X0, c), timeWords(r.X1, c)))
	}
	if r.Mean() && r.Min < r.Max {
		parts = append(parts, fmt.Sprintf("range %s to %s", Sig3(r.Min), Sig3(r.Max)))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// lookState says how the time charts are looked at: the window, and what stands at the crosshair in the pane with the
// focus; "" where all of the run is shown and there is no crosshair.
func (c *Console[C, E]) lookState() (text string, pointed bool) {
	pane, ok := c.timePane()
	if !ok {
		return "", false
	}
	p := c.spec.Panes[pane]
	clock, v := c.clock(p.Time), c.views[p.Time]
	window := windowState(v.Window, clock)
	x, pointed := v.Cursor.At(clock)
	if !pointed {
		return window, false
	}
	unit := strings.TrimSuffix(clock.Unit, "s")
	text = unit + " " + timeWords(x, clock)
	if from, to := v.Window.On(clock); x < from || x > to {
		text += " (outside the window)"
	}
	for _, at := range c.places(c.area) {
		if at.pane == pane {
			if readings := readingWords(p.Chart(c.frame(at)).Readout(x), clock); readings != "" {
				text += ": " + readings
			} else {
				text += ": nothing there in " + p.Name
			}
		}
	}
	if window != "" {
		text += " │ " + window
	}
	return text, true
}
