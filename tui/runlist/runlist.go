// Package runlist is the list of the watched runs of a folder: how each of them stands, and which is shown.
package runlist

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"levyscope/internal/printable"
	"levyscope/train/watch/stream"
	"levyscope/tui/picker"
	"levyscope/tui/screen"
)

// Standing is what is known of a run that is open.
type Standing struct {
	Step      int // of the last record, -1 without one
	Loss, Eta float64
	Alpha     string // tail indices of the last judged draws, "" without
	State     string
}

// Run is a run in the list.
type Run struct {
	Folder string
	Open   func() (s Standing, open bool) // how it stands, where it is open
	Front  func() bool                    // it is the one that is shown
}

// List is the list.
type List struct {
	root   string
	runs   []Run
	disk   map[string]stream.Summary // as the disk has those that are not open
	looked time.Time
	choose func(run int) tea.Cmd
}

// New returns the list of the runs in a folder; choose shows one.
func New(root string, runs []Run, choose func(run int) tea.Cmd) *List {
	return &List{root: root, runs: runs, disk: map[string]stream.Summary{}, choose: choose}
}

// LookedMsg brings what the disk has of runs.
type LookedMsg struct {
	found []stream.Summary
	at    time.Time
}

// Look looks at the disk.
func (l *List) Look() tea.Cmd {
	root := l.root
	return func() tea.Msg {
		found, _ := stream.Discover(root) // what cannot be read is not there
		return LookedMsg{found, time.Now()}
	}
}

// Looked takes in what the disk has.
func (l *List) Looked(msg LookedMsg) {
	l.looked = msg.at
	for _, s := range msg.found {
		l.disk[filepath.Clean(s.Folder)] = s
	}
}

// Dialog is the list as a dialog.
func (l *List) Dialog() *picker.Picker {
	return picker.New([]picker.List{{
		Title: "Runs", Effect: "shows it", Help: "part of a name",
		Entries: l.entries,
		Judge:   func(string) (string, error) { return "", nil },
		Choose:  l.chosen,
		Quits:   true,
	}})
}

// entries are the lines of the list.
func (l *List) entries() (out []picker.Entry) {
	for _, r := range l.runs {
		name := name(l.root, r.Folder)
		e := picker.Entry{Name: name, Text: name, InForce: r.Front()}
		if s, open := r.Open(); open {
			e.Meaning = s.words()
		} else if s, known := l.disk[filepath.Clean(r.Folder)]; known {
			e.Meaning = onDisk(s, l.looked)
		} else {
			e.Meaning = "not opened"
		}
		out = append(out, e)
	}
	return out
}

// name is the name of a run in the list.
func name(root, folder string) string {
	if rel, err := filepath.Rel(root, folder); err == nil && rel != "." && !strings.HasPrefix(rel, "..") {
		return rel
	}
	return filepath.Base(folder)
}

// mostTitle is the length of the name of a run on its tab, in characters.
const mostTitle = 16

// Title is the name of a run on its tab.
func Title(folder string) string {
	r := []rune(printable.Line(filepath.Base(folder)))
	if len(r) > mostTitle {
		return string(r[:mostTitle-1]) + "…"
	}
	return string(r)
}

// chosen shows a run.
func (l *List) chosen(text string) picker.Outcome {
	for i, r := range l.runs {
		if name(l.root, r.Folder) == text {
			return picker.Outcome{Cmd: l.choose(i)}
		}
	}
	return picker.Outcome{Open: true, Err: fmt.Errorf("no run is called %q: choose one of the list", text)}
}

// words are the figures of an open run in one line.
func (s Standing) words() string {
	if s.Step < 0 {
		return s.State
	}
	parts := []string{fmt.Sprintf("step %d", s.Step)}
	for _, x := range []struct {
		name  string
		value float64
	}{{"loss", s.Loss}, {"eta", s.Eta}} {
		if !math.IsNaN(x.value) {
			parts = append(parts, x.name+" "+screen.Sig3(x.value))
		}
	}
	if s.Alpha != "" {
		parts = append(parts, "α "+s.Alpha)
	}
	return strings.Join(append(parts, s.State), "  ")
}

// onDisk is what the disk has of a run that is not open.
func onDisk(s stream.Summary, now time.Time) string {
	if s.Problem != "" {
		return s.Problem
	}
	parts := []string{"no record"}
	if s.LastStep >= 0 {
		parts[0] = fmt.Sprintf("step %d", s.LastStep)
	}
	if len(s.Ranks) > 1 {
		parts = append(parts, fmt.Sprintf("%d ranks", len(s.Ranks)))
	}
	if s.Sessions > 1 {
		parts = append(parts, fmt.Sprintf("%d sessions", s.Sessions))
	}
	state := "job ended"
	if !s.Ended {
		state = fmt.Sprintf("last written %s ago", max(now.Sub(s.Written), 0).Round(time.Second))
	}
	return strings.Join(append(parts, state, "not opened"), "  ")
}
