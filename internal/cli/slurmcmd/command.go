// Package slurmcmd is levyscope slurm: the parts of a command as a Slurm job array, and a job that merges them.
package slurmcmd

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/cluster"
	"levyscope/internal/record"
)

// example is what errors name.
const example = "levyscope slurm --array 8 -- sim --paths 1e6"

// flags are the flags of levyscope slurm.
type flags struct {
	parts        int
	dir          string
	maxArraySize int // 0: that of the cluster
	resources    cluster.Resources
	dryRun       bool // print the scripts, write nothing
	noSubmit     bool // write them only
	force        bool // the folder may belong to another command
}

// New returns the command.
func New() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "slurm [flags] -- sim|train FLAGS",
		Short: "Share a command out to a Slurm cluster: a job array of parts, and a job that merges them",
		Long: "Writes two batch scripts into a folder, one for a job array that computes the parts of a command,\n" +
			"one for a job that merges them once the array has ended, and submits both where sbatch is found. The result is\n" +
			"that of the unbroken command, byte for byte. Given again, the same command goes on: parts that are finished are\n" +
			"kept, and only tasks with missing ones are started. The folder has to be on a disk that all nodes see.",
		Example: "levyscope slurm --array 100 --time 1:00:00 -- sim --paths 1e6 --eps 0.05\n" +
			"levyscope slurm --array 40 --mem 1G -- train --seeds 10 --sweep eta0=0.01,0.03,0.1,0.3 --format csv\n" +
			"levyscope slurm --array 24 --partition short --dir runs/eps -- sim --sweep eps=0.03:0.3:24log --format csv\n" +
			"levyscope slurm --array 32 --cpus-per-task 4 --dry-run -- sim --paths 1e6",
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args) },
	}
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return fmt.Errorf("%w; flags of sim and train stand after --, as in %s", err, example)
	})
	f.add(cmd)
	return cmd
}

func (f *flags) add(cmd *cobra.Command) {
	fl, r := cmd.Flags(), &f.resources
	cli.WholeVar(fl, &f.parts, "array", 16, "parts that the command is cut into; fewer by default where it has fewer")
	fl.StringVar(&r.Partition, "partition", "", "partition of the cluster (default: the cluster's)")
	fl.StringVar(&r.Constraint, "constraint", "", "features of the nodes, as one kind of processor (default: any)")
	fl.StringVar(&r.Account, "account", "", "account that the jobs are charged to (default: yours)")
	fl.StringVar(&r.Time, "time", "",
		"time limit of a task, as 90 (minutes), 1:30:00 or 1-12:00:00 (default: the partition's)")
	fl.StringVar(&r.Mem, "mem", "", "memory of a task, as 500M or 2G (default: the cluster's)")
	cli.WholeVar(fl, &r.CPUs, "cpus-per-task", 1, "processors of a task")
	cli.WholeVar(fl, &r.Throttle, "throttle", 0, "most tasks that run at a time; 0: no limit")
	fl.StringVar(&f.dir, "dir", "",
		"folder of scripts, logs, parts and result (default: levyscope- and a name made from the command)")
	cli.WholeVar(fl, &f.maxArraySize, "max-array-size", 0,
		"MaxArraySize of the cluster; 0: what scontrol show config says, else 1001")
	fl.BoolVar(&f.dryRun, "dry-run", false, "print the scripts; write and submit nothing")
	fl.BoolVar(&f.noSubmit, "no-submit", false, "write the scripts, submit nothing")
	fl.BoolVar(&f.force, "force", false, "begin anew in a folder of another command: its parts and result are removed")
}

// run checks everything, then writes, then submits.
func (f *flags) run(cmd *cobra.Command, args []string) error {
	if cmd.ArgsLenAtDash() != 0 {
		return errors.New("the command to share out stands after --, as in " + example)
	}
	if err := f.check(); err != nil {
		return err
	}
	command, err := readCommand(cmd.Context(), args)
	if err != nil {
		return err
	}
	if f.parts > command.units {
		if cmd.Flags().Changed("array") {
			return fmt.Errorf("--array %d: this work can be cut into %d parts at most", f.parts, command.units)
		}
		f.parts = command.units
	}
	job, mark, err := f.job(command)
	if err != nil {
		return err
	}
	folder, err := openFolder(job.Dir, mark, job.Result, f.force)
	if err != nil {
		return err
	}
	limits := f.limits(cmd.Context())
	if err := cmd.Context().Err(); err != nil {
		return err
	}
	most, reason := limits.Tasks()
	job.Layout = cluster.NewLayout(f.parts, most)
	found, err := folder.look(cmd.Context())
	if err != nil {
		return err
	}
	tasks := job.Layout.Unfinished(found.missing)
	job.Array = job.Layout.Array(tasks)
	plan := plan{job: job, folder: folder, found: found, tasks: len(tasks), reason: reason}
	w := cmd.OutOrStdout()
	if f.dryRun {
		return plan.print(w)
	}
	if len(tasks) == 0 && folder.merged() {
		_, err := fmt.Fprintf(w, "All %d parts are finished and merged: %s\n", f.parts, shown(folder.result()))
		return err
	}
	if err := folder.checkIdle(cmd.Context()); err != nil {
		return err
	}
	if err := plan.write(); err != nil {
		return err
	}
	return plan.submit(cmd.Context(), w, !f.noSubmit)
}

// job is what the scripts are made from, but for what depends on the cluster, and the mark of its folder.
func (f *flags) job(c command) (job cluster.Job, mark cluster.Mark, err error) {
	from, err := os.Getwd()
	if err != nil {
		return job, mark, err
	}
	program, err := os.Executable()
	if err != nil {
		return job, mark, err
	}
	mark = cluster.Mark{
		Build: record.Identity(), Command: c.name, Arguments: c.arguments, From: from, Parts: f.parts,
		Config: c.config,
	}
	name := "levyscope-" + mark.Name()
	dir := f.dir
	if dir == "" {
		dir = name
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return job, mark, err
	}
	for what, path := range map[string]string{
		"the working directory": from, "the path of levyscope": program,
	} {
		if err := cluster.CheckWord(what, path); err != nil {
			return job, mark, err
		}
	}
	if err := cluster.CheckFolder(dir); err != nil {
		return job, mark, err
	}
	return cluster.Job{
		Name: name, Program: program, Command: c.name, Arguments: c.arguments, From: from, Dir: dir,
		Result: "result." + c.extension, Resources: f.resources,
	}, mark, nil
}

// print writes the scripts to w, for people.
func (p plan) print(w io.Writer) error {
	_, err := fmt.Fprintf(w, "# %s\n%s\n# %s\n%s", shown(p.folder.path(arrayScript)), p.job.ArrayScript(),
		shown(p.folder.path(mergeScript)), p.job.MergeScript())
	return err
}
