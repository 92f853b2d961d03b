package scenario_test

import (
	"math/rand/v2"
	"testing"

	"levyscope/tui/screen"
	"levyscope/tui/simscreen"
	"levyscope/tui/trainscreen"
)

// What a screen says after any keys opens a screen that says the same.
func TestScreensSayWhatOpensThem(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	open := func(text string) (screen.Screen, string) {
		o := reopened(t, text)
		s := trainscreen.New(t.Context(), screen.Env{Title: "Train"}, o.Train)
		if o.Screen == "simulate" {
			s = simscreen.New(t.Context(), screen.Env{Title: "Simulate"}, o.Sim)
		}
		if err := s.Advance(t.Context(), 2); err != nil {
			t.Fatal(err)
		}
		said, _ := s.Scenario()
		return s, said.Text
	}
	keys := []string{"s", "enter", "d", "l", "l", "h", "[", "]", "]", "u", "ctrl+r", "j"}
	for _, text := range []string{"train --model mlp:4 --probe-every 0 --evaluate-every 0", "sim --paths 10",
		"sim --potential doublewell:left=1,right=2 --paths 10"} {
		s, _ := open(text)
		for range 30 {
			for range 5 {
				s.Act(screen.ActionOf(keys[r.IntN(len(keys))]))
			}
			said, _ := s.Scenario()
			if _, again := open(said.Text); again != said.Text {
				t.Errorf("%s\nopens %s", said.Text, again)
			}
		}
	}
}
