package stream_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"levyscope/train/watch/stream"
	"levyscope/train/watch/watchtest"
)

// seeds are a folder's meta.json, steps and lines.
func seeds(f *testing.F) (meta, grad, lines []byte) {
	m := stream.Meta{Format: stream.Format, Version: stream.Version, Session: "a", Fields: watchtest.Fields(2),
		Record: watchtest.HeadBytes + 8, Total: 2, Params: small(), Writer: "w"}
	meta, err := json.Marshal(m)
	if err != nil {
		f.Fatal(err)
	}
	for step := range 5 {
		grad = append(grad, watchtest.Bytes(watchtest.Record(step, []float32{1, 2}))...)
	}
	return meta, grad, []byte(`{"type":"ack","step":2,"was":{"lr":NaN}}` + "\n" + `{"type":"end"}` + "\n")
}

// FuzzFolder reads folders of any bytes. What is found in two looks is what one look finds, nothing is found twice, and
// no more than there is room for.
func FuzzFolder(f *testing.F) {
	meta, grad, lines := seeds(f)
	f.Add(meta, grad, grad[:70], lines, uint(60))
	f.Add(meta, append(make([]byte, 56), grad...), []byte{}, lines[:30], uint(3))
	f.Add(bytes.Replace(meta, []byte(`"<u8"`), []byte(`"<u8",[1,1]`), 1), grad, grad, []byte("{\n\x00\n"), uint(0))
	f.Add(bytes.Replace(meta, []byte(`"index":[0,1]`), []byte(`"index":[0,0,1e9]`), 1), grad, grad, lines, uint(0))
	f.Add(meta[:len(meta)/2], grad, grad, lines, uint(0))
	f.Fuzz(func(t *testing.T, meta, grad, probe, lines []byte, cut uint) {
		if len(meta)+len(grad)+len(probe)+len(lines) > 1<<18 {
			t.Skip("long")
		}
		dir := t.TempDir()
		session := filepath.Join(dir, "r0.0001")
		write := func(name string, b []byte) {
			if err := os.WriteFile(filepath.Join(session, name), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Mkdir(session, 0o700); err != nil {
			t.Fatal(err)
		}
		write(stream.MetaFile, meta)
		part := grad[:min(uint(len(grad)), cut)]
		write("grad.0000.bin", part)
		write("probe.0000.bin", probe)
		write(stream.EventsFile, lines)
		two := open(t, dir)
		found := words(t, two, false)
		write("grad.0000.bin", grad)
		for range 20 { // holes are awaited for a while
			found = append(found, words(t, two, false)...)
		}
		found = append(found, words(t, two, true)...)
		if again := words(t, two, true); len(again) > 0 {
			t.Errorf("a look at what was read finds %q", again)
		}
		one := open(t, dir)
		once := words(t, one, true)
		slices.Sort(found)
		slices.Sort(once)
		if !slices.Equal(found, once) {
			t.Errorf("two looks find %q, one %q", found, once)
		}
		if n := one.State().Records; n > (len(grad)+len(probe))/24 {
			t.Errorf("%d records in %d bytes", n, len(grad)+len(probe))
		}
		if _, err := stream.Discover(dir); err != nil {
			t.Error(err)
		}
	})
}
