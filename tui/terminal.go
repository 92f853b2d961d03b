package tui

import (
	"context"
	"errors"
	"os"
	"sync/atomic"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"

	"levyscope/internal/stop"
)

// ErrTerminalClosed is the error of an explorer whose terminal was closed, and that no SIGHUP told of it.
var ErrTerminalClosed = errors.New("the terminal was closed")

// terminal is the standard input or output of the explorer. It notices when the terminal is gone, which Bubble Tea
// does not: it drops errors of writing, and takes the end of the input for silence.
type terminal struct {
	*os.File
	gone func()       // the terminal is gone
	shut *atomic.Bool // nothing more is to be written
}

// Read reads keys.
func (t terminal) Read(p []byte) (int, error) {
	n, err := t.File.Read(p)
	if err != nil {
		t.gone()
	}
	return n, err
}

// Write writes to the screen.
func (t terminal) Write(p []byte) (int, error) {
	if t.shut.Load() {
		return len(p), nil
	}
	n, err := t.File.Write(p)
	if err != nil {
		t.gone()
	}
	return n, err
}

// WriteString is Write for a string.
func (t terminal) WriteString(s string) (int, error) { return t.Write([]byte(s)) }

// terminals are the standard input and output of an explorer that ends by cancel when the terminal is gone. When the
// program is ended at once (stop.Last) the terminal is put back into the state that it has now; forget takes that back.
func terminals(ctx context.Context, cancel context.CancelCauseFunc) (in, out terminal, forget func()) {
	gone := func() { cancel(ErrTerminalClosed) }
	shut := &atomic.Bool{}
	in = terminal{os.Stdin, gone, shut}
	out = terminal{os.Stdout, gone, shut}
	before, err := term.GetState(os.Stdin.Fd())
	return in, out, stop.Last(ctx, func() {
		shut.Store(true)
		if err == nil {
			term.Restore(os.Stdin.Fd(), before)
		}
		os.Stdout.WriteString(leave)
	})
}

// leave ends all that the explorer may have begun on a terminal: synchronized output, the modes of keyboard and mouse,
// bracketed paste, colours, the alternate screen, a hidden cursor.
const leave = ansi.ResetModeSynchronizedOutput + ansi.ResetModifyOtherKeys + "\x1b[<1u" +
	ansi.ResetModeMouseNormal + ansi.ResetModeMouseButtonEvent + ansi.ResetModeMouseAnyEvent + ansi.ResetModeMouseExtSgr +
	ansi.ResetModeFocusEvent + ansi.ResetModeBracketedPaste + ansi.ResetStyle +
	ansi.ResetModeAltScreenSaveCursor + ansi.SetModeTextCursorEnable
