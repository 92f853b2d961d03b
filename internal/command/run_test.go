package command_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// execute runs a command in this process and returns what it prints.
func execute(ctx context.Context, cmd *cobra.Command, args ...string) (string, error) {
	var out bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SetArgs(append([]string{}, args...))
	cmd.SilenceUsage, cmd.SilenceErrors = true, true
	err := cmd.ExecuteContext(ctx)
	return out.String(), err
}

// must is execute of what has to succeed.
func must(t *testing.T, cmd *cobra.Command, args ...string) string {
	t.Helper()
	out, err := execute(context.Background(), cmd, args...)
	if err != nil {
		t.Fatalf("%s %q: %v", cmd.Name(), args, err)
	}
	return out
}

// event is one line.
type event map[string]any

// parse reads NDJSON; every line must be an object with a type.
func parse(t *testing.T, out string) []event {
	t.Helper()
	if !strings.HasSuffix(out, "}\n") {
		t.Fatalf("the output ends in %q", out[max(0, len(out)-40):])
	}
	var events []event
	for line := range strings.Lines(out) {
		var e event
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

// of are the events of one type.
func of(events []event, kind string) []event {
	var out []event
	for _, e := range events {
		if e["type"] == kind {
			out = append(out, e)
		}
	}
	return out
}

// keep writes a recording and returns its path.
func keep(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "run.ndjson")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// firstLines are the first n lines of text.
func firstLines(text string, n int) string {
	return strings.Join(strings.SplitAfterN(text, "\n", n+1)[:n], "")
}

// same says where two outputs part.
func same(t *testing.T, what, got, want string) {
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

// quick are the flags of a short training run with every kind of event.
func quick(more ...string) []string {
	return append([]string{"--steps", "12", "--model", "mlp:6", "--batch", "8", "--probe-every", "6", "--probe-batches", "32", "--probe-block", "4",
		"--progress-every", "1", "--jumps-every", "5", "--evaluate-every", "6", "--jump-threshold", "3"}, more...)
}

// brief are the flags of a short simulation.
func brief(more ...string) []string {
	return append([]string{"--paths", "60", "--dt", "0.02"}, more...)
}

// particle are the flags of a short simulation with a particle.
func particle(more ...string) []string {
	return append([]string{"--particle", "--steps", "400", "--paths", "40", "--eps", "0.3"}, more...)
}
