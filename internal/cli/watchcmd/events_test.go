package watchcmd_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/exportcmd"
	"levyscope/internal/cli/replay"
	"levyscope/internal/cli/resume"
	"levyscope/internal/cli/watchcmd"
	"levyscope/train/watch/stream"
	"levyscope/train/watch/watchtest"
)

// job is the folder of a job with bursts, a probe, an evaluation and commands, which has ended.
func job(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "run.lvs")
	s := watchtest.New(t, dir, 0, 1, watchtest.Arrays([]int{4, 5}, []int{3}), func(m *stream.Meta) { m.Control = true })
	noise := watchtest.NewNoise(1, 23)
	s.Burst(noise, 1, 257)
	s.Burst(noise, 300, 556)
	s.Line(map[string]any{"type": "eval", "step": 300, "test_loss": .5, "test_accuracy": .75})
	s.Line(map[string]any{"type": "ack", "viewer": "v-1", "seq": 1, "step": 310, "set": map[string]any{"lr_scale": .5},
		"was": map[string]any{"lr_scale": 1}})
	s.Line(map[string]any{"type": "nack", "viewer": "v-1", "seq": 2, "step": 311, "error": "lr: -1 is no rate"})
	s.Line(map[string]any{"type": "dropped", "step": 320, "rows": 16, "total": 16})
	return dir
}

// finish adds a probe and the end.
func finish(t *testing.T, dir string) {
	t.Helper()
	s := &appender{t, filepath.Join(dir, "r0.0001")}
	noise := watchtest.NewNoise(2, 23)
	for m := range 96 {
		s.append("probe.0000.bin", watchtest.Bytes(watchtest.Probe(555, m, noise.Draw())))
	}
	s.append("events.ndjson", []byte(`{"type":"end"}`+"\n"))
}

type appender struct {
	t   *testing.T
	dir string
}

