package trainscreen

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"levyscope/internal/near"
	"levyscope/internal/record/folder"
	"levyscope/train"
	"levyscope/train/optim"
	"levyscope/train/schedule"
	"levyscope/tui/picker"
	"levyscope/tui/screen"
	"levyscope/tui/screentest"
)

// player is a screen whose commands run as Bubble Tea runs them: each on a goroutine of its own.
type player struct {
	*model
	t        *testing.T
	messages chan tea.Msg
}

// tiny is a run without probes and evaluations.
func tiny() train.Config {
	cfg := small()
	cfg.Probe.Every, cfg.EvaluateEvery = 0, 0
	return cfg
}

// play opens the screen of a run that is as fast as it can be, and begins it.
func play(t *testing.T, env screen.Env, cfg train.Config) *player {
	p := &player{newModel(t.Context(), env, cfg), t, make(chan tea.Msg, 100)}
	screentest.Press(t, p, slices.Repeat([]string{">"}, 8)...)
	p.do(p.Begin())
	t.Cleanup(func() { <-p.Stop() })
	return p
}

// do runs a command.
func (p *player) do(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		select {
		case p.messages <- cmd():
		case <-p.t.Context().Done():
		}
	}()
}

// until takes in messages until something is so.
func (p *player) until(what string, so func() bool) {
	p.t.Helper()
	late := time.After(20 * time.Second)
	for !so() {
		select {
		case msg := <-p.messages:
			if batch, ok := msg.(tea.BatchMsg); ok {
				for _, cmd := range batch {
					p.do(cmd)
				}
				continue
			}
			p.do(p.Update(msg))
		case <-late:
			p.t.Fatalf("waited in vain for %s", what)
		}
	}
}

// follow takes in the run under way up to a step.
func (p *player) follow(step int) {
	p.t.Helper()
	p.until(fmt.Sprint("step ", step), func() bool { return p.started != nil && p.data.step >= step || p.Ended() })
}

// press gives keys to the screen, or to the dialog that is open.
func (p *player) press(keys ...tea.KeyPressMsg) (notice string) {
	for _, k := range keys {
		var cmd tea.Cmd
		if p.Typing() {
			cmd, notice = p.Type(k)
		} else {
			cmd, notice = p.Act(screen.ActionOf(k.String()))
		}
		p.do(cmd)
	}
	return notice
}

// letter is the key of a character.
func letter(r rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: r, Text: string(r)} }

// choose opens the chooser, which looks for the files of the data sets, and brings a list to the front.
func (p *player) choose(list int) {
	p.t.Helper()
	p.kinds = nil
	p.press(letter('c'))
	if !p.Typing() {
		p.t.Fatal("the chooser does not open")
	}
	p.until("the kinds of data", func() bool { return p.kinds != nil })
	for !strings.Contains(p.dialog(), "["+p.titles()[list]+"]") {
		p.press(tea.KeyPressMsg{Code: tea.KeyTab})
	}
}

// enter writes a text into the chooser and chooses it.
func (p *player) enter(text string) (notice string) {
	p.press(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl})
	for _, r := range text {
		p.press(letter(r))
	}
	return p.press(tea.KeyPressMsg{Code: tea.KeyEnter})
}

// dialog is what the screen shows.
func (p *player) dialog() string { return screentest.View(p, 120, 36) }

// titles are those of the lists, by their numbers.
func (p *player) titles() map[int]string {
	return map[int]string{modelList: "model", dataList: "data", optimiserList: "optimiser", clipList: "clipping",
		scheduleList: "schedule"}
}

func TestAModelIsChosenAndTheRunBeforeComesBack(t *testing.T) {
	cfg := tiny()
	m := play(t, screen.Env{}, cfg)
	m.follow(30)
	step, loss := m.data.step, m.data.loss
	m.choose(modelList)
	if shown := m.dialog(); !strings.Contains(shown, "15,210 parameters: MLP 40-100-100-10 relu") {
		t.Errorf("the model that runs is not said:\n%s", shown)
	}
	notice := m.enter("mlp:50:tanh")
	if m.Typing() || !strings.HasPrefix(notice, "mlp:50:tanh on mnist1d from step 0") {
		t.Fatalf("after enter: open %v, %q", m.Typing(), notice)
	}
	m.follow(10)
	if m.cfg.Model != "mlp:50:tanh" || m.started.Network != "MLP 40-50-10 tanh" || len(m.data.layers) != 4 {
		t.Errorf("runs %s, %+v", m.cfg.Model, m.started)
	}
	if notice := m.press(letter('b')); m.cfg.Model != cfg.Model || m.data.loss != loss || m.data.step < step {
		t.Errorf("back: %s at step %d, %q", m.cfg.Model, m.data.step, notice)
	}
	m.follow(step + 20) // it goes on
	m.press(letter('b'))
	if m.cfg.Model != "mlp:50:tanh" || m.started.Network != "MLP 40-50-10 tanh" || m.examples != 4000 {
		t.Errorf("and again: %s, %+v", m.cfg.Model, m.started)
	}
}

