package main

import (
	"fmt"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/tui/ptytest"
)

// A run of the Train screen: what stands on the screen are the numbers of the recording, and each change is recorded
// with the step at which its marker stands.
func TestTrainScreenShowsTheEnginesNumbers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e := ptytest.Start(t, ptytest.Options{W: 120, H: 36, Args: []string{"--record", dir, "--scenario",
		"train --model mlp:8 --probe-every 50 --probe-batches 32 --probe-block 8 --evaluate-every 50 --jumps-every 50 " +
			"--steps 400"}})
	e.AwaitScreen("three probes and jumps", func(s ptytest.Screen) bool { return stepOf(s) > 230 })
	e.Press("space")
	e.Await("paused")
	k := settled(e)
	e.Press("]")
	e.Await("eta0 0.1 → 0.125, from the next step on")
	changes := []int{k + 1}
	k = oneStep(e, k)
	e.Press("l", "]")
	e.Await("batch 16 →", "from the next step on")
	k = oneStep(e, k)
	changes = append(changes, k)
	e.Press("u")
	e.Await("undone: batch 32 → 16")
	k = oneStep(e, k)
	changes = append(changes, k)
	e.Press("space", "e")
	e.Await("400 steps", "ended")
	loss, accuracy := expanded(e, "loss ("), expanded(e, "accuracy ─")
	eta, alpha := expanded(e, "learning rate"), expanded(e, "tail index")
	jumps, head := expanded(e, "jumps:"), e.Screen().Line(0)
	e.Press("ctrl+c", "ctrl+c")
	e.Exit()
	r := readRecording(t, dir, "train-1")

	last := r.last(t, "progress")
	near.Abs(t, "steps in the head", 400, last["step"].(float64)+1, 0)
	losses := r.column("progress", "loss")
	shows(t, "loss of the last batch", loss, `● batch #`, last["loss"].(float64))
	shows(t, "least loss", loss, `● batch [0-9.e-]+ \[#`, least(losses))
	shows(t, "largest loss", loss, `● batch [0-9.e-]+ \[[0-9.e-]+ #`, most(losses))
	evaluated := r.last(t, "evaluated")
	shows(t, "train loss", loss, `▲ train #`, evaluated["train_loss"].(float64))
	shows(t, "test loss", loss, `■ test #`, evaluated["test_loss"].(float64))
	shows(t, "test accuracy in the head", head, `test acc #`, evaluated["test_accuracy"].(float64))
	shows(t, "train accuracy", accuracy, `train # \[`, evaluated["train_accuracy"].(float64))
	shows(t, "test accuracy", accuracy, `test # \[`, evaluated["test_accuracy"].(float64))
	shows(t, "learning rate", eta, `eta #`, last["eta"].(float64))
	shows(t, "least learning rate", eta, `eta [0-9.]+ \[#`, least(r.column("progress", "eta")))
	compareLayers(t, r, alpha, jumps)

	var at []int
	for _, c := range r["changed"] {
		at = append(at, int(c["step"].(float64)))
	}
	if len(at) > 0 && at[0] == changes[0]+1 { // the pause came between two steps, of which the last was shown later
		for i := range changes {
			changes[i]++
		}
	}
	if fmt.Sprint(at) != fmt.Sprint(changes) {
		t.Errorf("changes are recorded at %v; the screen had them at %v", at, changes)
	}
	near.Abs(t, "step of the marker", markerStep(t, loss), float64(k), 400./100+2)
}

// compareLayers compares the tail indices and the jumps of the weight matrices.
func compareLayers(t *testing.T, r recorded, alpha, jumps string) {
	t.Helper()
	layers := r.last(t, "noise")["layers"].([]any)
	for i, name := range map[int]string{0: "fc1", 2: "fc2"} {
		shows(t, "alpha of "+name, alpha, name+` #`, layers[i].(map[string]any)["alpha"].(float64))
	}
	total := 0.
	for _, e := range r["jumps"] {
		if fixed, ok := e["fixed"].(map[string]any); ok && e["layer"] == "fc1.weight" {
			total = fixed["count"].(float64)
		}
	}
	shown, _ := figure(t, jumps, `fc1: # jumps`)
	near.Abs(t, "jumps of fc1", shown, total, 0)
}

// markerStep is the step at which the last marker of a time chart on the screen stands, by the ticks of its axis: dots
// stand above the numbers.
func markerStep(t *testing.T, screen string) float64 {
	t.Helper()
	lines := strings.Split(screen, "\n")
	marker, axis := -1, ""
	for _, l := range lines {
		if cells := []rune(l); marker < 0 {
			for x, c := range cells {
				if c == '┊' {
					marker = x
				}
			}
		}
		if strings.HasSuffix(l, "step") {
			axis = l
		}
	}
	if marker < 0 || axis == "" {
		t.Fatalf("no marker or no axis:\n%s", screen)
	}
	var ticks [][2]float64 // of a cell and its step
	for x := 0; x < len(axis); x++ {
		var step float64
		if n, _ := fmt.Sscanf(axis[x:], "%g", &step); n == 1 && axis[x] != ' ' {
			text := strings.Fields(axis[x:])[0]
			ticks = append(ticks, [2]float64{float64(x) + float64(len(text)-1)/2, step})
			x += len(text)
		}
	}
	a, b := ticks[0], ticks[len(ticks)-1]
	return a[1] + (float64(marker)-a[0])*(b[1]-a[1])/(b[0]-a[0])
}
