package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/theme"
)

// With ASCII glyphs no other character stands on any screen, in any dialog or in the help, at three sizes.
func TestASCIIHasNoOtherCharacter(t *testing.T) {
	for _, name := range Screens() {
		o := rememberedIn(t)
		o.Screen, o.Glyphs, o.AutoGlyphs = name, theme.ASCII, theme.ASCII
		o.Train.Probe.Batches = 64
		m := opened(t, o, 80, 24)
		steps := 60
		if name == "simulate" {
			steps = 400
		}
		if err := m.shown().Advance(t.Context(), steps); err != nil {
			t.Fatal(err)
		}
		for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 36}} {
			m.w, m.h = size[0], size[1]
			for _, strokes := range strings.Fields("l ? O : c v U n s x Y e m i t W d ]") {
				m.key(strokes)
				if at := strings.IndexFunc(ansi.Strip(m.text()), func(r rune) bool { return r > '~' }); at >= 0 {
					text := ansi.Strip(m.text())
					t.Errorf("%s %v after %q: %.60q", name, size, strokes, text[at:])
				}
				m.help, m.finder.open = false, false
				for range 3 {
					if !m.typing() {
						break
					}
					m.press(tea.KeyPressMsg{Code: tea.KeyEscape})
				}
			}
		}
	}
}
