package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// haltMsg asks to stop the process as SIGTSTP from outside does.
type haltMsg struct{}

// awakeMsg says that the process goes on after it was stopped by something that gave no warning, as SIGSTOP.
type awakeMsg struct{}

// refusedMsg says that there is no shell that could continue a stopped process.
type refusedMsg struct{}

// suspension stops the explorer and lets it go on, in place of Bubble Tea's own way. That one waits for ever where the
// kernel drops SIGTSTP, as it does for a process without a shell over it, and knows nothing of a SIGTSTP from outside.
type suspension struct {
	program *tea.Program
	halted  halting
}

// filter does what the messages of a suspension ask for, on the goroutine of Update, and returns what is left of them
// for Update.
func (s *suspension) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg.(type) {
	case tea.SuspendMsg:
		if !s.halted.shell() {
			return refusedMsg{}
		}
		return s.leave(s.halted.group)
	case haltMsg:
		return s.leave(s.halted.self)
	case awakeMsg:
		return s.leave(func() {})
	}
	return msg
}

// leave leaves the terminal to others while stopped, and draws all anew after it.
func (s *suspension) leave(stopped func()) tea.Msg {
	if err := s.program.ReleaseTerminal(); err != nil {
		return nil
	}
	// The goroutine that draws is told to end, but not waited for: were drawing to begin again before it has, its last
	// act would stop the new one's clock.
	time.Sleep(20 * time.Millisecond)
	stopped()
	if err := s.program.RestoreTerminal(); err != nil {
		return nil
	}
	return tea.ResumeMsg{}
}
