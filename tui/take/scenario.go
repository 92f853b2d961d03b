// Package take has the dialogs that take things away from the explorer: the scenario of what is shown, and files of
// panes, screens and runs.
package take

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// Scenario is the dialog that shows a command that was copied, for terminals that copy nothing.
type Scenario struct {
	command string
	notes   []string
}

// NewScenario returns the dialog of a command, with notes on what it does not hold.
func NewScenario(command string, notes []string) *Scenario {
	return &Scenario{command: command, notes: notes}
}

// Copy is the command that asks the terminal to put a text on the clipboard, by OSC 52.
func Copy(text string) tea.Cmd { return tea.SetClipboard(text) }

// Type copies again or closes.
func (d *Scenario) Type(key tea.KeyPressMsg) (cmd tea.Cmd, notice string, open bool) {
	switch key.String() {
	case "esc", "enter", "q":
		return nil, "", false
	case "y", "Y":
		return Copy(d.command), "sent to the clipboard again", true
	}
	return nil, "enter or esc closes, y copies again", true
}

// Paste does nothing: there is nothing to write here.
func (d *Scenario) Paste(tea.PasteMsg) {}

// Hints are the keys.
func (d *Scenario) Hints() []screen.Hint {
	return []screen.Hint{{Keys: "y", Word: "copy again"}, {Keys: "esc", Word: "close"}}
}

// View is the command, and what is to be known of it. The command stands in lines of its own from the first column on,
// broken between its words, so that it can be marked with the mouse and pasted as it is.
func (d *Scenario) View(a screen.Area) string {
	th := a.Theme
	f := screen.Frame{W: a.W, H: a.H, Focused: true, Theme: th}
	lines := []string{screen.TitleRule("scenario of what is shown, sent to the clipboard (OSC 52)", f), ""}
	for _, line := range broken(d.command, a.W) {
		lines = append(lines, th.Style(theme.Marker).Render(th.Spell(line)))
	}
	lines = append(lines, "")
	for _, note := range append(d.notes[:len(d.notes):len(d.notes)],
		"Nothing on the clipboard? Mark the lines above with shift and the mouse: they paste as they are. "+
			"tmux passes a copy on with: set -g set-clipboard on",
		"The command opens this again, at step 0. levyscope screenshot takes the text in quotes as --scenario, too.") {
		for _, line := range wrapped(th, note, a.W-2) {
			lines = append(lines, " "+th.Style(theme.Dim).Render(line))
		}
	}
	return screen.FitLines(f, lines)
}

// wrapped are the lines of a text of at most w cells.
func wrapped(th theme.Theme, text string, w int) []string {
	return strings.Split(ansi.Wrap(th.Spell(text), max(1, w), " "), "\n")
}

// broken are the lines of a command, of at most w cells, broken at blanks, which a shell takes as blanks again: within
// single quotes too, where they part the words of a scenario. A longer word is broken where it reaches the edge.
func broken(command string, w int) (lines []string) {
	line, quoted := "", false
	var words []string // parts that must stay together: a word in double quotes has its blanks
	for part := range strings.SplitSeq(command, " ") {
		if quoted {
			words[len(words)-1] += " " + part
		} else {
			words = append(words, part)
		}
		if strings.Count(strings.ReplaceAll(part, `\"`, ""), `"`)%2 == 1 {
			quoted = !quoted
		}
	}
	for _, word := range words {
		switch {
		case line == "":
			line = word
		case ansi.StringWidth(line)+1+ansi.StringWidth(word) <= w:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
		for ansi.StringWidth(line) > w && w > 0 {
			head := ansi.Truncate(line, w, "")
			lines, line = append(lines, head), line[len(head):]
		}
	}
	return append(lines, line)
}
