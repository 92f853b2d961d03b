package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/internal/printable"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// View is the whole terminal.
func (m *root) View() tea.View {
	if m.writing.held {
		return m.writing.shown
	}
	v := tea.NewView(printable.Styled(m.text()))
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.WindowTitle = "levyscope: " + m.tabs[m.front].title
	m.writing.shown = v
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

// head is the line of tabs, figures and the state of the engine.
func (m *root) head() string {
	var tabs strings.Builder
	tabs.WriteString(m.theme.Style(theme.Title).Render("levyscope "))
	for i, t := range m.tabs {
		label := t.key + " " + t.title
		if i == m.front {
			label = m.theme.Style(theme.Focus).Render("[" + label + "]")
		} else {
			label = " " + label + m.hiddenText(t) + " "
		}
		tabs.WriteString(label)
	}
	right := m.recordText() + m.stateText()
	figures := m.shown().Figures()
	for i := range figures {
		figures[i].Text = m.theme.Spell(figures[i].Text)
	}
	if line := screen.Abreast(figures, m.w-ansi.StringWidth(tabs.String()+"  "+"  "+right)); line != "" {
		right = line + "  " + right
	}
	return screen.Bar(m.theme, tabs.String(), right, m.w)
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

// recordText says how large the recordings have become, or that one has stopped; "" where nothing is recorded.
func (m *root) recordText() string {
	switch {
	case m.record == nil:
		return ""
	case m.record.Failed() != nil:
		return m.theme.Style(theme.Bad).Render("NOT RECORDED") + "  "
	case m.w < 80:
		return ""
	}
	return m.theme.Style(theme.Dim).Render(fmt.Sprintf("recorded %.1f MB", float64(m.record.Size())/1e6)) + "  "
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

// hinted are the actions whose keys stand at the foot, the most important first. That of quit stands at its end
// always.
var hinted = []screen.Action{
	screen.Help, screen.Palette, screen.Pause, screen.Choose, screen.NextSchedule,
	screen.NextArm, screen.NextKnob, screen.Decrease,
	screen.Undo,
	screen.NextPane, screen.Expand, screen.NextRow, screen.LogAxis, screen.Faster,
}

// foot is what came of the last key, or why the engine stopped, or the most important keys; and how to quit.
func (m *root) foot() string {
	th := m.theme
	quit := m.hint(screen.Quit) + " "
	if m.typing() {
		quit = m.styledHint(screen.BindingOf(screen.Interrupt).Keys[0], "quit") + " "
	}
	if m.notice != "" {
		return screen.Bar(th, th.Style(theme.Marker).Render(" "+th.Spell(m.notice)), quit, m.w)
	}
	if err := m.shown().State().Err; err != nil {
		left := th.Style(theme.Bad).Render(" " + th.Spell(err.Error()))
		return screen.Bar(th, left, th.Style(theme.Title).Render(" u undo  r restart  ")+quit, m.w)
	}
	line := ""
	for _, hint := range m.hints() {
		hint = " " + hint + " "
		if ansi.StringWidth(line+hint+quit) > m.w {
			break
		}
		line += hint
	}
	return screen.Bar(th, line, quit, m.w)
}

// hints are the keys of the dialog that is open, else the most important ones.
func (m *root) hints() (out []string) {
	if m.typing() {
		hints := m.shown().Hints()
		if m.finder.open {
			hints = m.finder.palette.Hints()
		}
		for _, h := range hints {
			out = append(out, m.styledHint(h.Keys, h.Word))
		}
		return out
	}
	for _, a := range hinted {
		if a == screen.Choose && m.shown().Meaning(a) == "" {
			continue // on a screen that has nothing to choose
		}
		out = append(out, m.hint(a))
	}
	return out
}

// styledHint is a key and what it does in a word.
func (m *root) styledHint(key, word string) string {
	th := m.theme
	return th.Style(theme.Title).Render(th.Spell(key)) + " " + th.Style(theme.Dim).Render(word)
}

// hint is the key of an action and what it does in a word.
func (m *root) hint(a screen.Action) string {
	b := screen.BindingOf(a)
	key, word := b.HintKeys, m.shown().Hint(a)
	if key == "" {
		key = b.Keys[0]
	}
	if word == "" {
		word = b.Hint
	}
	return m.styledHint(key, word)
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
