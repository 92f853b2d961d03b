package picker

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// Type takes a key. Letters go to the entry line; where that is empty j and k move and : takes the selected entry into
// it.
func (p *Picker) Type(key tea.KeyPressMsg) (cmd tea.Cmd, notice string, open bool) {
	if key.String() == "enter" {
		p.endPreview() // what is chosen is compared with what is in force
	}
	cmd, notice, open = p.handle(key)
	if open {
		p.preview()
	} else {
		p.endPreview()
	}
	return cmd, notice, open
}

// handle does what a key asks for.
func (p *Picker) handle(key tea.KeyPressMsg) (cmd tea.Cmd, notice string, open bool) {
	stroke := key.String()
	empty := p.line.Value() == ""
	if stroke != "enter" {
		p.say, p.err = "", nil
	}
	switch {
	case stroke == "esc" || empty && stroke == "q" && p.list().Quits:
		p.forget()
		return nil, "nothing has changed", false
	case stroke == "enter":
		return p.enter()
	case stroke == "up" || stroke == "ctrl+p" || empty && stroke == "k":
		p.move(-1)
	case stroke == "down" || stroke == "ctrl+n" || empty && stroke == "j":
		p.move(1)
	case stroke == "pgup", empty && stroke == "home":
		p.move(-len(p.shown()))
	case stroke == "pgdown", empty && stroke == "end":
		p.move(len(p.shown()))
	case stroke == "tab" || empty && stroke == "right":
		p.turn(p.front + 1)
	case stroke == "shift+tab" || empty && stroke == "left":
		p.turn(p.front - 1)
	case empty && stroke == ":":
		p.edit()
	case empty && stroke == "?":
		p.say = p.help()
	case empty && stroke == "/": // the entry line is the filter
	default:
		p.write(key)
	}
	return nil, "", true
}

// help says in a line what the keys do, for those who ask as they do elsewhere.
func (p *Picker) help() string {
	var all []string
	for _, h := range p.Hints() {
		all = append(all, h.Keys+" "+h.Word)
	}
	return strings.Join(all, ", ")
}

// Paste writes pasted text.
func (p *Picker) Paste(msg tea.PasteMsg) {
	p.say, p.err = "", nil
	p.write(msg)
	p.preview()
}

// write gives a message to the entry line.
func (p *Picker) write(msg tea.Msg) {
	before := p.line.Value()
	p.line, _ = p.line.Update(msg) // the command would make a cursor blink that is not drawn
	switch now := p.line.Value(); {
	case now == before:
	case now == "":
		p.home()
	default:
		p.at = 0
	}
}

// edit takes the text of the selected entry into the entry line.
func (p *Picker) edit() {
	if shown := p.shown(); len(shown) > 0 {
		p.fill(shown[p.selected(shown)].Text)
	}
}

// fill writes a text into the entry line.
func (p *Picker) fill(text string) {
	p.line.SetValue(text)
	p.line.CursorEnd()
	p.at = 0
}

// move goes so many lines down, as far as there are lines.
func (p *Picker) move(lines int) {
	shown := p.shown()
	p.at = max(0, min(p.selected(shown)+lines, len(shown)-1))
}

// turn brings a list to the front, in a circle. Each keeps its entry line.
func (p *Picker) turn(to int) {
	p.texts[p.front] = p.line.Value()
	p.front = (to + len(p.lists)) % len(p.lists)
	p.fill(p.texts[p.front])
	if p.line.Value() == "" {
		p.home()
	}
}

// enter chooses.
func (p *Picker) enter() (cmd tea.Cmd, notice string, open bool) {
	text, written := p.chosen()
	out := p.list().Choose(text)
	if out.Err != nil && !written {
		p.fill(text)
	}
	return out.Cmd, out.Notice, p.Settle(out)
}

// forget drops what was written, in all lists.
func (p *Picker) forget() {
	p.line.Reset()
	clear(p.texts)
}

// Settle takes in the outcome of a choice, and says whether the dialog stays.
func (p *Picker) Settle(out Outcome) (open bool) {
	p.say, p.err = out.Say, out.Err
	if out.Err == nil && !out.Open {
		p.forget()
		p.endPreview()
		return false
	}
	if out.List != p.front {
		p.line.Reset()
		p.turn(out.List)
	}
	return true
}
