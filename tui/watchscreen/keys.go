package watchscreen

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"levyscope/train/watch"
	"levyscope/tui/screen"
)

// Why keys of the Train screen are none of a run that trains elsewhere.
const (
	noRestart = "a run elsewhere is begun by its own script, not from here"
	noChoice  = "model, data and optimiser are those of the job's own script"
	noArm     = "a job has no arms: a schedule acts on its learning rate, step and noise both"
	noPoints  = "the folder holds no scenario: a run elsewhere is begun by its own script"
)

// keys are those of this screen.
func (m *model) keys() []screen.Key {
	why := func(text string) func() string { return func() string { return text } }
	return []screen.Key{
		{Action: screen.PauseJob, Meaning: "pause the job itself, or let it go on", Hint: "pause job",
			Do: m.pauseJob, Unable: m.noPause},
		{Action: screen.ProbeNow, Meaning: "laws of probes, or of bursts", Do: func() string { return m.draws.other(m) }},
		{Action: screen.Choose, Meaning: noChoice, Hint: screen.Unhinted, Do: why(noChoice), Unable: why(noChoice)},
		{Action: screen.Restart, Meaning: noRestart, Hint: screen.Unhinted, Do: why(noRestart), Unable: why(noRestart)},
		{Action: screen.PreviousRun, Meaning: noRestart, Hint: screen.Unhinted, Do: why(noRestart), Unable: why(noRestart)},
		{Action: screen.NextArm, Meaning: noArm, Hint: screen.Unhinted, Do: why(noArm), Unable: why(noArm)},
		{Action: screen.Pause, Meaning: "pause this viewer only: the job goes on", Hint: "pause viewer"},
		{Action: screen.OneStep, Meaning: "one record while the viewer is paused"},
	}
}

// pauseJob pauses the job itself, or lets it go on.
func (m *model) pauseJob() (notice string) {
	if why := m.noPause(); why != "" {
		return why
	}
	pause := !m.state.Paused
	if _, err := m.client.Send(watch.Values{Pause: &pause}); err != nil {
		return err.Error()
	}
	switch {
	case pause && m.status.Silent >= quiet:
		return "the job is asked to pause; it has been silent for " + age(m.status.Silent) + " and may not run"
	case pause:
		return "the job is asked to pause; it goes on when this viewer ends"
	}
	return "the job is asked to go on"
}

func (m *model) noPause() (why string) {
	if err := m.refuses(); err != nil {
		return err.Error()
	}
	return ""
}

// blocked says why a key does nothing on a run that trains elsewhere, "" where it acts.
func (m *model) blocked(a screen.Action) (why string) {
	switch a {
	case screen.Restart, screen.PreviousRun:
		return noRestart
	case screen.Increase, screen.Decrease, screen.NextSchedule, screen.PreviousSchedule, screen.Undo, screen.Redo:
		if err := m.refuses(); err != nil {
			return err.Error()
		}
	}
	return ""
}

// Act does what a key asks for.
func (m *model) Act(a screen.Action) (cmd tea.Cmd, notice string) {
	if why := m.blocked(a); why != "" {
		return nil, why
	}
	return m.Train.Act(a)
}

// Unable says why an action cannot act now, "" where it can.
func (m *model) Unable(a screen.Action) (why string) {
	if why := m.blocked(a); why != "" {
		return why
	}
	return m.Train.Unable(a)
}

// GoTo undoes changes or does them again.
func (m *model) GoTo(n int) (cmd tea.Cmd, notice string) {
	if err := m.refuses(); err != nil {
		return nil, err.Error()
	}
	return m.Train.GoTo(n)
}

// Work is none: what is followed stays in its folder.
func (m *model) Work() time.Duration { return 0 }

// Aside is none, for the same reason.
func (m *model) Aside() time.Duration { return 0 }
