package tui

import (
	"sort"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// figure is one of the figures in the head of a screen.
type figure struct {
	text string
	rank int // the least are the last to be dropped
}

// ranked are figures of which the first is the most important one, and stands last.
func ranked(texts ...string) []figure {
	out := make([]figure, len(texts))
	for i, text := range texts {
		out[len(texts)-1-i] = figure{text, i}
	}
	return out
}

// abreast sets as many figures as w cells hold, in their order: the least important are left out. One
// that begins with a comma or a blank goes on with the one before it.
func abreast(figures []figure, w int) string {
	byRank := make([]int, len(figures))
	for i := range byRank {
		byRank[i] = i
	}
	sort.SliceStable(byRank, func(i, j int) bool { return figures[byRank[i]].rank < figures[byRank[j]].rank })
	shown := make([]bool, len(figures))
	line := func() string {
		var b strings.Builder
		for i, f := range figures {
			if !shown[i] {
				continue
			}
			if b.Len() > 0 && !strings.HasPrefix(f.text, ",") && !strings.HasPrefix(f.text, " ") {
				b.WriteString("  ")
			}
			b.WriteString(f.text)
		}
		return b.String()
	}
	for _, i := range byRank {
		shown[i] = true
		if ansi.StringWidth(line()) > w {
			shown[i] = false
			break
		}
	}
	return line()
}
