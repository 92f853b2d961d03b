package tui

import (
	"fmt"
	"math"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/internal/printable"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// View is the whole terminal.
func (m *root) View() tea.View {
	if m.writing.held || m.pointing.same {
		return m.writing.shown
	}
	v := tea.NewView(printable.Styled(m.text()))
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	if m.shown().Inspecting() && !m.help {
		v.MouseMode = tea.MouseModeAllMotion // the crosshair follows the mouse
	}
	v.WindowTitle = "levyscope: " + m.tabs[m.front].title
	m.writing.shown, m.pointing.drawn = v, true
	return v
}

// text is the whole terminal, w x h cells: head, controls, panes, the way in and foot.
func (m *root) text() string {
	if m.w == 0 || m.h == 0 {
		return ""
	}
	if screen.SizeOf(m.w, m.h) == screen.TooSmall {
		return tooSmallCard(m.w, m.h)
	}
	lines := append([]string{m.head(), m.shown().Strip(m.w, m.theme), m.body()}, m.way()...)
	return strings.Join(append(lines, m.foot()), "\n")
}

// body is the help, or the panes of the screen in front.
func (m *root) body() string {
	a := m.area()
	switch {
	case a.Size == screen.TooSmall:
		return ""
	case m.help:
		return m.helpText(a)
	case m.finder.open:
		return m.finder.palette.View(a)
	}
	return m.shown().View(a)
}

// withBrand is the width from which on the head has the name of the program.
const withBrand = 80

// brand is what the head begins with; in a narrow one figures need its place.
func (m *root) brand() string {
	if m.w < withBrand {
		return ""
	}
	return "levyscope "
}

// tabLabels are the tabs as the head has them, the one in front marked.
func (m *root) tabLabels() []string {
	out := make([]string, len(m.tabs))
	for i, t := range m.tabs {
		label := t.key + " " + t.title
		if i == m.front {
			out[i] = m.theme.Style(theme.Focus).Render("[" + label + "]")
		} else {
			out[i] = " " + label + m.hiddenText(t) + " "
		}
	}
	return out
}

// roomOfFigures is what the first figures of a watched run take: its step, and what its laws are of.
const roomOfFigures = 40

// head is the line of tabs, figures and the state of the engine.
func (m *root) head() string {
	labels := m.tabLabels()
	tabs := m.theme.Style(theme.Title).Render(m.brand()) + strings.Join(labels, "")
	right := m.exportText() + m.failureText() + m.stateText()
	if m.watching.list != nil && ansi.StringWidth(tabs+right)+roomOfFigures > m.w {
		tabs = labels[m.front] // the list has the other runs
	}
	figures := slices.Clone(m.shown().Figures())
	for i := range figures {
		figures[i].Text = m.theme.Spell(figures[i].Text)
	}
	if size := m.sizeText(); size != "" {
		figures = append(figures, screen.Figure{Text: size, Rank: math.MaxInt})
	}
	if line := screen.Abreast(figures, m.w-ansi.StringWidth(tabs+"  "+"  "+right)); line != "" {
		right = line + "  " + right
	}
	return screen.Bar(m.theme, tabs, right, m.w)
}

// hiddenText says that the engine of a screen that is not in front runs on.
func (m *root) hiddenText(t tab) string {
	if !t.begun || t.screen.State().Text != screen.Running {
		return ""
	}
	return " " + m.theme.Style(theme.Good).Render("(runs)")
}

// stateText is the state of the engine of the screen in front, in its colour.
func (m *root) stateText() string {
	state := m.shown().State()
	switch {
	case state.Err != nil:
		return m.theme.Style(theme.Bad).Render(state.Text)
	case m.frozen:
		return m.theme.Style(theme.Warn).Render("FROZEN " + state.Text)
	case state.Text != screen.Running:
		return m.theme.Style(theme.Warn).Render(state.Text)
	}
	return m.theme.Style(theme.Good).Render(state.Text)
}

// failureText says that a recording has stopped; "" while all are whole.
func (m *root) failureText() string {
	if m.record == nil || m.record.Failed() == nil {
		return ""
	}
	return m.theme.Style(theme.Bad).Render("NOT RECORDED") + "  "
}

// sizeText says how large the recordings have become, which is the figure that is left out first; "" where nothing is
// recorded.
func (m *root) sizeText() string {
	if m.record == nil || m.record.Failed() != nil {
		return ""
	}
	return m.theme.Style(theme.Dim).Render(fmt.Sprintf("recorded %.1f MB", float64(m.record.Size())/1e6))
}

// tellFailure says once that a recording has stopped.
func (m *root) tellFailure() {
	if m.record == nil || m.toldFailure {
		return
	}
	if err := m.record.Failed(); err != nil {
		m.toldFailure = true
		m.notice = "recording has stopped, the run goes on: " + err.Error()
	}
}

// tooSmallCard says what size is needed, in whatever room there is.
func tooSmallCard(w, h int) string {
	lines := []string{"levyscope needs", fmt.Sprintf("%dx%d cells,", screen.SingleW, screen.SingleH),
		fmt.Sprintf("this is %dx%d.", w, h)}
	out := make([]string, 0, h)
	for i := range h {
		line := ""
		if i < len(lines) {
			line = ansi.Truncate(lines[i], w, "")
		}
		out = append(out, screen.Pad(line, w))
	}
	return strings.Join(out, "\n")
}
