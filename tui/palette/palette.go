// Package palette is the dialog that finds an action by its name, and acts.
//
//	keys --> Palette.Type --> entry line --fuzzy--> rows, those used lately first
//	                     \-> enter: Row.Do, or Row.Set with the value behind the name of a control
package palette

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"levyscope/tui/screen"
)

// Palette is the dialog. It remembers what was used lately from one opening to the next.
type Palette struct {
	source func() []screen.Row
	rows   []screen.Row // as they were when it was opened or something was typed
	line   textinput.Model
	at     int      // selected row, of those that are shown
	recent []string // names of the rows used lately, the last one first
	say    string   // why enter did nothing
	from   int      // first row that is shown
}

// longestText is the longest text that the entry line takes, in characters.
const longestText = 1000

// mostRecent is how many rows are remembered as used lately.
const mostRecent = 8

// New returns a palette of the rows of a source, which is asked again whenever it is opened.
func New(source func() []screen.Row) *Palette {
	p := &Palette{source: source, line: textinput.New()}
	p.line.CharLimit = longestText
	p.line.KeyMap.Paste.SetEnabled(false) // reads a clipboard of another machine; the terminal's own paste comes as text
	p.line.Focus()
	return p
}

// Reset empties the entry line and takes the rows anew; the palette comes to be shown again.
func (p *Palette) Reset() {
	p.line.Reset()
	p.at, p.from, p.say = 0, 0, ""
	p.rows = p.source()
}

// Type takes a key.
func (p *Palette) Type(key tea.KeyPressMsg) (cmd tea.Cmd, notice string, open bool) {
	p.say = ""
	switch key.String() {
	case "esc":
		if p.line.Value() == "" {
			return nil, "", false
		}
		p.line.Reset()
		p.at = 0
	case "ctrl+p", "up":
		p.move(-1)
	case "ctrl+n", "down":
		p.move(1)
	case "pgup":
		p.move(-10)
	case "pgdown":
		p.move(10)
	case "tab":
		p.complete()
	case "enter":
		return p.act()
	default:
		p.write(key)
	}
	return nil, "", true
}

// Paste writes pasted text.
func (p *Palette) Paste(msg tea.PasteMsg) {
	p.say = ""
	p.write(msg)
}

// write gives a message to the entry line.
func (p *Palette) write(msg tea.Msg) {
	before := p.line.Value()
	p.line, _ = p.line.Update(msg) // the command would make a cursor blink that is not drawn
	if p.line.Value() != before {
		p.at, p.from = 0, 0
	}
}

// move goes so many rows down, as far as there are rows.
func (p *Palette) move(rows int) { p.at = max(0, min(p.at+rows, len(p.found())-1)) }

// complete writes the name of the selected row, for a value behind it where it takes one.
func (p *Palette) complete() {
	if found := p.found(); len(found) > 0 {
		text := found[p.selected(found)].row.Name
		if found[p.selected(found)].row.Set != nil {
			text += " "
		}
		p.line.SetValue(text)
		p.line.CursorEnd()
		p.at, p.from = 0, 0
	}
}

// act does what the selected row does. A row that cannot act says why, and one that takes a value asks for it.
func (p *Palette) act() (cmd tea.Cmd, notice string, open bool) {
	found := p.found()
	if len(found) == 0 {
		p.say = "nothing is like it; backspace goes back"
		return nil, "", true
	}
	f := found[p.selected(found)]
	switch {
	case f.row.Unable != "":
		p.say = f.row.Unable
		return nil, "", true
	case f.row.Set != nil && f.value == "":
		p.complete()
		p.say = "write the value behind it"
		return nil, "", true
	case f.row.Set != nil:
		cmd, notice, err := f.row.Set(f.value)
		if err != nil {
			p.say = err.Error()
			return nil, "", true
		}
		p.use(f.row.Name)
		return cmd, notice, false
	}
	p.use(f.row.Name)
	cmd, notice = f.row.Do()
	return cmd, notice, false
}

// use remembers a row as the one used last.
func (p *Palette) use(name string) {
	p.recent = slices.DeleteFunc(p.recent, func(n string) bool { return n == name })
	p.recent = slices.Insert(p.recent, 0, name)
	p.recent = p.recent[:min(len(p.recent), mostRecent)]
}

// found is a row with the places of the letters, as bytes of its name, that what was written has in it, and the value
// that was written behind the name of its control.
type found struct {
	row     screen.Row
	letters []int
	value   string
}

// selected is the number of the selected row, 0 where there is none.
func (p *Palette) selected(rows []found) int { return max(0, min(p.at, len(rows)-1)) }

// found are the rows that what was written leaves, the best first: the row of that name, or the control whose name it
// begins with and a value behind it, else those with its letters in their names, else those with them in their
// sentences.
func (p *Palette) found() (out []found) {
	text := strings.TrimSpace(p.line.Value())
	if text == "" {
		return p.all()
	}
	if i := slices.IndexFunc(p.rows, func(r screen.Row) bool { return r.Set == nil && r.Name == text }); i >= 0 {
		return []found{{row: p.rows[i]}}
	}
	if f, ok := p.valued(p.line.Value()); ok {
		if f.row.Check != nil && f.value != "" && f.row.Unable == "" && f.value != f.row.Now {
			if err := f.row.Check(f.value); err != nil {
				f.row.Unable = err.Error()
			}
		}
		return []found{f}
	}
	names := make([]string, len(p.rows))
	for i, r := range p.rows {
		names[i] = r.Name
	}
	for _, m := range fuzzy.Find(text, names) {
		out = append(out, found{row: p.rows[m.Index], letters: m.MatchedIndexes})
	}
	if len(out) > 0 {
		return out
	}
	for i, r := range p.rows {
		names[i] = r.Keys + " " + r.What
	}
	for _, m := range fuzzy.Find(text, names) {
		out = append(out, found{row: p.rows[m.Index]})
	}
	return out
}

// all are all rows, those used lately first.
func (p *Palette) all() (out []found) {
	for _, name := range p.recent {
		if i := slices.IndexFunc(p.rows, func(r screen.Row) bool { return r.Name == name }); i >= 0 {
			out = append(out, found{row: p.rows[i]})
		}
	}
	for _, r := range p.rows {
		if !slices.Contains(p.recent, r.Name) {
			out = append(out, found{row: r})
		}
	}
	return out
}

// valued is the row of the control that a text names, with a value behind it: "set batch 32", "batch 32", "batch=32".
func (p *Palette) valued(text string) (best found, ok bool) {
	text = strings.TrimLeft(text, " ")
	if rest, cut := strings.CutPrefix(text, "set "); cut {
		text = strings.TrimLeft(rest, " ")
	}
	for _, r := range p.rows {
		if r.Set == nil || len(text) <= len(r.Value) || !strings.EqualFold(text[:len(r.Value)], r.Value) {
			continue
		}
		behind := text[len(r.Value):]
		if value := strings.TrimLeft(behind, " ="); value != behind && (!ok || len(r.Value) > len(best.row.Value)) {
			best, ok = found{row: r, value: strings.TrimSpace(value)}, true
		}
	}
	return best, ok
}

// Hints are the keys of the dialog.
func (p *Palette) Hints() []screen.Hint {
	return []screen.Hint{{Keys: "enter", Word: "act"}, {Keys: "esc", Word: "leave"}, {Keys: "a-z", Word: "filter"},
		{Keys: "↑ ↓", Word: "move"}, {Keys: "tab", Word: "complete"}, {Keys: "ctrl+u", Word: "clear"}}
}
