package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"levyscope/internal/printable"
	"levyscope/internal/record"
	"levyscope/internal/stop"
)

// Sink takes the events of a run: a Printer, or a table. Close writes what is still in a buffer.
type Sink interface {
	Print(record.Event) error
	Close() error
}

// Printer writes events, as JSON or as lines of text.
type Printer struct {
	json  *record.Encoder // nil: text
	w     io.Writer
	lines func(record.Event) string
}

// NewPrinter returns a printer to w. As JSON an event is one line of w; else it
// is the line, or lines, that the function lines gives, made harmless for a terminal, and none for "".
func NewPrinter(w io.Writer, format Format, lines func(record.Event) string) *Printer {
	p := &Printer{w: w, lines: lines}
	if format == JSON {
		p.json = record.NewEncoder(w)
	}
	return p
}

// Print writes e. Frequent events may stay in a buffer until Close. Errors are
// those of the writer.
func (p *Printer) Print(e record.Event) error {
	if p.json == nil {
		if text := p.lines(e); text != "" {
			_, err := fmt.Fprintln(p.w, printable.Text(text))
			return err
		}
		return nil
	}
	if err := p.json.Encode(e); err != nil {
		return err
	}
	switch e.Type() {
	case "progress", "jump", "jumps", "clipped", "exit": // frequent
		return nil
	}
	return p.json.Flush()
}

// Close writes what is still in the buffer.
func (p *Printer) Close() error {
	if p.json != nil {
		return p.json.Flush()
	}
	return nil
}

// Concluding is a run that, once it has begun, is let conclude when it is interrupted (stop.Conclude).
func Concluding[E any](ctx context.Context, events iter.Seq2[E, error]) iter.Seq2[E, error] {
	return func(yield func(E, error) bool) {
		begun := false
		for e, err := range events {
			if !begun {
				begun = true
				stop.Conclude(ctx)
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// Drain prints a run to its end. An observer that is not nil gets every event
// first and returns the event to print in its place (nil: none), and whether the
// run goes on after it. The error of a run whose context was cancelled is
// ErrInterrupted; other errors are those of the run or of the writer.
func Drain[E record.Event](events iter.Seq2[E, error], p Sink,
	observe func(E) (print record.Event, goOn bool)) (err error) {
	for e, failed := range events {
		if failed != nil {
			err = failed
			break
		}
		var out record.Event = e
		goOn := true
		if observe != nil {
			out, goOn = observe(e)
		}
		if out != nil {
			if err = p.Print(out); err != nil {
				break
			}
		}
		if !goOn {
			break
		}
	}
	if flushed := p.Close(); err == nil {
		err = flushed
	}
	if errors.Is(err, context.Canceled) {
		return ErrInterrupted
	}
	return err
}

// PrintLine writes one result that is no event of a run: object as a line of
// JSON, or else the lines of text, each made harmless for a terminal.
func PrintLine(w io.Writer, format Format, object any, lines ...string) error {
	if format == JSON {
		line, err := json.Marshal(object)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(w, string(printable.JSON(line)))
		return err
	}
	var text strings.Builder
	for _, line := range lines {
		text.WriteString(printable.Line(line) + "\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}
