// Package tui is the explorer.
//
// Event graph:
//
//	keyboard --KeyPressMsg--> root.Update --action--> screen.act --atomic store--> engine (train.Run, sim.Run)
//	engine goroutine --yield--> feed --Batch message, <= 20 a second--> root.Update --> screen.update --> data
//	root.View: screen's panes, each drawn anew only when its data, size or theme changed
//
// The feed drops nothing. Update does no I/O, holds no lock and starts no
// computation; the engines never see a UI type.
package tui

import (
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/train"
	"levyscope/tui/theme"
)

// root is the model: the screens, and what lies around them.
type root struct {
	screens []screen
	begun   []bool
	at      int
	w, h    int
	theme   theme.Theme
	said    string // what came of the last key
	help    bool
	frozen  bool
	picture string // of the screen, while it is frozen
	fatal   error  // a panic in an engine
}

func (m *root) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, m.show(m.at))
}

// show brings a screen to the front, and begins it the first time.
func (m *root) show(i int) tea.Cmd {
	m.at, m.frozen = i, false
	if m.begun[i] {
		return nil
	}
	m.begun[i] = true
	return m.screens[i].begin()
}

func (m *root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h, m.frozen = msg.Width, msg.Height, false
		return m, nil
	case tea.BackgroundColorMsg:
		m.theme = theme.New(msg.IsDark(), m.theme.Glyphs())
		return m, nil
	case tea.KeyPressMsg:
		return m, m.key(msg.Keystroke())
	}
	var cmds []tea.Cmd
	for _, s := range m.screens {
		before := s.failure()
		cmds = append(cmds, s.update(msg))
		if s.failure() != before {
			m.said = "" // gives way to the failure
		}
		if isPanic(s.failure()) {
			m.fatal = s.failure()
			return m, tea.Quit
		}
	}
	return m, tea.Batch(cmds...)
}

// key does what a key asks for.
func (m *root) key(stroke string) tea.Cmd {
	if stroke == "shift+/" || stroke == "shift+?" {
		stroke = "?"
	}
	a := actionOf(stroke)
	m.said = ""
	if m.help && a != quit {
		m.help = false
		if a == help || a == back {
			return nil
		}
	}
	switch a {
	case noAction:
		m.said = fmt.Sprintf("the key %s does nothing here: ? lists the keys", stroke)
	case quit:
		return tea.Quit
	case suspend:
		return tea.Suspend
	case help:
		m.help = true
	case showTrain, showSimulate:
		return m.show(int(a - showTrain))
	case freeze:
		m.freeze()
	default:
		cmd, said := m.screens[m.at].act(a)
		m.said = said
		return cmd
	}
	return nil
}

func (m *root) freeze() {
	if m.frozen = !m.frozen; m.frozen {
		m.picture = m.body()
		m.said = "the display is frozen, the engine goes on: f shows it again"
	}
}

func (m *root) View() tea.View {
	v := tea.NewView(m.text())
	v.AltScreen = true
	v.WindowTitle = "levyscope: " + m.screens[m.at].name()
	return v
}

// text is the whole screen, w x h cells.
func (m *root) text() string {
	if m.w == 0 || m.h == 0 {
		return ""
	}
	if sizeOf(m.w, m.h) == tooSmall {
		return tooSmallCard(m.w, m.h)
	}
	s := m.screens[m.at]
	body := m.picture
	if !m.frozen {
		body = m.body()
	}
	return strings.Join([]string{m.head(), s.strip(m.w, m.theme), body, m.foot()}, "\n")
}

// body is all but the head, the controls and the foot.
func (m *root) body() string {
	w, h := m.w, m.h-3
	if sizeOf(m.w, m.h) == tooSmall {
		return ""
	}
	if m.help {
		return helpText(w, h, m.theme)
	}
	s := m.screens[m.at]
	if card := s.card(w, h, m.theme); card != "" {
		return card
	}
	return m.arrange(s, w, h)
}

// arrange draws the panes of s, or the one that is expanded.
func (m *root) arrange(s screen, w, h int) string {
	at := s.stageOf()
	f := frame{version: s.version(), th: m.theme}
	if at.expanded || sizeOf(m.w, m.h) == single {
		f.w, f.h, f.focused = w, h, true
		return s.panes()[at.focus].view(f)
	}
	g := s.layout(sizeOf(m.w, m.h))
	rects := g.place(w, h)
	parts := make([]placed, len(rects))
	for i, r := range rects {
		f.w, f.h, f.focused = r.w, r.h, g.cells[i].pane == at.focus
		parts[i] = placed{r, s.panes()[g.cells[i].pane].view(f)}
	}
	return compose(w, h, parts)
}

// head is the line of tabs and figures.
func (m *root) head() string {
	var tabs strings.Builder
	tabs.WriteString(m.theme.Style(theme.Title).Render("levyscope "))
	for i, s := range m.screens {
		label := fmt.Sprintf(" %d %s ", i+1, s.name())
		if i == m.at {
			label = m.theme.Style(theme.Focus).Render("[" + strings.TrimSpace(label) + "]")
		}
		tabs.WriteString(label)
	}
	s := m.screens[m.at]
	state := s.state()
	if m.frozen {
		state = "FROZEN " + state
	}
	role := theme.Good
	if err := s.failure(); err != nil {
		state = "STOPPED"
		var diverged *train.DivergedError
		if errors.As(err, &diverged) {
			state = fmt.Sprintf("DIVERGED at step %d", diverged.Step)
		}
	}
	if state != "running" {
		role = theme.Warn
	}
	if s.failure() != nil {
		role = theme.Bad
	}
	right := m.theme.Style(role).Render(state)
	figures := s.status()
	for i := range figures {
		figures[i].text = m.theme.Spell(figures[i].text)
	}
	if line := abreast(figures, m.w-ansi.StringWidth(tabs.String()+"  "+"  "+right)); line != "" {
		right = line + "  " + right
	}
	return bar(m.theme, tabs.String(), right, m.w)
}

// foot is what came of the last key, or else the most important keys.
func (m *root) foot() string {
	if m.said != "" {
		return pad(ansi.Truncate(m.theme.Style(theme.Marker).Render(" "+m.theme.Spell(m.said)), m.w, m.theme.Spell("…")), m.w)
	}
	if err := m.screens[m.at].failure(); err != nil {
		return bar(m.theme, m.theme.Style(theme.Bad).Render(" "+m.theme.Spell(err.Error())), m.theme.Style(theme.Title).Render(" u undo  r restart "), m.w)
	}
	var hints []string
	for _, a := range hinted {
		b := bindingOf(a)
		key := b.keys[0]
		switch b.action {
		case decrease:
			key = "[ ]"
		case nextKnob:
			key = "h l"
		case nextRow:
			key = "j k"
		}
		hints = append(hints, m.theme.Style(theme.Title).Render(key)+" "+m.theme.Style(theme.Dim).Render(b.hint))
	}
	return pad(ansi.Truncate(" "+strings.Join(hints, "  "), m.w, m.theme.Spell("…")), m.w)
}

// tooSmallCard says what size is needed, in whatever room there is.
func tooSmallCard(w, h int) string {
	lines := []string{"levyscope needs", fmt.Sprintf("%dx%d cells,", singleW, singleH), fmt.Sprintf("this is %dx%d.", w, h)}
	out := make([]string, 0, h)
	for i := range h {
		line := ""
		if i < len(lines) {
			line = ansi.Truncate(lines[i], w, "")
		}
		out = append(out, pad(line, w))
	}
	return strings.Join(out, "\n")
}
