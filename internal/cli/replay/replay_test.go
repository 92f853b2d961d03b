package replay_test

import (
	"context"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/replay"
	"levyscope/internal/cli/simcmd"
	"levyscope/internal/cli/traincmd"
)

// recordings are outputs of both engines, with and without changes.
func recordings(t *testing.T) map[string]string {
	t.Helper()
	return map[string]string{
		"train": clitest.Must(t, traincmd.New(), clitest.Train("--sampling", "epochs")...),
		"train, decay arm": clitest.Must(t, traincmd.New(), clitest.Train("--arm", "noise", "--schedule",
			"inverse:eta0=0.1,k0=4")...),
		"train, with changes": clitest.Must(t, traincmd.New(), clitest.Train("--script",
			clitest.Keep(t, clitest.TrainScript))...),
		"sim":        clitest.Must(t, simcmd.New(), clitest.Sim()...),
		"sim, exits": clitest.Must(t, simcmd.New(), "--paths", "60", "--exits", "--time", "iteration", "--eps", "0.5"),
		"particle":   clitest.Must(t, simcmd.New(), clitest.Particle()...),
		"particle, changes": clitest.Must(t, simcmd.New(), clitest.Particle("--horizon", "40", "--script",
			clitest.Keep(t, clitest.SimScript))...),
	}
}

// A recording may carry values that the command line refuses where they have no effect.
func TestValuesWithoutEffectReplay(t *testing.T) {
	text := clitest.Must(t, simcmd.New(), "--paths", "20", "--time", "iteration", "--eps", "0.5")
	for old, idle := range map[string]string{
		`"reading":"ito"`: `"reading":"marcus"`, `"dt":0.01`: `"dt":0.02`,
		`"integrator":"euler"`: `"integrator":"euler","rho":0.4`,
		`"arm":"both"`:         `"arm":"step"`, `"steps":0`: `"steps":100`,
	} {
		recording := strings.Replace(text, old, idle, 1)
		if recording == text {
			t.Errorf("the recording has no %s", old)
			continue
		}
		if got := clitest.Must(t, replay.New(), clitest.Keep(t, recording)); got != recording {
			t.Errorf("with %s, %d bytes of %d, or others", idle, len(got), len(recording))
		}
	}
}

// A recording that was written by hand, with a start, changes and an end, replays as many events as it has; there is
// nothing to compare them with but the first.
func TestScriptsReplay(t *testing.T) {
	whole := clitest.Must(t, traincmd.New(), clitest.Train("--script", clitest.Keep(t, clitest.TrainScript))...)
	lines := strings.SplitAfter(whole, "\n")
	var changes string
	for _, line := range lines {
		if strings.HasPrefix(line, `{"type":"changed"`) {
			changes += line
		}
	}
	script := lines[0] + changes + `{"type":"done"}` + "\n"
	n := strings.Count(script, "\n")
	if got := clitest.Must(t, replay.New(), clitest.Keep(t, script)); got != strings.Join(lines[:n], "") || n < 4 {
		t.Errorf("%d events: %.300s", n, got)
	}
	edited := strings.Replace(script, `"parameters":`, `"parameters":1`, 1)
	_, err := clitest.Execute(context.Background(), replay.New(), clitest.Keep(t, edited))
	if err == nil || !strings.Contains(err.Error(), "differs from line 1") {
		t.Errorf("another start: error %v", err)
	}
}

// A replay prints the recording again, byte for byte; of one that was cut off
// after a line, the lines that there are.
func TestReplayPrintsTheSameBytes(t *testing.T) {
	for name, text := range recordings(t) {
		lines := strings.Count(text, "\n")
		if strings.Contains(name, "changes") && strings.Count(text, `{"type":"changed"`) < 2 {
			t.Errorf("%s: nothing changes", name)
		}
		cuts := []int{1, lines / 2, lines - 1, lines}
		if testing.Short() {
			cuts = []int{lines / 2, lines}
		}
		for _, n := range cuts {
			cut := clitest.FirstLines(text, n)
			clitest.Same(t, name, clitest.Must(t, replay.New(), clitest.Keep(t, cut)), cut)
		}
	}
}

// The horizon of a simulation that was given none follows its controls.
func TestReplayOfChangesUnderAChosenHorizon(t *testing.T) {
	text := clitest.Must(t, simcmd.New(), clitest.Particle("--script", clitest.Keep(t, clitest.SimScript))...)
	clitest.Same(t, "replay", clitest.Must(t, replay.New(), clitest.Keep(t, text)), text)
}

// A run without end is broken off: the last line says partial, the error says
// interrupted, and a replay gives all but that line.
func TestInterruptedRuns(t *testing.T) {
	for name, text := range map[string]string{
		"train": clitest.Interrupted(t, `{"type":"evaluated","step":18`, traincmd.New(), clitest.Train("--steps", "0")...),
		"particle": clitest.Interrupted(t, `{"type":"escape","step":3`, simcmd.New(),
			clitest.Particle("--steps", "0", "--eps", "1")...),
	} {
		events := clitest.Parse(t, text)
		if last := events[len(events)-1]; last["type"] != "done" || last["partial"] != true {
			t.Errorf("%s: last %v", name, last)
		}
		whole := len(events) // less what tells of the interruption
		for whole > 0 && events[whole-1]["partial"] == true {
			whole--
		}
		rest := clitest.FirstLines(text, whole)
		clitest.Same(t, name, clitest.Must(t, replay.New(), clitest.Keep(t, text)), rest)
	}
}

// A diverging run says so in its last line, and replays to that line.
func TestDivergedRun(t *testing.T) {
	out, err := clitest.Execute(context.Background(), traincmd.New(), clitest.Train("--steps", "50", "--model",
		"mlp:30-30", "--schedule", "constant:eta0=1000")...)
	if err == nil {
		t.Fatal("no error")
	}
	events := clitest.Parse(t, out)
	last := events[len(events)-1]
	name, _ := last["parameter"].(string)
	if last["type"] != "diverged" || name == "" || last["eta"] != 1000. {
		t.Errorf("last %v", last)
	}
	for _, part := range []string{"diverged", "1000", name} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q lacks %q", err, part)
		}
	}
	again, _ := clitest.Execute(context.Background(), replay.New(), clitest.Keep(t, out))
	clitest.Same(t, "replay", again, out)
}
