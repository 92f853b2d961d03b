package simscreen

import (
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim"
	"levyscope/sim/problem"
	"levyscope/train/schedule"
	"levyscope/tui/screentest"
)

// The screen has the caveats that the formats of levyscope sim have, and the mean of paths that are looked
// at every dt.
func TestScreenCarriesTheLimits(t *testing.T) {
	free := small()
	free.Controls.Theta = []float64{0, 0}
	decaying := wells(1, "wells")
	decaying.Controls.Schedule = schedule.Inverse{Eta0: .1, K0: 500}
	precise := small()
	precise.Controls.Eps, precise.Controls.Alpha = .02, []float64{1.5, 1.5}
	for name, cfg := range map[string]sim.Config{
		"default": small(), "free": free, "basin": wells(1, "basin"), "wells": wells(2, "wells"), "decay": decaying,
		"small noise": precise,
	} {
		m := open(t, cfg)
		if err := m.Advance(t.Context(), 200); err != nil {
			t.Fatal(err)
		}
		text := screentest.View(m, 160, 48)
		setting := m.started.Setting
		for _, want := range setting.Warnings() {
			want = strings.TrimPrefix(want, "the prediction is ")
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is missing in\n%s", name, want, text)
			}
		}
		if th := setting.Theory; th != nil && cfg.Controls.Domain.Kind == problem.InBox &&
			!strings.Contains(text, "looked at every dt: "+timeWords(th.Monitored)) {
			t.Errorf("%s: the mean %g of paths that are looked at every dt is missing in\n%s", name, th.Monitored, text)
		}
	}
	// What cannot be followed is told too.
	counted := counts(3, 1, 0, 0)
	counted.Totals.Diverged = 2
	m := shown(t, small(), counted)
	near.Abs(t, "caveats of lost paths", float64(len(m.caveatWords())), 1, 0)
	if text := screentest.View(m, 160, 48); !strings.Contains(text, "2 paths could not be followed") {
		t.Errorf("lost paths are missing in\n%s", text)
	}
}

// Every line of the lists says what it gives or why it cannot be had; what can be had is taken, live.
func TestListsOfTheSimulation(t *testing.T) {
	m := shown(t, small())
	for i, l := range m.kindLists() {
		list := m.liveList(i, l)
		can := 0
		for _, e := range list.Entries() {
			if e.Off != "" {
				continue
			}
			can++
			if out := list.Choose(e.Text); out.Err != nil || out.Open {
				t.Errorf("%s: %s is offered, and refused: %v", l.title, e.Text, out.Err)
			}
		}
		if can == 0 {
			t.Errorf("%s: nothing can be had", l.title)
		}
		if out := list.Choose("no such thing"); out.Err == nil || !out.Open {
			t.Errorf("%s takes nonsense", l.title)
		}
		m = shown(t, small())
	}
}
