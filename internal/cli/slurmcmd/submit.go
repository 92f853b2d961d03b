package slurmcmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"time"

	"levyscope/internal/cluster"
	"levyscope/internal/printable"
)

// patience is how long a command of Slurm may take: a controller that is busy or away is waited for by Slurm itself.
const patience = 2 * time.Minute

// shown is text from outside as it may stand on a terminal.
func shown(text string) string { return printable.Line(text) }

// plan is what is written and submitted.
type plan struct {
	job    cluster.Job
	folder folder
	found  found
	tasks  int    // to start
	reason string // for the number of tasks
}

// limits are those of the cluster, or as --max-array-size says.
func (f *flags) limits(ctx context.Context) cluster.Limits {
	if f.maxArraySize > 0 {
		return cluster.Limits{MaxArraySize: f.maxArraySize}
	}
	out, err := slurm(ctx, "scontrol", "show", "config")
	if err != nil {
		return cluster.Limits{}
	}
	limits, err := cluster.ReadLimits(strings.NewReader(out))
	if err != nil {
		return cluster.Limits{}
	}
	return limits
}

// slurm runs a command of Slurm and returns its standard output. The error has what it said.
func slurm(ctx context.Context, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = slices.DeleteFunc(os.Environ(), overrides)
	var out, complaint strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		if text := strings.TrimSpace(complaint.String()); text != "" {
			return "", errors.New(shown(strings.ReplaceAll(text, "\n", "; ")))
		}
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return out.String(), nil
}

// overrides says that sbatch would take a variable of the environment before a line of the scripts.
func overrides(variable string) bool {
	name, _, _ := strings.Cut(variable, "=")
	return slices.Contains([]string{"SBATCH_ARRAY_INX", "SBATCH_JOB_NAME", "SBATCH_OUTPUT", "SBATCH_OPEN_MODE",
		"SBATCH_NO_REQUEUE", "SBATCH_REQUEUE", "SBATCH_WAIT"}, name)
}

// write makes the folder and its files.
func (p plan) write() error {
	f := p.folder
	if f.replace {
		if err := f.clear(); err != nil {
			return err
		}
	}
	for _, name := range []string{logs, parts} {
		if err := os.MkdirAll(f.path(name), 0o777); err != nil {
			return err
		}
	}
	for _, file := range []struct {
		name string
		text []byte
		mode os.FileMode
	}{
		{cluster.MarkName, f.mark.Encode(), 0o666},
		{arrayScript, []byte(p.job.ArrayScript()), 0o777},
		{mergeScript, []byte(p.job.MergeScript()), 0o777},
	} {
		if err := writeWhole(f.path(file.name), file.text, file.mode); err != nil {
			return err
		}
	}
	return nil
}

// writeWhole writes a file that has all of text or, where that fails, is as it was.
func writeWhole(path string, text []byte, mode os.FileMode) error {
	whole := path + ".new"
	err := os.WriteFile(whole, text, mode)
	if err == nil {
		err = os.Rename(whole, path)
	}
	if err != nil {
		os.Remove(whole)
	}
	return err
}

// submit gives the scripts to sbatch, where it is there and wanted, and says how to follow them.
func (p plan) submit(ctx context.Context, w io.Writer, wanted bool) error {
	_, missing := exec.LookPath("sbatch")
	if !wanted || missing != nil {
		return p.tellWritten(w, wanted)
	}
	var jobs []string
	merge := []string{"--parsable"}
	if p.tasks > 0 {
		id, err := sbatch(ctx, "--parsable", p.folder.path(arrayScript))
		if err != nil {
			return fmt.Errorf("the job array was not submitted: %w; the scripts are in %s, "+
				"and the same command with other flags before -- writes them anew", err, shown(p.folder.dir))
		}
		jobs = append(jobs, id)
		merge = append(merge, "--dependency=afterany:"+id)
	}
	id, err := sbatch(ctx, append(merge, p.folder.path(mergeScript))...)
	if err != nil {
		err = fmt.Errorf("the merging job was not submitted: %w", err)
		if len(jobs) > 0 {
			err = fmt.Errorf("%w; the array %s was: when it has ended, give the same command again to merge its parts",
				err, jobs[0])
		}
	} else {
		jobs = append(jobs, id)
	}
	err = errors.Join(err, writeWhole(p.folder.path(jobsFile), []byte(strings.Join(jobs, "\n")+"\n"), 0o666))
	if err != nil {
		return err
	}
	return p.tellSubmitted(w, jobs)
}

// jobForm is what sbatch --parsable prints: a number, and with several clusters the name of one.
var jobForm = regexp.MustCompile(`^(\d+)(;.*)?$`)

// sbatch submits a script and returns the number of the job.
func sbatch(ctx context.Context, args ...string) (string, error) {
	out, err := slurm(ctx, "sbatch", args...)
	if err != nil {
		return "", err
	}
	found := jobForm.FindStringSubmatch(strings.TrimSpace(out))
	if found == nil {
		return "", fmt.Errorf("sbatch printed %.80q instead of the number of a job", out)
	}
	return found[1], nil
}

// checkIdle returns an error while jobs of the folder are in the queue: two would compute the same parts.
func (f folder) checkIdle(ctx context.Context) error {
	text, err := os.ReadFile(f.path(jobsFile))
	if err != nil {
		return nil // none were submitted
	}
	ids := strings.Fields(string(text))
	for _, id := range ids {
		if !jobForm.MatchString(id) {
			return nil
		}
	}
	out, err := slurm(ctx, "squeue", "--noheader", "--jobs="+strings.Join(ids, ","), "--format=%i")
	if err != nil || strings.TrimSpace(out) == "" {
		return nil // no Slurm here, or the jobs are gone
	}
	return fmt.Errorf("jobs of the folder %s are still in the queue: wait until they have ended (squeue --jobs=%s), "+
		"or end them (scancel %s), then give the command again", shown(f.dir), strings.Join(ids, ","), strings.Join(ids, " "))
}
