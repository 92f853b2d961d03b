// Package controls has dialogs over the controls of a screen: the list of all of them, the list of their changes, and
// the drawing of a schedule by points.
//
//	keys --> Controls.Type --> j k: the selected knob; [ ]: Source.MoveKnob; a value and enter: Source.SetKnob
//	     \-> Changes.Type  --> enter: History.GoTo
//	     \-> Points.Type   --> Source of a schedule, which it gives a candidate
package controls

import (
	"fmt"
	"strings"
	"unicode"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"levyscope/tui/screen"
)

// Source is the screen whose controls are listed.
type Source interface {
	AllKnobs() []screen.Knob
	SetKnob(k screen.Knob, text string) (cmd tea.Cmd, notice string, err error)
	MoveKnob(k screen.Knob, direction int) (cmd tea.Cmd, notice string)
	Act(screen.Action) (cmd tea.Cmd, notice string)
}

// Controls is the list of all controls.
type Controls struct {
	of     Source
	list   list
	filter textinput.Model
	value  textinput.Model
	mode   mode
	say    string // what came of the last key
	err    error  // why the last value was refused
}

// mode is what letters are for.
type mode uint8

const (
	moving    mode = iota // j k [ ] and their like
	filtering             // the filter
	writing               // the value
)

// longestText is the longest text that an entry line takes, in characters.
const longestText = 1000

func newLine() textinput.Model {
	line := textinput.New()
	line.CharLimit = longestText
	line.KeyMap.Paste.SetEnabled(false) // reads a clipboard of another machine; the terminal's own paste comes as text
	line.Focus()
	return line
}

// New returns the list of the controls of a screen.
func New(of Source) *Controls { return &Controls{of: of, filter: newLine(), value: newLine()} }

// shown are the controls that the filter leaves.
func (d *Controls) shown() (out []screen.Knob) {
	all := d.of.AllKnobs()
	text := strings.TrimSpace(d.filter.Value())
	if text == "" {
		return all
	}
	names := make([]string, len(all))
	for i, k := range all {
		names[i] = k.Name
	}
	for _, m := range fuzzy.Find(text, names) {
		out = append(out, all[m.Index])
	}
	if len(out) > 0 {
		return out
	}
	for i, k := range all {
		names[i] = k.Name + " " + k.What
	}
	for _, m := range fuzzy.Find(text, names) {
		out = append(out, all[m.Index])
	}
	return out
}

// Type takes a key.
func (d *Controls) Type(key tea.KeyPressMsg) (cmd tea.Cmd, notice string, open bool) {
	switch d.mode {
	case writing:
		return d.write(key)
	case filtering:
		if d.narrow(key) {
			return nil, "", true
		}
	}
	d.say, d.err = "", nil
	shown := d.shown()
	if d.list.move(key.String(), len(shown)) {
		return nil, "", true
	}
	switch stroke := key.String(); stroke {
	case "esc", "q", "v":
		if d.filter.Value() != "" {
			d.filter.Reset()
			return nil, "", true
		}
		return nil, "", false
	case "/":
		d.mode = filtering
	case "enter":
		d.begin("", shown)
	case "]", "right", "l", "shift+right":
		return d.turn(1, shown)
	case "[", "left", "h", "shift+left":
		return d.turn(-1, shown)
	case "u":
		cmd, d.say = d.of.Act(screen.Undo)
	case "ctrl+r":
		cmd, d.say = d.of.Act(screen.Redo)
	default:
		d.other(key, shown)
	}
	return cmd, "", true
}

// other begins a value with a digit, and the filter with a letter.
func (d *Controls) other(key tea.KeyPressMsg, shown []screen.Knob) {
	letters := []rune(key.Text)
	switch {
	case len(letters) == 0:
		d.say = "j k move, [ ] change, enter writes a value, / filters, esc closes"
	case unicode.IsDigit(letters[0]) || strings.ContainsRune("-+.", letters[0]):
		d.begin(key.Text, shown)
	default:
		d.mode = filtering
		d.narrow(key)
	}
}

// turn moves the selected control.
func (d *Controls) turn(direction int, shown []screen.Knob) (cmd tea.Cmd, notice string, open bool) {
	if len(shown) > 0 {
		cmd, d.say = d.of.MoveKnob(shown[d.list.selected(len(shown))], direction)
	}
	return cmd, "", true
}

// begin begins to write a value of the selected control: from a text, or from the value that it has.
func (d *Controls) begin(text string, shown []screen.Knob) {
	if len(shown) == 0 {
		return
	}
	if text == "" {
		text = shown[d.list.selected(len(shown))].Value
	}
	d.mode = writing
	d.value.SetValue(text)
	d.value.CursorEnd()
}

// write takes a key while a value is written. What is wrong with it is said in place, and it stays.
func (d *Controls) write(key tea.KeyPressMsg) (cmd tea.Cmd, notice string, open bool) {
	switch key.String() {
	case "esc":
		d.mode, d.err, d.say = moving, nil, "the value stays as it is"
	case "enter":
		shown := d.shown()
		if len(shown) == 0 {
			d.mode = moving
			return nil, "", true
		}
		cmd, d.say, d.err = d.of.SetKnob(shown[d.list.selected(len(shown))], d.value.Value())
		if d.err == nil {
			d.mode = moving
		}
	default:
		d.err, d.say = nil, ""
		d.value, _ = d.value.Update(key)
	}
	return cmd, "", true
}

// narrow takes a key while the filter is written; done is false for keys that end that.
func (d *Controls) narrow(key tea.KeyPressMsg) (done bool) {
	switch key.String() {
	case "esc":
		d.filter.Reset()
		d.mode = moving
		return true
	case "enter":
		d.mode = moving
		return true
	case "up", "down", "pgup", "pgdown", "left", "right":
		d.mode = moving
		return false
	}
	d.say, d.err = "", nil
	d.filter, _ = d.filter.Update(key)
	d.list.at = 0
	if d.filter.Value() == "" {
		d.mode = moving
	}
	return true
}

// Paste writes pasted text into the line that is being written.
func (d *Controls) Paste(msg tea.PasteMsg) {
	switch d.mode {
	case writing:
		d.value, _ = d.value.Update(msg)
	default:
		d.mode = filtering
		d.filter, _ = d.filter.Update(msg)
	}
}

// Hints are the keys of what letters are for now.
func (d *Controls) Hints() []screen.Hint {
	switch d.mode {
	case writing:
		return []screen.Hint{{Keys: "enter", Word: "set"}, {Keys: "esc", Word: "leave"}, {Keys: "ctrl+u", Word: "clear"}}
	case filtering:
		return []screen.Hint{{Keys: "enter", Word: "keep the filter"}, {Keys: "esc", Word: "all controls"}}
	}
	return []screen.Hint{{Keys: "j k", Word: "move"}, {Keys: "[ ] ← →", Word: "change"},
		{Keys: "enter", Word: "write a value"},
		{Keys: "/", Word: "filter"}, {Keys: "u", Word: "undo"}, {Keys: "esc", Word: "close"}}
}

// count says how many controls are shown.
func (d *Controls) count(shown []screen.Knob) string {
	return fmt.Sprintf("%d of %d controls ", len(shown), len(d.of.AllKnobs()))
}
