package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// bodyTop is the number of lines above what a screen fills: the head and the strip of controls.
const bodyTop = 2

// area is the place that a screen fills.
func (m *root) area() screen.Area {
	return screen.Area{W: m.w, H: m.h - 3 - m.wayLines(), Size: screen.SizeOf(m.w, m.h), Theme: m.theme}
}

// pointing is what is known of the mouse.
type pointing struct {
	x, y  int       // where the left button was pressed last
	at    time.Time // and when; zero: not yet, or it was the second of two presses
	drawn bool      // the picture shows all messages that came
	same  bool      // the last message changed nothing: the picture is as it was
}

// twice is the longest time between two presses that are one double press.
const twice = 400 * time.Millisecond

// point does what the mouse asks for. The keyboard can do all of it.
func (m *root) point(msg tea.MouseMsg) (cmd tea.Cmd) {
	mouse := msg.Mouse()
	g, ok := m.gesture(msg)
	if !ok || screen.SizeOf(m.w, m.h) == screen.TooSmall {
		m.pointing.same = m.pointing.drawn
		return nil
	}
	before, changed := m.notice, false
	pressed := g == screen.Press || g == screen.DoublePress
	switch a := m.area(); {
	case pressed && mouse.Y == m.h-1:
		cmd, changed = m.pressFoot(mouse.X)
	case pressed && m.asked != screen.NoAction:
		m.notice, m.asked, changed = takenBack, screen.NoAction, true
	case m.help:
		changed = m.pointHelp(g)
	case pressed && mouse.Y == 0:
		cmd, changed = m.pressHead(mouse.X)
	case m.typing():
		if changed = pressed || g == screen.Drag || g >= screen.WheelUp && g <= screen.WheelRight; changed {
			cmd = m.pointed(msg)
		}
	default:
		p := screen.Pointer{Gesture: g, X: mouse.X, Y: mouse.Y - bodyTop}
		if g == screen.Drag || g == screen.Release {
			p.Y = max(0, min(p.Y, a.H-1))
		}
		if p.Y < -1 || p.Y >= a.H {
			break
		}
		var notice string
		if cmd, notice, changed = m.shown().Point(a, p); notice != "" || pressed {
			m.notice = notice
		}
	}
	if changed || m.notice != before {
		m.pointing.drawn = false
	}
	m.pointing.same = m.pointing.drawn
	return cmd
}

// gesture is what a message of the mouse says; ok is false for what means nothing here.
func (m *root) gesture(msg tea.MouseMsg) (g screen.Gesture, ok bool) {
	mouse := msg.Mouse()
	switch msg.(type) {
	case tea.MouseClickMsg:
		if mouse.Button != tea.MouseLeft {
			return screen.OtherPress, true
		}
		p, now := &m.pointing, time.Now()
		if p.x == mouse.X && p.y == mouse.Y && !p.at.IsZero() && now.Sub(p.at) < twice {
			p.at = time.Time{}
			return screen.DoublePress, true
		}
		p.x, p.y, p.at = mouse.X, mouse.Y, now
		return screen.Press, true
	case tea.MouseReleaseMsg:
		return screen.Release, true
	case tea.MouseMotionMsg:
		switch mouse.Button {
		case tea.MouseLeft:
			if m.pointing.x != mouse.X || m.pointing.y != mouse.Y {
				m.pointing.at = time.Time{} // what follows a drag is no second press
			}
			return screen.Drag, true
		case tea.MouseNone:
			return screen.Hover, true
		}
	case tea.MouseWheelMsg:
		switch mouse.Button {
		case tea.MouseWheelUp:
			g = screen.WheelUp
		case tea.MouseWheelDown:
			g = screen.WheelDown
		case tea.MouseWheelLeft:
			g = screen.WheelLeft
		case tea.MouseWheelRight:
			g = screen.WheelRight
		default:
			return 0, false
		}
		if mouse.Mod.Contains(tea.ModShift) { // sideways
			switch g {
			case screen.WheelUp:
				g = screen.WheelLeft
			case screen.WheelDown:
				g = screen.WheelRight
			}
		}
		return g, true
	}
	return 0, false
}

// pressFoot presses the key whose hint lies under the mouse.
func (m *root) pressFoot(x int) (cmd tea.Cmd, changed bool) {
	stroke := m.footStroke(x)
	if stroke == "" {
		return nil, false
	}
	return m.press(keyOf(stroke)), true
}

// pressHead shows the screen whose tab lies under the mouse.
func (m *root) pressHead(x int) (cmd tea.Cmd, changed bool) {
	at := ansi.StringWidth(m.brand())
	for i, label := range m.tabLabels() {
		end := at + ansi.StringWidth(label)
		if x >= at && x < end {
			m.notice = ""
			return m.show(i), true
		}
		at = end
	}
	return nil, false
}

// pointHelp scrolls the help, or closes it.
func (m *root) pointHelp(g screen.Gesture) (changed bool) {
	switch g {
	case screen.WheelUp, screen.WheelDown:
		if len(m.helpLines(m.w, m.theme)) > m.helpRoom() { // else the key would close it
			m.keyInHelp(map[bool]string{true: "up", false: "down"}[g == screen.WheelUp])
		}
		return true
	case screen.Press, screen.DoublePress, screen.OtherPress:
		m.help = false
		return true
	}
	return false
}

// keyCodes are the keys that are no characters, by their names.
var keyCodes = map[string]rune{
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace, "up": tea.KeyUp,
	"down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd,
	"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "backspace": tea.KeyBackspace, "delete": tea.KeyDelete,
}

// keyOf is a key by its name, as in "ctrl+c".
func keyOf(stroke string) tea.KeyPressMsg {
	var key tea.KeyPressMsg
	for name, mod := range map[string]tea.KeyMod{"ctrl+": tea.ModCtrl, "alt+": tea.ModAlt, "shift+": tea.ModShift} {
		if rest, ok := cutPrefix(stroke, name); ok {
			key = keyOf(rest)
			key.Mod |= mod
			key.Text = ""
			return key
		}
	}
	if code, ok := keyCodes[stroke]; ok {
		key.Code = code
		if code == tea.KeySpace {
			key.Text = " "
		}
		return key
	}
	for _, r := range stroke {
		key.Code = r
		break
	}
	key.Text = stroke
	return key
}

// cutPrefix is what follows a prefix, if anything does.
func cutPrefix(s, prefix string) (rest string, ok bool) {
	if len(s) > len(prefix) && s[:len(prefix)] == prefix {
		return s[len(prefix):], true
	}
	return s, false
}

// themeNow is the theme for what is known of the terminal.
func (m *root) themeNow() theme.Theme {
	th := theme.New(m.memory.choice.OnDark(m.dark), m.memory.glyphs)
	if m.fewColours {
		return th.WithFewColours()
	}
	return th
}
