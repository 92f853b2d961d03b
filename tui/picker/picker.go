// Package picker is a dialog that chooses from lists: of kinds of things that one text each names, which a user goes
// through, filters, or writes out in full.
//
//	keys --> Picker.Type --> entry line (text) --fuzzy--> lines of the front list
//	                     \-> enter: List.Choose(text), which closes the dialog, or says in place why not
package picker

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"levyscope/tui/screen"
)

// Entry is a line of a list.
type Entry struct {
	Name    string // of the kind
	Text    string // that names it in full, "mlp:100-100:relu": what choosing it means
	Meaning string // in one line
	Gives   string // what it would give here; "": that is not known before
	Off     string // why it cannot be chosen as things are; "": it can
	InForce bool   // it is what runs
}

// List is one of the lists of a picker.
type List struct {
	Title   string         // in a word
	Effect  string         // what choosing does: "restarts"
	Help    string         // how a text of this list is written
	Entries func() []Entry // as things are
	// Judge says what a text would give here, or why it cannot be chosen.
	Judge func(text string) (gives string, err error)
	// Choose chooses a text.
	Choose func(text string) Outcome
	// Preview shows what a text would do before it is chosen, and with "" what is in force; nil: the list has no preview.
	Preview func(text string)
	Quits   bool // q leaves the dialog where the entry line is empty: a text need not begin with it
}

// Outcome is what came of a choice.
type Outcome struct {
	Cmd    tea.Cmd
	Notice string // that is shown where the dialog closes
	Open   bool   // the dialog stays
	Say    string // stands in the dialog until the next key; of a failure Err does
	Err    error  // why the text was not chosen
	List   int    // the list that comes to the front where the dialog stays
}

// Picker is the dialog.
type Picker struct {
	lists []List
	front int // number of the list in front
	line  textinput.Model
	at    int               // selected line, of those that are shown
	texts []string          // of the entry lines of the lists that are not in front
	shows func(text string) // the Preview that shows something; nil: none does
	seen  string            // what it shows
	say   string
	err   error
}

// longestText is the longest text that the entry line takes, in characters.
const longestText = 1000

// New returns a picker of one list or more.
func New(lists []List) *Picker {
	p := &Picker{lists: lists, line: textinput.New(), texts: make([]string, len(lists))}
	p.line.CharLimit = longestText
	p.line.KeyMap.Paste.SetEnabled(false) // reads a clipboard of another machine; the terminal's own paste comes as text
	p.line.Focus()
	p.home()
	return p
}

// Reset drops what was said; the picker comes to be shown again.
func (p *Picker) Reset() {
	p.say, p.err = "", nil
	if p.line.Value() == "" {
		p.home()
	}
	p.preview()
}

// Bring brings a list to the front with a text in its entry line.
func (p *Picker) Bring(list int, text string) {
	p.turn(list)
	p.fill(text)
	p.preview()
}

// Refused brings a list to the front with a text that was chosen and could not be taken, and the reason.
func (p *Picker) Refused(list int, text string, err error) {
	p.Bring(list, text)
	p.err = err
}

// home selects the entry that is in force.
func (p *Picker) home() {
	p.at = max(0, slices.IndexFunc(p.shown(), func(e Entry) bool { return e.InForce }))
}

// selected is the number of the selected line among those that are shown, 0 where none is.
func (p *Picker) selected(shown []Entry) int { return max(0, min(p.at, len(shown)-1)) }

// list is the one in front.
func (p *Picker) list() *List { return &p.lists[p.front] }

// Kind is the part of a text that names its kind.
func Kind(text string) string {
	name, _, _ := strings.Cut(text, ":")
	return strings.TrimSpace(name)
}

// shown are the entries that the entry line leaves: all, those of the kind that it names, or those that are like it.
func (p *Picker) shown() []Entry {
	all := p.list().Entries()
	text := strings.TrimSpace(p.line.Value())
	if text == "" {
		return all
	}
	name := Kind(text)
	if i := slices.IndexFunc(all, func(e Entry) bool { return e.Name == name }); i >= 0 && name != text {
		return all[i : i+1]
	}
	names := make([]string, len(all))
	for i, e := range all {
		names[i] = e.Name
	}
	out := pick(all, fuzzy.Find(name, names))
	if name != text || len(out) > 0 {
		return out
	}
	for i, e := range all {
		names[i] = e.Name + " " + e.Meaning
	}
	return pick(all, fuzzy.Find(text, names))
}

// pick are the entries that were found, the best first.
func pick(all []Entry, found fuzzy.Matches) (out []Entry) {
	for _, m := range found {
		out = append(out, all[m.Index])
	}
	return out
}

// chosen is the text that enter chooses: what was written, if it says more than the name of a kind that is shown, else
// that of the selected entry.
func (p *Picker) chosen() (text string, written bool) {
	text = strings.TrimSpace(p.line.Value())
	shown := p.shown()
	if strings.ContainsAny(text, ":=") || len(shown) == 0 {
		return text, true
	}
	return shown[p.selected(shown)].Text, false
}

// Hints are the keys of the dialog.
func (p *Picker) Hints() []screen.Hint {
	return []screen.Hint{
		{Keys: "enter", Word: p.list().Effect}, {Keys: "esc", Word: "leave all as it is"}, {Keys: "tab", Word: "next list"},
		{Keys: "j k ↑ ↓", Word: "move"}, {Keys: "a-z", Word: "filter"}, {Keys: ":", Word: "edit"},
		{Keys: "ctrl+u", Word: "clear"},
	}
}
