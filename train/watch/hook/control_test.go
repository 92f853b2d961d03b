package hook

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"levyscope/train/watch"
	"levyscope/train/watch/control"
)

// controlled is a job that runs and obeys.
type controlled struct {
	*control.Client
	t   *testing.T
	dir string
	out bytes.Buffer
	job *exec.Cmd

	last control.State
}

// startControlled starts a job and a client that controls it.
func startControlled(t *testing.T) *controlled {
	t.Helper()
	script, err := filepath.Abs(filepath.Join("tests", "controlled.py"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	c := &controlled{t: t, dir: t.TempDir()}
	c.job = exec.CommandContext(ctx, python(t), "-B", script)
	c.job.Dir, c.job.Stdout, c.job.Stderr = c.dir, &c.out, os.Stderr
	c.job.Env = append(os.Environ(), "OMP_NUM_THREADS=1")
	if err := c.job.Start(); err != nil {
		t.Fatal(err)
	}
	c.Client = control.New(filepath.Join(c.dir, "run.lvs"), control.NewViewer())
	go c.Run(ctx)
	return c
}

// until waits for a state.
func (c *controlled) until(what string, is func(control.State) bool) {
	c.t.Helper()
	for c.last = range c.States() {
		if is(c.last) {
			return
		}
	}
	c.t.Fatalf("waited in vain until %s; the job said %s", what, c.out.String())
}

// answered sends a command and waits for its answer.
func (c *controlled) answered(set watch.Values) (answer control.Command) {
	c.t.Helper()
	seq, err := c.Send(set)
	if err != nil {
		c.t.Fatal(err)
	}
	c.until("the command is answered", func(s control.State) bool {
		answer, _ = s.Command(seq)
		return answer.Standing == control.Acknowledged || answer.Standing == control.Refused
	})
	return answer
}

// log ends the job and returns the learning rates of its updates.
func (c *controlled) log() (rates []float64) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.dir, "stop"), nil, 0o600); err != nil {
		c.t.Fatal(err)
	}
	if err := c.job.Wait(); err != nil {
		c.t.Fatal(err)
	}
	if err := json.Unmarshal(c.out.Bytes(), &rates); err != nil {
		c.t.Fatalf("%v: %s", err, c.out.String())
	}
	return rates
}

// What the client sends is what the hook obeys: the job's own log shows each learning rate from the step on that was
// acknowledged, an undo is exact, and a pause holds the job at a step.
func TestClientAndHook(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	t.Parallel()
	c := startControlled(t)
	number := func(x float64) *float64 { return &x }
	pause, goOn := true, false
	c.until("there is a session", func(s control.State) bool { return s.Control && s.Session != "" })

	half := c.answered(watch.Values{Scale: number(0.5)})
	points := c.answered(watch.Values{Schedule: [][2]float64{{0, 0.25}, {1e9, 0.25}}})
	fixed := c.answered(watch.Values{Eta: number(0.125), Clip: number(3)})
	held := c.answered(watch.Values{Pause: &pause})
	if !c.last.Paused {
		t.Errorf("paused by a command, and the state does not say so: %+v", c.last)
	}
	gone := c.answered(watch.Values{Pause: &goOn})
	refused := c.answered(watch.Values{Clip: number(-1)})
	undone := []control.Command{c.answered(fixed.Was), c.answered(points.Was), c.answered(half.Was)}

	if refused.Standing != control.Refused || refused.Why == "" {
		t.Errorf("a clip of -1: %+v", refused)
	}
	if held.Step != gone.Step {
		t.Errorf("paused at step %d, gone on at step %d", held.Step, gone.Step)
	}
	if fixed.Was.Eta == nil || !math.IsNaN(*fixed.Was.Eta) || half.Was.Scale == nil || *half.Was.Scale != 1 {
		t.Errorf("before: %+v, %+v", fixed.Was, half.Was)
	}
	rates := c.log()
	want := make([]float64, len(rates))
	for _, from := range []struct {
		step int
		rate float64
	}{
		{1, 0.5}, {half.Step, 0.25}, {points.Step, 0.0625}, {fixed.Step, 0.125},
		{undone[0].Step, 0.0625}, {undone[1].Step, 0.25}, {undone[2].Step, 0.5},
	} {
		for i := from.step - 1; i < len(want); i++ {
			want[i] = from.rate
		}
	}
	for i := range want {
		if rates[i] != want[i] {
			t.Fatalf("step %d of %d: learning rate %g, want %g", i+1, len(want), rates[i], want[i])
		}
	}
}
