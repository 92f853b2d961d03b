package train_test

import (
	"bytes"
	"os"
	"testing"

	"levyscope/internal/record"
	"levyscope/train"
)

// A recording from before there were two forms of momentum, with changes of arm and momentum, is
// replayed bit for bit: its momentum is Polyak's.
func TestRecordingWithoutAFormReplays(t *testing.T) {
	want, err := os.ReadFile("testdata/polyak.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	run, err := record.Read(bytes.NewReader(want))
	if err != nil {
		t.Fatal(err)
	}
	want = want[:bytes.LastIndex(want, []byte(`{"type":"done"`))] // its last line has a field of the command
	same(t, "replay", lines(t, collect(t, *run.Train, nil, nil), train.Done{}.Type()), string(want))
}
