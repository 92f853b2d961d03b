package tui

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// keyed gives the explorer a key and returns what its command says.
func keyed(t *testing.T, m *root, key tea.KeyPressMsg) tea.Msg {
	t.Helper()
	cmd := m.press(key)
	if cmd == nil {
		return nil
	}
	return cmd()
}

// Y copies the scenario of what is shown and shows it; esc gives the panes back.
func TestYCopiesTheScenario(t *testing.T) {
	m := open(t, small(), 120, 36)
	pump(t, m, 3)
	before := m.text()
	msg := keyed(t, m, tea.KeyPressMsg{Code: 'Y', Text: "Y"})
	if got := fmt.Sprint(msg); !strings.HasPrefix(got, "levyscope --scenario 'train --data ") {
		t.Errorf("%q went to the clipboard", got)
	}
	shown := strings.Join(strings.Fields(ansi.Strip(m.text())), " ")
	if !strings.Contains(shown, fmt.Sprint(msg)) || !strings.Contains(shown, "set-clipboard") {
		t.Errorf("the dialog is\n%s", shown)
	}
	keyed(t, m, tea.KeyPressMsg{Code: tea.KeyEscape})
	if m.text() != before {
		t.Errorf("after esc\n%s", ansi.Strip(m.text()))
	}
}
