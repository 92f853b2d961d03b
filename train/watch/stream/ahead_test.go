package stream_test

import (
	"fmt"
	"slices"
	"testing"

	"levyscope/train/watch/stream"
	"levyscope/train/watch/watchtest"
)

// found are the items that a look finds, in short.
func found(t *testing.T, r *stream.Reader) (out []string) {
	t.Helper()
	if err := r.Poll(true, func(i stream.Item) bool {
		switch i := i.(type) {
		case *stream.Session:
			out = append(out, fmt.Sprint("session ", i.Number))
		case *stream.Record:
			out = append(out, map[bool]string{false: "step ", true: "probe "}[i.Probe]+fmt.Sprint(i.Step))
		case *stream.Line:
			out = append(out, fmt.Sprint(i.Type, " ", i.Step))
		}
		return true
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// A session that began again at an earlier step takes the place of what older ones hold from there on.
func TestLaterSessionsSupersede(t *testing.T) {
	params := watchtest.Arrays([]int{2})
	g := []float32{1, 2}
	for _, c := range []struct {
		name string
		from int // of the second session's meta.json
		want []string
	}{
		{"by its first record", 0, []string{"session 1", "eval 1", "step 1", "step 2", "session 2", "step 3"}},
		{"as meta.json says", 2, []string{"session 1", "eval 1", "step 1", "session 2", "step 3"}},
	} {
		dir := t.TempDir()
		s := watchtest.New(t, dir, 0, 1, params, nil)
		s.Line(map[string]any{"type": "eval", "step": 1, "loss": 1})
		s.Line(map[string]any{"type": "eval", "step": 3, "loss": 1})
		for step := 1; step <= 4; step++ {
			s.Put(watchtest.Record(step, g))
		}
		s.Put(watchtest.Probe(4, 0, g))
		live, err := stream.Open(dir, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := found(t, live); len(got) != 8 {
			t.Errorf("%s: before the second session there are %q", c.name, got)
		}
		watchtest.New(t, dir, 0, 2, params, func(m *stream.Meta) { m.From = c.from }).Put(watchtest.Record(3, g))
		late, err := stream.Open(dir, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := found(t, late); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if got, want := found(t, live), c.want[len(c.want)-2:]; !slices.Equal(got, want) {
			t.Errorf("%s: live %q, want %q", c.name, got, want)
		}
	}
}
