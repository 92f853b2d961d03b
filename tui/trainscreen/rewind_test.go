package trainscreen

import (
	"slices"
	"testing"

	"levyscope/train"
	"levyscope/train/schedule"
	"levyscope/tui/screentest"
)

// The way back repeats the run exactly, changes included, up to where the change that broke it took effect.
func TestTheWayBackRepeatsTheRun(t *testing.T) {
	cfg := small()
	cfg.Probe.Every = 0
	m := open(t, cfg)
	var losses []float64
	for e, err := range m.Events(t.Context()) {
		if err != nil {
			break
		}
		m.Take(e)
		if p, ok := e.(train.Progress); ok {
			losses = append(losses, p.Loss)
			switch p.Step {
			case 19:
				screentest.Press(t, m, "]")
			case 39:
				m.putSchedule(schedule.Constant{Eta0: 1e6})
			}
		}
	}
	back, ok := m.rewind()
	if !ok || back.Steps != 40 || back.Controls.Schedule.Eta(0) != .125 {
		t.Fatalf("back to %d steps under %v", back.Steps, back.Controls.Schedule)
	}
	if len(back.Changes) != 1 || back.Changes[0].Step != 20 || back.First.Schedule.Eta(0) != .1 {
		t.Errorf("from %v by the changes %v", back.First.Schedule, back.Changes)
	}
	var again []float64
	for e, err := range back.Run(t.Context(), back.Controls, nil, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if p, ok := e.(train.Progress); ok {
			again = append(again, p.Loss)
		}
		if len(again) == back.Steps {
			break
		}
	}
	if !slices.Equal(again, losses[:back.Steps]) {
		t.Error("the run up to there is another one")
	}
}

// A change is taken up at the step that the engine says, whatever probes the clock has asked for meanwhile.
func TestAChangeAmongProbesHasItsStep(t *testing.T) {
	m := open(t, small())
	advance(t, m, 1)
	screentest.Press(t, m, "]")
	taken := m.Controls()
	taken.Probes += 3
	m.Take(train.Changed{Step: 65, Controls: taken})
	if got := m.Changes(); len(got) != 1 || got[0].Asked || got[0].Step != 65 {
		t.Errorf("%+v", got)
	}
}
