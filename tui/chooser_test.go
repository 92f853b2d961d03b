package tui

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/screentest"
	"levyscope/tui/theme"
)

// Keys that follow each other at once are drawn together.
func TestKeysOfATextAreDrawnTogether(t *testing.T) {
	o := small()
	o.Train.Model, o.Train.Probe.Every, o.Train.EvaluateEvery = "mlp:8", 0, 0
	m := open(t, o, 120, 36)
	pump(t, m, 5)
	m.Update(tea.KeyPressMsg{Code: 'c', Text: "c"})
	shown := func() string { return m.View().Content }
	first := shown()
	for range 3 {
		m.Update(tea.KeyPressMsg{Code: 'x', Text: "x"})
	}
	if shown() != first {
		t.Error("each key is drawn")
	}
	m.Update(drawMsg{})
	if !strings.Contains(shown(), "xxx") {
		t.Errorf("never drawn:\n%s", shown())
	}
	m.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
	if strings.Contains(shown(), "xxx") {
		t.Error("esc is not drawn at once")
	}
	for _, tab := range m.tabs {
		<-tab.screen.Stop()
	}
}

// Whatever is typed into the chooser, the screen fills its size, and nothing panics.
func TestRandomKeysInTheChooser(t *testing.T) {
	n := 10000
	if testing.Short() {
		n = 500
	}
	o := small()
	o.Train.Model, o.Train.Probe.Every, o.Train.EvaluateEvery = "mlp:8", 0, 0
	m := open(t, o, 80, 24)
	pump(t, m, 5)
	keys := []tea.KeyPressMsg{{Code: tea.KeyEnter}, {Code: tea.KeyTab}, {Code: tea.KeyTab, Mod: tea.ModShift},
		{Code: tea.KeyUp}, {Code: tea.KeyDown}, {Code: tea.KeyBackspace}, {Code: tea.KeyEscape},
		{Code: 'u', Mod: tea.ModCtrl}}
	for _, r := range "jkmlpcnd:=,.0159-aeios/é\u202e" {
		keys = append(keys, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	r := rand.New(rand.NewPCG(3, 4))
	for i := range n {
		if !m.shown().Typing() {
			m.press(tea.KeyPressMsg{Code: 'c', Text: "c"})
		}
		m.press(keys[r.IntN(len(keys))])
		if i%20 == 0 {
			at := [][2]int{{80, 24}, {120, 36}, {160, 48}, {60, 16}, {30, 8}}[r.IntN(5)]
			m.theme = theme.New(true, theme.Glyphs(r.IntN(3)))
			m.Update(tea.WindowSizeMsg{Width: at[0], Height: at[1]})
			screentest.Fills(t, fmt.Sprintf("%v after %d keys", at, i), m.text(), at[0], at[1])
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	for _, tab := range m.tabs {
		<-tab.screen.Stop()
	}
}

// Both screens have lists, and offer them at the foot.
func TestBothScreensOfferTheirLists(t *testing.T) {
	m := open(t, small(), 160, 48)
	for _, key := range []string{"1", "2"} {
		press(m, key)
		if foot := ansi.Strip(m.foot()); !strings.Contains(foot, "c choose") {
			t.Errorf("screen %s does not offer its lists: %s", key, foot)
		}
	}
}
