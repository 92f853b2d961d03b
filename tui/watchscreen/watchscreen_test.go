package watchscreen

import (
	"context"
	"iter"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"levyscope/internal/near"
	"levyscope/stats/series"
	"levyscope/train"
	"levyscope/train/schedule"
	"levyscope/train/watch"
	"levyscope/train/watch/control"
	"levyscope/tui/screen"
)

// attachedTo is a session with one array.
func attachedTo(number, from int) watch.Attached {
	return watch.Attached{Session: "s", Number: number, World: 1, Writer: "test", Parameters: 4, Sampled: 4, Control: true,
		From: from, Layers: []watch.Layer{{Name: "a.weight", Shape: []int{2, 2}, To: 4}}}
}

func progress(step int, loss float64) train.Progress {
	return train.Progress{Step: step, Loss: loss, Eta: .1}
}

// follows is a screen that has taken in events.
func follows(t *testing.T, events ...train.Event) *model {
	cfg := watch.Default()
	cfg.Folder = t.TempDir()
	m := newModel(t.Context(), screen.Env{Title: "Watch"}, cfg)
	m.run = func(context.Context, watch.Config) iter.Seq2[train.Event, error] {
		return func(func(train.Event, error) bool) {}
	}
	for _, e := range events {
		m.Take(e)
	}
	return m
}

// figures are those of the head.
func figures(m *model) string {
	var all []string
	for _, f := range m.Figures() {
		all = append(all, f.Text)
	}
	return strings.Join(all, " | ")
}

// A session that goes on from an earlier state takes the steps from there on again.
func TestSessionSupersedes(t *testing.T) {
	m := follows(t, attachedTo(1, 1), progress(1, 5), progress(2, 4), progress(3, 3), attachedTo(2, 2))
	loss, _ := m.Latest()
	near.Abs(t, "last loss after the break", loss, 5, 0)
	m.Take(progress(2, 7))
	if m.Step() != 2 || !strings.Contains(figures(m), "session 2") {
		t.Errorf("step %d, head %q", m.Step(), figures(m))
	}
	loss, _ = m.Latest()
	near.Abs(t, "last loss", loss, 7, 0)
}

// A session that begins at the first step again is marked as one, not as a job that went back by itself.
func TestSessionIsMarked(t *testing.T) {
	m := follows(t, attachedTo(1, 1), progress(1, 5), progress(2, 4), attachedTo(2, 1), progress(1, 5), progress(90, 4))
	text := m.View(screen.Area{W: 160, H: 45, Size: screen.SizeOf(160, 48)})
	if strings.Contains(text, "<") {
		t.Errorf("the marker is that of a job that went back:\n%s", text)
	}
}

// Steps that go back within a session are taken again too.
func TestStepsGoBack(t *testing.T) {
	m := follows(t, attachedTo(1, 1), progress(10, 5), progress(11, 4), progress(12, 3), progress(11, 9))
	loss, _ := m.Latest()
	near.Abs(t, "last loss", loss, 9, 0)
	if m.Step() != 11 {
		t.Errorf("step %d", m.Step())
	}
}

// Another network in the same folder begins anew; hostile events do no harm.
func TestHostileEvents(t *testing.T) {
	name := "\x1b[31mx\u202e" + strings.Repeat("y", 500)
	other := watch.Attached{Number: 2, Layers: []watch.Layer{{Name: name}, {Name: "", Shape: []int{0}, From: -1, To: 9}}}
	m := follows(t, progress(1, 1), attachedTo(1, 1), progress(7, 1), other, progress(math.MaxInt32, math.NaN()),
		train.NoiseEstimate{Step: 3, Layers: make([]train.LayerNoise, 7)},
		train.NoiseEstimate{Step: 3, Layers: []train.LayerNoise{{Name: name, Alpha: math.NaN()}, {Alpha: math.Inf(1)}}},
		train.Jumps{Layer: name}, train.Looked{}, watch.Noted{}, watch.Refused{}, watch.Resumed{}, watch.Status{},
		watch.Acknowledged{Set: watch.Values{Scale: new(math.NaN()), Schedule: [][2]float64{{math.Inf(1), -1}, {-5, 3}}}},
		watch.Acknowledged{Set: watch.Values{Eta: new(math.Inf(1)), Clip: new(-1.)}},
		watch.Acknowledged{Set: watch.Values{Scale: new(0.)}})
	m.state.Paused, m.state.PausedBy = true, name
	for _, size := range [][2]int{{80, 21}, {120, 33}, {160, 45}} {
		m.View(screen.Area{W: size[0], H: size[1], Size: screen.SizeOf(size[0], size[1]+3)})
	}
	if text := figures(m) + m.State().Text; strings.ContainsAny(text, "\x1b\u202e") {
		t.Errorf("head %q", text)
	}
}