// The chooser goes without a change.
func TestLeavingTheChooserChangesNothing(t *testing.T) {
	m := play(t, screen.Env{}, tiny())
	m.follow(5)
	before := m.started
	m.choose(modelList)
	escape := tea.KeyPressMsg{Code: tea.KeyEscape}
	if notice := m.press(letter('q'), escape); m.Typing() || notice != "nothing has changed" {
		t.Errorf("esc: %q", notice)
	}
	m.choose(modelList)
	if notice := m.enter("mlp:100-100"); !strings.HasPrefix(notice, "nothing changes") || m.started != before {
		t.Errorf("what runs, chosen again: %q", notice)
	}
}

// A wrong text is refused in place, and the run goes on.
func TestAWrongModelIsRefusedInPlace(t *testing.T) {
	m := play(t, screen.Env{}, tiny())
	m.follow(5)
	before := m.started
	m.choose(modelList)
	m.enter("mlp:12-x")
	if shown := m.dialog(); !m.Typing() || m.started != before ||
		!strings.Contains(shown, "mlp:12-x_") || !strings.Contains(shown, "is no whole number") {
		t.Errorf("after a wrong text:\n%s", shown)
	}
}

// A schedule takes effect in the run under way.
func TestAScheduleIsChosenLive(t *testing.T) {
	m := play(t, screen.Env{}, tiny())
	m.follow(5)
	before := m.started
	m.choose(scheduleList)
	if notice := m.enter("cosine:eta0=0.1,steps=100"); !strings.Contains(notice, "cosine") || m.Typing() {
		t.Errorf("%q", notice)
	}
	if m.started != before || m.Controls().Schedule.String() != "cosine:eta0=0.1,steps=100" {
		t.Errorf("schedule %s", m.Controls().Schedule)
	}
	m.choose(scheduleList)
	m.enter("cosine:eta0=0.1,steps=0")
	if shown := m.dialog(); !m.Typing() || !strings.Contains(shown, "steps=0 is out of range") {
		t.Errorf("a wrong one:\n%s", shown)
	}
}

// More than seconds of work are asked about; the second enter restarts.
func TestALongRunIsAskedAbout(t *testing.T) {
	m := play(t, screen.Env{Costly: 5 * time.Second}, tiny())
	m.follow(30)
	m.worked = func() time.Duration { return 5 * time.Second }
	m.choose(modelList)
	m.enter("linear")
	if shown := m.dialog(); !m.Typing() || !strings.Contains(shown, "enter again restarts with linear on mnist1d") {
		t.Fatalf("not asked:\n%s", shown)
	}
	m.press(tea.KeyPressMsg{Code: tea.KeyEnter})
	if m.Typing() || picker.Kind(m.cfg.Model) != "linear" {
		t.Errorf("the second enter: open %v, %s", m.Typing(), m.cfg.Model)
	}
}

// Each choice that restarts is recorded in a folder of its own, which names it.
func TestEachChoiceIsRecorded(t *testing.T) {
	dir := t.TempDir()
	r, err := screen.NewRecordings(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	m := play(t, screen.Env{Record: r}, tiny())
	m.follow(5)
	m.choose(modelList)
	m.enter("linear")
	m.follow(5)
	<-m.Stop()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"train-1": `"model":"mlp:100-100"`, "train-2": `"model":"linear`} {
		f, err := folder.Open(filepath.Join(dir, name))
		if err != nil || f.Events < 2 {
			t.Fatalf("%s: %+v, %v", name, f, err)
		}
		b, err := os.ReadFile(filepath.Join(dir, name, "events.ndjson"))
		if err != nil || !strings.Contains(string(b), want) {
			t.Errorf("%s does not name %s: %v", name, want, err)
		}
	}
}

