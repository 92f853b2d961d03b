//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"levyscope/tui/ptytest"
)

// ended is how a run of levyscope came out.
type ended struct {
	status   int
	out, err string
	early    bool // the signal came before the program watched for any
}

// signalled starts levyscope with an open pipe as its standard input, and sends it a signal after a delay.
func signalled(t *testing.T, args []string, s syscall.Signal, delay time.Duration) ended {
	t.Helper()
	cmd := ptytest.Command(t, ptytest.Options{Args: args})
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer time.AfterFunc(delay, func() { cmd.Process.Signal(s) }).Stop()
	defer time.AfterFunc(delay+20*time.Second, func() { cmd.Process.Kill() }).Stop()
	cmd.Wait() // its error is the status
	how, _ := cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ended{cmd.ProcessState.ExitCode(), out.String(), errs.String(), how.Signaled() && how.Signal() == s}
}

// fifo makes a named pipe that nothing ever writes to.
func fifo(t *testing.T) string {
	path := filepath.Join(t.TempDir(), "x.fifo")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	return path
}

// signals are those that end the program.
var signals = []syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGTERM}

// Every command ends in 128 and the number of the signal, whatever it is doing, prints what it has, and says once that
// it was interrupted. A signal that comes too early for that is sent again, later.
func TestSignalsEndEveryCommand(t *testing.T) {
	t.Parallel()
	pipe := fifo(t)
	for i, c := range []struct {
		args    string
		partial string // in the output
	}{
		{"train --steps 0 --model mlp:8", `"partial":true`},
		{"train --steps 0 --model mlp:8 --format text", "partial"},
		{"train --steps 0 --model mlp:8 --probe-every 1 --probe-batches 4000", `"partial":true`},
		{"train --seeds 3 --steps 1000000 --model mlp:8", `"partial":true`},
		{"train --script " + pipe, ""},
		{"sim --paths 10000000", `"partial":true`},
		{"sim --paths 10000000 --format csv", ",true,"},
		{"sim --paths 10000000 --sweep eps=0.1,0.2", `"partial":true`},
		{"sim --sweep eps=0.03:0.3:300log --sweep alpha=1.1:1.9:300", ""},
		{"sim --paths 10 --potential expr:" + wavy(8), ""},
		{"sim --script " + pipe, ""},
		{"sim --time iteration --noise empirical:file=" + pipe + ",column=0", ""},
		{"fit " + pipe, ""}, {"fit " + pipe + " --each", ""}, {"fit -", ""}, {"replay " + pipe, ""},
		{"reproduce exits", ""},
		{"screenshot --steps 100000000 --out " + filepath.Join(t.TempDir(), "s.svg"), ""},
		{"--plain --screen simulate --scenario 'sim --paths 10000000'", "simulating"},
	} {
		for j, s := range signals {
			if testing.Short() && i%len(signals) != j {
				continue
			}
			t.Run(fmt.Sprintf("%d %.30s %v", i, c.args, s), func(t *testing.T) {
				t.Parallel()
				var got ended
				for delay := 200 * time.Millisecond; delay < 10*time.Second; delay *= 2 {
					got = signalled(t, words(c.args), s, delay)
					if !got.early && strings.Contains(got.out, c.partial) {
						break
					}
				}
				if got.status != 128+int(s) || !strings.Contains(got.out, c.partial) {
					t.Errorf("status %d, and the output lacks %q:\n%.300s", got.status, c.partial, got.out)
				}
				if n := strings.Count(got.err, "interrupted"); n != 1 {
					t.Errorf("the interruption is told %d times: %q", n, got.err)
				}
			})
		}
	}
}

// words are those of a command line, of which one in quotes is one.
func words(line string) (all []string) {
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			all = append(all, part)
		} else {
			all = append(all, strings.Fields(part)...)
		}
	}
	return all
}

// wavy is a potential of many minima in n coordinates, which take seconds to search.
func wavy(n int) string {
	var terms []string
	for i := 1; i <= n; i++ {
		terms = append(terms, fmt.Sprintf("(x%d^2-1)^2+0.1*sin(3*x%d*x%d)", i, i, i%n+1))
	}
	return strings.Join(terms, "+")
}

