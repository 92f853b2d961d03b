package main

import (
	"fmt"
	"strings"
	"testing"

	"levyscope/tui/ptytest"
)

// TestMain runs levyscope itself where a scripted test has started this binary as the program.
func TestMain(m *testing.M) {
	ptytest.Main(m, watched)
}

// explorer starts the explorer in a terminal of w x h cells on a network that is quick to make.
func explorer(t *testing.T, w, h int, args ...string) *ptytest.Terminal {
	t.Helper()
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
	t.Parallel()
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

// still keeps a scripted run from leaving the screen that it looks at: the engine is held at once.
func still(e *ptytest.Terminal) *ptytest.Terminal {
	e.AwaitScreen("a run under way", func(s ptytest.Screen) bool {
		return strings.Contains(s.Line(0), "running") && stepOf(s) > 0
	})
	e.Press("space")
	e.Await("paused")
	return e
}

// The key that closes the help does nothing else; help scrolls to its end on the smallest terminal.
func TestHelpSwallowsTheKeyThatClosesIt(t *testing.T) {
	t.Parallel()
	e := still(explorer(t, 60, 16))
	e.Press("?")
	e.Await("Keys", "scroll", "Train: a network learns")
	e.Press("G")
	e.Await("All else is measured by the engine", "ctrl+c")
	e.Press("q")
	e.AwaitNot("All else is measured")
	for _, key := range []string{"2", "d", "]", "r", "u"} {
		e.Press("?")
		e.Await("Keys")
		e.Press(key)
		if s := e.AwaitNot("Keys"); !strings.Contains(s.Text, "[1 Train]") || !strings.Contains(s.Text, "arm both") ||
			!strings.Contains(s.Text, "eta0 0.1]") || !strings.Contains(s.Text, "paused") {
			t.Errorf("%s closed the help and acted:\n%s", key, s.Text)
		}
	}
}

// The message names what changed; a bound says that it is one, and keeps the undo list.
func TestAChangeNamesItself(t *testing.T) {
	t.Parallel()
	e := still(explorer(t, 120, 36, "--scenario", smallTrain+" --batch 1"))
	e.Press("]")
	e.Await("eta0 0.1 → 0.125, from the next step on")
	e.Press("shift+left")
	e.Await("eta0 0.125 → 0.1, from the next step on")
	e.Press("l", "[")
	e.Await("batch stays at 1: the lowest value")
	e.Press("u")
	e.Await("undone: eta0 0.1 → 0.125")
	e.Press("l")
	e.Await("[momentum 0]")
	for _, want := range []string{"0.8 → 0.9", "0.9 → 0.95", "0.95 → 0.99", "0.99 → 0.995", "0.995 → 0.999"} {
		for range 9 {
			e.Press("]")
			if s := e.Await("momentum"); strings.Contains(s.Text, want) {
				break
			}
		}
	}
	e.Press("]", "]")
	e.Await("momentum stays at 0.999: the highest value")
}

// The selected control is kept by its name when the schedule brings others, and s shows a schedule before it applies.
func TestSchedulesArePreviewed(t *testing.T) {
	t.Parallel()
	e := still(explorer(t, 120, 36))
	e.Press("l")
	e.Await("[batch 16]")
	e.Press("s")
	e.Await("preview of step:eta0=0.1", "preview: step", "■ preview", "[batch 16]")
	e.Press("s")
	e.Await("preview of exponential:eta0=0.1")
	e.Press("S", "esc")
	e.Await("the preview is left, constant:eta0=0.1 stays in force", " constant  arm")
	e.Press("s", "enter")
	e.Await("schedule constant:eta0=0.1 → step:eta0=0.1", "[batch 16]", " step  arm")
	e.Press("u")
	e.Await(" constant  arm", "[batch 16]")
}

// On Simulate a schedule begins now for the particle too, dt is a control, and the foot speaks of coordinates.
func TestSimulateControls(t *testing.T) {
	t.Parallel()
	e := explorer(t, 200, 48, "--scenario", smallSim)
	e.AwaitScreen("the hint of the coordinates", func(s ptytest.Screen) bool {
		return strings.Contains(s.Line(-1), "j k coordinate") && strings.Contains(s.Line(-1), "q quit")
	})
	still(e).Press("s")
	e.Await("preview of step", "▲ preview")
	e.Press("enter")
	e.Await("schedule constant:eta0=0.1 → step:eta0=0.1")
	for range 15 {
		e.Press("l")
	}
	e.Await("[dt 0.01]")
	e.Press("[")
	e.Await("dt 0.01 → 0.008, from the next step on, ensemble from zero")
}

// A restart is undone: the old run comes back and goes on.
func TestRestartIsUndone(t *testing.T) {
	t.Parallel()
	e := explorer(t, 80, 24)
	e.Await("step 1") // ten steps or more
	still(e)
	before := stepOf(e.Screen())
	e.Press("r", "u")
	e.Await("the run before the restart goes on after")
	if after := stepOf(e.Screen()); after < before {
		t.Errorf("step %d before the restart, %d when it is undone", before, after)
	}
	e.Press("space")
	e.AwaitScreen("steps beyond", func(s ptytest.Screen) bool { return stepOf(s) > before+10 })
}

// stepOf is the step in the head of the screen, -1 if there is none.
func stepOf(s ptytest.Screen) int {
	n := -1
	if _, rest, ok := strings.Cut(s.Line(0), "step "); ok {
		fmt.Sscanf(rest, "%d", &n)
	}
	return n
}

// A divergence is undone: the last good weights come back, before the change that did it.
func TestDivergenceIsUndone(t *testing.T) {
	t.Parallel()
	e := explorer(t, 120, 36, "--scenario", smallTrain+" --seed 3")
	e.AwaitScreen("30 steps", func(s ptytest.Screen) bool { return stepOf(s) > 30 })
	still(e)
	for range 60 {
		e.Press("]")
	}
	e.Await("1e5]")
	e.Press("space")
	e.Await("DIVERGED at step", "u undo")
	e.Press("u")
	e.Await("back to step", "paused", "eta0 0.1]")
	e.Press("space")
	e.Await("running")
	e.AwaitScreen("steps beyond", func(s ptytest.Screen) bool { return stepOf(s) > 40 })
}

// The display stays frozen through another size and another screen, and a screen that is not shown says that it runs.
func TestFrozenStaysFrozen(t *testing.T) {
	t.Parallel()
	e := explorer(t, 120, 36)
	e.Await("running", "step 1")
	e.Press("f")
	at := stepOf(e.Await("FROZEN running"))
	e.Resize(90, 30)
	e.AwaitScreen("a frozen screen of the new size", func(s ptytest.Screen) bool {
		return s.Line(29) != "" && strings.Contains(s.Line(0), "FROZEN")
	})
	e.Press("2")
	e.Await("[2 Simulate]", "1 Train (runs)", "FROZEN")
	e.Press("1")
	if s := e.Await("[1 Train]", "FROZEN"); stepOf(s) != at {
		t.Errorf("frozen at step %d, and then at %d", at, stepOf(s))
	}
	e.Press("f")
	e.AwaitScreen("later steps", func(s ptytest.Screen) bool { return stepOf(s) > at })
}

// ctrl+c twice quits at once, in the help and on a terminal that is too small too; thousands of keys end in a drawn
// screen.
func TestFloodsAndInterrupts(t *testing.T) {
	t.Parallel()
	e := explorer(t, 80, 24)
	e.Await("running")
	e.Type(strings.Repeat("]d[smyj\t<>hluf??", 400))
	e.Press("?")
	e.Await("Keys")
	e.Resize(30, 5)
	e.Await("levyscope needs")
	e.Press("ctrl+c", "ctrl+c")
	if status, s := e.Exit(); status != 0 || s.Alt {
		t.Errorf("status %d, %+v", status, s)
	}
}

// An unset locale draws ASCII.
func TestUnsetLocaleDrawsASCII(t *testing.T) {
	t.Parallel()
	e := ptytest.Start(t, ptytest.Options{Args: []string{"--scenario", smallTrain}, Env: []string{"LANG="}})
	for _, r := range e.Await("tail index", "running").Text {
		if r > '~' {
			t.Fatalf("%q is drawn without a locale", r)
		}
	}
}

// Errors keep the case of what they quote, and a narrow terminal has the cause first and nothing cut.
func TestErrorsInATerminal(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		want []string
	}{
		{[]string{"sim", "--alpha", "7"}, []string{"alpha_1 = 7: a tail index lies in (0, 2]"}},
		{[]string{"fit", "/No/such/File.CSV"}, []string{"/No/such/File.CSV"}},
		{[]string{"--Screen", "x"}, []string{"unknown flag: --Screen", "--help"}},
	} {
		e := explorer(t, 44, 12, c.args...)
		status, s := e.Exit()
		text := strings.Join(strings.Fields(s.Text), " ")
		for _, want := range c.want {
			if !strings.Contains(text, want) || status != 1 {
				t.Errorf("%q: status %d, want %q:\n%s", c.args, status, want, s.Text)
			}
		}
		lines := strings.SplitN(s.Text, "\n", 3)
		if !strings.Contains(lines[0]+lines[1], c.want[0][:8]) {
			t.Errorf("%q: the first two lines do not have the cause:\n%s", c.args, s.Text)
		}
	}
}