// What another viewer sets is in the list of changes as theirs, and the controls are those in force.
func TestForeignCommands(t *testing.T) {
	m := follows(t, attachedTo(1, 1), progress(1, 1),
		watch.Acknowledged{Step: 5, Viewer: "w", Seq: 1, Set: watch.Values{Scale: new(.5)}},
		watch.Acknowledged{Step: 6, Viewer: "w", Seq: 2, Set: watch.Values{Clip: new(2.)}},
		watch.Acknowledged{Step: 7, Viewer: "w", Seq: 3, Set: watch.Values{Eta: new(.03)}})
	near.Abs(t, "factor", m.Controls().Schedule.Eta(0), .5, 0)
	near.Abs(t, "bound", m.Controls().Clip.Limit, 2, 0)
	changes := m.Changes()
	if len(changes) != 2 || changes[0].Step != 5 || changes[1].Asked ||
		!strings.HasSuffix(changes[1].What, "by viewer w") {
		t.Errorf("changes %+v", changes)
	}
	if !strings.Contains(figures(m), "lr set to 0.03") {
		t.Errorf("head %q", figures(m))
	}
}

// Undo sends what the job had in force before, to the last digit, and a learning rate that another viewer had set.
func TestUndoIsExact(t *testing.T) {
	old := [][2]float64{{1, .123456789}, {9, .5}}
	m := follows(t, attachedTo(1, 1), progress(1, 1))
	now := m.Controls()
	now.Schedule = schedule.Constant{Eta0: 2}
	v := exactly(rateOf(now.Schedule, 3), watch.Values{Scale: new(.3), Schedule: old, Eta: new(.07)})
	near.Abs(t, "scale", *v.Scale, .3, 0)
	near.Abs(t, "factor of the first point", v.Schedule[0][1], .123456789, 0)
	near.Abs(t, "learning rate", *v.Eta, .07, 0)
	if v.Clip != nil {
		t.Errorf("clip %v is set, which was not changed", *v.Clip)
	}
}

// Probes are shown as soon as there is one, and a key shows bursts again.
func TestProbesBeforeBursts(t *testing.T) {
	burst := func(step int, alpha float64) train.NoiseEstimate {
		return train.NoiseEstimate{Step: step, Burst: &train.Burst{Step: step}, Layers: []train.LayerNoise{{Alpha: alpha}}}
	}
	probe := train.NoiseEstimate{Step: 30, Layers: []train.LayerNoise{{Alpha: 1.5}}}
	m := follows(t, attachedTo(1, 1), progress(1, 1), burst(10, 1.8), burst(20, 1.7))
	near.Abs(t, "of a burst", m.Judged().Layers[0].Alpha, 1.7, 0)
	m.Take(probe)
	m.Take(burst(40, 1.6))
	near.Abs(t, "of the probe", m.Judged().Layers[0].Alpha, 1.5, 0)
	if _, notice := m.Act(screen.ProbeNow); !strings.Contains(notice, "noise and drift") {
		t.Errorf("notice %q", notice)
	}
	near.Abs(t, "of the last burst", m.Judged().Layers[0].Alpha, 1.6, 0)
}

