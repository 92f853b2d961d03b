// Package clitest runs commands in tests and takes their output apart.
package clitest

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
)

// Execute runs a command in this process and returns what it prints.
func Execute(ctx context.Context, cmd *cobra.Command, args ...string) (string, error) {
	var out bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SetArgs(append([]string{}, args...))
	cmd.SilenceUsage, cmd.SilenceErrors = true, true
	err := cmd.ExecuteContext(ctx)
	return out.String(), err
}

// Must is Execute of what has to succeed.
func Must(t testing.TB, cmd *cobra.Command, args ...string) string {
	t.Helper()
	out, err := Execute(context.Background(), cmd, args...)
	if err != nil {
		t.Fatalf("%s %q: %v", cmd.Name(), args, err)
	}
	return out
}

// Interrupted is the output of a command that the user breaks off as soon as it
// has printed stop; it has to end in cli.ErrInterrupted.
func Interrupted(t testing.TB, stop string, cmd *cobra.Command, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	out := &stopping{text: stop, cancel: cancel}
	cmd.SetOut(out)
	cmd.SetErr(&bytes.Buffer{})
	cmd.SetArgs(args)
	cmd.SilenceUsage, cmd.SilenceErrors = true, true
	if err := cmd.ExecuteContext(ctx); !errors.Is(err, cli.ErrInterrupted) {
		t.Errorf("%s %q: error %v, want it interrupted", cmd.Name(), args, err)
	}
	return out.String()
}

// stopping is a buffer that cancels once it has the text.
type stopping struct {
	bytes.Buffer
	text   string
	cancel context.CancelFunc
}

// Write keeps p, and cancels once the text is complete.
func (s *stopping) Write(b []byte) (int, error) {
	n, err := s.Buffer.Write(b)
	if strings.Contains(s.String(), s.text) {
		s.cancel()
	}
	return n, err
}

// Refused runs a command with args that it has to refuse before it prints
// anything, in an error that has all those parts.
func Refused(t testing.TB, cmd *cobra.Command, args []string, parts ...string) {
	t.Helper()
	out, err := Execute(context.Background(), cmd, args...)
	if err == nil || out != "" {
		t.Errorf("%s %.200q: error %v, output %.60q", cmd.Name(), args, err, out)
		return
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%s %.200q: error %q lacks %q", cmd.Name(), args, err, part)
		}
	}
}

// errFull is the error of a writer without room.
var errFull = errors.New("no space left")

type full struct{}

// Write fails as on a full disk.
func (full) Write([]byte) (int, error) { return 0, errFull }

// WithoutRoom runs a command whose output cannot be written, which has to be its error.
func WithoutRoom(t testing.TB, cmd *cobra.Command, args ...string) {
	t.Helper()
	cmd.SetOut(full{})
	cmd.SetErr(&bytes.Buffer{})
	cmd.SetArgs(args)
	cmd.SilenceUsage, cmd.SilenceErrors = true, true
	if err := cmd.Execute(); !errors.Is(err, errFull) {
		t.Errorf("%s %q: error %v, want that of the writer", cmd.Name(), args, err)
	}
}

// Event is one line of NDJSON.
type Event map[string]any

// Parse reads NDJSON; every line must be an object with a type.
func Parse(t testing.TB, out string) []Event {
	t.Helper()
	if !strings.HasSuffix(out, "}\n") {
		t.Fatalf("the output ends in %q", out[max(0, len(out)-40):])
	}
	var events []Event
	for line := range strings.Lines(out) {
		var e Event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%v in %.100q", err, line)
		}
		if kind, ok := e["type"].(string); !ok || kind == "" {
			t.Fatalf("no type in %.100q", line)
		}
		events = append(events, e)
	}
	return events
}

// Of are the events of one type.
func Of(events []Event, kind string) []Event {
	var out []Event
	for _, e := range events {
		if e["type"] == kind {
			out = append(out, e)
		}
	}
	return out
}

// Floats are the numbers of a JSON array.
func Floats(v any) []float64 {
	var out []float64
	list, _ := v.([]any)
	for _, x := range list {
		f, _ := x.(float64)
		out = append(out, f)
	}
	return out
}

// Table reads a CSV with a header, row by row.
func Table(t testing.TB, text string) (rows []map[string]string) {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(lines) == 0 {
		t.Fatalf("%v in %q", err, text)
	}
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// Has reports the parts that are missing in text, and with a leading ! those that
// are there. Remains of a format are never right.
func Has(t testing.TB, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		wanted, absent := strings.CutPrefix(part, "!")
		if absent == strings.Contains(text, wanted) {
			t.Errorf("%s: %q in\n%s", what, part, text)
		}
	}
	for _, bad := range []string{"%!", "(MISSING)", "<nil>"} {
		if strings.Contains(text, bad) {
			t.Errorf("%s: %s in\n%s", what, bad, text)
		}
	}
}

// Same says where two outputs part.
func Same(t testing.TB, what, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Errorf("%s: line %d differs:\n%.400s\n%.400s", what, i+1, g[i], w[i])
			return
		}
	}
	t.Errorf("%s: %d lines, want %d", what, len(g)-1, len(w)-1)
}

// FirstLines are the first n lines of text.
func FirstLines(text string, n int) string {
	return strings.Join(strings.SplitAfterN(text, "\n", n+1)[:n], "")
}

// Write makes a file of that name, in a directory of its own, and returns its path.
func Write(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Keep writes a recording and returns its path.
func Keep(t testing.TB, text string) string {
	t.Helper()
	return Write(t, "run.ndjson", []byte(text))
}
