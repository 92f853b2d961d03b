package picker

import (
	"slices"
	"testing"

	"levyscope/tui/screen"
)

// What the cursor stands at is shown before it is chosen; the list's end, another list and esc show what is in force.
func TestPreview(t *testing.T) {
	for _, c := range []struct{ keys, want []string }{
		{[]string{"k"}, []string{"linear"}},
		{[]string{"k", "k"}, []string{"linear"}},
		{[]string{"k", "j"}, []string{"linear", ""}},
		{[]string{"k", "esc"}, []string{"linear", ""}},
		{[]string{"esc"}, nil},
		{[]string{"k", "tab"}, []string{"linear", ""}},
		{[]string{"k", "tab", "shift+tab"}, []string{"linear", ""}},
		{[]string{"k", "enter"}, []string{"linear", ""}},
		{[]string{"k", ":", "x", "enter"}, []string{"linear", "linearx", "", "linearx"}},
		{[]string{"tab", "j"}, nil},
	} {
		p, _ := fruit()
		var shown []string
		p.lists[0].Preview = func(text string) { shown = append(shown, text) }
		if press(p, c.keys...); !slices.Equal(shown, c.want) {
			t.Errorf("%v show %q, want %q", c.keys, shown, c.want)
		}
		full := screen.Area{W: 120, H: 33, Size: screen.Full}
		if rows := p.Rows(full); (rows < 20) != (p.front == 0) {
			t.Errorf("%v: list %d takes %d lines", c.keys, p.front, rows)
		}
	}
}
