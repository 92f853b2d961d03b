package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"

	"levyscope/internal/printable"
	"levyscope/internal/record"
	"levyscope/internal/record/folder"
)

// Recording is a recording that was opened to be read: a folder, or a file of events.
type Recording struct {
	*record.Run
	path   string
	folder *folder.Recording // nil of a file
	text   []byte            // of a pipe, which cannot be read twice
}

// ReadRecording reads the recording at path, a folder or a file, which may be a pipe, unless ctx ends before. It
// says on notes what was left out because its last line is cut. Errors name the path and, where there is one, the
// line.
func ReadRecording(ctx context.Context, path string, notes io.Writer) (*Recording, error) {
	r, err := AwaitFirst(ctx, func() (*Recording, error) { return openRecording(path) })
	if err != nil {
		return nil, err
	}
	if r.Events == 0 {
		return nil, fmt.Errorf("%s: the recording ended before its first event: levyscope resume begins its run", path)
	}
	r.tell(notes)
	return r, nil
}

func openRecording(path string) (*Recording, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		f, err := folder.Open(path)
		if err != nil {
			return nil, err
		}
		return &Recording{Run: f.Run, path: path, folder: f}, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	r := &Recording{path: path}
	var text bytes.Buffer
	source := io.Reader(file)
	if !info.Mode().IsRegular() {
		source = io.TeeReader(file, &text)
	}
	if r.Run, err = record.Read(source); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if !info.Mode().IsRegular() {
		r.text = text.Bytes()
	}
	return r, nil
}

// tell says that the last line was left out.
func (r *Recording) tell(notes io.Writer) {
	if r.Torn > 0 {
		fmt.Fprintf(notes, "levyscope: %s: line %d is cut, and left out: there are %d whole events\n",
			printable.Line(r.path), r.Torn, r.Torn-1)
	}
}

// Text opens the text of the events. A last line that is cut is still in it.
func (r *Recording) Text() (io.ReadCloser, error) {
	switch {
	case r.folder != nil:
		return r.folder.Text()
	case r.text != nil:
		return io.NopCloser(bytes.NewReader(r.text)), nil
	}
	return os.Open(r.path)
}

// matcher compares a run with the recorded events.
func (r *Recording) matcher() (*record.Matcher, io.Closer, error) {
	if r.folder != nil {
		m, closer, err := r.folder.Rest(record.Extent{})
		if err == nil {
			m.Added = r.folder.OtherBuild()
		}
		return m, closer, err
	}
	text, err := r.Text()
	if err != nil {
		return nil, nil, err
	}
	m := record.NewMatcher(text, 0)
	m.Added = true
	return m, text, nil
}

// reason is why the run that is computed may differ from what is recorded, as far as that is known.
func (r *Recording) reason(line int) string {
	if r.folder != nil {
		return r.folder.Reason(line)
	}
	if r.Compared {
		return "it compares two methods, and a replay computes the direct one alone: run levyscope sim --method both again"
	}
	return "another build or another processor recorded it, or the file was edited or damaged; unlike a folder of " +
		"--record it does not say which build and processor that were"
}

// Check compares with all events. The closer is to be closed behind it.
func (r *Recording) Check(notes io.Writer) (*Check, io.Closer, error) {
	m, closer, err := r.matcher()
	if err != nil {
		return nil, nil, err
	}
	return &Check{
		Name: r.path, Reason: r.reason, Notes: notes, Match: m, Left: r.Events, Rule: r.Thinned,
		Script: r.folder == nil && r.Script,
	}, closer, nil
}