// A signal ends the explorer with the terminal as it was; so does a second one, at once.
func TestSignalsEndTheExplorer(t *testing.T) {
	t.Parallel()
	for _, s := range signals {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			e := explorer(t, 80, 24)
			e.Await("[1 Train]", "running")
			e.Signal(s)
			if status, screen := e.Exit(); status != 128+int(s) || screen.Alt || screen.CursorHidden {
				t.Errorf("status %d, the terminal is left as %+v", status, screen)
			} else if s != syscall.SIGHUP && (!strings.Contains(screen.Text, "interrupted") ||
				strings.Contains(screen.Text, "partial")) {
				t.Errorf("it ends with\n%s", screen.Text)
			}
		})
	}
}

// The end of a terminal is that of the explorer.
func TestExplorerEndsWithItsTerminal(t *testing.T) {
	t.Parallel()
	e := explorer(t, 80, 24)
	e.Await("[1 Train]", "running")
	if status := e.Hangup(); status != 129 {
		t.Errorf("status %d", status)
	}
}

// A SIGTSTP from outside stops the explorer with the terminal as it was; SIGCONT brings the whole screen back. The key
// does not stop what no shell could continue.
func TestExplorerIsSuspended(t *testing.T) {
	t.Parallel()
	e := explorer(t, 80, 24)
	e.Await("[1 Train]", "running")
	for range 2 {
		e.Signal(syscall.SIGTSTP)
		e.AwaitScreen("the terminal as it was", func(s ptytest.Screen) bool { return !s.Alt && !s.CursorHidden })
		var how syscall.WaitStatus
		if _, err := syscall.Wait4(e.Process(), &how, syscall.WUNTRACED, nil); err != nil || !how.Stopped() {
			t.Fatalf("the program is not stopped: %v, %v", how, err)
		}
		e.Signal(syscall.SIGCONT)
		e.AwaitScreen("the explorer", func(s ptytest.Screen) bool {
			return s.Alt && s.CursorHidden && strings.Contains(s.Text, "[1 Train]") && strings.Contains(s.Text, "running")
		})
	}
	e.Press("ctrl+z")
	e.Await("there is no shell")
	e.Press("ctrl+c")
	if status, screen := e.Exit(); status != 0 || screen.Alt || screen.CursorHidden {
		t.Errorf("status %d, the terminal is left as %+v", status, screen)
	}
}

// An output that cannot be written is an error of every command, told once; one that is read no more ends a command
// quietly, with the status of SIGPIPE.
func TestLostOutput(t *testing.T) {
	t.Parallel()
	for _, args := range []string{
		"--help", "--version", "help sim", "sim --help", "completion bash", "man", "info", "info --format json", "data list",
		"data export mnist1d --force --out " + t.TempDir(), "train --steps 5 --model mlp:8",
		"train --steps 5 --model mlp:8 --format text", "sim --paths 50", "sim --paths 50 --format text",
		"sim --paths 50 --format csv", "sim --paths 50 --sweep eps=0.5,0.6 --format csv", "reproduce getoor",
		"--plain --screen simulate",
	} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
			if err != nil {
				t.Skip(err)
			}
			defer full.Close()
			if status, told := lost(t, full, args); status != 1 || strings.Count(told, "no space left") != 1 {
				t.Errorf("on a full device: status %d, %q", status, told)
			}
			if testing.Short() && len(args)%3 != 0 {
				return
			}
			r, w, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			r.Close()
			if status, told := lost(t, w, args); status != 141 || told != "" {
				t.Errorf("on a pipe that is read no more: status %d, %q", status, told)
			}
		})
	}
}

// lost runs levyscope with that standard output, and returns its status and what it told.
func lost(t *testing.T, out *os.File, args string) (status int, told string) {
	t.Helper()
	cmd := ptytest.Command(t, ptytest.Options{Args: words(args)})
	var errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = out, &errs
	cmd.Run() // its error is the status
	return cmd.ProcessState.ExitCode(), errs.String()
}

// A shell that closes the standard output is not taken for one that wants to see nothing.
func TestClosedOutput(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("known on Linux only")
	}
	self := ptytest.Command(t, ptytest.Options{})
	for redirection, want := range map[string]int{">&-": 1, ">/dev/null": 0} {
		for _, args := range []string{"info", "--help", "man"} {
			cmd := exec.Command("sh", "-c", "\"$0\" "+args+" "+redirection+"; exit $?", self.Path)
			cmd.Env = self.Env
			if cmd.Run(); cmd.ProcessState.ExitCode() != want {
				t.Errorf("%s %s: status %d, want %d", args, redirection, cmd.ProcessState.ExitCode(), want)
			}
		}
	}
}
