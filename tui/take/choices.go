package take

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"levyscope/internal/record"
	"levyscope/internal/screenshot"
)

// What a file holds.
const (
	thePane   = "pane"
	theScreen = "screen"
	theRun    = "run"
)

// fileWriter is where a file goes to.
type fileWriter = io.Writer

// choices are the lines of the dialog: formats of the pane, of the screen, of the run.
func choices(w What) []choice {
	noPane, noData, noRun := "", "", ""
	pane := screenshot.Picture{Text: w.Picture, W: w.W, H: w.H, Light: w.Light}
	whole := screenshot.Picture{Text: w.Screen, W: w.Columns, H: w.Rows, Light: w.Light}
	switch {
	case w.Pane == "":
		noPane = "there is no pane before the run has begun"
		noData = noPane
	case w.W == 0:
		noPane = "the pane " + w.Pane + " is not on the screen: tab leads to one that is"
	}
	if noData == "" && len(w.Tables) == 0 {
		noData = "the pane " + w.Pane + " has no data yet"
	}
	if w.Rerun == nil {
		noRun = "the run has not begun yet"
	}
	return []choice{
		{of: thePane, as: "SVG", ending: ".svg", write: svg(pane), why: noPane},
		{of: thePane, as: "PNG", ending: ".png", write: png(pane), why: noPane},
		{of: thePane, as: "CSV, its data in full", ending: ".csv", write: tables(w), why: noData},
		{of: theScreen, as: "SVG", ending: ".svg", write: svg(whole)},
		{of: theScreen, as: "PNG", ending: ".png", write: png(whole)},
		{of: theScreen, as: "text", ending: ".txt", write: text(w.Screen)},
		{of: theScreen, as: "text to the clipboard"},
		{of: theRun, as: fmt.Sprintf("NDJSON, all events of %d steps, computed again", w.Steps), ending: ".ndjson",
			write: run(w), steps: w.Steps, why: noRun},
	}
}

func svg(p screenshot.Picture) writer {
	return func(_ context.Context, w fileWriter, _ func(int)) error {
		_, err := w.Write(p.SVG())
		return err
	}
}

func png(p screenshot.Picture) writer {
	return func(_ context.Context, w fileWriter, _ func(int)) error { return p.PNG(w) }
}

func text(screen string) writer {
	return func(_ context.Context, w fileWriter, _ func(int)) error {
		_, err := io.WriteString(w, plain(screen))
		return err
	}
}

// plain is a screen without colours and without blanks at the ends of lines.
func plain(screen string) string {
	lines := strings.Split(ansi.Strip(screen), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// tables writes the tables of the pane. Where there are several an empty line and a line "# name" stand before each.
func tables(what What) writer {
	return func(_ context.Context, w fileWriter, _ func(int)) error {
		for i, t := range what.Tables {
			if len(what.Tables) > 1 {
				head := "# " + t.Name + "\n"
				if i > 0 {
					head = "\n" + head
				}
				if _, err := io.WriteString(w, head); err != nil {
					return err
				}
			}
			if err := t.WriteCSV(w); err != nil {
				return err
			}
		}
		return nil
	}
}

// run writes the events of the run, as a recording has them.
func run(what What) writer {
	return func(ctx context.Context, w fileWriter, done func(int)) error {
		out := record.NewEncoder(w)
		steps := 0
		for e, err := range what.Rerun(ctx) {
			if err != nil {
				return err
			}
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if err := out.Encode(e); err != nil {
				return err
			}
			if e.Type() == "progress" {
				steps++
				done(steps)
			}
		}
		return out.Flush()
	}
}
