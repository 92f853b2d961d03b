package palette

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// A value that a control will not take is refused in its row before enter, which does not set it. A palette that is
// opened again has nothing of it.
func TestABadValueIsRefusedBeforeEnter(t *testing.T) {
	set := ""
	k := screen.Knob{Name: "batch", Value: "32"}
	p := New(func() []screen.Row {
		return []screen.Row{{Name: "set batch", Value: k.Name, Now: k.Value, Check: k.Refuses,
			Set: func(text string) (tea.Cmd, string, error) {
				set = text
				return nil, "", nil
			}}}
	})
	p.Reset()
	view := func() string {
		return ansi.Strip(p.View(screen.Area{W: 120, H: 12, Theme: theme.New(true, theme.Braille)}))
	}
	p.Paste(tea.PasteMsg{Content: "batch 5000:momentum 0.9"})
	if text := view(); !strings.Contains(text, "(\"5000:momentum 0.9\" is not a number for batch") {
		t.Error(text)
	}
	if _, _, open := p.Type(tea.KeyPressMsg{Code: tea.KeyEnter}); !open || set != "" {
		t.Errorf("enter sets %q", set)
	}
	p.Reset()
	if text := view(); strings.Contains(text, "momentum") {
		t.Error(text)
	}
	p.Paste(tea.PasteMsg{Content: "batch 64"})
	if _, _, open := p.Type(tea.KeyPressMsg{Code: tea.KeyEnter}); open || set != "64" {
		t.Errorf("enter sets %q", set)
	}
}
