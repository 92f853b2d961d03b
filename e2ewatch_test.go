package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"levyscope/internal/near"
	"levyscope/train/watch/stream"
	"levyscope/train/watch/watchtest"
	"levyscope/tui/ptytest"
)

// fakeJob is a job that trains elsewhere: it writes a folder and obeys the commands in it.
type fakeJob struct {
	t       testing.TB
	folder  string
	session *watchtest.Session
	random  *rand.Rand
	n       int // values of a record
	stop    chan struct{}
	ended   sync.WaitGroup

	mu     sync.Mutex
	step   int            // of the next record
	scale  float64        // of the learning rate
	pause  bool           // no step is taken
	read   map[string]int // bytes of each file of commands
	acks   []map[string]any
	asked  []map[string]any // all commands
	refuse string           // what is refused
}

// startJob begins a job of which so many steps are there at once.
func startJob(t testing.TB, folder string, control bool, steps int) *fakeJob {
	params := watchtest.Arrays([]int{8, 8}, []int{8})
	s := watchtest.New(t, folder, 0, 1, params, func(m *stream.Meta) { m.Control, m.Lease = control, 30 })
	j := &fakeJob{t: t, folder: folder, session: s, random: rand.New(rand.NewPCG(1, 2)), n: s.Meta.Sampled(),
		stop: make(chan struct{}), step: 1, scale: 1, read: map[string]int{}}
	for range steps {
		j.train()
	}
	j.ended.Go(j.work)
	t.Cleanup(func() { close(j.stop); j.ended.Wait() })
	return j
}

// work takes a step every few milliseconds and obeys what it reads.
func (j *fakeJob) work() {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-j.stop:
			return
		case <-tick.C:
		}
		j.mu.Lock()
		j.obey()
		if !j.pause {
			j.train()
		}
		j.mu.Unlock()
	}
}

// train writes the record of a step.
func (j *fakeJob) train() {
	g := make([]float32, j.n)
	for i := range g {
		g[i] = float32(j.random.NormFloat64())
	}
	r := watchtest.Record(j.step, g)
	r.Eta = .1 * j.scale
	j.session.Put(r)
	j.step++
}

