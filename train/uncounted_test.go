package train_test

import (
	"testing"

	"levyscope/train"
)

// Without jumps the run is the same, and its totals say that none were counted.
func TestJumpsAreNotCounted(t *testing.T) {
	cfg := small()
	counted := collect(t, cfg, nil, nil)
	cfg.JumpsEvery = 0
	uncounted := collect(t, cfg, nil, nil)
	if n := len(of[train.Jumps](uncounted)); n != 0 {
		t.Errorf("%d events of jumps", n)
	}
	want, got := of[train.Done](counted)[0], of[train.Done](uncounted)[0]
	if want.Uncounted || !got.Uncounted || got.Jumps != 0 || got.Loss != want.Loss {
		t.Errorf("totals %+v, with jumps %+v", got, want)
	}
	a, b := of[train.Progress](counted), of[train.Progress](uncounted)
	for i := range a {
		if a[i] != b[i] {
			t.Fatalf("step %d: %+v without jumps, %+v with", i, b[i], a[i])
		}
	}
}
