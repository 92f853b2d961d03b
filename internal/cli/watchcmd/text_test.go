package watchcmd_test

import (
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/watchcmd"
	"levyscope/train/watch/watchtest"
)

// A probe's line has no loss of another step, the end none at all, and steps without records are no recorded ones.
func TestWatchTextOfSteps(t *testing.T) {
	dir := t.TempDir()
	s := watchtest.New(t, dir, 0, 1, watchtest.Arrays([]int{4, 5}), nil)
	noise := watchtest.NewNoise(1, 20)
	s.Burst(noise, 1, 257)
	s.Line(map[string]any{"type": "step", "step": 400, "lr": .1, "loss": 1.5})
	s.Probes(noise, 41, 96)
	s.Line(map[string]any{"type": "end"})
	text := clitest.Must(t, watchcmd.New(), dir, "--once")
	clitest.Has(t, "text", text, "step     41  gradient noise at frozen weights", "\nthe job has ended\n",
		"done: 256 recorded steps, up to step 400, loss 1.5")
}

// A folder with probes alone has no last step.
func TestWatchTextOfProbesAlone(t *testing.T) {
	dir := t.TempDir()
	watchtest.New(t, dir, 0, 1, watchtest.Arrays([]int{4, 5}), nil).Probes(watchtest.NewNoise(1, 20), 41, 96)
	clitest.Has(t, "text", clitest.Must(t, watchcmd.New(), dir, "--once"), "done: no recorded steps, 1 probes", "!step -1")
}

// A rank that there is not, and a folder that is not there yet, are errors that say what to do, and nothing else.
func TestWatchOfNothing(t *testing.T) {
	dir := job(t)
	out, err := clitest.Execute(t.Context(), watchcmd.New(), dir, "--once", "--rank", "3")
	if err == nil || !strings.Contains(err.Error(), "no session of rank 3, but of the ranks [0]") || out != "" {
		t.Errorf("%q, error %v", out, err)
	}
	none := filepath.Join(dir, "none")
	clitest.Refused(t, watchcmd.New(), []string{none, "--once"}, "start the job first")
}
