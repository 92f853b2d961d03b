package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"levyscope/internal/printable"
	"levyscope/internal/stop"
	"levyscope/train/watch"
	"levyscope/tui/theme"
)

// Options say how the explorer opens.
type Options struct {
	Systems
	Screen        string       // the first one; one of Screens
	Glyphs        theme.Glyphs // the characters that charts are drawn with
	Record        string       // directory for a recording of every run; "": nothing is recorded
	Compressed    bool         // the recordings are
	ReducedMotion bool         // two pictures a second
	Theme         theme.Choice // the background that the colours are made for
	AutoGlyphs    theme.Glyphs // what the setting "auto" of the glyphs stands for
	Memory        Memory       // what is remembered from one start to the next

	// Watch is a run that trains elsewhere, shown in place of the explorer's own engines with the Screen "watch"; Runs are
	// the folders of several, where Watch.Folder holds them.
	Watch *watch.Config
	Runs  []string

	costly time.Duration // work of so much is asked about before it is lost; 0: a few seconds
}

// period is the time between two pictures of moving data.
func (o Options) period() time.Duration {
	if o.ReducedMotion {
		return 500 * time.Millisecond
	}
	return 50 * time.Millisecond
}

// Default is how the explorer opens by itself.
func Default() Options { return Options{Systems: defaultSystems(), Screen: table[0].name} }

// Plain runs the engine of the first screen without a display and writes a line a second to w. It ends with ctx,
// without an error.
func Plain(ctx context.Context, o Options, w io.Writer) error {
	rows := o.rows()
	i := slices.IndexFunc(rows, func(r row) bool { return r.name == o.Screen })
	if i < 0 {
		return unknownScreen(o.Screen)
	}
	return rows[i].plain(ctx, o.Systems, w)
}

// Run shows the explorer until the user quits or ctx ends. The terminal is restored whatever happens; a
// panic in an engine is written to a file that the error names. The error is ErrTerminalClosed where the terminal
// was closed.
func Run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	m, err := newRoot(ctx, o, o.rows())
	if err != nil {
		return err
	}
	if m.record != nil {
		defer stop.Last(ctx, func() { m.record.Close() })()
	}
	err = m.display(ctx, cancel)
	cancel(nil)
	m.stop()
	m.keepLast()
	if m.record != nil {
		err = errors.Join(err, m.record.Close())
	}
	if m.fatal != nil {
		return crashed(m.fatal)
	}
	return err
}

// framesPerSecond is how often at most a changed screen is written. A key waits 25 ms at most for its frame; each tick
// costs a paused explorer some 2e-4 s of processor time, whether there is something to write or not.
const framesPerSecond = 40

// display shows the model on the terminal until one of them ends. The signals are those of ctx: Bubble Tea's own
// handler knows no SIGHUP.
func (m *root) display(ctx context.Context, cancel context.CancelCauseFunc) error {
	in, out, forget := terminals(ctx, cancel)
	defer forget()
	s := &suspension{}
	s.program = tea.NewProgram(m, tea.WithContext(ctx), tea.WithoutSignalHandler(), tea.WithFilter(s.filter),
		tea.WithInput(in), tea.WithOutput(out), tea.WithFPS(framesPerSecond))
	done := make(chan struct{})
	defer close(done)
	s.watch(done)
	_, err := s.program.Run()
	if errors.Is(context.Cause(ctx), ErrTerminalClosed) {
		return ErrTerminalClosed
	}
	return err
}

// grace is how long the engines may take to end when the user quits: with all that follows, less than stop.Prompt.
const grace = 80 * time.Millisecond

// stop ends the engines and waits for them, no longer than grace.
func (m *root) stop() {
	late := time.After(grace)
	over := m.giveUp()
	for _, t := range m.tabs {
		select {
		case <-t.screen.Stop():
		case <-late:
			return
		}
	}
	select {
	case <-over:
	case <-late:
	}
}

// crashed saves the report of a panic and says where.
func crashed(err error) error {
	file, saveErr := os.CreateTemp("", "levyscope-crash-*.txt")
	if saveErr != nil {
		return err
	}
	defer file.Close()
	if _, saveErr = fmt.Fprintln(file, printable.Error(err)); saveErr != nil {
		return err
	}
	first, _, _ := strings.Cut(err.Error(), "\n")
	return fmt.Errorf("%s; the report is in %s", first, file.Name())
}
