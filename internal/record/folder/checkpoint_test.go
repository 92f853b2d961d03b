package folder

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"levyscope/train"
)

// withCheckpoints records a run with a checkpoint every so many steps.
func withCheckpoints(t *testing.T, cfg train.Config, every int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "run")
	w, err := Create(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	step := 0
	due := func() bool { step++; return step > 1 && step%every == 1 }
	for e, err := range train.Continue(context.Background(), cfg, nil, nil, due) {
		if err == nil {
			err = w.Write(e)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// The last two checkpoints stay, and each gives the state and the events before it.
func TestTheLastTwoCheckpointsStay(t *testing.T) {
	dir := withCheckpoints(t, small(), 15)
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	good, bad := r.Checkpoints()
	if len(bad) > 0 || len(good) != 2 || good[0].Step != 90 || good[1].Step != 75 {
		t.Fatalf("%d good ones, bad: %v", len(good), bad)
	}
	text := contents(t, dir, eventsFile)
	for _, c := range good {
		before := text[:c.Before.Bytes]
		if bytes.Count(before, []byte("\n")) != c.Before.Lines || before[len(before)-1] != '\n' {
			t.Errorf("step %d: %+v", c.Step, c.Before)
		}
		s, err := train.ReadState(*r.Train, c.State, c.Tensors)
		if err != nil || s.Step() != c.Step {
			t.Fatalf("step %d: %v", c.Step, err)
		}
		match, closer, err := r.Rest(c.Before)
		if err != nil {
			t.Fatal(err)
		}
		for e, err := range train.Continue(context.Background(), *r.Train, s, nil, nil) {
			if err == nil {
				err = match.Next(e)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		closer.Close()
		if match.Line() != r.Whole.Lines {
			t.Errorf("the run from step %d ends at line %d of %d", c.Step, match.Line(), r.Whole.Lines)
		}
	}
}

// A checkpoint with any bit flipped is not used, nor is one behind events that were changed.
func TestDamagedCheckpointsAreNotUsed(t *testing.T) {
	dir := withCheckpoints(t, small(), 15)
	last := filepath.Join(checkpointsPath, "step-90")
	steps := func() (steps []int) {
		r, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		good, bad := r.Checkpoints()
		if len(good)+len(bad) != 2 {
			t.Fatalf("%d good, bad: %v", len(good), bad)
		}
		for _, c := range good {
			steps = append(steps, c.Step)
		}
		return steps
	}
	for _, name := range []string{manifestFile, stateFile, tensorsFile} {
		text := contents(t, dir, filepath.Join(last, name))
		for at := 0; at < len(text); at += 1 + len(text)/4 {
			damaged := bytes.Clone(text)
			damaged[at] ^= 1 << (at % 8)
			put(t, dir, filepath.Join(last, name), damaged)
			if s := steps(); len(s) != 1 || s[0] != 75 {
				t.Errorf("%s, byte %d flipped: %v", name, at, s)
			}
		}
		put(t, dir, filepath.Join(last, name), text)
	}
	text := contents(t, dir, eventsFile)
	put(t, dir, eventsFile, bytes.Replace(text, []byte(`"eta":0.1`), []byte(`"eta":0.2`), 1))
	if s := steps(); len(s) != 0 {
		t.Errorf("behind another event: %v", s)
	}
	put(t, dir, eventsFile, text[:len(text)/2])
	if s := steps(); len(s) != 0 {
		t.Errorf("behind events that are lost: %v", s)
	}
	put(t, dir, eventsFile, text)
	if err := os.RemoveAll(filepath.Join(dir, last, stateFile)); err != nil {
		t.Fatal(err)
	}
	if s := steps(); len(s) != 1 || s[0] != 75 {
		t.Errorf("without its state: %v", s)
	}
}
