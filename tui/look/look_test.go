package look

import "testing"

func TestSeriesAreHiddenByTheirNames(t *testing.T) {
	var l Look
	for _, name := range []string{"train", "test", "train"} {
		l = l.Toggled(name)
	}
	for name, want := range map[string]bool{"train": false, "test": true, "tes": false, "est": false, "": false} {
		if l.Hides(name) != want {
			t.Errorf("%q is hidden: %v, want %v (%q)", name, !want, want, l.Hidden)
		}
	}
	if l = l.Toggled("test"); l != (Look{}) {
		t.Errorf("all shown again: %+v", l)
	}
}
