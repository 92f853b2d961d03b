package slurmcmd

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"levyscope/internal/cluster"
)

// Names of the files in a folder, beside its mark, the parts and the result.
const (
	arrayScript = "array.sbatch"
	mergeScript = "merge.sbatch"
	logs        = "logs"
	parts       = "parts"
	jobsFile    = "jobs" // numbers of the jobs that were submitted last
)

// folder is where the scripts, logs, parts and the result of a command are.
type folder struct {
	dir     string
	mark    cluster.Mark
	output  string // name of the result
	replace bool   // what is there belongs to another command, and is removed first
}

// openFolder looks at the folder dir for the command of mark, and changes nothing. It refuses, without force, one that
// belongs to another command or to none.
func openFolder(dir string, mark cluster.Mark, output string, force bool) (folder, error) {
	f := folder{dir: dir, mark: mark, output: output}
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && len(entries) == 0:
		return f, nil
	case err != nil:
		return f, fmt.Errorf("cannot use the folder %s: %w", shown(dir), reason(err))
	}
	text, err := os.ReadFile(f.path(cluster.MarkName))
	if errors.Is(err, fs.ErrNotExist) {
		if force {
			return f, nil
		}
		return f, fmt.Errorf("a folder %s is there already, and no command of levyscope slurm: give another --dir, "+
			"or --force to write into it", shown(dir))
	}
	if err != nil {
		return f, fmt.Errorf("cannot read %s: %w", shown(f.path(cluster.MarkName)), reason(err))
	}
	there, err := cluster.ReadMark(text)
	if err == nil {
		differs := there.Differs(mark)
		if differs == "" {
			return f, nil
		}
		err = errors.New(differs)
	}
	if !force {
		return f, fmt.Errorf("the folder %s is that of another command: %w; give another --dir, "+
			"or --force to remove its parts and begin anew", shown(dir), err)
	}
	f.replace = true
	return f, nil
}

// path of a file in the folder.
func (f folder) path(name string) string { return filepath.Join(f.dir, name) }

// part is the path of a part.
func (f folder) part(i int) string {
	return f.path(filepath.Join(parts, "part-"+strconv.Itoa(i)+".ndjson"))
}

// result is the path of the merged output.
func (f folder) result() string { return f.path(f.output) }

// merged says that the result is there.
func (f folder) merged() bool {
	info, err := os.Stat(f.result())
	return err == nil && info.Mode().IsRegular() && !f.replace
}

// clear removes the parts, the result and the marks of another command.
func (f folder) clear() error {
	names := []string{cluster.MarkName, jobsFile, arrayScript, mergeScript}
	for _, pattern := range []string{parts + "/part-*", "result.*"} {
		found, err := fs.Glob(os.DirFS(f.dir), pattern)
		if err != nil {
			return err
		}
		names = append(names, found...)
	}
	for _, name := range names {
		if err := os.Remove(f.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// reason is the error of the system without the operation and the path before it.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