// A probe of a large model has fewer minibatches, and one that passes over many examples comes less often.
func TestProbesOfLargeModelsAreAffordable(t *testing.T) {
	first := train.Default().Probe
	for _, c := range []struct{ params, batches, block int }{
		{15210, 1024, 32}, {61706, 256, 32}, {44426, 256, 32}, {100_000, 128, 8}, {235146, 64, 8}, {10_000_000, 64, 8},
	} {
		p := affordable(first, c.params)
		if p.Batches != c.batches || p.Block != c.block {
			t.Errorf("%d parameters: %d minibatches in blocks of %d, want %d, %d",
				c.params, p.Batches, p.Block, c.batches, c.block)
		}
		cfg := train.Default()
		cfg.Probe = p
		if err := cfg.Validate(c.params, 4000); err != nil || (p.Every == 0) != (c.params > 4<<20) {
			t.Errorf("%d parameters: %v", c.params, err)
		}
	}
	if p := affordable(train.Probe{Batches: 48, Block: 8}, 1e6); p.Batches != 48 || p.Block != 8 {
		t.Errorf("a small probe has become %+v", p)
	}
	for _, c := range []struct{ every, n, want int }{
		{250, 4000, 250}, {250, 60000, 4000}, {0, 60000, 0}, {500, 5000, 1000},
	} {
		near.Abs(t, "interval", float64(rarer(c.every, c.n)), float64(c.want), 0)
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 61706: "61,706", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("%d is written %s, want %s", n, got, want)
		}
	}
}

// An optimiser and clipping take effect in the run under way, with knobs of their own, and are undone.
func TestAnOptimiserIsChosenLive(t *testing.T) {
	m := play(t, screen.Env{}, tiny())
	m.follow(5)
	before := m.started
	m.choose(optimiserList)
	if shown := m.dialog(); !strings.Contains(shown, "eta stays at 0.1, usual is 0.001") {
		t.Errorf("no word on the learning rate:\n%s", shown)
	}
	notice := m.enter("adam:beta2=0.99")
	if notice != "eta stays at 0.1, usual is 0.001; "+
		"optimiser sgd → adam:beta1=0.9,beta2=0.99,eps=1e-08, from the next step on" {
		t.Errorf("notice %q", notice)
	}
	names := ""
	for _, k := range m.knobs() {
		names += k.Name + " " + k.Value + ", "
	}
	if names != "eta0 0.1, batch 16, beta1 0.9, beta2 0.99, eps 1e-8, weight_decay 0, " {
		t.Errorf("knobs %s", names)
	}
	m.choose(clipList)
	if notice := m.enter("norm:1e-9"); notice != "clip none → norm:1e-09, from the next step on" {
		t.Errorf("notice %q", notice)
	}
	if full, _ := m.system(); !strings.Contains(full, "adam:beta1=0.9,beta2=0.99,eps=1e-08, clip norm:1e-09, seed 1") {
		t.Errorf("the head says %q", full)
	}
	m.follow(200)
	m.until("what was clipped", func() bool { return m.data.clipped != nil && m.data.clipped.Step > 100 })
	if head := screen.Abreast(m.Figures(), 200); !strings.Contains(head, "clipped 100 %") {
		t.Errorf("figures %s", head)
	}
	if notice := screentest.Press(t, m, "u", "u"); !strings.Contains(notice, "optimiser adam:") ||
		m.Controls().Optimizer != nil || m.started != before {
		t.Errorf("undone: %q, %v", notice, m.Controls().Method())
	}
	marks := ""
	for _, mark := range m.data.markers {
		marks += mark.Label
	}
	if marks != "oc" {
		t.Errorf("marks %q", marks)
	}
}

// The knobs of an optimiser stay in its ranges, and go through 0 where that is in them.
func TestKnobsOfAnOptimiser(t *testing.T) {
	m := open(t, tiny())
	advance(t, m, 1)
	c := m.Controls()
	c.Clip = optim.Clip{By: optim.Norm, Limit: 1}
	m.change(c.WithMethod(optim.Adam{Beta1: .9, Beta2: .999, Eps: 1e-8}))
	for _, c := range []struct {
		name      string
		direction int
		want      string
	}{
		{"beta1", 1, "0.95"}, {"beta1", -1, "0.9"}, {"beta2", 1, "0.999"}, {"beta2", -1, "0.995"}, {"eps", 1, "1.25e-8"},
		{"weight_decay", -1, "0"}, {"weight_decay", 1, "1e-6"}, {"weight_decay", 1, "1.25e-6"}, {"clip limit", -1, "0.8"},
	} {
		for _, k := range m.knobs() {
			if k.Name == c.name {
				k.Move(c.direction)
			}
		}
		for _, k := range m.knobs() {
			if k.Name == c.name && k.Value != c.want {
				t.Errorf("%s, direction %d: %s, want %s", c.name, c.direction, k.Value, c.want)
			}
		}
	}
}

