package simscreen

import (
	"strings"
	"testing"

	"levyscope/tui/screen"
	"levyscope/tui/screentest"
)

// Beside the sides stands which coordinate has the heaviest tail, its share of the exits, and eps*, at every size that
// shows the pane.
func TestHeaviestTailStandsBesideTheSides(t *testing.T) {
	m := newModel(t.Context(), screen.Env{Title: "Simulate"}, Default())
	if err := m.Advance(t.Context(), 600); err != nil {
		t.Fatal(err)
	}
	if text := screentest.View(m, 120, 36); !strings.Contains(text, "heaviest tail: w1, α 1.2, ") ||
		!strings.Contains(text, "theory: most at small eps; eps* 0.982 is out of its range") {
		t.Errorf("120x36:\n%s", text)
	}
	if text := screentest.View(m, 80, 24); !strings.Contains(text, "heaviest w1: ") ||
		!strings.Contains(text, "eps* 0.982?") {
		t.Errorf("80x24:\n%s", text)
	}
}

// What is predicted is called theory.
func TestTrappingIsLabelledTheory(t *testing.T) {
	m := newModel(t.Context(), screen.Env{Title: "Simulate"}, Default())
	screentest.Press(t, m, "s", "enter")
	if err := m.Advance(t.Context(), 600); err != nil {
		t.Fatal(err)
	}
	text := screentest.View(m, 120, 36)
	for _, f := range m.Figures() {
		text += f.Text + "\n"
	}
	if n := strings.Count(text, "trapped for ever"); n == 0 || n != strings.Count(text, "theory: trapped for ever") {
		t.Errorf("%d times in\n%s", n, text)
	}
}
