package tui

import (
	"fmt"
	"reflect"
	"time"

	tea "charm.land/bubbletea/v2"

	"levyscope/tui/settings"
	"levyscope/tui/theme"
)

// Memory is what the explorer remembers from one start to the next. The zero value remembers nothing.
type Memory struct {
	File     *settings.File    // where it is kept; nil: nowhere
	Settings settings.Settings // as they were read
	State    settings.State    // what came of reading the file
	Unkept   error             // why nothing is kept; nil where something is, or nothing was asked for
}

// memory is what the model knows of it.
type memory struct {
	Memory
	choice theme.Choice      // of the colours in force
	glyphs theme.Glyphs      // in force
	auto   theme.Glyphs      // what the setting auto stands for
	now    settings.Settings // as they are to be kept
	saving bool              // a savedMsg comes
	told   string            // why the last writing failed
}

// savedMsg says what came of writing settings.
type savedMsg struct {
	settings settings.Settings
	err      error
}

// remember begins with the settings of a file, and says what was wrong in it.
func (m *root) remember(o Options) {
	m.memory = memory{Memory: o.Memory, now: o.Memory.Settings}
	m.memory.choice, m.memory.glyphs, m.memory.auto = o.Theme, o.Glyphs, o.AutoGlyphs
	m.theme = m.themeNow()
}

// tellProblems says what was wrong with the settings.
func (m *root) tellProblems() {
	problems := m.memory.State.Problems
	switch n := len(problems); {
	case m.memory.Unkept != nil:
		m.notice = "settings are not kept: " + m.memory.Unkept.Error()
	case n == 1:
		m.notice = "settings: " + problems[0].Notice()
	case n > 1:
		m.notice = fmt.Sprintf("settings (%d problems, O has all): %s", n, problems[0].Notice())
	}
}

// keep is the command that writes the settings if they have changed.
func (m *root) keep() tea.Cmd {
	if m.memory.File == nil || m.memory.saving {
		return nil
	}
	m.memory.saving = true
	file, now := m.memory.File, m.memory.now
	return func() tea.Msg { return savedMsg{now, file.Save(now)} }
}

// saved takes in what came of writing settings, and writes those that have changed since. An error is said once.
func (m *root) saved(msg savedMsg) tea.Cmd {
	m.memory.saving = false
	if msg.err == nil {
		m.memory.told = ""
	} else if text := msg.err.Error(); text != m.memory.told {
		m.memory.told, m.notice = text, text
	}
	if !reflect.DeepEqual(msg.settings, m.memory.now) {
		return m.keep()
	}
	return nil
}

// keepLast writes, when the explorer ends, the settings that have changed. It waits for that no longer than grace: a
// file system that does not answer keeps nobody.
func (m *root) keepLast() {
	if m.memory.File == nil {
		return
	}
	m.keepScreens()
	done := make(chan struct{})
	go func() {
		defer close(done)
		m.memory.File.Save(m.memory.now)
	}()
	select {
	case <-done:
	case <-time.After(grace):
	}
}

// nextTheme goes from the colours that the terminal asks for to those for a dark background, and to light ones
// (direction 1), or back (-1).
func (m *root) nextTheme(direction int) tea.Cmd {
	m.memory.choice = m.memory.choice.Move(direction)
	m.memory.now.Theme = m.memory.choice
	m.theme = m.themeNow()
	m.notice = "theme: " + m.memory.choice.String()
	if m.memory.choice == theme.Auto {
		m.notice += ", as the terminal says"
	}
	return m.keep()
}
