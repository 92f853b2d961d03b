package tui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"levyscope/sim"
	"levyscope/train"
	"levyscope/tui/feed"
	"levyscope/tui/theme"
)

// Options say how the explorer opens.
type Options struct {
	Train         train.Config
	Sim           sim.Config
	Screen        string // "train" or "simulate"
	Glyphs        theme.Glyphs
	Record        *Recordings // nil: nothing is recorded
	ReducedMotion bool        // two pictures a second
}

// period is the time between two pictures of moving data.
func (o Options) period() time.Duration {
	if o.ReducedMotion {
		return 500 * time.Millisecond
	}
	return 50 * time.Millisecond
}

// Screens are the names that Options.Screen takes.
func Screens() []string { return []string{"train", "simulate"} }

// Default is how the explorer opens by itself.
func Default() Options {
	o := Options{Train: train.Default(), Sim: sim.Default(), Screen: "train"}
	o.Sim.Particle, o.Sim.Quantum, o.Sim.Every = true, 64, 16
	return o
}

// newRoot builds the model.
func newRoot(ctx context.Context, o Options) (*root, error) {
	m := &root{theme: theme.New(true, o.Glyphs), at: -1}
	m.screens = []screen{newTrain(ctx, o.Train, o), newSim(ctx, o.Sim, o)}
	m.begun = make([]bool, len(m.screens))
	for i, name := range Screens() {
		if name == o.Screen {
			m.at = i
		}
	}
	if m.at < 0 {
		return nil, fmt.Errorf("screen %q is not known: use %s", o.Screen, strings.Join(Screens(), " or "))
	}
	return m, nil
}

// Run shows the explorer until the user quits. The terminal is restored whatever
// happens; a panic in an engine is written to a file that the error names.
func Run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	m, err := newRoot(ctx, o)
	if err != nil {
		return err
	}
	_, err = tea.NewProgram(m, tea.WithContext(ctx)).Run()
	cancel()
	m.stop()
	if o.Record != nil {
		err = errors.Join(err, o.Record.Close())
	}
	if m.fatal != nil {
		return crashed(m.fatal)
	}
	return err
}

// grace is how long a run may take to end when the user quits.
const grace = 150 * time.Millisecond

// stop ends the engines and waits a little for them.
func (m *root) stop() {
	late := time.After(grace)
	for _, s := range m.screens {
		select {
		case <-s.stop():
		case <-late:
			return
		}
	}
}

func isPanic(err error) bool {
	var p *feed.Panic
	return errors.As(err, &p)
}

// crashed saves the report of a panic and says where.
func crashed(err error) error {
	file, saveErr := os.CreateTemp("", "levyscope-crash-*.txt")
	if saveErr != nil {
		return err
	}
	defer file.Close()
	if _, saveErr = fmt.Fprintln(file, err); saveErr != nil {
		return err
	}
	first, _, _ := strings.Cut(err.Error(), "\n")
	return fmt.Errorf("%s; the report is in %s", first, file.Name())
}
