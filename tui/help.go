package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// keyHelp is a line of the help: keys and what they do.
type keyHelp struct {
	keys []string
	what string
}

// keyTable lists all keys: those that show a screen, then those of the key table.
func (m *root) keyTable() []keyHelp {
	var out []keyHelp
	for _, t := range m.tabs {
		out = append(out, keyHelp{[]string{t.key}, t.title + ": " + t.about})
	}
	for _, b := range screen.Bindings {
		out = append(out, keyHelp{b.Keys, m.meaning(b)})
	}
	return out
}

// meaning is what a key does on the screen in front, else on the first screen that gives it
// a meaning of its own, else on all screens.
func (m *root) meaning(b screen.Binding) string {
	if what := m.shown().Meaning(b.Action); what != "" {
		return what
	}
	for _, t := range m.tabs {
		if what := t.screen.Meaning(b.Action); what != "" {
			return what
		}
	}
	return b.What
}

// helpMarks explain the marks of time charts; watchedMarks those of a run that trains elsewhere.
var (
	helpMarks = []string{
		" Marks in time charts: s schedule, e eta0, d arm,",
		" b batch, o optimiser, c clipping, m momentum, f its form,",
		" w weight decay, ε α σ dt wall: that control; s×3: three",
		" presses, at the last.",
	}
	watchedMarks = []string{
		" Marks in time charts: s schedule, e lr scale, c clipping,",
		" r the job began again, < it went back; s×3: three presses,",
		" at the last.",
	}
)

// helpEnd stands below the keys.
func (m *root) helpEnd() []string {
	marks := helpMarks
	if m.watching.config != nil {
		marks = watchedMarks
	}
	out := append([]string{"", " ± one standard error. Bands, error bars: 95 %."}, marks...)
	return append(out,
		" theory: a formula, asymptotic where it says so.",
		" fit: a law fitted to what was measured.",
		" All else is measured by the engine.")
}

// helpLines are all lines of the help in w cells: the keys in two columns where two have room, else in one.
func (m *root) helpLines(w int, th theme.Theme) []string {
	table := m.keyTable()
	wide := 0
	for _, k := range table {
		wide = max(wide, ansi.StringWidth(strings.Join(k.keys, " ")))
	}
	var rows []string
	widest := 0
	for _, k := range table {
		keys := screen.Pad(strings.Join(k.keys, " "), wide)
		row := " " + th.Style(theme.Title).Render(keys) + " " + k.what
		widest = max(widest, ansi.StringWidth(row)+1)
		rows = append(rows, row)
	}
	columns := 1
	if 2*widest <= w {
		columns = 2
	}
	height := (len(rows) + columns - 1) / columns
	var lines []string
	for i := range height {
		line := ""
		for j := i; j < len(rows); j += height {
			line += screen.Pad(rows[j], w/columns)
		}
		lines = append(lines, line)
	}
	for _, line := range m.helpEnd() {
		lines = append(lines, th.Spell(line))
	}
	return lines
}

// helpRoom is the number of lines of the help that are shown at once, below its head.
func (m *root) helpRoom() int { return max(1, m.h-3-1) }

// helpText is the help from the line on to which it is scrolled.
func (m *root) helpText(a screen.Area) string {
	th := a.Theme
	lines := m.helpLines(a.W, th)
	room := m.helpRoom()
	m.scroll = max(0, min(m.scroll, len(lines)-room))
	hint := "   any key closes this"
	if len(lines) > room {
		hint = fmt.Sprintf("   j k scroll (lines %d to %d of %d), any other key closes this",
			m.scroll+1, min(m.scroll+room, len(lines)), len(lines))
	}
	head := th.Style(theme.Focus).Render(" Keys") + th.Style(theme.Dim).Render(hint)
	return screen.FitLines(screen.Frame{W: a.W, H: a.H, Theme: th}, append([]string{head}, lines[m.scroll:]...))
}

// keyInHelp scrolls the help, where not all of it is shown, or closes it.
func (m *root) keyInHelp(stroke string) {
	page := m.helpRoom()
	by := map[string]int{
		"j": 1, "down": 1, "k": -1, "up": -1, "pgdown": page, "space": page, "pgup": -page,
		"g": -1 << 20, "home": -1 << 20, "G": 1 << 20, "end": 1 << 20,
	}[stroke]
	if by == 0 || len(m.helpLines(m.w, m.theme)) <= page {
		m.help = false
		return
	}
	m.scroll = max(0, min(m.scroll+by, len(m.helpLines(m.w, m.theme))-page))
}
