package screentest

import (
	"strings"
	"testing"

	"levyscope/tui/screen"
)

// Knobs reports an error unless each knob says what it is and which values it takes, takes as a typed value what a
// move gives and its own value back, and refuses texts that are no value with words and without a change.
func Knobs(t testing.TB, what string, knobs func() []screen.Knob) {
	t.Helper()
	for i := range knobs() {
		k := knobs()[i]
		if k.Range == "" || !strings.HasSuffix(k.What, ".") || k.Set == nil {
			t.Errorf("%s: knob %s: range %q, %q", what, k.Name, k.Range, k.What)
			continue
		}
		set := func(text, want string) {
			t.Helper()
			if _, err := knobs()[i].Set(text); err != nil || knobs()[i].Value != want {
				t.Errorf("%s: %s typed %s: %s (%v), want %s", what, k.Name, text, knobs()[i].Value, err, want)
			}
		}
		set(k.Value, k.Value)
		for _, direction := range []int{1, -1} {
			k.Move(direction)
			moved := knobs()[i].Value
			set(k.Value, k.Value)
			set(" "+moved+" ", moved)
			set(k.Value, k.Value)
		}
		for _, text := range []string{"", "no such value", "NaN", "Inf", "1e999", "\x1b[2J"} {
			if _, err := knobs()[i].Set(text); err == nil || len(err.Error()) < 20 {
				t.Errorf("%s: %s takes %q: %v", what, k.Name, text, err)
			}
			if now := knobs()[i].Value; now != k.Value {
				t.Errorf("%s: %s is %s after %q, was %s", what, k.Name, now, text, k.Value)
			}
		}
	}
}
