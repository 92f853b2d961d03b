package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"levyscope/tui/ptytest"
)

// program is levyscope itself with those arguments.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	return ptytest.Command(t, ptytest.Options{Args: args})
}

// printed is what the program prints on standard output.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	cmd := program(t, args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%q: %v, %s", args, err, &errs)
	}
	return string(out)
}

// A process that is killed at any moment leaves a recording that resume completes to that of the unbroken run.
func TestKilledRunsResume(t *testing.T) {
	for name, args := range map[string][]string{
		"train": {"train", "--model", "mlp:8", "--steps", "20000", "--progress-every", "5", "--probe-every", "2000",
			"--probe-batches", "32", "--probe-block", "8"},
		"sim": {"sim", "--paths", "100", "--particle", "--steps", "60000"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole := printed(t, args...)
			kills := 6
			if testing.Short() {
				kills = 2
			}
			for i := range kills {
				dir := filepath.Join(t.TempDir(), fmt.Sprint("run", i))
				cmd := program(t, append(args, "--record", dir)...)
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				time.AfterFunc(time.Duration(100+170*i)*time.Millisecond, func() { cmd.Process.Kill() })
				cmd.Wait() // killed, or at its end before that
				resumed(t, dir, whole)
			}
		})
	}
}

// resumed goes on with a recording up to the whole run, however little of it there is.
func resumed(t *testing.T, dir, whole string) {
	t.Helper()
	kept, err := os.ReadFile(filepath.Join(dir, "events.ndjson"))
	if err != nil || len(kept) == 0 {
		return // it was killed before the run began
	}
	if !strings.HasPrefix(whole, string(kept)) {
		t.Fatalf("%d bytes are recorded that the run does not print", len(kept))
	}
	out := printed(t, "resume", dir)
	if from := strings.LastIndex(string(kept), "\n") + 1; out != whole[from:] {
		t.Errorf("from byte %d resume prints %d bytes, want %d", from, len(out), len(whole)-from)
	}
	got, err := os.ReadFile(filepath.Join(dir, "events.ndjson"))
	if err != nil || string(got) != whole {
		t.Errorf("%d bytes after resume, want %d; %v", len(got), len(whole), err)
	}
}

// Where the recording cannot be written on, the run goes on and prints what it always prints; the status is 1.
func TestARunOutlivesItsRecording(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("no limit of the size of files")
	}
	args := []string{"sim", "--paths", "50", "--particle", "--steps", "3000"}
	whole := printed(t, args...)
	dir := filepath.Join(t.TempDir(), "run")
	bare := program(t, append(args, "--record", dir)...)
	cmd := exec.Command("sh", "-c", `ulimit -f 100; exec "$@"`, "sh")
	cmd.Args, cmd.Env = append(append(cmd.Args, bare.Path), bare.Args[1:]...), bare.Env
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var status *exec.ExitError
	if !errors.As(err, &status) || status.ExitCode() != 1 ||
		!strings.Contains(errs.String(), "the run goes on without it") {
		t.Errorf("%v, %s", err, &errs)
	}
	if out.String() != whole {
		t.Errorf("%d bytes are printed, want %d", out.Len(), len(whole))
	}
	resumed(t, dir, whole)
}
