package picker

import "levyscope/tui/screen"

// Rows is how many lines the picker takes: the foot of a large terminal while the list in front has a preview, so that
// the charts stay in sight, else all lines.
func (p *Picker) Rows(a screen.Area) int {
	if p.list().Preview == nil || a.Size != screen.Full {
		return a.H
	}
	return 14 + max(0, a.H-33)/4
}

// preview shows the text that enter would choose, where the list in front has a preview. The entry in force needs none.
func (p *Picker) preview() {
	show := p.list().Preview
	if show == nil {
		p.endPreview()
		return
	}
	text, written := p.chosen()
	if shown := p.shown(); !written && len(shown) > 0 && shown[p.selected(shown)].InForce {
		text = ""
	}
	if p.shows == nil && text == "" {
		return
	}
	if p.shows == nil || text != p.seen {
		p.shows, p.seen = show, text
		show(text)
	}
}

// endPreview shows what is in force.
func (p *Picker) endPreview() {
	if p.shows != nil {
		p.shows("")
	}
	p.shows, p.seen = nil, ""
}
