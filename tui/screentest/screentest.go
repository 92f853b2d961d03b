// Package screentest has what the tests of screens share.
package screentest

import (
	"context"
	"iter"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"levyscope/internal/record"
	"levyscope/train/schedule"
	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// Press gives keys to a screen, by their names in the key table, and returns what came of
// the last one.
func Press(t testing.TB, s screen.Screen, keys ...string) (notice string) {
	t.Helper()
	for _, k := range keys {
		a := screen.ActionOf(k)
		if a == screen.NoAction {
			t.Fatalf("the key %s is not bound", k)
		}
		_, notice = s.Act(a)
	}
	return notice
}

// View is the text of a screen on a terminal of w x h cells, without colours.
func View(s screen.Screen, w, h int) string { return ansi.Strip(Render(s, theme.Braille, w, h)) }

// Render is what a screen draws on a terminal of w x h cells: its controls and its panes.
func Render(s screen.Screen, g theme.Glyphs, w, h int) string {
	a := screen.Area{W: w, H: h - 3, Size: screen.SizeOf(w, h), Theme: theme.New(true, g)}
	return s.Strip(w, a.Theme) + "\n" + s.View(a)
}

// Fills reports an error unless text fills w x h cells exactly.
func Fills(t testing.TB, what, text string, w, h int) {
	t.Helper()
	lines := strings.Split(text, "\n")
	if len(lines) != h {
		t.Errorf("%s: %d lines, want %d", what, len(lines), h)
	}
	for i, l := range lines {
		if n := ansi.StringWidth(l); n != w {
			t.Errorf("%s: line %d has %d cells, want %d: %q", what, i, n, w, ansi.Strip(l))
			return
		}
	}
}

// event is that of an engine that does nothing, of which there is none.
type event struct{ record.Event }

// Grids reports an error unless, from the size on for which each grid is meant, every pane in
// it has 20x5 cells or more, no two of them overlap, and together they fill the screen but
// for the gaps between them. panes are the letters of the grids.
func Grids(t *testing.T, panes string, full screen.Grid, compact ...screen.Grid) {
	t.Helper()
	frames := make([]screen.Frame, len(panes)) // as drawn; zero: not drawn
	var all []*screen.Pane
	for i := range panes {
		draw := func(f screen.Frame) string {
			frames[i] = f
			line := strings.Repeat(panes[i:i+1], f.W)
			return strings.TrimSuffix(strings.Repeat(line+"\n", f.H), "\n")
		}
		all = append(all, &screen.Pane{Name: panes[i : i+1], Draw: draw})
	}
	c := screen.NewConsole(t.Context(), screen.Env{}, screen.Spec[struct{}, event]{
		Run: func(context.Context, struct{}, *atomic.Pointer[struct{}], func() bool) iter.Seq2[event, error] {
			return nil
		},
		Waiting: func() string { return "" },
		Panes:   all, Full: full, Compact: compact,
		Knobs: func() []screen.Knob { return nil },
		Decay: func() (schedule.Schedule, schedule.Arm) { return schedule.Constant{Eta0: .1}, schedule.Both },
	})
	for _, at := range [][2]int{{80, 24}, {119, 40}, {120, 36}, {133, 40}, {160, 48}} {
		clear(frames)
		a := screen.Area{W: at[0], H: at[1] - 3, Size: screen.SizeOf(at[0], at[1])}
		text := c.View(a)
		Fills(t, "grid", text, a.W, a.H)
		for i, f := range frames {
			switch {
			case f == screen.Frame{} && a.Size == screen.Full:
				t.Errorf("%v: pane %c is in no place", at, panes[i])
			case f == screen.Frame{}:
			case f.W < 20 || f.H < 5:
				t.Errorf("%v: pane %c has %dx%d cells only", at, panes[i], f.W, f.H)
			case strings.Count(text, panes[i:i+1]) != f.W*f.H:
				t.Errorf("%v: pane %c is covered in part", at, panes[i])
			}
		}
		if n := strings.Count(text, " "); n > 2*a.H {
			t.Errorf("%v: %d cells without a pane", at, n)
		}
	}
}
