package screen

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"

	tea "charm.land/bubbletea/v2"

	"levyscope/internal/near"
	"levyscope/internal/record/folder"
	"levyscope/train"
)

// trained is a screen of an engine that begins a training run and takes a few steps of it.
func trained(t *testing.T, r *Recordings) *Console[train.Controls, train.Event] {
	cfg := train.Default()
	run := func(ctx context.Context, c train.Controls, _ *atomic.Pointer[train.Controls], _ func() bool,
	) iter.Seq2[train.Event, error] {
		return func(yield func(train.Event, error) bool) {
			started := cfg
			started.Controls = c
			goOn := yield(train.Started{Engine: "train", Config: started}, nil)
			for step := 0; goOn && step < 3; step++ {
				goOn = yield(train.Progress{Step: step, Eta: .1, Loss: 2}, nil)
			}
		}
	}
	return NewConsole(t.Context(), Env{Record: r}, Spec[train.Controls, train.Event]{
		Engine: "train", Controls: cfg.Controls, Run: run, OnEvent: func(train.Event) {},
		Knobs:     func() []Knob { return nil },
		OnRestart: func() func() { return func() {} }, Waiting: func() string { return "" },
	})
}

// toTheEnd takes in all batches of the run under way.
func toTheEnd(c *Console[train.Controls, train.Event], cmd tea.Cmd) {
	for cmd != nil {
		cmd = c.Update(cmd())
	}
	<-c.feed.Done()
}

// Every run is recorded in a folder of its own, and a restart lets go of the files of the run before.
func TestRestartsLeaveNothingOpen(t *testing.T) {
	restarts := 1000
	if testing.Short() {
		restarts = 40
	}
	dir := t.TempDir()
	r, err := NewRecordings(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	c := trained(t, r)
	toTheEnd(c, c.Begin())
	files, goroutines := openFiles(t), runtime.NumGoroutine()
	for range restarts {
		cmd, _ := c.Act(Restart)
		toTheEnd(c, cmd)
	}
	near.Most(t, "more open files", float64(openFiles(t)-files), 0)
	near.Most(t, "more goroutines", float64(runtime.NumGoroutine()-goroutines), 2) // those that are about to end
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{1, restarts + 1} {
		f, err := folder.Open(filepath.Join(dir, fmt.Sprintf("train-%d", n)))
		if err != nil || f.Events != 4 {
			t.Errorf("run %d: %+v, %v", n, f, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, fmt.Sprintf("train-%d", restarts+2))); err == nil {
		t.Error("a folder too many")
	}
}

// openFiles is the number of files that this process has open.
func openFiles(t *testing.T) int {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("the system does not list open files")
	}
	return len(entries)
}

// A folder that is there is not replaced, and its number is passed over.
func TestFoldersThatAreThereStay(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "train-1"), 0o755); err != nil {
		t.Fatal(err)
	}
	r, err := NewRecordings(dir, true)
	if err != nil {
		t.Fatal(err)
	}
	c := trained(t, r)
	toTheEnd(c, c.Begin())
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := folder.Open(filepath.Join(dir, "train-2"))
	if err != nil || f.Events != 4 {
		t.Errorf("%+v, %v", f, err)
	}
	near.Least(t, "bytes", float64(r.Size()), 1)
}

// A run whose recording cannot be written goes on to its end.
func TestARunGoesOnWithoutItsRecording(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gone")
	r, err := NewRecordings(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	c := trained(t, r)
	toTheEnd(c, c.Begin())
	if c.err != nil || c.steps != 3 || r.Failed() == nil || r.Close() == nil {
		t.Errorf("%d steps, %v; recording: %v", c.steps, c.err, r.Failed())
	}
}

func TestRecordingsNeedADirectory(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := NewRecordings(path, false); err == nil {
		t.Error("a file is taken for a directory")
	}
}
