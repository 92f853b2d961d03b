package spec_test

import (
	"encoding/json"
	"errors"
	"testing"

	"levyscope/internal/spec"
)

type colour uint8

const (
	red colour = iota
	green
	blue
)

var colours = spec.Enum[colour]{What: "colour", Names: []string{red: "red", green: "green", blue: "blue"}}

func (c colour) String() string                { return colours.String(c) }
func (c colour) MarshalText() ([]byte, error)  { return colours.Marshal(c) }
func (c *colour) UnmarshalText(b []byte) error { return colours.Unmarshal(c, b) }

func TestEnum(t *testing.T) {
	for c := red; c <= blue; c++ {
		back, err := colours.Parse(c.String())
		if err != nil || back != c || !colours.Valid(c) {
			t.Errorf("%s is read back as %v, %v", c, back, err)
		}
	}
	if colours.Next(red) != green || colours.Next(blue) != red {
		t.Errorf("after red %v, after blue %v", colours.Next(red), colours.Next(blue))
	}
	text, err := json.Marshal(map[string]colour{"c": green})
	if err != nil || string(text) != `{"c":"green"}` {
		t.Errorf("%s, %v", text, err)
	}
	var read map[string]colour
	if err := json.Unmarshal(text, &read); err != nil || read["c"] != green {
		t.Errorf("%v, %v", read, err)
	}
}

func TestEnumRefuses(t *testing.T) {
	c := green
	err := c.UnmarshalText([]byte("pink"))
	var typed *spec.Error
	want := spec.Error{What: "colour", Input: "pink", Problem: "the name is not known", Remedy: "use red, green or blue"}
	if !errors.As(err, &typed) || *typed != want || c != green {
		t.Errorf("%v, %v; want %v", c, err, want)
	}
	const none = colour(3)
	if colours.Valid(none) || none.String() != "spec_test.colour(3)" {
		t.Errorf("%v is valid: %v", none, colours.Valid(none))
	}
	if _, err := json.Marshal(none); !errors.As(err, &typed) {
		t.Errorf("%v", err)
	}
	only := spec.Enum[colour]{What: "colour", Names: []string{"red"}}
	if _, err := only.Parse(""); err == nil || err.Error() != `colour "": the name is not known; use red` {
		t.Errorf("%v", err)
	}
}
