package folder

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"levyscope/internal/record"
	"levyscope/train"
)

// replayed computes the run of a folder and compares it, as levyscope replay does. The text is what it prints.
func replayed(t *testing.T, r *Recording) (text []byte, err error) {
	t.Helper()
	match, closer, err := r.Rest(record.Extent{})
	if err != nil {
		return nil, err
	}
	defer closer.Close()
	left := r.Events
	for e, err := range train.Run(context.Background(), *r.Train, nil) {
		if err != nil {
			return nil, err
		}
		if left == 0 {
			return text, nil
		}
		if _, transient := e.(record.Transient); transient {
			continue
		}
		left--
		if err := match.Next(e); err != nil {
			return nil, err
		}
		if done, ok := e.(train.Done); ok {
			e = record.Finished{Done: done}
		}
		if text, err = record.Append(text, e); err != nil {
			return nil, err
		}
		text = append(text, '\n')
	}
	if left > 0 {
		return nil, errors.New("the run ends before what is recorded")
	}
	return text, nil
}

// A recording with any one bit flipped is refused, or a difference is found, or nothing has changed that matters.
func TestNoFlippedBitReplaysAnotherRun(t *testing.T) {
	dir := recorded(t, small(), Options{})
	whole := contents(t, dir, eventsFile)
	random := rand.New(rand.NewPCG(1, 2))
	flips := 400
	if testing.Short() {
		flips = 60
	}
	silent := 0
	for i := range flips {
		name := []string{aboutFile, eventsFile, eventsFile, changesFile}[i%4]
		text := contents(t, dir, name)
		damaged := bytes.Clone(text)
		at, bit := random.IntN(len(text)), random.IntN(8)
		damaged[at] ^= 1 << bit
		put(t, dir, name, damaged)
		if r, err := Open(dir); err == nil {
			if got, err := replayed(t, r); err == nil {
				silent++
				if !bytes.Equal(got, whole) && !bytes.HasPrefix(whole, got) {
					t.Errorf("%s, bit %d of byte %d flipped: another run is replayed", name, bit, at)
				}
			}
		}
		put(t, dir, name, text)
	}
	if silent > flips/5 {
		t.Errorf("%d of %d flips were not noticed", silent, flips)
	}
}

// short is a file that a full disk cuts: it takes in so many bytes.
type short struct {
	w    io.Writer
	left int
}

var errFull = errors.New("no space left on device")

// Write implements io.Writer.
func (s *short) Write(b []byte) (int, error) {
	if len(b) <= s.left {
		s.left -= len(b)
		return s.w.Write(b)
	}
	n, _ := s.w.Write(b[:s.left])
	s.left = 0
	return n, errFull
}

// When the disk is full the recording stops, with every whole event that was written, and goes on from there later.
func TestAFullDiskStopsTheRecording(t *testing.T) {
	whole := contents(t, recorded(t, small(), Options{}), eventsFile)
	for _, room := range []int{0, 1, 100, 3000, len(whole) / 2, len(whole) - 1} {
		dir := filepath.Join(t.TempDir(), "run")
		w, err := Create(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		w.out.to = &short{w.out.to, room}
		var failed error
		for e := range train.Run(context.Background(), small(), nil) {
			if err := w.Write(e); err != nil && failed == nil {
				failed = err
			}
		}
		if err := w.Close(); !errors.Is(err, errFull) || room < len(whole)/2 && !errors.Is(failed, errFull) {
			t.Errorf("room for %d bytes: %v, at the end %v", room, failed, err)
		}
		got := contents(t, dir, eventsFile)
		if !bytes.Equal(got, whole[:room]) {
			t.Errorf("room for %d bytes: %d are written", room, len(got))
		}
		r, err := Open(dir)
		if err != nil || r.Whole.Lines != bytes.Count(got, []byte("\n")) {
			t.Errorf("room for %d bytes: %+v, %v", room, r, err)
		}
	}
}
