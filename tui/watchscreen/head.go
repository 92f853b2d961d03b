package watchscreen

import (
	"fmt"
	"math"
	"strings"
	"time"

	"levyscope/internal/printable"
	"levyscope/train/watch"
	"levyscope/train/watch/control"
	"levyscope/tui/screen"
)

// quiet is how long a folder may be silent before the head says so.
const quiet = 10 * time.Second

// State says what job and viewer do. The job's state comes first.
func (m *model) State() screen.State {
	s := m.Train.State()
	switch {
	case s.Err != nil:
		return s
	case m.state.Err != nil && m.attached != nil:
		return screen.State{Text: "FOLDER NOT READ"}
	case m.state.Paused && m.state.PausedBy == m.viewer:
		return screen.State{Text: "JOB PAUSED by you"}
	case m.state.Paused:
		return screen.State{Text: "JOB PAUSED by " + brief(m.state.PausedBy)}
	case m.state.Off != "":
		return screen.State{Text: "HOOK OFF"}
	case s.Text == "paused":
		return screen.State{Text: "viewer paused"}
	case m.over || m.status.Over:
		return screen.State{Text: "job ended"}
	case m.status.Silent >= quiet:
		return screen.State{Text: "silent for " + age(m.status.Silent)}
	case s.Text == "ended" && m.status.Why != "":
		return screen.State{Text: "ended: " + brief(m.status.Why)}
	case m.attached != nil && m.status == watch.Status{} && s.Text == screen.Running:
		return screen.State{Text: "reading what is there"}
	case m.attached == nil && s.Text == screen.Running:
		return screen.State{Text: "waiting"}
	}
	return s
}

// mostBrief is the length of a text from outside in the head, in characters.
const mostBrief = 40

// brief is a text from outside, harmless and short.
func brief(s string) string {
	if r := []rune(printable.Line(s)); len(r) > mostBrief {
		return string(r[:mostBrief-1]) + "…"
	}
	return printable.Line(s)
}

// age is a time in its largest unit.
func age(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	}
	return fmt.Sprintf("%d h", int(d.Hours()))
}

// Figures are those of the head, the most important first.
func (m *model) Figures() []screen.Figure {
	if m.attached == nil {
		return screen.Ranked("no session yet")
	}
	var parts []string
	add := func(text string) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	if step, now := m.Step(), m.now(); now > step {
		add(fmt.Sprintf("step %d of %d", step, now))
	} else {
		add(fmt.Sprintf("step %d", step))
	}
	add(m.draws.words())
	add(m.commandWords())
	if m.orders.foreign != "" {
		add("lr set to " + m.orders.foreign)
	}
	s := m.status
	for _, x := range []struct {
		n    int
		what string
	}{{s.Lost, "lost"}, {s.Dropped, "dropped"}, {s.Damaged, "damaged"}, {s.Waiting, "waiting"}} {
		if x.n > 0 {
			add(fmt.Sprintf("%d %s", x.n, x.what))
		}
	}
	if m.attached.Number > 1 {
		add(fmt.Sprintf("session %d", m.attached.Number))
	}
	if s.Silent >= time.Second && s.Silent < quiet {
		add("silent for " + age(s.Silent))
	}
	if s.Disk > 0 {
		add(fmt.Sprintf("disk %s", bytesWords(s.Disk)))
	}
	if r := m.StepsPerSecond(); r > 0 && m.State().Text == screen.Running {
		add(screen.Sig4(math.Round(r)) + " records/s")
	}
	return screen.Ranked(parts...)
}

// bytesWords is a number of bytes in its largest unit.
func bytesWords(n int64) string {
	switch x := float64(n); {
	case n < 1e6:
		return fmt.Sprintf("%.1f kB", x/1e3)
	case n < 1e9:
		return fmt.Sprintf("%.1f MB", x/1e6)
	default:
		return fmt.Sprintf("%.2f GB", x/1e9)
	}
}

// commandWords say what became of the last command.
func (m *model) commandWords() string {
	if m.orders.problem != nil {
		return "NOT SENT: " + m.orders.problem.Error()
	}
	if m.state.Resumed != "" {
		return "resumed: " + m.state.Resumed
	}
	n := len(m.state.Commands)
	if n == 0 {
		return ""
	}
	c := m.state.Commands[n-1]
	text := fmt.Sprintf("command %d %s", c.Seq, c.Text(time.Now()))
	waiting := 0
	for _, x := range m.state.Commands {
		if x.Standing == control.Sent {
			waiting++
		}
	}
	if waiting > 1 {
		text += fmt.Sprintf(", %d wait", waiting)
	}
	return strings.ReplaceAll(text, "\n", " ")
}
