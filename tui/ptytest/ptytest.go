// Package ptytest runs a program in a pseudo-terminal and reads its screen through a terminal emulator, so that a test
// is a script: keys in, screen text out.
//
//	script --Press, Type, Resize--> pseudo-terminal --> program
//	script <--Await, Screen-------- emulator <--------- program
//
// Await waits for what the program draws, never for a time. The program under test is the test's own binary, which
// Main turns into the program.
package ptytest

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// marker is set in the environment of a process that Start has started.
const marker = "LEVYSCOPE_PTYTEST"

// Main is for TestMain: in a process that Start has started it runs the program, which exits by itself, in place of
// the tests.
func Main(m *testing.M, program func()) {
	if os.Getenv(marker) != "" {
		program()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// Options say what is started.
type Options struct {
	Args  []string  // of the program, without its name
	W, H  int       // cells of the terminal; 0: 80x24
	Env   []string  // "NAME=value", after PATH, HOME, TMPDIR, TERM=xterm-256color and LANG=C.UTF-8; "NAME=" unsets it
	Dir   string    // the program's working directory; "": that of the test
	First bool      // HOME is empty; else it has the settings of a user who has seen the way in
	Copy  io.Writer // gets what the program writes, byte for byte; nil: nobody does
}

// Terminal is a program in its pseudo-terminal.
type Terminal struct {
	t       testing.TB
	copy    io.Writer // of what the program writes; nil: none
	pty     *os.File
	cmd     *exec.Cmd
	replies chan struct{} // is closed when the emulator has answered its last query

	mu       sync.Mutex // for the emulator and what follows
	emulator *vt.Emulator
	modes    []ansi.Mode   // of the mouse, that are on
	partial  bool          // a frame is under way
	changed  chan struct{} // is closed when the screen has changed
	ended    bool          // nothing more will be drawn
}

// Start starts the program. The test is skipped where no pseudo-terminal can be opened; at its end a program that still
// runs is killed.
func Start(t testing.TB, o Options) *Terminal {
	t.Helper()
	if o.W == 0 {
		o.W, o.H = 80, 24
	}
	cmd := Command(t, o)
	master, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: uint16(o.W), Rows: uint16(o.H)})
	if errors.Is(err, pty.ErrUnsupported) || errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
		t.Skipf("no pseudo-terminal can be opened here: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	e := &Terminal{t: t, copy: o.Copy, pty: master, cmd: cmd, emulator: vt.NewEmulator(o.W, o.H),
		changed: make(chan struct{}), replies: make(chan struct{})}
	e.watchFrames()
	go e.answer()
	go e.draw()
	t.Cleanup(e.close)
	return e
}

// Command is the program with its arguments, environment and directory, to be run without a terminal.
func Command(t testing.TB, o Options) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, o.Args...)
	home := t.TempDir()
	if !o.First {
		settle(t, home)
	}
	cmd.Env, cmd.Dir = environment(t, home, o.Env), o.Dir
	return cmd
}

// Signal sends the program a signal.
func (e *Terminal) Signal(s os.Signal) {
	e.t.Helper()
	if err := e.cmd.Process.Signal(s); err != nil {
		e.t.Error(err)
	}
}

// Process is the number of the program's process.
func (e *Terminal) Process() int { return e.cmd.Process.Pid }

// Hangup closes the terminal, as the end of a connection does, and returns the exit status of the program.
func (e *Terminal) Hangup() (status int) {
	e.t.Helper()
	e.pty.Close()
	late := time.AfterFunc(patience, func() { e.cmd.Process.Kill() })
	defer late.Stop()
	e.cmd.Wait() // its error is the status
	return e.cmd.ProcessState.ExitCode()
}

// settle writes the settings of a user who has seen the way in.
func settle(t testing.TB, home string) {
	dir := filepath.Join(home, ".config", "levyscope")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte("tour-seen = true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// environment is that of the program: little of the test's own, and then extra.
func environment(t testing.TB, home string, extra []string) []string {
	env := map[string]string{"PATH": os.Getenv("PATH"), "HOME": home, "TMPDIR": t.TempDir(),
		"TERM": "xterm-256color", "LANG": "C.UTF-8", marker: "1"}
	for _, pair := range extra {
		name, value, _ := strings.Cut(pair, "=")
		env[name] = value
	}
	var out []string
	for name, value := range env {
		if value != "" {
			out = append(out, name+"="+value)
		}
	}
	return out
}

// watchFrames lets the emulator support synchronized output (DEC mode 2026), by which the program tells where a frame
// begins and ends: no script sees half of one.
func (e *Terminal) watchFrames() {
	e.emulator.WriteString(ansi.ResetModeSynchronizedOutput)
	e.emulator.SetCallbacks(vt.Callbacks{
		EnableMode: func(m ansi.Mode) {
			e.partial = e.partial || m == ansi.ModeSynchronizedOutput
			if isMouse(m) && !slices.Contains(e.modes, m) {
				e.modes = append(e.modes, m)
			}
		},
		DisableMode: func(m ansi.Mode) {
			e.partial = e.partial && m != ansi.ModeSynchronizedOutput
			e.modes = slices.DeleteFunc(e.modes, func(on ansi.Mode) bool { return on == m })
		},
	})
}

// answer carries the emulator's answers to queries to the program.
func (e *Terminal) answer() {
	defer close(e.replies)
	io.Copy(e.pty, e.emulator)
}

// draw feeds what the program writes to the emulator until the program has ended.
func (e *Terminal) draw() {
	buf := make([]byte, 1<<16)
	for {
		n, err := e.pty.Read(buf)
		e.mu.Lock()
		if e.copy != nil {
			e.copy.Write(buf[:n])
		}
		e.emulator.Write(buf[:n])
		e.ended = err != nil // on Linux reading fails with EIO once the program has closed the terminal
		if !e.partial || e.ended {
			close(e.changed)
			e.changed = make(chan struct{})
		}
		e.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// close ends the program, if it still runs, and all that serves it.
func (e *Terminal) close() {
	if e.cmd.ProcessState == nil {
		e.cmd.Process.Kill()
		e.cmd.Wait()
	}
	e.mu.Lock()
	e.emulator.Close()
	e.mu.Unlock()
	e.pty.Close()
	<-e.replies
}

// patience is how long Await and Exit wait at most, on a machine however busy.
const patience = 20 * time.Second