// obey reads the commands of all viewers.
func (j *fakeJob) obey() {
	files, _ := filepath.Glob(filepath.Join(j.folder, "control.*.ndjson"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		text = text[j.read[file]:]
		whole := text[:bytes.LastIndexByte(text, '\n')+1]
		j.read[file] += len(whole)
		for line := range bytes.Lines(whole) {
			var c map[string]any
			if json.Unmarshal(line, &c) == nil && c["session"] == j.session.Meta.Session && c["set"] != nil {
				j.asked = append(j.asked, c)
				j.answer(c["viewer"], c["seq"], c["set"].(map[string]any))
			}
		}
	}
}

// answer obeys a command, or refuses it.
func (j *fakeJob) answer(viewer, seq any, set map[string]any) {
	if _, there := set[j.refuse]; there {
		j.session.Line(map[string]any{"type": "nack", "viewer": viewer, "seq": seq, "step": j.step,
			"error": "this job has a bound of its own"})
		return
	}
	was := map[string]any{}
	if x, ok := set["lr_scale"].(float64); ok {
		was["lr_scale"], j.scale = j.scale, x
		was["schedule"] = []any{}
	}
	if x, ok := set["pause"].(bool); ok {
		was["pause"], j.pause = j.pause, x
	}
	ack := map[string]any{"type": "ack", "viewer": viewer, "seq": seq, "step": j.step, "set": set, "was": was}
	j.acks = append(j.acks, ack)
	j.session.Line(ack)
}

// last are the last command and its answer.
func (j *fakeJob) last() (asked, ack map[string]any, step int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.asked[len(j.asked)-1], j.acks[len(j.acks)-1], j.step
}

// A watched run: its numbers are those of the folder, and keys turn the job: acknowledged with the step, undone
// exactly, refused, paused; another viewer's commands are shown as theirs.
func TestWatchTurnsAJob(t *testing.T) {
	t.Parallel()
	j := startJob(t, filepath.Join(t.TempDir(), "run.lvs"), true, 600)
	e := ptytest.Start(t, ptytest.Options{W: 140, H: 40, Args: []string{"watch", j.folder}})
	e.Await("72 of 72 parameters", "laws of bursts", "trajectory: contains drift")
	e.Press("]")
	e.Await("lr scale 1 → 1.25: sent to the job", "command 1 acknowledged")
	screen := e.Await("eta 0.125", "[lr scale 1.25]")
	asked, ack, _ := j.last()
	near.Abs(t, "factor that was sent", asked["set"].(map[string]any)["lr_scale"].(float64), 1.25, 0)
	step, _ := figure(t, screen.Line(0), `acknowledged at step #`)
	near.Abs(t, "step of the acknowledgement", step, float64(ack["step"].(int)), 0)

	e.Press("u")
	e.Await("command 2 acknowledged", "[lr scale 1]", "eta 0.100")
	asked, _, _ = j.last()
	near.Abs(t, "factor of the undo", asked["set"].(map[string]any)["lr_scale"].(float64), 1, 0)

	e.Press("P")
	e.Await("JOB PAUSED by you", "command 3 acknowledged")
	_, _, before := j.last()
	e.Press("space")
	e.Press("P")
	e.Await("command 4 acknowledged", "viewer paused")
	_, _, after := j.last()
	near.Least(t, "steps after the pause", float64(after), float64(before))
	e.Press("space")
	e.Await("running")

	j.mu.Lock()
	j.refuse = "clip"
	j.mu.Unlock()
	e.Press("l", "]")
	e.Await("command 5 refused: this job has a bound of its own", "[clip none]")

	j.mu.Lock()
	j.answer("other-1-0a", 1, map[string]any{"lr_scale": .5})
	j.mu.Unlock()
	e.Await("lr scale 0.5", "eta 0.0500")
	e.Press("U")
	e.Await("lr scale 1 → 0.5, by viewer other-1-0a")
	e.Press("esc")
	e.AwaitNot("as the run began")
	for _, x := range [][2]string{{"r", "begun by its own script"}, {"c", "of the job's own script"},
		{"d", "a job has no arms"}, {"R", "one run is shown"}, {"W", "the way in is on the Train screen of"}} {
		e.Press(x[0])
		e.Await(x[1])
	}

	e.Press("P")
	e.Await("JOB PAUSED by you")
	e.Press("q")
	if status, _ := e.Exit(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	text, err := os.ReadFile(slices.Collect(commandFiles(j.folder))[0])
	if err != nil || !bytes.HasSuffix(text, []byte(`"set":{"pause":false}}`+"\n")) {
		t.Errorf("commands end in %q, %v: the job stays paused", text[max(0, len(text)-80):], err)
	}
}

// commandFiles are the files of commands.
func commandFiles(folder string) func(yield func(string) bool) {
	files, _ := filepath.Glob(filepath.Join(folder, "control.*.ndjson"))
	return slices.Values(files)
}

// Without control=True each key says how to turn it on, and nothing is written.
func TestWatchWithoutControl(t *testing.T) {
	t.Parallel()
	j := startJob(t, filepath.Join(t.TempDir(), "run.lvs"), false, 300)
	e := ptytest.Start(t, ptytest.Options{W: 120, H: 36, Args: []string{"watch", j.folder}})
	e.Await("without control", "laws of bursts")
	for _, key := range []string{"]", "[", "u", "s", "P"} {
		e.Press(key)
		e.Await("attach(model, optimizer, folder, control=True)")
		e.Press("?")
		e.AwaitNot("control=True)")
		e.Press("?")
	}
	e.Press("q")
	e.Exit()
	for file := range commandFiles(j.folder) {
		t.Errorf("%s was written", file)
	}
}

// A folder of several runs opens with their list.
func TestWatchListsRuns(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for i := range 3 {
		startJob(t, filepath.Join(folder, fmt.Sprintf("run%d.lvs", i)), i == 1, 300+100*i)
	}
	e := ptytest.Start(t, ptytest.Options{W: 160, H: 36, Args: []string{"watch", folder}})
	e.AwaitScreen("the runs with their steps", func(s ptytest.Screen) bool {
		text := s.Text
		return bytes.Count([]byte(text), []byte("(burst)")) >= 3
	})
	e.Press("down", "enter")
	e.Await("[2 run1.lvs]", "72 of 72 parameters")
	e.Press("]")
	e.Await("command 1 acknowledged")
	e.Press("R")
	e.Await("Choose [Runs]", "run2.lvs")
	e.Press("esc")
	e.AwaitNot("Choose [Runs]")
	e.Press("1")
	e.Await("[1 run0.lvs]", "without control")
	e.Press("q")
	e.Exit()
}
