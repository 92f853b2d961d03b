package main

import (
	"testing"

	"levyscope/tui/ptytest"
)

// TestMain runs levyscope itself where a scripted test has started this binary as the program.
func TestMain(m *testing.M) {
	ptytest.Main(m, main)
}

// explorer starts the explorer in a terminal of w x h cells on a network that is quick to make.
func explorer(t *testing.T, w, h int, args ...string) *ptytest.Terminal {
	t.Helper()
	t.Parallel()
	if len(args) == 0 {
		args = []string{"--scenario", smallTrain}
	}
	return ptytest.Start(t, ptytest.Options{Args: args, W: w, H: h})
}

// smallTrain and smallSim are scenarios whose first screen is there at once.
const (
	smallTrain = "train --model mlp:8 --probe-every 100 --probe-batches 32 --probe-block 8"
	smallSim   = "sim --paths 200"
)

// A session: the program draws on the whole terminal, follows its size, and leaves the terminal as it was.
func TestExplorerInATerminal(t *testing.T) {
	e := explorer(t, 80, 24)
	if s := e.Await("[1 Train]", "tail index", "running"); !s.Alt || !s.CursorHidden {
		t.Errorf("the screen is not the explorer's: %+v", s)
	}
	e.Press("2")
	e.Await("[2 Simulate]", "still inside")
	e.Resize(60, 16)
	e.AwaitScreen("a foot on line 16", func(s ptytest.Screen) bool { return len(s.Line(15)) > 0 })
	e.Press("ctrl+c")
	if status, s := e.Exit(); status != 0 || s.Alt || s.CursorHidden {
		t.Errorf("status %d, the terminal is left as %+v", status, s)
	}
}
