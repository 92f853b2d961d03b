package take

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/internal/outfile"
)

// Job is a file that is to be written.
type Job struct {
	Name    string // as the user has it
	Replace bool   // a file that is there
	Number  bool   // of a file that is there, give the new one a number
	Usual   string // the name of a file in the folder that Name is, where it ends in a separator
	Ending  string // that the name gets; "": it has one
	dialog  *Export
	write   writer
	steps   int // that writing takes; 0: it is done at once
}

// Written says what came of a job.
type Written struct {
	By     *Running
	Dialog *Export // that asked for it
	Name   string  // as the user has it
	Path   string  // the file in full
	Size   int64   // in bytes
	Err    error   // why there is no file; context.Canceled where the user gave up
}

// Running is a job under way, on a goroutine of its own. Its file is in its place when it is whole, and not before.
type Running struct {
	Name   string
	Of     int // steps that it takes, 0 where it takes none
	steps  atomic.Int64
	cancel context.CancelFunc
	over   chan struct{}
	result Written
}

// Start begins a job. The command waits for its end and says what came of it.
func Start(ctx context.Context, j Job) (*Running, tea.Cmd) {
	ctx, cancel := context.WithCancel(ctx)
	r := &Running{Name: j.Name, Of: j.steps, cancel: cancel, over: make(chan struct{})}
	go func() {
		defer close(r.over)
		defer cancel()
		r.result = j.run(ctx, func(steps int) { r.steps.Store(int64(steps)) })
	}()
	return r, r.Result
}

// Result waits for the end of the job: it is a tea.Cmd.
func (r *Running) Result() tea.Msg {
	<-r.over
	r.result.By = r
	return r.result
}

// Steps is how far a job has come.
func (r *Running) Steps() int { return int(r.steps.Load()) }

// Cancel gives the job up; Over closes when nothing is left of it.
func (r *Running) Cancel() { r.cancel() }

// Over closes when the job has ended.
func (r *Running) Over() <-chan struct{} { return r.over }

// run writes the file.
func (j Job) run(ctx context.Context, done func(int)) Written {
	out := Written{Dialog: j.dialog, Name: j.Name}
	path, err := j.place()
	if err == nil {
		out.Path = path
		err = outfile.Check(path, j.Replace)
	}
	if err == nil {
		err = outfile.WriteFile(ctx, path, j.Replace, func(w io.Writer) error {
			counted := &counter{w: w}
			err := j.write(ctx, counted, done)
			out.Size = counted.n
			return err
		})
	}
	out.Path, out.Err = path, remedied(err, path)
	return out
}

// place is the path of the file. What is there already, but is no file, is refused: a pipe may wait for ever.
func (j Job) place() (path string, err error) {
	if path, err = full(j.Name); err != nil {
		return path, err
	}
	number := j.Number
	switch info, err := os.Stat(path); {
	case os.IsPathSeparator(j.Name[len(j.Name)-1]):
		path, number = filepath.Join(path, j.Usual), true
	case err == nil && info.IsDir():
		return path, errors.New("it is a directory: end the name in / for a file in it: " + path)
	case err == nil && !info.Mode().IsRegular():
		return path, errors.New("it is no regular file, give another name: " + path)
	case err == nil && j.Ending != "":
		return path, errors.New("a file of this name is there, write the ending " + j.Ending + " for another: " + path)
	default:
		path += j.Ending
	}
	if number {
		path = free(path)
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return path, errors.New("it is no regular file, give another name: " + path)
	}
	return path, nil
}

// full is a name as a path from the root; ~ is the home folder.
func full(name string) (string, error) {
	if first, rest, found := strings.Cut(name, "/"); first == "~" {
		home, err := os.UserHomeDir()
		if err != nil {
			return name, err
		}
		name = filepath.Join(home, rest)
	} else if found && strings.HasPrefix(first, "~") {
		return name, errors.New("write the home folder of " + first[1:] + " in full: " + name)
	}
	return filepath.Abs(name)
}

// free is a path at which there is nothing: with a number before its ending where there is something.
func free(path string) string {
	ending := filepath.Ext(path)
	stem := strings.TrimSuffix(path, ending)
	for n := 2; n < 10000; n++ {
		if _, err := os.Lstat(path); err != nil {
			break
		}
		path = fmt.Sprintf("%s-%d%s", stem, n, ending)
	}
	return path
}

// remedied is an error with what to do about it.
func remedied(err error, path string) error {
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, fs.ErrExist):
		return existing(path)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("no such folder, make it or give another name: %s", filepath.Dir(path))
	}
	if why, ok := strings.CutPrefix(err.Error(), "cannot write "+path+": "); ok {
		return fmt.Errorf("%s: cannot write %s", why, path)
	}
	return err
}

// existing is the error of a file that is there.
type existing string

// Error says what enter does.
func (e existing) Error() string {
	return "a file is there: enter again replaces it, or write another name: " + string(e)
}

// Is says that it is fs.ErrExist.
func (existing) Is(err error) bool { return err == fs.ErrExist }

// Notice is a text of what came of a job, for a line of so many cells: a path in it that is too long is shortened
// in its middle.
func (w Written) Notice(text string, cells int) string {
	path := w.Path
	if path == "" || !strings.Contains(text, path) || ansi.StringWidth(text) <= cells {
		return text
	}
	room := max(16, cells-(ansi.StringWidth(text)-ansi.StringWidth(path)))
	wide := ansi.StringWidth(path)
	if wide <= room {
		return text
	}
	short := ansi.Truncate(path, room/2, "") + "…" + ansi.TruncateLeft(path, wide-(room-room/2-1), "")
	return strings.Replace(text, path, short, 1)
}

// counter counts what is written.
type counter struct {
	w io.Writer
	n int64
}

// Write writes on.
func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
