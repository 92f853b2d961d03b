package chart

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/theme"
)

// No marker, and no label of one, stands in the label of a level, wherever it is.
func TestMarkersLeaveLabelsOfLevelsAlone(t *testing.T) {
	for x := range 100 {
		l := Line{Series: []Series{{Points: []Point{{0, 0}, {99, 1}}}}, YMax: new(2.0),
			HLines:  []HLine{{Y: 2, Label: "Gaussian"}},
			Markers: []Marker{{X: float64(x), Label: "b"}, {X: float64((x * 7) % 100), Label: "s"}}}
		if text := ansi.Strip(l.Render(80, 12, theme.Theme{})); !strings.Contains(text, " Gaussian ") {
			t.Fatalf("a marker at %d:\n%s", x, text)
		}
	}
}