// Without pictures the screen that is named is run.
func TestPlainSimulates(t *testing.T) {
	t.Parallel()
	e := explorer(t, 120, 12, "--plain", "--screen", "simulate", "--scenario", smallSim)
	status, s := e.Exit()
	if status != 0 || !strings.Contains(s.Text, "done; step") || !strings.Contains(s.Text, "; 200 paths ended") {
		t.Errorf("status %d:\n%s", status, s.Text)
	}
}

// What runs, what the selected control is and what the arm does stand in a line, and so do eta, the fits and theory.
func TestTheScreenExplainsItself(t *testing.T) {
	t.Parallel()
	e := still(explorer(t, 120, 36))
	e.Await("mnist1d, MLP 40-8-10 relu, sgd, seed 1", "eta0: learning rate at step 0",
		"arm both: falling eta cuts step and noise", "learning rate η ─ ● eta", "◆ theory", "Gauss fit", "q quit")
	e.Press("d")
	e.Await("arm noise: falling eta cuts the noise only")
	e.Press("l")
	e.Await("batch: examples in a minibatch")
	e.Press("m")
	e.Await("noise > 10σ now")
	e.Press("2")
	e.Await("heaviest tail: w1, α 1.2", "theory: most at small eps; eps* ", "U quadratic, seed 1", "q quit")
}
