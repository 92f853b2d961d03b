package slurmcmd

import (
	"fmt"
	"io"
	"strings"

	"levyscope/internal/shard"
)

// head says what the array is, and why it has that many tasks.
func (p plan) head() string {
	l := p.job.Layout
	text := fmt.Sprintf("%d parts, one a task", l.Parts)
	if l.Share() > 1 {
		text = fmt.Sprintf("%d parts by %d tasks of up to %d parts each: %s", l.Parts, l.Tasks, l.Share(), p.reason)
	}
	return text + p.found.text(l.Parts, p.job.Array)
}

// tellWritten says where the scripts are, and how to submit them.
func (p plan) tellWritten(w io.Writer, wanted bool) error {
	why := "Nothing is submitted"
	if wanted {
		why = "No sbatch is on the PATH here: nothing is submitted"
	}
	array, merge := shown(shard.Quoted(p.folder.path(arrayScript))), shown(shard.Quoted(p.folder.path(mergeScript)))
	submit := fmt.Sprintf("job=$(sbatch --parsable %s) && sbatch --dependency=afterany:${job%%%%;*} %s", array, merge)
	if p.tasks == 0 {
		submit = "sbatch " + merge
	}
	_, err := fmt.Fprintf(w, "%s\nThe scripts are in %s\n%s. To submit:\n  %s\nResult: %s\n",
		p.head(), shown(p.folder.dir), why, submit, shown(p.folder.result()))
	return err
}

// tellSubmitted says how to follow the jobs: the merging one is the last.
func (p plan) tellSubmitted(w io.Writer, jobs []string) error {
	list := strings.Join(jobs, ",")
	submitted := "Submitted: merging job " + jobs[0]
	again := ""
	if len(jobs) > 1 {
		submitted = fmt.Sprintf("Submitted: array %s, merging job %s", jobs[0], jobs[1])
		again = fmt.Sprintf("\n  again     the same command submits what is missing once the jobs have ended;"+
			"\n            before the merging, scontrol requeue %s_T starts task T again", jobs[0])
	}
	_, err := fmt.Fprintf(w, "%s\n%s\n  queue     squeue --jobs=%s\n  history   sacct --jobs=%s (with accounting)\n"+
		"  logs      %s\n  result    %s%s\n",
		p.head(), submitted, list, list, shown(p.folder.path(logs)), shown(p.folder.result()), again)
	return err
}
