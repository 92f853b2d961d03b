package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"levyscope/internal/printable"
	"levyscope/internal/record"
	"levyscope/internal/record/folder"
	"levyscope/internal/stop"
)

// RecordFlags are the flags of a command that records its run in a folder.
type RecordFlags struct {
	dir        string
	compressed bool
}

// Add adds --record and --record-zstd to cmd.
func (f *RecordFlags) Add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.dir, "record", "", "new folder for a recording of the run, for levyscope replay and resume")
	fl.BoolVar(&f.compressed, "record-zstd", false, "compress the events of --record")
}

// Dir is the folder; "" where nothing is recorded.
func (f *RecordFlags) Dir() string { return f.dir }

// Check refuses flags that contradict each other.
func (f *RecordFlags) Check() error {
	if f.compressed && f.dir == "" {
		return fmt.Errorf("--record-zstd compresses a recording: give its folder with --record")
	}
	return nil
}

// Recorder records the run of a command. A nil Recorder records nothing.
type Recorder struct {
	w      *folder.Writer
	notes  io.Writer
	forget func() // what was registered by stop.Last
	told   bool   // that the recording has stopped
}

// Open makes the folder of the flags; without --record the Recorder is nil. planned are the changes of a script that
// the run is started with. Errors come before the work begins.
func (f *RecordFlags) Open(cmd *cobra.Command, planned []record.Event) (*Recorder, error) {
	if f.dir == "" && cmd.Flags().Changed("record") {
		return nil, errors.New("--record is an empty name: give the name of a new folder, or leave the flag out")
	}
	if err := f.Check(); err != nil || f.dir == "" {
		return nil, err
	}
	w, err := folder.Create(f.dir, folder.Options{Compressed: f.compressed, Planned: planned})
	if err != nil {
		return nil, fmt.Errorf("--record: %w", err)
	}
	return NewRecorder(cmd.Context(), w, cmd.ErrOrStderr()), nil
}

// NewRecorder records by w, and says on notes what goes wrong. A program that is ended from outside, too, keeps what
// it has recorded.
func NewRecorder(ctx context.Context, w *folder.Writer, notes io.Writer) *Recorder {
	return &Recorder{w: w, notes: notes, forget: stop.Last(ctx, func() { w.Close() })}
}

// Record records an event, or saves a checkpoint. Where that fails the run goes on, and notes say so.
func (r *Recorder) Record(e record.Event) {
	if r != nil {
		r.tell(r.w.Write(e))
	}
}

// Due says when it is time for a checkpoint; it is nil where nothing is recorded.
func (r *Recorder) Due() func() bool {
	if r == nil {
		return nil
	}
	return r.w.Due
}

// tell says once that the recording has stopped.
func (r *Recorder) tell(err error) {
	if err == nil || r.told {
		return
	}
	r.told = true
	fmt.Fprintf(r.notes, "levyscope: the recording %s has stopped, and the run goes on without it: %s\n",
		printable.Line(r.w.Dir()), printable.Line(err.Error()))
}

// End completes the recording of a run that ended. The error is why it is not whole.
func (r *Recorder) End() error {
	if r == nil {
		return nil
	}
	defer r.forget()
	if err := r.w.Close(); err != nil {
		return fmt.Errorf("the recording %s is not whole: %w", r.w.Dir(), err)
	}
	return nil
}

// Events are the changes of a script as events.
func Events[E record.Event](script []E) []record.Event {
	out := make([]record.Event, len(script))
	for i, c := range script {
		out[i] = c
	}
	return out
}
