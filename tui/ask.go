package tui

import (
	"fmt"
	"time"

	"levyscope/tui/screen"
)

// costs says that an action would cost more than seconds of work, which it asks about once: the same key again
// means it. ctrl+c after q or ctrl+c means it too.
func (m *root) costs(a, asked screen.Action) bool {
	var lost time.Duration
	var what, key string
	switch a {
	case screen.Restart:
		lost, what, key = m.shown().Work(), "restarts", "r"
		if m.shown().State().Err != nil || asked == a {
			return false
		}
	case screen.Quit, screen.Interrupt:
		if asked == a || asked == screen.Quit && a == screen.Interrupt {
			return false
		}
		for _, t := range m.tabs {
			lost += t.screen.Work() + t.screen.Aside()
		}
		what, key = "quits", screen.BindingOf(a).Keys[0]
	}
	if lost < m.costly {
		return false
	}
	m.asked = a
	cost := fmt.Sprintf(" and loses %s of work", lost.Round(time.Second))
	if m.record != nil && m.record.Failed() == nil {
		cost = fmt.Sprintf("; %s of work stay recorded", lost.Round(time.Second))
	}
	m.notice = fmt.Sprintf("%s again %s%s; other keys: go on", key, what, cost)
	return true
}
