package settings

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"sync"

	"github.com/pelletier/go-toml/v2"

	"levyscope/tui/screen"
)

// File is the file of the settings. Its methods may be called from several goroutines.
type File struct {
	path string
	mu   sync.Mutex // for what follows
	last Settings   // as the file had them when it was read or written
}

// State is what came of reading a file.
type State struct {
	Found    bool      // there is one
	Problems []Problem // what is wrong in it

	name    string // of the file, without its folder
	entries entries
}

// Problem is what is wrong with a key, whose line is that of the entry that has it.
func (s State) Problem(key, cause string) Problem {
	return Problem{s.name, s.entries.line(key), key, cause, true}
}

// Path is where the settings are by default: config.toml in the folder levyscope of the user's configuration
// ($XDG_CONFIG_HOME, $HOME/.config). The error is that there is no such folder.
func Path() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "levyscope", "config.toml"), nil
}

// longest is the size in bytes of the largest file that is read.
const longest = 1 << 17

// Open reads the file at path, which need not be there.
func Open(path string) (*File, Settings, State) {
	s, state := read(path)
	return &File{path: path, last: s}, s, state
}

// Path is where the file is.
func (f *File) Path() string { return f.path }

// read reads the file at path.
func read(path string) (Settings, State) {
	text, err := load(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Default(), State{}
	case err != nil:
		return Default(), State{Found: true, Problems: []Problem{{File: filepath.Base(path), Cause: cause(err).Error()}}}
	}
	s, problems, entries := parse(filepath.Base(path), text)
	return s, State{true, problems, filepath.Base(path), entries}
}

// load is the text of the file at path. A pipe or a device is not opened: that might wait for ever.
func load(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no regular file")
	case info.Size() > longest:
		return nil, fmt.Errorf("it has more than %d bytes", longest)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, longest+1))
}

// Save writes the settings that have changed since the file was read or written last; it does nothing where none have.
// What another process has written meanwhile stays, but for these. A file with a problem is kept as FILE.bad first.
func (f *File) Save(s Settings) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if reflect.DeepEqual(s, f.last) {
		return nil
	}
	there, state := read(f.path)
	if len(state.Problems) > 0 {
		if err := keep(f.path); err != nil {
			return fmt.Errorf("the settings are not kept: %w", err)
		}
	}
	text, err := toml.Marshal(merge(there, f.last, s))
	if err == nil {
		err = replace(f.path, append([]byte(head), text...))
	}
	if err != nil {
		return fmt.Errorf("the settings are not kept: %w", err)
	}
	f.last = s
	return nil
}

// head is the first line of the file.
const head = "# Settings of levyscope. It writes this file anew when one of them is changed.\n\n"

// merge are the settings there with those that differ between before and now.
func merge(there, before, now Settings) Settings {
	set(&there.Theme, before.Theme, now.Theme)
	set(&there.Glyphs, before.Glyphs, now.Glyphs)
	set(&there.ReducedMotion, before.ReducedMotion, now.ReducedMotion)
	set(&there.ProbeShare, before.ProbeShare, now.ProbeShare)
	set(&there.TourSeen, before.TourSeen, now.TourSeen)
	screens := maps.Clone(there.Screens)
	if screens == nil {
		screens = map[string]screen.Kept{}
	}
	for name := range before.Screens {
		if _, ok := now.Screens[name]; !ok {
			delete(screens, name)
		}
	}
	for name, kept := range now.Screens {
		if old, ok := before.Screens[name]; !ok || !reflect.DeepEqual(old, kept) {
			screens[name] = kept
		}
	}
	there.Screens = screens
	return there
}

// set stores a value that has changed.
func set[T comparable](there *T, before, now T) {
	if before != now {
		*there = now
	}
}
