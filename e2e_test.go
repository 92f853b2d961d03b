package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/tui/ptytest"
)

// recorded are the events of a recording by their types.
type recorded map[string][]map[string]any

// readRecording reads the events of a run of the explorer, which has ended.
func readRecording(t *testing.T, dir, run string) recorded {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, run, "events.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	events := recorded{}
	for line := range bytes.Lines(text) {
		var e map[string]any
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatal(err)
		}
		kind := e["type"].(string)
		events[kind] = append(events[kind], e)
	}
	return events
}

// last is the last event of a type.
func (r recorded) last(t *testing.T, kind string) map[string]any {
	t.Helper()
	all := r[kind]
	if len(all) == 0 {
		t.Fatalf("no event %q is recorded", kind)
	}
	return all[len(all)-1]
}

// column are the numbers of a field of all events of a type.
func (r recorded) column(kind, field string) (out []float64) {
	for _, e := range r[kind] {
		if x, ok := e[field].(float64); ok {
			out = append(out, x)
		}
	}
	return out
}

// number is a number as the screens write it.
const number = `(-?[0-9.]+(?:e-?[0-9]+)?[kMG]?)`

// figure is the number that stands behind a text on the screen, and the worth of half its last digit.
func figure(t *testing.T, screen, pattern string) (value, half float64) {
	t.Helper()
	m := regexp.MustCompile(strings.ReplaceAll(pattern, "#", number)).FindStringSubmatch(screen)
	if m == nil {
		t.Fatalf("no %q on the screen:\n%s", pattern, screen)
	}
	return parsed(t, m[1])
}

// parsed reads a number of the screen.
func parsed(t *testing.T, text string) (value, half float64) {
	t.Helper()
	digits := strings.TrimRight(text, "kMG")
	unit := map[string]float64{"": 1, "k": 1e3, "M": 1e6, "G": 1e9}[text[len(digits):]]
	mantissa, power, _ := strings.Cut(digits, "e")
	value, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		t.Fatal(err)
	}
	half = .5
	if _, after, ok := strings.Cut(mantissa, "."); ok {
		half, _ = strconv.ParseFloat(fmt.Sprintf("0.5e-%d", len(after)), 64)
	}
	if power != "" {
		scale, _ := strconv.ParseFloat("1e"+power, 64)
		half *= scale
	}
	return value * unit, half * unit
}

// shows compares the number at a pattern with that of the engine, to the digits shown.
func shows(t *testing.T, what, screen, pattern string, want float64) {
	t.Helper()
	got, half := figure(t, screen, pattern)
	near.Abs(t, what, got, want, 1.001*half+1e-12*want)
}

// settled waits until a paused run stands still: a single step then adds one to the step that is shown.
func settled(e *ptytest.Terminal) (step int) {
	for run := 0; run < 2; {
		before := stepOf(e.Screen())
		e.Press(".")
		after := stepOf(e.AwaitScreen("a step more", func(s ptytest.Screen) bool { return stepOf(s) > before }))
		if run++; after != before+1 {
			run = 0
		}
		step = after
	}
	return step
}

// oneStep lets a paused run, which stands still, take a step.
func oneStep(e *ptytest.Terminal, from int) (step int) {
	e.Press(".")
	e.AwaitScreen(fmt.Sprintf("step %d", from+1), func(s ptytest.Screen) bool { return stepOf(s) == from+1 })
	return from + 1
}

// expanded goes from pane to pane, each alone on the screen, until it shows the one with that title.
func expanded(e *ptytest.Terminal, title string) string {
	for range 12 {
		if s := e.Screen(); strings.Contains(s.Line(3), title) || strings.Contains(s.Line(2), title) {
			return s.Text
		}
		before := e.Screen().Text
		e.Press("tab")
		e.AwaitScreen("another pane", func(s ptytest.Screen) bool { return s.Text != before })
	}
	return e.Await(title).Text
}

// least and most are the extremes of a column.
func least(x []float64) float64 {
	out := x[0]
	for _, v := range x {
		out = min(out, v)
	}
	return out
}

func most(x []float64) float64 {
	out := x[0]
	for _, v := range x {
		out = max(out, v)
	}
	return out
}
