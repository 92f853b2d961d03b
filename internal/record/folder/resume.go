package folder

import (
	"crypto/sha256"
	"hash"
	"io"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"levyscope/internal/record"
)

// sum is the checksum of the first n bytes of the events.
func (r *Recording) sum(n int64) (hash.Hash, error) {
	events, err := r.Text()
	if err != nil {
		return nil, err
	}
	defer events.Close()
	sum := sha256.New()
	_, err = io.CopyN(sum, events, n)
	return sum, err
}

// Rest compares the events of a run with those that are recorded behind the given ones.
func (r *Recording) Rest(behind record.Extent) (*record.Matcher, io.Closer, error) {
	events, err := r.Text()
	if err != nil {
		return nil, nil, err
	}
	if err := skip(events, behind.Bytes); err != nil {
		events.Close()
		return nil, nil, err
	}
	return record.NewMatcher(events, behind.Lines), events, nil
}

// Claimed is a folder that this process alone may write.
type Claimed struct {
	*Recording
	lock *flock.Flock
}

// Claim opens a folder in order to go on with its run. Nothing in it is changed before Append.
func Claim(dir string) (*Claimed, error) {
	if _, err := os.Stat(filepath.Join(dir, aboutFile)); err != nil {
		_, err := Open(dir)
		return nil, err
	}
	lock, err := locked(dir)
	if err != nil {
		return nil, err
	}
	r, err := Open(dir)
	if err != nil {
		lock.Close()
		return nil, err
	}
	return &Claimed{r, lock}, nil
}

// Close gives up a folder that was not appended to.
func (c *Claimed) Close() error { return c.lock.Close() }

// Append drops what stands behind the whole events, and records what the run does from there on. The folder is
// then that of the writer, which gives it up when it is closed.
func (c *Claimed) Append() (*Writer, error) {
	sum, err := c.sum(c.Whole.Bytes)
	if err != nil {
		return nil, err
	}
	path, compressed, err := eventsOf(c.dir)
	if err != nil {
		return nil, err
	}
	if compressed {
		err = c.recompress(path)
	} else {
		err = os.Truncate(path, c.Whole.Bytes)
	}
	if err != nil {
		return nil, err
	}
	if err := c.signed(); err != nil {
		return nil, err
	}
	held, err := c.rewriteChanges()
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return nil, err
	}
	w := &Writer{dir: c.dir, opts: Options{Compressed: compressed, Thinned: c.Thinned}, lock: c.lock}
	w.begun, w.pending = true, held
	if info, err := file.Stat(); err == nil {
		w.written.Store(info.Size())
	}
	w.open(file, sum, c.Whole)
	return w, nil
}

// signed adds this build and processor to run.toml, where they are not those of the last event.
func (c *Claimed) signed() error {
	build, processor := c.About.origin(c.Whole.Lines)
	here := Resumed{Line: c.Whole.Lines + 1, Build: record.Identity(), Processor: ThisProcessor()}
	if build == here.Build && processor.same(here.Processor) {
		return nil
	}
	c.About.Resumed = append(c.About.Resumed, here)
	return c.About.write(c.dir)
}

// recompress writes the whole events of a compressed file anew, as one that is not cut.
func (c *Claimed) recompress(path string) error {
	events, err := c.Text()
	if err != nil {
		return err
	}
	defer events.Close()
	return replaceFileBy(path, func(to io.Writer) error {
		zip := newCompressor(to)
		if _, err := io.CopyN(zip, events, c.Whole.Bytes); err != nil {
			return err
		}
		return zip.Close()
	})
}
