package stream_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"levyscope/train/watch/stream"
	"levyscope/train/watch/watchtest"
)

// words are what a poll finds, one word each.
func words(t testing.TB, r *stream.Reader, final bool) (out []string) {
	t.Helper()
	err := r.Poll(final, func(i stream.Item) bool {
		switch i := i.(type) {
		case *stream.Session:
			out = append(out, "session "+i.Session)
		case *stream.Record:
			kind := "grad"
			if i.Probe {
				kind = fmt.Sprintf("probe %d of", i.Draw)
			}
			out = append(out, fmt.Sprintf("%s %d: %g", kind, i.Step, i.G[0]))
		case *stream.Line:
			out = append(out, fmt.Sprintf("%s %d", i.Type, i.Step))
		case *stream.Problem:
			out = append(out, "problem")
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// open opens a run.
func open(t testing.TB, dir string) *stream.Reader {
	t.Helper()
	r, err := stream.Open(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// expect compares what a poll finds.
func expect(t *testing.T, r *stream.Reader, final bool, want ...string) {
	t.Helper()
	if got := words(t, r, final); !slices.Equal(got, want) {
		t.Errorf("a look finds %q, want %q", got, want)
	}
}

// small are two parameters.
func small() []stream.Param { return watchtest.Arrays([]int{2}) }

// put writes records of the steps.
func put(s *watchtest.Session, steps ...int) {
	for _, k := range steps {
		s.Put(watchtest.Record(k, []float32{float32(k), 0}))
	}
}

func TestReaderFollows(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir)
	expect(t, r, false)
	s := watchtest.New(t, dir, 0, 1, small(), nil)
	expect(t, r, false, "session 000001")
	put(s, 1, 2)
	s.Line(map[string]any{"type": "ack", "step": 2})
	expect(t, r, false, "grad 1: 1", "ack 2", "grad 2: 2")
	expect(t, r, false)
	b := watchtest.Bytes(watchtest.Record(3, []float32{3, 0}))
	s.Append("grad.0000.bin", b[:50])
	s.Append(stream.EventsFile, []byte(`{"type":"end"`))
	expect(t, r, false)
	s.Append("grad.0000.bin", b[50:])
	s.Append(stream.EventsFile, []byte("}\n"))
	expect(t, r, false, "grad 3: 3", "end 2")
	if st := r.State(); !st.Ended || st.Records != 3 || st.Damaged != 0 || st.Waiting != 0 || st.Sessions != 1 {
		t.Errorf("the state is %+v", st)
	}
}

func TestReaderPassesSegmentsAndSessions(t *testing.T) {
	dir := t.TempDir()
	one := watchtest.New(t, dir, 0, 1, small(), nil)
	one.Segment = 3 // the older ones were removed
	put(one, 5)
	one.Append("grad.0003.bin", make([]byte, 7)) // torn for ever
	one.Segment = 5
	put(one, 6)
	watchtest.New(t, dir, 1, 1, small(), nil)
	two := watchtest.New(t, dir, 0, 2, small(), nil)
	put(two, 6, 7)
	r := open(t, dir)
	expect(t, r, false, "session 000001", "grad 5: 5", "session 000002", "grad 6: 6", "grad 7: 7")
	if st := r.State(); st.Damaged != 1 || st.Sessions != 2 || !slices.Equal(st.Ranks, []int{0, 1}) {
		t.Errorf("the state is %+v", st)
	}
	two.Segment = 1
	put(two, 8)
	if err := os.Remove(filepath.Join(two.Dir, "grad.0000.bin")); err != nil {
		t.Fatal(err)
	}
	expect(t, r, false, "grad 8: 8")
}

func TestReaderAwaitsHoles(t *testing.T) {
	dir := t.TempDir()
	s := watchtest.New(t, dir, 0, 1, small(), nil)
	r := open(t, dir)
	put(s, 1)
	s.Append("grad.0000.bin", make([]byte, s.Meta.Record))
	put(s, 3)
	expect(t, r, false, "session 000001", "grad 1: 1")
	path := filepath.Join(s.Dir, "grad.0000.bin")
	text, _ := os.ReadFile(path)
	copy(text[s.Meta.Record:], watchtest.Bytes(watchtest.Record(2, []float32{2, 0})))
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	expect(t, r, false, "grad 2: 2", "grad 3: 3")
	s.Append("grad.0000.bin", make([]byte, 3*s.Meta.Record))
	put(s, 7)
	for range 8 {
		expect(t, r, false)
	}
	expect(t, r, false, "grad 7: 7")
	if st := r.State(); st.Damaged != 3 {
		t.Errorf("%d records are damaged, want 3", st.Damaged)
	}
	if r = open(t, dir); len(words(t, r, true)) != 5 {
		t.Error("a last look waits for holes")
	}
}

func TestReaderSkipsDamage(t *testing.T) {
	dir := t.TempDir()
	s := watchtest.New(t, dir, 0, 1, small(), nil)
	put(s, 1, 2, 3)
	path := filepath.Join(s.Dir, "grad.0000.bin")
	whole, _ := os.ReadFile(path)
	for at := range whole {
		text := slices.Clone(whole)
		text[at] ^= 0x10
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		r := open(t, dir)
		if got := words(t, r, true); len(got) != 3 || r.State().Damaged != 1 {
			t.Fatalf("with byte %d wrong: %q, %d damaged", at, got, r.State().Damaged)
		}
	}
}

func TestReaderSeesAnotherRunInPlace(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run.lvs")
	s := watchtest.New(t, dir, 0, 1, small(), nil)
	put(s, 1)
	r := open(t, dir)
	expect(t, r, false, "session 000001", "grad 1: 1")
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	expect(t, r, false)
	if !r.State().Gone {
		t.Error("the folder is not seen to be gone")
	}
	s = watchtest.New(t, dir, 0, 1, small(), func(m *stream.Meta) { m.Session = "new" })
	put(s, 1)
	expect(t, r, false, "session new", "grad 1: 1")
	if r.State().Gone {
		t.Error("the new folder is said to be gone")
	}
}

func TestReaderLines(t *testing.T) {
	dir := t.TempDir()
	s := watchtest.New(t, dir, 0, 1, small(), nil)
	put(s, 5)
	s.Append(stream.EventsFile, []byte("garbage\n\n[1]\n{\"type\":1}\n\x00\x00\n"+
		`{"type":"eval","step":3,"loss":NaN,"say \" NaN":-Infinity}`+"\n"+
		strings.Repeat("x", 1<<20)+"\n"+`{"type":"note"}`+"\n"))
	r := open(t, dir)
	expect(t, r, true, "session 000001", "eval 3", "note 3", "grad 5: 5")
	if got := r.State().BadLines; got != 5 {
		t.Errorf("%d lines are none, want 5", got)
	}
}

func TestDiscover(t *testing.T) {
	dir := t.TempDir()
	a := watchtest.New(t, filepath.Join(dir, "a.lvs"), 0, 1, small(), nil)
	put(a, 1, 2)
	a.Append("grad.0000.bin", make([]byte, 70))
	a.Line(map[string]any{"type": "end"})
	watchtest.New(t, filepath.Join(dir, "b.lvs"), 2, 1, small(), func(m *stream.Meta) { m.Version = 9 })
	if err := os.MkdirAll(filepath.Join(dir, "other", "r0.x"), 0o700); err != nil {
		t.Fatal(err)
	}
	all, err := stream.Discover(dir)
	if err != nil || len(all) != 2 {
		t.Fatalf("%v, error %v", all, err)
	}
	if x := all[0]; x.LastStep != 2 || !x.Ended || x.Disk == 0 || x.Written.IsZero() || x.Problem != "" {
		t.Errorf("the first run is %+v", x)
	}
	if x := all[1]; x.LastStep != -1 || x.Ended || !slices.Equal(x.Ranks, []int{2}) ||
		!strings.Contains(x.Problem, "version is 9") {
		t.Errorf("the second run is %+v", x)
	}
}
