package main

import (
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/tui/ptytest"
)

// A run of the Simulate screen: exits by side, mean exit time and theory on the screen are those of the recording.
func TestSimulateScreenShowsTheEnginesNumbers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e := ptytest.Start(t, ptytest.Options{W: 160, H: 48, Args: []string{"--record", dir, "--screen", "simulate",
		"--scenario", "sim --paths 200"}})
	e.AwaitScreen("all exits, and a path that has ended", func(s ptytest.Screen) bool {
		return strings.Contains(s.Line(0), "200 exits") && strings.Contains(s.Text, "escapes of the particle: 2")
	})
	e.Press("space")
	e.Await("paused")
	k := settled(e)
	first := e.Screen()
	e.Press("l", "]")
	e.Await("eps 0.1 →", "ensemble from zero")
	k = oneStep(e, k)
	e.Press("ctrl+c", "ctrl+c")
	e.Exit()
	r := readRecording(t, dir, "sim-1")

	near.Abs(t, "the last step", r.last(t, "progress")["step"].(float64), float64(k), 100) // every hundredth is recorded
	changed := r.last(t, "changed")
	near.Abs(t, "step of the change", changed["step"].(float64), float64(k)+.5, .5)
	var totals map[string]any
	for _, c := range r["counts"] {
		if now := c["totals"].(map[string]any); now["paths"] == 200. {
			totals = now
		}
	}
	if totals == nil {
		t.Fatal("no counts of 200 paths are recorded")
	}
	head := first.Line(0)
	shows(t, "exits", head, `# exits`, totals["exited"].(float64))
	shows(t, "mean exit time", head, `E τ #`, totals["mean_exit_time"].(float64))
	shows(t, "its error", head, `±#`, totals["mean_exit_time_se"].(float64))
	theory := r.last(t, "started")["theory"].(map[string]any)
	shows(t, "its theory", head, `theory #`, theory["mean_exit_time"].(float64))
	names := r.last(t, "started")["side_names"].([]any)
	for i, n := range totals["sides"].([]any) {
		name := names[i].(string)
		share := n.(float64) / totals["exited"].(float64)
		shows(t, "exits through "+name, first.Text, ` `+strings.ReplaceAll(name, "+", `\+`)+` [^0-9]*#`, share)
	}
	if n := strings.Count(first.Text, "escapes of the particle: 2"); n != 1 || len(r["escape"]) < 2 {
		t.Errorf("%d escapes are recorded, the screen has 2", len(r["escape"]))
	}
}
