package data

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// errNotFolder is the error of a path that leads through a file.
const errNotFolder = syscall.ENOTDIR

// DirVariable is the variable of the environment that names a folder of data sets.
const DirVariable = "LEVYSCOPE_DATA_DIR"

// Places are the folders in which data sets are looked for, in their order: dir, unless it is empty, that of
// LEVYSCOPE_DATA_DIR, and levyscope in the user's data folder and in those of the system.
//
// Source: XDG Base Directory Specification 0.8, where a system has no folders of its own for this.
func Places(dir string) []string {
	var list []string
	for _, d := range []string{dir, os.Getenv(DirVariable)} {
		if d != "" {
			list = append(list, d)
		}
	}
	for _, d := range dataFolders(runtime.GOOS, os.Getenv) {
		list = append(list, filepath.Join(d, "levyscope"))
	}
	return list
}

// dataFolders are the user's and the system's folders for data. Relative ones do not count, as XDG has it.
func dataFolders(system string, env func(string) string) []string {
	user, all := "", ""
	home := env("HOME")
	switch system {
	case "windows":
		user, all = env("LOCALAPPDATA"), env("PROGRAMDATA")
	case "darwin":
		user, all = filepath.Join(home, "Library", "Application Support"), "/Library/Application Support"
	default:
		user, all = filepath.Join(home, ".local", "share"), "/usr/local/share:/usr/share"
	}
	if d := env("XDG_DATA_HOME"); filepath.IsAbs(d) {
		user = d
	}
	if d := env("XDG_DATA_DIRS"); d != "" {
		all = d
	}
	var list []string
	for _, d := range append([]string{user}, filepath.SplitList(all)...) {
		if filepath.IsAbs(d) {
			list = append(list, d)
		}
	}
	return list
}

// folders are where the files of a set may lie: those of the names below each place, and the places themselves.
func folders(dir string, names []string) []string {
	var list []string
	for _, place := range Places(dir) {
		for _, name := range names {
			list = append(list, filepath.Join(place, filepath.FromSlash(name)))
		}
		list = append(list, place)
	}
	return list
}

// exists tells whether there is something of that name. An error other than that there is not is told.
func exists(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNotFolder) {
		return false, nil
	}
	return err == nil, err
}

// resolve is where a file that a text names lies: in the folder dir, if it is there, and else as it is named.
func resolve(path, dir string) (string, error) {
	if dir == "" || filepath.IsAbs(path) {
		return path, nil
	}
	inside := filepath.Join(dir, path)
	found, err := exists(inside)
	if found || err != nil {
		return inside, err
	}
	return path, nil
}

// where are the folders in which the files of a set are looked for, in words.
func (c catalogued) where(dir string) string {
	return fmt.Sprintf("the folders %s, and the folder itself, of %s", strings.Join(c.folders, ", "),
		strings.Join(Places(dir), ", "))
}

// MissingError says that the files of a data set are in none of the places.
type MissingError struct {
	Set   string   // the kind
	Files []string // what is looked for
	Where string   // the folders, in words
	Get   string   // where they come from
}

// Error names the files, the folders and the remedy.
func (e *MissingError) Error() string {
	return fmt.Sprintf("data set %s: its files are not found. Looked for %s in %s. Fetch them from %s, "+
		"and name the folder with --data-dir", e.Set, strings.Join(e.Files, ", "), e.Where, e.Get)
}
