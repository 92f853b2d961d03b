package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// hinted are the actions whose keys stand at the foot, the most important first. That of quit stands at its end
// always.
var hinted = []screen.Action{
	screen.Help, screen.Palette, screen.Pause, screen.PauseJob, screen.Choose, screen.NextSchedule,
	screen.NextArm, screen.NextKnob, screen.Decrease,
	screen.Undo,
	screen.NextPane, screen.Expand, screen.ZoomIn, screen.Crosshair, screen.NextRow, screen.LogAxis, screen.Faster,
}

// foot is what came of the last key, or why the engine stopped, or the most important keys; and how to quit.
func (m *root) foot() string {
	line, _ := m.footParts()
	return line
}

// footParts are the foot and the keys that can be clicked in it.
func (m *root) footParts() (line string, keys []footKey) {
	th := m.theme
	quit := m.hint(screen.Quit)
	if m.typing() {
		quit = screen.Hint{Keys: screen.BindingOf(screen.Interrupt).Keys[0], Word: "quit"}
	}
	right, left := []screen.Hint{quit}, ""
	switch err := m.shown().State().Err; {
	case m.notice != "":
		left = th.Style(theme.Marker).Render(" " + th.Spell(m.notice))
	case err != nil:
		left = th.Style(theme.Bad).Render(" " + th.Spell(err.Error()))
		if right = []screen.Hint{quit}; m.watching.config == nil {
			right = []screen.Hint{{Keys: "u", Word: "undo"}, {Keys: "r", Word: "restart"}, quit}
		}
	default:
		end := ansi.StringWidth(m.styledHint(quit)) + 1
		for _, hint := range m.hints() {
			text := " " + m.styledHint(hint) + " "
			if ansi.StringWidth(left+text)+end > m.w {
				break
			}
			keys = append(keys, m.keysOf(hint, ansi.StringWidth(left)+1)...)
			left += text
		}
	}
	ends := make([]string, len(right))
	for i, hint := range right {
		ends[i] = m.styledHint(hint)
	}
	end := strings.Join(ends, "  ") + " "
	x := m.w - ansi.StringWidth(end)
	for i, hint := range right {
		keys = append(keys, m.keysOf(hint, x)...)
		x += ansi.StringWidth(ends[i]) + 2
	}
	return screen.Bar(th, left, end, m.w), keys
}

// hints are the keys of the dialog that is open, else the most important ones.
func (m *root) hints() (out []screen.Hint) {
	switch {
	case m.finder.open:
		return m.finder.palette.Hints()
	case m.typing():
		return m.shown().Hints()
	}
	for _, a := range hinted {
		if (a == screen.Choose || a == screen.PauseJob) && m.shown().Meaning(a) == "" {
			continue // on a screen that has nothing to choose
		}
		if m.shown().Hint(a) == screen.Unhinted {
			continue
		}
		out = append(out, m.hint(a))
	}
	return out
}

// styledHint is a key and what it does in a word.
func (m *root) styledHint(h screen.Hint) string {
	th := m.theme
	return th.Style(theme.Title).Render(th.Spell(h.Keys)) + " " + th.Style(theme.Dim).Render(h.Word)
}

// hint is the key of an action and what it does in a word.
func (m *root) hint(a screen.Action) screen.Hint {
	b := screen.BindingOf(a)
	h := screen.Hint{Keys: b.HintKeys, Word: m.shown().Hint(a)}
	if h.Keys == "" {
		h.Keys = b.Keys[0]
	}
	if h.Word == "" {
		h.Word = b.Hint
	}
	return h
}

// footKey is a key that can be clicked: the cells from x0 up to x1 of the foot.
type footKey struct {
	x0, x1 int
	stroke string
}

// keysOf are the keys of a hint that begins at a cell: each of its keys, and its word, which stands for the first one.
func (m *root) keysOf(h screen.Hint, x int) (out []footKey) {
	shift := ""
	for name := range strings.FieldsSeq(h.Keys) {
		w := ansi.StringWidth(m.theme.Spell(name))
		out = append(out, footKey{x, x + w, shift + strokeOf(name)})
		if strings.HasPrefix(name, "shift+") {
			shift = "shift+" // for the arrow that follows
		}
		x += w + 1
	}
	if len(out) > 0 {
		out = append(out, footKey{x, x + ansi.StringWidth(h.Word), out[0].stroke})
	}
	return out
}

// arrows are the names of keys that hints draw.
var arrows = strings.NewReplacer("←", "left", "→", "right", "↑", "up", "↓", "down")

// strokeOf is the name of a key as Bubble Tea has it.
func strokeOf(name string) string { return arrows.Replace(name) }

// footStroke is the key that can be clicked at a cell of the foot, "" where there is none.
func (m *root) footStroke(x int) string {
	_, keys := m.footParts()
	for _, k := range keys {
		if x >= k.x0 && x < k.x1 {
			return k.stroke
		}
	}
	return ""
}
