package record_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"levyscope/internal/record"
	"levyscope/train"
)

func TestMatcherNamesTheLineAndTheField(t *testing.T) {
	events := []record.Event{
		train.Progress{Step: 0, Eta: .1, Loss: 2}, train.Progress{Step: 1, Eta: .1, Loss: 3}, train.Done{Steps: 2},
	}
	text := write(t, events...).String()
	same := func(text string, added bool) error {
		m := record.NewMatcher(strings.NewReader(text), 4)
		m.Added = added
		for _, e := range events {
			if err := m.Next(e); err != nil {
				return err
			}
		}
		return m.Next(events[0])
	}
	for _, c := range []struct {
		old, new string
		added    bool
		line     int // 0: no difference
		want     string
	}{
		{"", "", false, 0, ""},
		{"\n", "\r\n", false, 0, ""},
		{`"loss":3`, `"loss":3.5`, false, 6, "(loss: 3.5 recorded, 3 computed)"},
		{`"step":1,`, ``, false, 6, "(step is computed, and not recorded)"},
		{`"step":1,`, ``, true, 0, ""},
		{`"step":1,`, `"step":1,"step":1,`, true, 6, ""},
		{`"loss":3`, `"loss":3,"more":1`, true, 6, "(more is recorded, and not computed)"},
		{`"type":"done"`, `"type":"gone"`, false, 7, `(type: "gone" recorded, "done" computed)`},
		{`{"type":"progress","step":0`, `{x`, false, 5, ""},
	} {
		recorded := text
		if c.old != "" {
			recorded = strings.Replace(text, c.old, c.new, -1)
		}
		err := same(recorded, c.added)
		var d *record.Differs
		switch {
		case c.line == 0 && !errors.Is(err, io.EOF):
			t.Errorf("%q for %q: %v", c.new, c.old, err)
		case c.line > 0 && (!errors.As(err, &d) || d.Line != c.line || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%q for %q: %v, want line %d %s", c.new, c.old, err, c.line, c.want)
		}
	}
}

// The speed of a run is no part of what is computed again.
func TestSpeedIsNoDifference(t *testing.T) {
	text := strings.TrimSuffix(line(t, train.Done{Steps: 2}), "}") + `,"steps_per_second":812.5}` + "\n"
	if err := record.NewMatcher(strings.NewReader(text), 0).Next(train.Done{Steps: 2}); err != nil {
		t.Error(err)
	}
}

func TestDuplicateKeys(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":1,"b":{"c":[{"d":1},{"d":1,"d":2}]}}`: "b.c[1].d",
		`{"a":1,"a":1}`:       "a",
		`{"a":{"a":{"a":1}}}`: "",
		`[1,`:                 "",
	} {
		if got := record.Duplicate([]byte(text)); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// Figures that an older build rounded otherwise are no difference, but told; those of the configuration, whole numbers,
// and figures that differ by more are differences.
func TestLastDigits(t *testing.T) {
	e := train.Progress{Step: 3, Eta: .1, Loss: 88.9104438373771}
	for _, c := range []struct {
		recorded       string
		rounded, equal bool
	}{
		{`{"type":"progress","step":3,"eta":0.1,"loss":88.9104438373771}`, false, true},
		{`{"type":"progress","step":3,"eta":0.1,"loss":88.91044383737145}`, true, true},
		{`{"type":"progress","step":3,"eta":0.1,"loss":88.9104438373}`, true, true},
		{`{"type":"progress","step":3,"eta":0.1,"loss":88.91044383}`, false, false},
		{`{"type":"progress","step":4,"eta":0.1,"loss":88.91044383737145}`, false, false},
		{`{"type":"progress","step":3,"eta":0.1,"loss":-88.91044383737145}`, false, false},
	} {
		for _, added := range []bool{false, true} {
			m := record.NewMatcher(strings.NewReader(c.recorded+"\n"), 0)
			m.Added = added
			equal := m.Next(e) == nil
			if equal != (c.equal && (added || !c.rounded)) || (m.Rounded != nil) != (c.rounded && added) {
				t.Errorf("%s, added %t: equal %t, rounded %v", c.recorded, added, equal, m.Rounded)
			}
		}
	}
}
