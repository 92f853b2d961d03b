package chart

import (
	"strings"
	"testing"

	"levyscope/tui/theme"
)

func TestTextIsCutByCells(t *testing.T) {
	for _, c := range []struct {
		in    string
		room  int
		ascii bool
		want  string
	}{
		{"loss", 9, false, "loss"},
		{"loss", 4, false, "loss"},
		{"loss", 3, false, "lo…"},
		{"loss", 1, false, ""},
		{"loss", 3, true, "lo~"},
		{"α̂ = 1.4", 9, false, "α̂ = 1.4"},
		{"α̂ ± σ", 9, true, "a +- sigma"[:8] + "~"},
		{"学習率", 5, false, "学習…"},
		{"学習率", 4, false, "学…"},
		{"学習", 9, true, "??"},
		{"a\x1b[31mb\n\tc\u200d\ufe0f", 20, false, "a[31mbc"},
	} {
		th := theme.Theme{}
		if c.ascii {
			th = theme.New(true, theme.ASCII)
		}
		r := newRaster(20, 1, &th)
		r.text(0, 0, c.in, theme.Text, c.room)
		if got := strings.TrimRight(r.String(), " "); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.in, c.room, got, c.want)
		}
	}
}

func TestOverwritingHalfAWideCharacter(t *testing.T) {
	for x, want := range map[int]string{0: "x 習", 1: " x習", 2: "学x ", 3: "学 x"} {
		r := newRaster(4, 1, new(theme.Theme))
		r.text(0, 0, "学習", theme.Text, 4)
		r.put(x, 0, 'x', theme.Text)
		if got := r.String(); got != want {
			t.Errorf("x at %d: %q, want %q", x, got, want)
		}
	}
}
