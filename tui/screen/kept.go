package screen

import (
	"errors"
	"fmt"
	"slices"

	"levyscope/tui/look"
)

// Kept is what a screen keeps from one run of the program to the next: plain data for a file. The zero value is a
// screen as it begins at first. Panes and series have their names.
type Kept struct {
	Pace     float64             `toml:"pace,omitempty"`     // steps a second; Unlimited; 0: as at first
	Expanded string              `toml:"expanded,omitempty"` // the pane that is expanded
	Log      []string            `toml:"log,omitempty"`      // panes whose axis was made logarithmic
	Linear   []string            `toml:"linear,omitempty"`   // panes whose axis was made linear
	Hidden   map[string][]string `toml:"hidden,omitempty"`   // series that are hidden, by pane
	Sizes    map[string]Borders  `toml:"sizes,omitempty"`    // where the borders between panes stand, by layout
}

// Unlimited is the pace without a limit, as it is kept.
const Unlimited = -1

// Kept is what the user has made of the screen.
func (c *Console[C, E]) Kept() Kept {
	k := Kept{Sizes: c.sizesKept()}
	switch {
	case c.pace == 0 && c.spec.Pace != 0:
		k.Pace = Unlimited
	case c.pace != c.spec.Pace:
		k.Pace = c.pace
	}
	if c.expanded {
		k.Expanded = c.spec.Panes[c.focus].Name
	}
	for i, p := range c.spec.Panes {
		switch {
		case p.Log && !c.firstLog[i]:
			k.Log = append(k.Log, p.Name)
		case !p.Log && c.firstLog[i]:
			k.Linear = append(k.Linear, p.Name)
		}
		if names := p.hidden.Names(); len(names) > 0 {
			if k.Hidden == nil {
				k.Hidden = map[string][]string{}
			}
			k.Hidden[p.Name] = names
		}
	}
	return k
}

// Keep makes the screen as it was kept. What does not fit it is left as it is, and the error names it.
func (c *Console[C, E]) Keep(k Kept) error {
	var problems []error
	problem := func(key, value, why string) {
		problems = append(problems, fmt.Errorf("%s: %q %s", key, value, why))
	}
	pane := func(key, name string) *Pane {
		for _, p := range c.spec.Panes {
			if p.Name == name {
				return p
			}
		}
		problem(key, name, "is no pane of "+c.title)
		return nil
	}
	switch {
	case k.Pace == Unlimited:
		c.pace = 0
	case k.Pace == 0:
	case k.Pace >= slowestPace && k.Pace <= fastestPace:
		c.pace = k.Pace
	default:
		problem("pace", Sig4(k.Pace), fmt.Sprintf("is not within %d and %d, or %d", slowestPace, fastestPace, Unlimited))
	}
	if k.Expanded != "" {
		if p := pane("expanded", k.Expanded); p != nil {
			c.focus, c.expanded = slices.Index(c.spec.Panes, p), true
		}
	}
	for key, names := range map[string][]string{"log": k.Log, "linear": k.Linear} {
		for _, name := range names {
			if p := pane(key, name); p != nil && p.AxisFree {
				p.Log = key == "log"
			} else if p != nil {
				problem(key, name, "has no choice of axis")
			}
		}
	}
	for name, series := range k.Hidden {
		if p := pane("hidden", name); p != nil {
			p.hidden = look.HiddenOf(series)
		}
	}
	problems = append(problems, c.keepSizes(k.Sizes))
	c.version++
	if c.feed != nil {
		c.feed.SetPace(c.pace)
	}
	return errors.Join(problems...)
}
