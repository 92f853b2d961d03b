package replay_test

import (
	"context"
	"iter"
	"os"
	"path/filepath"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/replay"
	"levyscope/internal/record"
	"levyscope/train"
	"levyscope/tui/screen"
	"levyscope/tui/trainscreen"
)

// runner are the methods of a screen that let a test take the place of its feed.
type runner interface {
	screen.Screen
	Events(context.Context) iter.Seq2[train.Event, error]
	Take(train.Event)
}

// A run that the explorer computes again for a file, with changes on the way, replays.
func TestExportedRunReplays(t *testing.T) {
	cfg := train.Default()
	cfg.Model, cfg.Probe.Every, cfg.EvaluateEvery = "mlp:8", 0, 20
	s := trainscreen.New(t.Context(), screen.Env{Title: "Train"}, cfg).(runner)
	steps := 0
	for e, err := range s.Events(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if s.Take(e); e.Type() != "progress" {
			continue
		}
		if steps++; steps == 20 || steps == 40 {
			s.Act(screen.Increase)
		}
		if steps == 60 {
			break
		}
	}
	path := filepath.Join(t.TempDir(), "run.ndjson")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	out, changes := record.NewEncoder(f), 0
	for e, err := range s.Exports().Rerun(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Type() == "changed" {
			changes++
		}
		if err := out.Encode(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Flush(); err != nil || f.Close() != nil || changes != 2 {
		t.Fatalf("%d changes, %v", changes, err)
	}
	clitest.Must(t, replay.New(), path)
}