// A job that goes back leaves the laws of the probes before: the last one is shown.
func TestLawsBeforeARestartStand(t *testing.T) {
	probe := func(step int) train.NoiseEstimate {
		return train.NoiseEstimate{Step: step, Layers: []train.LayerNoise{{Alpha: 1.5, Laws: &series.Laws{Params: step}}}}
	}
	events := []train.Event{attachedTo(1, 1), progress(1, 1)}
	for step := 100; step <= 2000; step += 100 {
		events = append(events, progress(step, 1), probe(step))
	}
	m := follows(t, events...)
	m.Take(attachedTo(2, 1801))
	m.Take(progress(1801, 1))
	if n := m.Judged(); n == nil || n.Layers[0].Laws == nil || n.Step != 1800 {
		t.Fatalf("after a little: %+v", n)
	}
	m.Take(attachedTo(3, 150))
	m.Take(progress(150, 1))
	if n := m.Judged(); n == nil || n.Layers[0].Laws == nil || n.Step != 100 {
		t.Fatalf("after much: %+v", n)
	}
	m.Take(progress(20, 1))
	if n := m.Judged(); n != nil {
		t.Errorf("after all: %+v", n)
	}
}

// A job is silent until its next record, and one that is silent may not run.
func TestSilenceEnds(t *testing.T) {
	m := follows(t, attachedTo(1, 1), progress(1, 1), watch.Status{Silent: 17 * time.Second, Disk: 9})
	m.state = control.State{Session: "s", Control: true}
	if got := m.State().Text; got != "silent for 17 s" {
		t.Errorf("state %q", got)
	}
	if notice := m.pauseJob(); !strings.Contains(notice, "silent for 17 s and may not run") {
		t.Errorf("notice %q", notice)
	}
	m.Take(progress(2, 1))
	if got := m.State().Text; strings.Contains(got, "silent") {
		t.Errorf("state %q", got)
	}
}

// A folder that is gone is said to be.
func TestFolderIsGone(t *testing.T) {
	m := follows(t, attachedTo(1, 1), progress(1, 1))
	m.Update(stateMsg{m, control.State{Session: "s", Control: true, Err: os.ErrNotExist}})
	if got := m.State().Text; got != "FOLDER NOT READ" {
		t.Errorf("state %q", got)
	}
	if _, notice := m.Act(screen.Increase); !strings.Contains(notice, "cannot be read") {
		t.Errorf("notice %q", notice)
	}
}

// Commands reach the folder, and a schedule begins at the job's step though the viewer shows an earlier one.
func TestScheduleBeginsAtTheJobsStep(t *testing.T) {
	folder := t.TempDir()
	dir := filepath.Join(folder, "r0.0001")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	meta := `{"session":"s","control":true,"record":52}`
	if err := os.WriteFile(filepath.Join(dir, "meta.json"), []byte(meta), 0o600); err != nil {
		t.Fatal(err)
	}
	record := make([]byte, 52)
	record[8], record[9], record[20] = 0x10, 0x27, 1 // step 10000, a time
	if err := os.WriteFile(filepath.Join(dir, "grad.0000.bin"), record, 0o600); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		m := follows(t, attachedTo(1, 1), progress(1, 1), progress(50, 1))
		m.cfg.Folder, m.client = folder, control.New(folder, "v")
		m.Begin()
		synctest.Wait()
		m.Update(m.await()())
		m.Act(screen.NextSchedule)
		if _, notice := m.Act(screen.Expand); !strings.Contains(notice, "from=10000: sent to the job") {
			t.Errorf("notice %q", notice)
		}
		time.Sleep(time.Second)
		text, err := os.ReadFile(filepath.Join(folder, "control.v.ndjson"))
		if err != nil || !strings.Contains(string(text), `"schedule":[[10001,1],`) {
			t.Errorf("commands %q, %v", text, err)
		}
		if !strings.Contains(figures(m), "step 50 of 10000") {
			t.Errorf("head %q", figures(m))
		}
		<-m.Stop()
	})
}
