package screen

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"levyscope/train/schedule"
	"levyscope/tui/theme"
)

// controlWords say in a sentence what a control is, by the name of its knob without the number of a coordinate.
var controlWords = map[string]string{
	"from":         "step at which the decay begins",
	"gamma":        "factor of each cut",
	"period":       "steps between two cuts",
	"every":        "steps between two cuts",
	"batch":        "examples in a minibatch: fewer, more noise",
	"momentum":     "share of the last step that goes on",
	"weight decay": "pulls weights towards 0",
	"form":         "how eta enters the momentum",
	"mu":           "share of the mean gradient that goes on",
	"beta":         "share of the mean, or mean square, that goes on",
	"weight_decay": "pulls weights towards 0",
	"clip limit":   "bound of the gradient, of its norm or entries",
	"eps":          "size of the noise, of all coordinates",
	"α":            "tail index: less, heavier jumps; 2 Gaussian",
	"σ":            "scale of this coordinate's noise",
	"wall":         "place of this wall, beyond it is an exit",
	"probe share":  "share of the time for probes of the noise",
	"probe centre": "what the noise is measured from, after a restart",
	"probe draws":  "minibatches of a probe, after a restart",
	"dt":           "SDE time of a step",

	"lr scale": "factor of the job's own learning rate",
	"clip":     "bound of the norm of the job's gradient",

	"integrator": "how a step is computed",
	"rho":        "jumps beyond eps^-rho are taken one by one",
}

// aboutControl is a control with what it is.
func aboutControl(name string, s schedule.Schedule) string {
	if name == "eta0" {
		return name + ": " + aboutEta0(s)
	}
	words, ok := controlWords[strings.TrimRight(name, "0123456789+-")]
	if !ok {
		words, ok = controlWords[name]
	}
	if !ok {
		return name + ": parameter of the schedule"
	}
	return name + ": " + words
}

// aboutEta0 says what eta0 is to a schedule: it need not be the learning rate at step 0.
func aboutEta0(s schedule.Schedule) string {
	switch reference := schedule.Reference(s); {
	case schedule.Kind(s) == "points":
		return "multiplies the rates of the list"
	case schedule.Kind(s) == "onecycle":
		return "learning rate at the peak"
	case s.Eta(0) < reference:
		return "reference learning rate, after the warm-up"
	}
	return "learning rate at step 0"
}

// AboutArm says what a falling learning rate acts on.
func AboutArm(a schedule.Arm) string {
	words := "arm both: falling eta cuts step and noise"
	switch a {
	case schedule.NoiseOnly:
		words = "arm noise: falling eta cuts the noise only"
	case schedule.StepOnly:
		words = "arm step: falling eta cuts the step only"
	case schedule.GrowBatch:
		words = "arm batch: the batch grows, eta stays"
	}
	return words
}

// about is the line below the controls: what stands at the crosshair; without one the window of time that is shown, if
// it is not all, and what runs, what the selected control is, what the arm does. In little room what runs is said
// briefly, and then the arm is left out.
func (c *Console[C, E]) about(w int, th theme.Theme) string {
	line := func(role theme.Role, text string) string {
		return th.Style(role).Render(Pad(ansi.Truncate(" "+th.Spell(text), w, th.Spell("…")), w))
	}
	state, pointed := c.lookState()
	switch system := c.systemWords(w, th); {
	case pointed:
		return line(theme.Focus, state)
	case state == "":
		return line(theme.Dim, system)
	default:
		state = ansi.Truncate(" "+th.Spell(state), w, th.Spell("…"))
		rest := ansi.Truncate(th.Spell(" │ "+system), w-ansi.StringWidth(state), th.Spell("…"))
		return th.Style(theme.Warn).Render(state) + th.Style(theme.Dim).Render(Pad(rest, w-ansi.StringWidth(state)))
	}
}

// systemWords are what runs, what the selected control is and what the arm does, in at most w cells but for a name that
// is longer.
func (c *Console[C, E]) systemWords(w int, th theme.Theme) string {
	full, brief := c.spec.System()
	eta, arm := c.spec.Decay()
	knobs := c.spec.Knobs()
	control := ""
	if len(knobs) > 0 {
		control = " │ " + aboutControl(knobs[c.selectedOf(knobs)].Name, c.Schedule())
	}
	more, idle := " │ "+AboutArm(arm), ""
	if c.spec.PutArm == nil {
		more = ""
	} else if schedule.Kind(eta) == "constant" {
		idle = " (eta is constant: no effect)"
	}
	tries := [...]string{
		full + control + more + idle, full + control + more, brief + control + more, full + control, brief + control,
	}
	for _, try := range tries {
		if ansi.StringWidth(th.Spell(try)) < w {
			return try
		}
	}
	return tries[len(tries)-1]
}
