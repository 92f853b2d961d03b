package tui

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// terminal gathers what a program writes, and hands it the next key once the
// screen has shown what the script waits for.
type terminal struct {
	mu     sync.Mutex
	out    bytes.Buffer
	script []exchange
	keys   *io.PipeWriter
}

// exchange is a text to wait for and the key to press then.
type exchange struct{ shown, key string }

func (t *terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.out.Write(p)
	if len(t.script) > 0 && strings.Contains(ansi.Strip(t.out.String()), t.script[0].shown) {
		key := t.script[0].key
		t.script = t.script[1:]
		t.out.Reset()
		go io.WriteString(t.keys, key) // the pipe has no buffer: the program reads on another goroutine
	}
	return len(p), nil
}

// A whole session: the real program, real engines, keys by their bytes, and the
// terminal left as it was.
func TestSession(t *testing.T) {
	o := small()
	keys, write := io.Pipe()
	term := &terminal{keys: write, script: []exchange{
		{"tail index", "s"},
		{"from the next step on: step", "2"},
		{"exit sides", "?"},
		{"redo it", "?"},
		{"escapes", " "},
		{"paused", "."},
		{"one step", "\x03"},
	}}
	m := open(t, o, 120, 36)
	_, err := tea.NewProgram(m, tea.WithContext(t.Context()), tea.WithInput(keys), tea.WithOutput(term),
		tea.WithWindowSize(120, 36), tea.WithEnvironment([]string{"TERM=xterm-256color"})).Run()
	if err != nil {
		t.Fatal(err)
	}
	m.stop()
	if len(term.script) > 0 {
		t.Errorf("the session ended while it waited for %q", term.script[0].shown)
	}
	if out := term.out.String(); !strings.Contains(out, "\x1b[?1049l") || !strings.Contains(out, "\x1b[?25h") {
		t.Errorf("the terminal was not restored: %q", out[max(0, len(out)-200):])
	}
}
