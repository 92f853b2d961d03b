package cluster

import (
	_ "embed" // the template
	"strings"
	"text/template"

	"levyscope/internal/shard"
)

// Job is what the scripts of an array and of its merging are made from. All texts have passed CheckWord.
type Job struct {
	Name      string   // of the jobs in the queue: letters, digits, - and _
	Program   string   // absolute path of levyscope
	Command   string   // sim or train
	Arguments []string // of the command, without --part and --out
	From      string   // the directory that relative paths in Arguments start from
	Dir       string   // absolute; holds scripts, result, and the folders logs and parts
	Result    string   // name of the merged file in Dir
	Layout    Layout
	Array     string    // the tasks to start, as Layout.Array has them
	Resources Resources // of a task
}

// Resources are flags of sbatch. What is empty or 0 is left to the cluster.
type Resources struct {
	Partition, Account, Time, Mem string
	Constraint                    string // features of the nodes
	CPUs                          int    // of a task
	Throttle                      int    // most tasks at a time
}

//go:embed scripts.tmpl
var scripts string

// templates are the two scripts, "array" and "merge".
var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"shell": shard.Quoted, "directive": directive,
}).Parse(scripts))

// ArrayScript is the script of the job array.
func (j Job) ArrayScript() string { return j.script("array") }

// MergeScript is the script of the job that merges the parts.
func (j Job) MergeScript() string { return j.script("merge") }

// Log is the value of sbatch --output for a log of that name, in which Slurm replaces %A, %a and %j. The folder is
// taken as it is.
func (j Job) Log(name string) string {
	return directive(strings.ReplaceAll(j.Dir, "%", "%%") + "/logs/" + name + ".log")
}

// script executes a template, which can only fail by a mistake in it.
func (j Job) script(name string) string {
	var b strings.Builder
	if err := templates.ExecuteTemplate(&b, name, j); err != nil {
		panic(err)
	}
	return b.String()
}