// With an optimiser for which two arms are not defined, the key goes on to the one that is.
func TestArmsThatAreNotDefinedArePassedOver(t *testing.T) {
	m := open(t, tiny())
	advance(t, m, 1)
	m.change(m.Controls().WithMethod(optim.Adam{Beta1: .9, Beta2: .999, Eps: 1e-8}))
	if notice := screentest.Press(t, m, "d"); m.Controls().Arm != schedule.GrowBatch ||
		!strings.Contains(notice, "passed over") {
		t.Errorf("arm %s: %q", m.Controls().Arm, notice)
	}
	m.change(m.Controls().WithMethod(optim.SGD{}))
	screentest.Press(t, m, "d", "d")
	if m.Controls().Arm != schedule.NoiseOnly {
		t.Fatalf("arm %s", m.Controls().Arm)
	}
	screentest.Press(t, m, "c")
	m.Type(tea.KeyPressMsg{Code: tea.KeyTab})
	m.Type(tea.KeyPressMsg{Code: tea.KeyTab})
	if shown := screentest.View(m, 160, 48); !strings.Contains(shown, "[optimiser]") ||
		!strings.Contains(shown, "arm noise with the optimizer adam") {
		t.Errorf("why adam cannot be chosen is not said:\n%s", shown)
	}
}

// A model that does not fit the data leads on to the data, and both are taken at once.
func TestAModelThatDoesNotFitAsksForData(t *testing.T) {
	m := play(t, screen.Env{}, tiny())
	m.follow(5)
	m.choose(dataList)
	m.enter("moons:n=200")
	m.until("the new run", func() bool { return m.cfg.Data != "mnist1d" && m.started != nil })
	if m.Typing() || m.started.Examples != 160 || m.examples != 160 {
		t.Errorf("open %v, %+v", m.Typing(), m.started)
	}
	m.choose(modelList)
	m.enter("cnn1d")
	if shown := m.dialog(); !m.Typing() || !strings.Contains(shown, "[data]") ||
		!strings.Contains(shown, "choose data that fit") {
		t.Fatalf("no list of data:\n%s", shown)
	}
	m.enter("mnist1d")
	m.follow(2)
	if picker.Kind(m.cfg.Model) != "cnn1d" || picker.Kind(m.cfg.Data) != "mnist1d" || m.started == nil {
		t.Errorf("runs %s on %s", m.cfg.Model, m.cfg.Data)
	}
}

// Wrong data are refused in place, be it by their text or once they were read.
func TestWrongDataAreRefusedInPlace(t *testing.T) {
	m := play(t, screen.Env{}, tiny())
	m.follow(5)
	before := m.started
	m.choose(dataList)
	m.enter("moons:n=x")
	if shown := m.dialog(); !m.Typing() || !strings.Contains(shown, "moons:n=x_") ||
		!strings.Contains(shown, "no number") {
		t.Errorf("a wrong text:\n%s", shown)
	}
	m.enter("csv:path=nowhere.csv")
	m.until("the error", func() bool { return m.reading == choice{} })
	if shown := m.dialog(); !m.Typing() || !strings.Contains(shown, "csv:path=nowhere.csv") ||
		!strings.Contains(shown, "no such file") {
		t.Errorf("a file that is not there:\n%s", shown)
	}
	if m.started != before {
		t.Error("the run has changed")
	}
}

// A regression has no accuracy, and its loss another unit.
func TestARegressionHasNoAccuracy(t *testing.T) {
	cfg := small()
	cfg.Data, cfg.Model = "regression:d=3,n=100", "linear"
	m := open(t, cfg)
	advance(t, m, 5)
	shown := screentest.View(m, 160, 48)
	if !strings.Contains(shown, "a regression has none") || m.data.lossUnit() != "half squared error" {
		t.Errorf("it shows\n%s", shown)
	}
	if head := screen.Abreast(m.Figures(), 200); strings.Contains(head, "NaN") || !strings.Contains(head, "test loss") {
		t.Errorf("figures %s", head)
	}
}
