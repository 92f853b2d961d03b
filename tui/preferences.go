package tui

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"levyscope/tui/screen"
	"levyscope/tui/settings"
)

// openSettings shows the settings in place of the panes.
func (m *root) openSettings() {
	m.shown().Cover(settings.NewDialog(m.settingRows, m.settingNotes))
}

// shares are the shares of the time for probes that the dialog gives.
var shares = []float64{0, .01, .02, .05, .1, .2, .3, .5, .7, .9}

// settingRows are the settings with their values.
func (m *root) settingRows() []settings.Row {
	now := &m.memory.now
	return []settings.Row{
		{Name: "theme", Value: m.memory.choice.String(),
			What: "for a dark or a light background, or as the terminal says",
			Move: func(direction int) (tea.Cmd, string) {
				cmd := m.nextTheme(direction)
				return cmd, m.notice
			}},
		{Name: "glyphs", Value: now.Glyphs.String(), What: "auto (by the locale), braille, halfblock, ascii",
			Move: m.moveGlyphs},
		{Name: "reduced motion", Value: onOff(now.ReducedMotion), What: "two pictures a second, from the next start on",
			Move: func(int) (tea.Cmd, string) {
				now.ReducedMotion = !now.ReducedMotion
				return m.keep(), "reduced motion " + onOff(now.ReducedMotion) + ", from the next start on"
			}},
		{Name: "probe share", Value: fmt.Sprintf("%.3g %%", 100*now.ProbeShare),
			What: "of the time, from the next start on; the control probes changes it now", Move: m.moveShare},
		{Name: "way in", Value: map[bool]string{true: "seen", false: "at the start"}[now.TourSeen],
			What: "whether its three steps are shown at the next start; W shows them now",
			Move: func(int) (tea.Cmd, string) {
				now.TourSeen = !now.TourSeen
				return m.keep(), ""
			}},
	}
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// moveGlyphs goes to other characters, at once.
func (m *root) moveGlyphs(direction int) (tea.Cmd, string) {
	now := &m.memory.now
	now.Glyphs = now.Glyphs.Move(direction)
	m.memory.glyphs = now.Glyphs.In(m.memory.auto)
	m.theme = m.themeNow()
	return m.keep(), "glyphs: " + now.Glyphs.String()
}

// moveShare goes to the next share of the time for probes.
func (m *root) moveShare(direction int) (tea.Cmd, string) {
	now := &m.memory.now
	at, found := slices.BinarySearch(shares, now.ProbeShare)
	if direction > 0 && found {
		at++
	} else if direction < 0 {
		at--
	}
	if at < 0 || at >= len(shares) {
		return nil, "the share goes from 0 to 90 %"
	}
	now.ProbeShare = shares[at]
	return m.keep(), "from the next start on"
}

// settingNotes say where the settings are kept, and what is wrong with that.
func (m *root) settingNotes() (notes []string) {
	switch {
	case m.memory.Unkept != nil:
		notes = append(notes, "Nothing is kept: "+m.memory.Unkept.Error())
	case m.memory.File == nil:
		notes = append(notes, "Nothing is kept, as was asked for (--no-config).")
	default:
		notes = append(notes, "Kept in "+m.memory.File.Path()+
			", and on leaving the pace, pane sizes, the expanded pane, axes and hidden series of each screen. "+
			"A flag such as --theme stands above a setting.")
	}
	if m.memory.told != "" {
		notes = append(notes, m.memory.told)
	}
	for i, p := range m.memory.State.Problems {
		if i == 8 {
			return append(notes, fmt.Sprintf("and %d more", len(m.memory.State.Problems)-i))
		}
		notes = append(notes, p.String())
	}
	if len(m.memory.State.Problems) > 0 {
		notes = append(notes, "The file stays as it is until a setting is changed; then a copy of it ends in .bad.")
	}
	return notes
}

// restoreScreens gives the screens what was kept of them. What does not fit is left, and named with its line.
func (m *root) restoreScreens() {
	kept := m.memory.now.Screens
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		i := slices.IndexFunc(m.tabs, func(t tab) bool { return t.name == name })
		if i < 0 && (name == watchName || slices.Contains(Screens(), name)) {
			continue // of the explorer when it shows something else
		}
		if i < 0 {
			m.misfit(name, errors.New("no screen has this name"))
			continue
		}
		if err := m.tabs[i].screen.Keep(kept[name]); err != nil {
			for line := range strings.SplitSeq(err.Error(), "\n") {
				m.misfit(name, errors.New(line))
			}
		}
	}
}

// misfit is a problem with what was kept of a screen.
func (m *root) misfit(name string, err error) {
	key, cause, found := strings.Cut(err.Error(), ": ")
	full := "screens." + name
	if found {
		full += "." + key
	} else {
		cause = err.Error()
	}
	m.memory.State.Problems = append(m.memory.State.Problems, m.memory.State.Problem(full, cause))
}

// keepScreens notes what the user has made of the screens; not while the file has a problem and no setting was changed.
func (m *root) keepScreens() {
	now := m.memory.now
	if len(m.memory.State.Problems) > 0 && reflect.DeepEqual(now, m.memory.Settings) {
		return
	}
	m.memory.now.Screens = map[string]screen.Kept{}
	for _, t := range m.tabs {
		if k := t.screen.Kept(); !reflect.DeepEqual(k, screen.Kept{}) {
			m.memory.now.Screens[t.name] = k
		}
	}
	for name, k := range now.Screens { // of a program that has other screens
		if !slices.ContainsFunc(m.tabs, func(t tab) bool { return t.name == name }) {
			m.memory.now.Screens[name] = k
		}
	}
}
