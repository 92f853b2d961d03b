package tui

import (
	"context"
	"fmt"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"levyscope/internal/printable"
	"levyscope/train/watch"
	"levyscope/tui/runlist"
	"levyscope/tui/screen"
	"levyscope/tui/watchscreen"
)

// watchName is the name of the screens of watched runs.
const watchName = "watch"

// mostOpened is how many of several runs are followed from the start; the others are when they are chosen.
const mostOpened = 8

// rows are the screens of the explorer: those of its own engines, or of watched runs.
func (o Options) rows() []row {
	if o.Watch == nil {
		return table
	}
	runs := o.Runs
	if len(runs) == 0 {
		runs = []string{o.Watch.Folder}
	}
	var out []row
	for i, folder := range runs {
		cfg := *o.Watch
		cfg.Folder = folder
		r := row{name: watchName, title: "Watch", about: "a run that trains elsewhere: " + printable.Line(folder),
			open: func(ctx context.Context, env screen.Env, _ Systems) screen.Screen {
				return watchscreen.New(ctx, env, cfg)
			},
			plain: func(ctx context.Context, _ Systems, w io.Writer) error { return watchscreen.Plain(ctx, cfg, w) },
		}
		if i < 9 {
			r.key = fmt.Sprint(i + 1)
		}
		if len(runs) > 1 {
			r.title = runlist.Title(folder)
		}
		out = append(out, r)
	}
	return out
}

// watching is what the model knows of the watched runs.
type watching struct {
	config *watch.Config // nil: none is watched
	list   *runlist.List // nil: there is one run at most
}

// standing is a screen that can stand in the list.
type standing interface{ Standing() runlist.Standing }

// watchRuns makes the list of several runs.
func (m *root) watchRuns(o Options) {
	m.watching.config = o.Watch
	if o.Watch == nil {
		return
	}
	m.tour = nil
	if len(o.Runs) < 2 {
		return
	}
	var runs []runlist.Run
	for i, folder := range o.Runs {
		runs = append(runs, runlist.Run{Folder: folder,
			Front: func() bool { return m.front == i },
			Open: func() (s runlist.Standing, open bool) {
				if of, ok := m.tabs[i].screen.(standing); ok && m.tabs[i].begun {
					return of.Standing(), true
				}
				return s, false
			}})
	}
	m.watching.list = runlist.New(o.Watch.Folder, runs, func(run int) tea.Cmd {
		return func() tea.Msg { return showMsg(run) }
	})
}

// showMsg asks for a screen by its number.
type showMsg int

// lookMsg asks for another look at the disk.
type lookMsg struct{}

// beginRuns begins to follow the first runs of several, and shows their list.
func (m *root) beginRuns() tea.Cmd {
	if m.watching.list == nil {
		return nil
	}
	var cmds []tea.Cmd
	for i := range min(len(m.tabs), mostOpened) {
		if !m.tabs[i].begun {
			m.tabs[i].begun = true
			cmds = append(cmds, m.tabs[i].screen.Begin())
		}
	}
	cmd, _ := m.listRuns()
	return tea.Batch(append(cmds, cmd)...)
}

// listRuns shows the list of the runs.
func (m *root) listRuns() (cmd tea.Cmd, notice string) {
	if m.watching.list == nil {
		return nil, "one run is shown: levyscope watch DIR lists those of a folder of several"
	}
	m.shown().Cover(m.watching.list.Dialog())
	return m.watching.list.Look(), ""
}

// lookAgain is the time between two looks at the disk.
const lookAgain = 2 * time.Second

// watched takes in a message for the list of runs; handled is false for others.
func (m *root) watched(msg tea.Msg) (cmd tea.Cmd, handled bool) {
	switch msg := msg.(type) {
	case showMsg:
		return m.show(int(msg)), true
	case runlist.LookedMsg:
		m.watching.list.Looked(msg)
		return tea.Tick(lookAgain, func(time.Time) tea.Msg { return lookMsg{} }), true
	case lookMsg:
		if m.shown().Typing() {
			return m.watching.list.Look(), true
		}
		return nil, true
	}
	return nil, false
}
