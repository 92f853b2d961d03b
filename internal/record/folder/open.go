package folder

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"levyscope/internal/record"
)

// Recording is a folder that was opened to be read.
type Recording struct {
	*record.Run // its script has the changes of changes.ndjson too
	About       About
	dir         string
}

// Open reads a folder: what its run is a function of, and which events there are. A last line that is cut is
// left out, as Run.Torn says. Errors name the file, and the line or the key, that is missing, damaged, of a
// newer format, or at odds with another file of the folder. With no event at all Run.Events is 0.
func Open(dir string) (*Recording, error) {
	about, err := readAbout(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, missing(dir)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	run, err := about.run()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	r := &Recording{Run: run, About: about, dir: dir}
	if err := r.readEvents(); err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	if err := r.readChanges(); err != nil {
		return nil, fmt.Errorf("%s: %s: %w", dir, changesFile, err)
	}
	return r, nil
}

// missing says what a folder without run.toml is.
func missing(dir string) error {
	events, err := openEvents(dir)
	if err != nil {
		return fmt.Errorf("%s is not a recording: it has no %s", dir, aboutFile)
	}
	defer events.Close()
	if n, _ := io.ReadFull(events, make([]byte, 1)); n == 0 {
		return fmt.Errorf("%s is a recording without an event: it ended before its run began, and nothing is lost; "+
			"remove the folder", dir)
	}
	return fmt.Errorf("%s: %s is missing: the events alone can be replayed, by levyscope replay %s", dir, aboutFile,
		filepath.Join(dir, eventsFile))
}

// Text opens the text of the events.
func (r *Recording) Text() (io.ReadCloser, error) { return openEvents(r.dir) }

// readEvents reads the events, if there are any, in place of the configuration alone.
func (r *Recording) readEvents() error {
	name := eventsFile
	if _, compressed, err := eventsOf(r.dir); err != nil {
		return err
	} else if compressed {
		name = compressedFile
	}
	events, err := r.Text()
	if err != nil {
		return err
	}
	defer events.Close()
	first := &firstLine{r: events}
	run, err := record.Read(first)
	switch {
	case err != nil && (len(first.line) == 0 || !first.ended):
		if first.ended || json.Valid(first.line) {
			return fmt.Errorf("%s: %w", name, err)
		}
		if len(first.line) > 0 {
			r.Run.Torn = 1
		}
		return nil // cut within the first event
	case err != nil:
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := run.Contiguous(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := r.agrees(first.line); err != nil {
		return fmt.Errorf("%s and line 1 of %s: %w", aboutFile, name, err)
	}
	run.Thinned = r.About.Thinned
	r.Run = run
	return nil
}

// agrees compares run.toml with the started event.
func (r *Recording) agrees(started []byte) error {
	engine, config, err := record.FirstOf(started)
	if err != nil {
		return err
	}
	if engine != r.About.Engine {
		return fmt.Errorf("the engine is %q and %q: one of them was edited or damaged", r.About.Engine, engine)
	}
	if !bytes.Equal(config, []byte(r.About.Config)) {
		d, _ := record.Compare([]byte(r.About.Config), config, false)
		return fmt.Errorf("the configurations differ, %s: %s and %s: one of them was edited or damaged", d.Path, d.Old, d.New)
	}
	return nil
}

// readChanges compares the changes with those among the events, and adds those to the script that have no
// event yet.
func (r *Recording) readChanges() error {
	if r.Watch != nil { // whose controls are those of the job
		return nil
	}
	text, err := os.ReadFile(filepath.Join(r.dir, changesFile))
	if errors.Is(err, fs.ErrNotExist) {
		text, err = nil, nil
	}
	if err != nil {
		return err
	}
	if len(text) > 0 && text[len(text)-1] != '\n' { // the last line is cut
		text = text[:bytes.LastIndexByte(text, '\n')+1]
	}
	all, err := record.Read(bytes.NewReader(append(append(r.About.started(), '\n'), text...)))
	if err != nil {
		return err
	}
	planned, err := r.About.planned()
	if err != nil {
		return fmt.Errorf("planned: %w", err)
	}
	if r.Sim != nil {
		if r.Sim.Script, err = joined(r.Sim.Script, all.Sim.Script); err == nil && len(planned.Sim.Script) > 0 {
			r.Sim.Script, err = joined(r.Sim.Script, planned.Sim.Script)
		}
	} else if r.Train.Script, err = joined(r.Train.Script, all.Train.Script); err == nil &&
		len(planned.Train.Script) > 0 {
		r.Train.Script, err = joined(r.Train.Script, planned.Train.Script)
	}
	return err
}
