package look

import (
	"slices"
	"testing"
)

func TestSeriesAreHiddenByTheirNames(t *testing.T) {
	var h Hidden
	for _, name := range []string{"train", "test", "w1, 3 jumps", "train"} {
		h = h.Toggled(name)
	}
	for name, want := range map[string]bool{
		"train": false, "test": true, "tes": false, "est": false, "": false, "w1, 4 jumps": true, "w1": true,
	} {
		if h.Has(name) != want {
			t.Errorf("%q is hidden: %v, want %v (%q)", name, !want, want, h)
		}
	}
	if names := h.Names(); !slices.Equal(names, []string{"test", "w1"}) || HiddenOf(names) != h {
		t.Errorf("names %q of %q", names, h)
	}
	if h = h.Toggled("test").Toggled("w1"); h != "" || h.Names() != nil {
		t.Errorf("all shown again: %q", h)
	}
}
