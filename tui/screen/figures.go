package screen

import (
	"sort"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Figure is one of the figures in the head of a screen.
type Figure struct {
	Text string // as the head shows it
	Rank int    // the figures of the highest ranks are the first that are left out
}

// Ranked returns figures of which the first one is the most important and stands last.
func Ranked(texts ...string) []Figure {
	out := make([]Figure, len(texts))
	for i, text := range texts {
		out[len(texts)-1-i] = Figure{text, i}
	}
	return out
}

// Abreast sets figures side by side in their order, as many as w cells hold, the least
// important left out. One that begins with a comma or a blank continues the one before it.
func Abreast(figures []Figure, w int) string {
	byRank := make([]int, len(figures))
	for i := range byRank {
		byRank[i] = i
	}
	sort.SliceStable(byRank, func(i, j int) bool { return figures[byRank[i]].Rank < figures[byRank[j]].Rank })
	shown := make([]bool, len(figures))
	for _, i := range byRank {
		shown[i] = true
		if ansi.StringWidth(joined(figures, shown)) > w {
			shown[i] = false
			break
		}
	}
	return joined(figures, shown)
}

// joined is the line of the figures that are shown.
func joined(figures []Figure, shown []bool) string {
	var b strings.Builder
	for i, f := range figures {
		if !shown[i] {
			continue
		}
		if b.Len() > 0 && !strings.HasPrefix(f.Text, ",") && !strings.HasPrefix(f.Text, " ") {
			b.WriteString("  ")
		}
		b.WriteString(f.Text)
	}
	return b.String()
}
