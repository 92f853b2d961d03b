package take

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"levyscope/tui/screen"
)

// What is what can be taken away.
type What struct {
	screen.Exports
	Screen        string // the whole terminal, in Columns x Rows cells
	Columns, Rows int
	Light         bool // the background is
}

// choice is a line of the dialog.
type choice struct {
	of     string // the pane, the screen, the run
	as     string // the format
	ending string // of the name of the file; "" for the clipboard
	write  writer
	steps  int    // of the run that writing takes
	why    string // it cannot be chosen; "": it can
}

// Export is the dialog that writes a file of what is shown.
type Export struct {
	what    What
	choices []choice
	at      int // the selected one
	line    textinput.Model
	edited  bool   // the name is the user's
	say     string // what came of the last key
	asked   string // the name of a file that is there, which enter again replaces
	start   func(Job) tea.Cmd
}

// NewExport returns the dialog. start begins a job, which is over before the program is.
func NewExport(what What, start func(Job) tea.Cmd) *Export {
	e := &Export{what: what, choices: choices(what), line: textinput.New(), start: start}
	e.line.Prompt = ""
	e.line.CharLimit = 4096
	e.line.Focus()
	for e.at < len(e.choices)-1 && e.choices[e.at].why != "" {
		e.at++
	}
	e.name()
	return e
}

// Type takes a key: arrows choose, letters go to the name.
func (e *Export) Type(key tea.KeyPressMsg) (cmd tea.Cmd, notice string, open bool) {
	stroke := key.String()
	if stroke != "enter" {
		e.say, e.asked = "", ""
	}
	switch stroke {
	case "esc":
		return nil, "nothing was written", false
	case "enter":
		return e.enter()
	case "up", "shift+tab":
		e.turn(-1)
	case "down", "tab":
		e.turn(1)
	default:
		e.edit(key)
	}
	return nil, "", true
}

// Paste adds pasted text to the name.
func (e *Export) Paste(msg tea.PasteMsg) {
	e.say, e.asked = "", ""
	e.edit(msg)
}

func (e *Export) edit(msg tea.Msg) {
	before := e.line.Value()
	e.line, _ = e.line.Update(msg) // the command would make a cursor blink that is not drawn
	if e.line.Value() != before {
		e.edited = true
	}
}

// turn selects another choice, in a circle.
func (e *Export) turn(by int) {
	e.at = (e.at + by + len(e.choices)) % len(e.choices)
	e.name()
}

// name gives the file the name of the choice; of one that the user wrote only the ending changes.
func (e *Export) name() {
	c := e.choices[e.at]
	switch {
	case c.ending == "":
	case e.edited:
		if name := e.line.Value(); e.known(filepath.Ext(name)) {
			e.line.SetValue(strings.TrimSuffix(name, filepath.Ext(name)) + c.ending)
		}
	default:
		e.line.SetValue(e.usual(c))
	}
	e.line.CursorEnd()
}

// known says that an ending is that of a format.
func (e *Export) known(ending string) bool {
	return ending != "" && slices.ContainsFunc(e.choices, func(c choice) bool {
		return strings.EqualFold(c.ending, ending)
	})
}

// byEnding selects the format that the ending of a name is that of; why is that it cannot be written.
func (e *Export) byEnding(name string) (why string) {
	c, ending := e.choices[e.at], filepath.Ext(name)
	if !e.known(ending) || strings.EqualFold(ending, c.ending) {
		return ""
	}
	for i, other := range e.choices {
		if other.of == c.of && strings.EqualFold(other.ending, ending) {
			if other.why == "" {
				e.at = i
			}
			return other.why
		}
	}
	return fmt.Sprintf("a %s cannot be written as %s: choose another line, or end the name in %s", c.of, ending, c.ending)
}

// usual is the name of a file that the user has not named.
func (e *Export) usual(c choice) string {
	name := "levyscope-" + e.what.Engine
	if c.of == thePane {
		name += "-" + slug(e.what.Pane)
	}
	if c.of == theRun {
		name += "-run"
	}
	return fmt.Sprintf("%s-step%d%s", name, e.what.Steps, c.ending)
}

// slug is a name for a file: letters, digits and hyphens.
func slug(name string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(name)), "-")
}

// enter begins to write, and closes the dialog, which comes back where that fails.
func (e *Export) enter() (cmd tea.Cmd, notice string, open bool) {
	c := e.choices[e.at]
	name := e.line.Value()
	switch {
	case c.why != "":
		e.say = c.why
		return nil, c.why, true
	case c.ending == "":
		text := plain(e.what.Screen)
		return Copy(text), fmt.Sprintf("%d bytes sent to the clipboard (OSC 52)%s", len(text), tooLong(len(text))), false
	case strings.TrimSpace(name) == "":
		e.say = "the file has no name yet"
		return nil, e.say, true
	}
	if e.say = e.byEnding(name); e.say != "" {
		return nil, e.say, true
	}
	c = e.choices[e.at]
	job := Job{Name: name, Replace: name == e.asked, Number: !e.edited, Usual: e.usual(c), dialog: e, write: c.write,
		steps: c.steps}
	if !e.known(filepath.Ext(name)) {
		job.Ending = c.ending
	}
	return e.start(job), "writing " + name + " ...", false
}

// tooLong warns of a text that many terminals put on no clipboard.
func tooLong(bytes int) string {
	if bytes < 74000 {
		return ""
	}
	return ": many terminals refuse so much, a file holds it"
}

// Failed brings the dialog back with the reason why nothing was written; exists says that a file is there already.
func (e *Export) Failed(name, why string, exists bool) {
	e.say, e.asked = why, ""
	if exists {
		e.asked = name
	}
}

// writer writes a file to w. It says how far it has come, in steps.
type writer func(ctx context.Context, w fileWriter, done func(steps int)) error
