package simscreen

import (
	"slices"

	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// phrase says something in full, and briefly where there is little room. An empty brief
// form is left out.
type phrase struct{ full, brief string }

// caption are the lines under the basin that say what is computed. Where there is little
// room the brief forms are taken, from the last phrase on and as many as are needed, so that
// nothing is cut off that must be known to read the figures. The domain and the potential get
// lines of their own in a tall pane only.
func (m *model) caption(f screen.Frame) []string {
	must, more := m.computed()
	var lines []string
	for brief := range len(must) + len(more) + 1 {
		lines = flow(nil, words(must, brief-len(more)), f, (f.H-4)/5)
		lines = flow(lines, words(more, brief), f, max(len(lines), min(3, (f.H-4)/8)))
		if !slices.ContainsFunc(lines, func(line string) bool { return ansi.StringWidth(line) > f.W }) {
			break
		}
	}
	for i := range lines {
		line := screen.Pad(ansi.Truncate(lines[i], f.W, f.Theme.Spell("…")), f.W)
		lines[i] = f.Theme.Style(theme.Dim).Render(line)
	}
	return lines
}

// words are the texts of phrases: of the last ones, brief in number, the brief form.
func words(all []phrase, brief int) (out []string) {
	for i, p := range all {
		text := p.full
		if i >= len(all)-brief {
			text = p.brief
		}
		if text != "" {
			out = append(out, text)
		}
	}
	return out
}

// flow appends texts to lines of the frame's width, up to a number of lines. What does not
// fit makes the last line too long.
func flow(lines, texts []string, f screen.Frame, limit int) []string {
	for _, text := range texts {
		text = f.Theme.Spell(text)
		last := len(lines) - 1
		fits := last >= 0 && ansi.StringWidth(lines[last])+2+ansi.StringWidth(text) <= f.W
		switch {
		case last+1 < limit && !fits:
			lines = append(lines, " "+text)
		case last >= 0:
			lines[last] += "; " + text
		}
	}
	return lines
}
