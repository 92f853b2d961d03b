package tui

import (
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// The head has the number of the last step in every size, whether the run is recorded or not; the size of the
// recording is the first figure to go.
func TestTheHeadHasTheStep(t *testing.T) {
	step := regexp.MustCompile(`step \d+|\d+ steps`)
	for _, name := range []string{"train", "simulate"} {
		for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 36}, {160, 48}} {
			o := small()
			o.Screen, o.Record = name, t.TempDir()
			m := open(t, o, size[0], size[1])
			pump(t, m, 5)
			head := ansi.Strip(m.head())
			if !step.MatchString(head) || ansi.StringWidth(head) > size[0] {
				t.Errorf("%v: %q", size, head)
			}
			if size[0] == 160 && !strings.Contains(head, "recorded") {
				t.Errorf("there is room for the size of the recording in %q", head)
			}
			m.stop()
		}
	}
}
