package record_test

import (
	"errors"
	"strings"
	"testing"

	"levyscope/internal/record"
	"levyscope/train"
)

// writes is a writer that keeps the bytes of each call, or fails.
type writes struct {
	parts  []string
	failed error
}

func (w *writes) Write(b []byte) (int, error) {
	if w.failed != nil {
		return 0, w.failed
	}
	w.parts = append(w.parts, string(b))
	return len(b), nil
}

// Every write consists of whole lines, also of lines longer than the buffer, and after Flush all
// lines have been written.
func TestLinesReachTheWriterInWhole(t *testing.T) {
	var w writes
	e := record.NewEncoder(&w)
	var want strings.Builder
	for i := range 4000 {
		ev := record.Event(train.Progress{Step: i, Eta: .1, Loss: 1. / float64(i+1)})
		if i%1000 == 999 {
			ev = train.Diverged{Step: i, Parameter: strings.Repeat("long ", 20000*(i/1000))}
		}
		if err := e.Encode(ev); err != nil {
			t.Fatal(err)
		}
		want.WriteString(line(t, ev) + "\n")
	}
	if err := e.Flush(); err != nil {
		t.Fatal(err)
	}
	for _, part := range w.parts {
		if !strings.HasPrefix(part, `{"type":`) || !strings.HasSuffix(part, "}\n") {
			t.Errorf("a write from %.20q to %q", part, part[max(0, len(part)-20):])
		}
	}
	if strings.Join(w.parts, "") != want.String() || len(w.parts) < 4 {
		t.Errorf("%d writes do not make the lines", len(w.parts))
	}
}

func TestWriterErrorIsReturned(t *testing.T) {
	w := &writes{failed: errors.New("disk full")}
	e := record.NewEncoder(w)
	if err := e.Encode(train.Progress{}); err != nil {
		t.Errorf("a line that fits the buffer: %v", err)
	}
	if err := e.Flush(); !errors.Is(err, w.failed) {
		t.Errorf("flush: %v", err)
	}
	if err := e.Encode(train.Diverged{Parameter: strings.Repeat("x", 1<<17)}); !errors.Is(err, w.failed) {
		t.Errorf("encode: %v", err)
	}
}
