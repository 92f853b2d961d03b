package tui

import (
	"context"
	"io"

	"levyscope/sim"
	"levyscope/train"
	"levyscope/tui/screen"
	"levyscope/tui/simscreen"
	"levyscope/tui/trainscreen"
)

// row is a row of the table of screens. Tabs, keys, the help, the names that Options.Screen
// takes and docs/screens.md follow from it: a new screen is a package and a row.
type row struct {
	name  string // as Options.Screen takes it
	key   string // shows the screen
	title string // on its tab
	about string // what it shows, in the help
	open  func(ctx context.Context, env screen.Env, s Systems) screen.Screen
	plain func(ctx context.Context, s Systems, w io.Writer) error // runs its engine and writes a line a second
}

// Systems are what the screens run. Several screens may show one of them.
type Systems struct {
	Train train.Config // a network that learns
	Sim   sim.Config   // an SDE that escapes
}

// table are the screens, in the order of their tabs.
var table = []row{
	{name: "train", key: "1", title: "Train", about: "a network learns",
		open: func(ctx context.Context, env screen.Env, s Systems) screen.Screen {
			return trainscreen.New(ctx, env, s.Train)
		},
		plain: func(ctx context.Context, s Systems, w io.Writer) error { return trainscreen.Plain(ctx, s.Train, w) }},
	{name: "simulate", key: "2", title: "Simulate", about: "an SDE escapes",
		open: func(ctx context.Context, env screen.Env, s Systems) screen.Screen {
			return simscreen.New(ctx, env, s.Sim)
		},
		plain: func(ctx context.Context, s Systems, w io.Writer) error { return simscreen.Plain(ctx, s.Sim, w) }},
}

// defaultSystems are what the screens run when nothing else is asked for.
func defaultSystems() Systems { return Systems{Train: train.Default(), Sim: simscreen.Default()} }

// Screens are the names that Options.Screen takes.
func Screens() []string {
	var names []string
	for _, r := range table {
		names = append(names, r.name)
	}
	return names
}
