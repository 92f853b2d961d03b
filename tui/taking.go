package tui

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	tea "charm.land/bubbletea/v2"

	"levyscope/tui/screen"
	"levyscope/tui/take"
	"levyscope/tui/theme"
)

// taking is what the explorer knows of files that it writes.
type taking struct {
	ctx   context.Context // that of the explorer
	job   *take.Running   // under way; nil: none is
	given bool            // the job was given up, and has not ended yet
}

// exportTick asks to show how far a job has come.
type exportTick struct{}

// tickExport is the command for that.
func tickExport() tea.Cmd {
	return tea.Tick(time.Second/4, func(time.Time) tea.Msg { return exportTick{} })
}

// takeAway does what the keys ask for that take things away from the screen in front.
func (m *root) takeAway(a screen.Action) (cmd tea.Cmd) {
	if a == screen.CopyScenario {
		return m.copyScenario()
	}
	if job := m.taking.job; job != nil && !m.taking.given {
		job.Cancel()
		m.taking.given = true
		m.notice = "giving up " + job.Name + ", until it has ended; x opens the dialog again"
		return nil
	}
	what := take.What{Exports: m.shown().Exports(), Screen: m.text(), Columns: m.w, Rows: m.h, Light: !m.theme.Dark()}
	m.shown().Cover(take.NewExport(what, m.export))
	m.notice = "up and down choose, letters name the file, enter writes it, esc leaves"
	return nil
}

// export begins a job.
func (m *root) export(j take.Job) (cmd tea.Cmd) {
	if m.taking.job != nil && !m.taking.given {
		m.notice = "wait for " + m.taking.job.Name
		return nil
	}
	m.taking.given = false
	m.taking.job, cmd = take.Start(m.taking.ctx, j)
	return tea.Batch(cmd, tickExport())
}

// taken takes in what jobs say; handled is false for other messages.
func (m *root) taken(msg tea.Msg) (cmd tea.Cmd, handled bool) {
	switch msg := msg.(type) {
	case take.Written:
		m.written(msg)
	case exportTick:
		if m.taking.job != nil {
			return tickExport(), true
		}
	default:
		return nil, false
	}
	return nil, true
}

// exportText says how far a job has come that takes its time; "" where there is none.
func (m *root) exportText() string {
	job := m.taking.job
	if job == nil || job.Of == 0 {
		return ""
	}
	text := fmt.Sprintf("export %d %%, x gives up  ", 100*min(job.Steps(), job.Of)/job.Of)
	return m.theme.Style(theme.Warn).Render(text)
}

// giveUp ends a job; the channel closes when nothing is left of it.
func (m *root) giveUp() <-chan struct{} {
	if m.taking.job == nil {
		over := make(chan struct{})
		close(over)
		return over
	}
	m.taking.job.Cancel()
	return m.taking.job.Over()
}

// written says what came of a job. Where it failed its dialog comes back, unless another one has the screen.
func (m *root) written(w take.Written) {
	old := w.By != m.taking.job // another one was begun since it was given up
	if !old {
		m.taking.job, m.taking.given = nil, false
	}
	room := m.w - 16 // beside the key that quits
	switch {
	case w.Err == nil:
		m.notice = w.Notice(fmt.Sprintf("wrote %s, %s", w.Path, bytes(w.Size)), room)
	case errors.Is(w.Err, context.Canceled):
		m.notice = "gave up " + w.Name + ", nothing is left of it"
	default:
		m.notice = w.Notice(w.Err.Error(), room)
		if old {
			return
		}
		w.Dialog.Failed(w.Name, w.Err.Error(), errors.Is(w.Err, fs.ErrExist))
		if !m.shown().Typing() {
			m.shown().Cover(w.Dialog)
		}
	}
}

// bytes is a size in words.
func bytes(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d bytes", n)
	case n < 1000_000:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}

// copyScenario puts the scenario of what is shown on the clipboard, and shows it.
func (m *root) copyScenario() tea.Cmd {
	s, notes := m.shown().Scenario()
	if s.Text == "" {
		m.notice = "this screen has no scenario"
		return nil
	}
	m.shown().Cover(take.NewScenario(s.Command(), notes))
	m.notice = "the scenario was sent to the clipboard; esc leaves, y sends it again"
	return take.Copy(s.Command())
}
