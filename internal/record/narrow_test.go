package record_test

import "testing"

type narrow struct{ X float32 }

func (narrow) Type() string { return "narrow" }

// A float32 is written with the digits that it has, not with those of a float64.
func TestNarrowNumbersAreShort(t *testing.T) {
	if got, want := string(line(t, narrow{.1})), `{"type":"narrow","X":0.1}`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