func (a *appender) append(name string, b []byte) {
	a.t.Helper()
	f, err := os.OpenFile(filepath.Join(a.dir, name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = f.Write(b)
	}
	if err != nil || f.Close() != nil {
		a.t.Fatal(err)
	}
}

// Text and JSON say of every figure of a trajectory that it contains drift, and end in totals.
func TestWatchOnce(t *testing.T) {
	dir := job(t)
	text := clitest.Must(t, watchcmd.New(), dir, "--once")
	clitest.Has(t, "text", text, "trajectory: contains drift (halves differ by", "steps 1 to 256", "steps 300 to 555",
		"layer0.weight", "test loss 0.5", "eta x 0.5", "was eta x 1", "REFUSED: lr: -1 is no rate", "16 rows",
		"\ndone: 512 recorded steps, up to step 555", "0 probes, 2 bursts", "caveat: trajectory: contains drift",
		"caveat: the job's writer dropped 16 rows")
	events := clitest.Parse(t, clitest.Must(t, watchcmd.New(), dir, "--format", "json", "--once"))
	last := events[len(events)-1]
	if events[0]["type"] != "started" || events[1]["type"] != "attached" || last["type"] != "done" ||
		last["bursts"] != 2. || last["probes"] != 0. || last["acknowledged"] != 1. || last["refused"] != 1. ||
		last["dropped"] != 16. || last["partial"] != false {
		t.Errorf("first %v, last %v", events[0], last)
	}
	drift := 0
	for _, e := range events {
		if burst, ok := e["burst"].(map[string]any); ok && e["type"] == "noise" {
			if _, told := burst["drift"]; told {
				drift++
			}
		}
	}
	if drift != 2 {
		t.Errorf("%d bursts tell their drift", drift)
	}
	finish(t, dir)
	text = clitest.Must(t, watchcmd.New(), dir, "--once")
	clitest.Has(t, "text", text, "gradient noise at frozen weights: a probe of 96 draws", "(probe, step 555)",
		"the job has ended")
	if strings.Contains(text, "caveat: trajectory") {
		t.Error("a probe's figures are said to contain drift")
	}
	clitest.WithoutRoom(t, watchcmd.New(), dir, "--once")
}

// A watch that goes on is broken off; its last line says so.
func TestWatchInterrupted(t *testing.T) {
	text := clitest.Interrupted(t, `"type":"noted"`, watchcmd.New(), job(t), "--format", "json")
	events := clitest.Parse(t, text)
	if last := events[len(events)-1]; last["type"] != "done" || last["partial"] != true {
		t.Errorf("last %v", last)
	}
}

// A recording of a watch is exported and replayed: printed as it is, and compared with the folder.
func TestWatchRecorded(t *testing.T) {
	dir, kept := job(t), filepath.Join(t.TempDir(), "kept")
	text := clitest.Must(t, watchcmd.New(), dir, "--format", "json", "--once", "--every", "1", "--record", kept)
	for _, from := range []string{kept, clitest.Keep(t, text)} {
		out := clitest.Must(t, replay.New(), from)
		clitest.Has(t, "replay", out, "gives 518 of 518 comparable events again")
		clitest.Same(t, "events", out[:strings.Index(out, "levyscope: ")], text)
	}
	rows := clitest.Table(t, clitest.Must(t, exportcmd.New(), kept, "--what", "noise"))
	if len(rows) != 4 || rows[0]["trajectory"] != "true" || rows[3]["burst_from"] != "300" || rows[0]["drift"] == "" {
		t.Errorf("rows %v", rows)
	}
	clitest.Refused(t, resume.New(), []string{kept}, "levyscope watch")
	clitest.Refused(t, replay.New(), []string{kept, "--format", "text"}, "--once --format text")
	// The job goes on: what was recorded is there still, and what is new is no difference.
	finish(t, dir)
	clitest.Has(t, "replay", clitest.Must(t, replay.New(), kept), "gives 518 of 518")
	// The folder is elsewhere, or nowhere.
	moved := filepath.Join(t.TempDir(), "moved")
	if err := os.Rename(dir, moved); err != nil {
		t.Fatal(err)
	}
	clitest.Has(t, "replay", clitest.Must(t, replay.New(), kept), "is not here", "form only")
	clitest.Has(t, "replay", clitest.Must(t, replay.New(), kept, "--folder", moved), "gives 518 of 518")
	edited := clitest.Keep(t, strings.Replace(text, `"test_loss":0.5`, `"test_loss":0.25`, 1))
	out, err := clitest.Execute(t.Context(), replay.New(), edited, "--folder", moved)
	if err == nil || !strings.Contains(err.Error(), "evaluated 300") || !strings.Contains(out, "gives 517 of 518") {
		t.Errorf("an edited recording: %v", err)
	}
}

// The folder itself is exported: events as tables and lines, gradients as arrays.
func TestExportOfAFolder(t *testing.T) {
	dir := job(t)
	finish(t, dir)
	tables := t.TempDir()
	clitest.Has(t, "tables", clitest.Must(t, exportcmd.New(), dir, "--out", tables), "progress.csv: 512 rows",
		"commands.csv: 2 rows", "noise.csv: 6 rows")
	lines := clitest.Must(t, exportcmd.New(), dir, "--format", "ndjson")
	clitest.Same(t, "lines", lines, clitest.Must(t, watchcmd.New(), dir, "--once", "--format", "json"))
	clitest.Has(t, "figure", clitest.Must(t, exportcmd.New(), dir, "--format", "svg"), "a trajectory contains drift")
	for _, c := range []struct {
		args []string
		want string
		rows int
	}{
		{nil, "probe at the weights of step 555", 96}, {[]string{"--burst", "300"}, "contains drift; steps 300 to 555", 256},
	} {
		path := filepath.Join(t.TempDir(), "g.npy")
		out := clitest.Must(t, exportcmd.New(), append([]string{dir, "--format", "npy", "--out", path}, c.args...)...)
		info, err := os.Stat(path)
		if err != nil || info.Size() != int64(128+4*23*c.rows) {
			t.Errorf("%v: %v, error %v", c.args, info, err)
		}
		clitest.Has(t, "what it is", out, c.want)
		clitest.Must(t, exportcmd.New(), append([]string{dir, "--format", "npz", "--out", path + ".npz"}, c.args...)...)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--format", "npy", "--step", "3"}, "--probe or --burst"},
		{[]string{"--what", "noise", "--probe", "3"}, "--probe"},
		{[]string{"--format", "npy", "--probe", "3"}, "no probe at step 3"},
		{[]string{"--format", "npy", "--rank", "2"}, "no rank 2"},
		{[]string{"--what", "captured"}, `"captured"`},
	} {
		clitest.Refused(t, exportcmd.New(), append([]string{dir}, c.args...), c.want)
	}
	clitest.Refused(t, exportcmd.New(), []string{filepath.Join(dir, "none"), "--rank", "1"}, "--rank")
}
