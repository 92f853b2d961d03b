// Package command holds the subcommands of levyscope.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/spf13/cobra"

	"levyscope/internal/recording"
)

// ErrInterrupted is the error of a run that the user broke off.
var ErrInterrupted = errors.New("interrupted: what was found so far is marked partial")

// common are the flags of every subcommand.
type common struct {
	seed   uint64
	format string
}

func (c *common) add(cmd *cobra.Command, format string) {
	seedVar(cmd.Flags(), &c.seed)
	cmd.Flags().StringVar(&c.format, "format", format, "json (one event a line) or text")
}

func (c *common) check() error {
	if c.format != "json" && c.format != "text" {
		return fmt.Errorf("format %q is not known: use json or text", c.format)
	}
	return nil
}

// printer writes events in the chosen format.
type printer struct {
	json  *recording.Encoder
	w     io.Writer
	lines func(recording.Event) string // the text of an event; empty: none
}

func newPrinter(w io.Writer, format string, lines func(recording.Event) string) *printer {
	p := &printer{w: w, lines: lines}
	if format == "json" {
		p.json = recording.NewEncoder(w)
	}
	return p
}

func (p *printer) print(e recording.Event) error {
	if p.json == nil {
		if text := p.lines(e); text != "" {
			_, err := fmt.Fprintln(p.w, text)
			return err
		}
		return nil
	}
	if err := p.json.Encode(e); err != nil {
		return err
	}
	switch e.Type() {
	case "progress", "jump", "jumps", "exit": // frequent: left to the buffer
		return nil
	}
	return p.json.Flush()
}

func (p *printer) close() error {
	if p.json != nil {
		return p.json.Flush()
	}
	return nil
}

// drain prints a run to its end. each, if not nil, sees every event first and may
// replace it; it may also end the run by returning false after the event.
func drain[E recording.Event](events iter.Seq2[E, error], p *printer, each func(E) (recording.Event, bool)) (err error) {
	for e, failed := range events {
		if failed != nil {
			err = failed
			break
		}
		var out recording.Event = e
		more := true
		if each != nil {
			out, more = each(e)
		}
		if out != nil {
			if err = p.print(out); err != nil {
				break
			}
		}
		if !more {
			break
		}
	}
	if flushed := p.close(); err == nil {
		err = flushed
	}
	if errors.Is(err, context.Canceled) {
		return ErrInterrupted
	}
	return err
}
