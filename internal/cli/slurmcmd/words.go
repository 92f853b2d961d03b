package slurmcmd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/pflag"

	"levyscope/internal/cli"
	"levyscope/internal/cli/simcmd"
	"levyscope/internal/cli/traincmd"
	"levyscope/internal/cluster"
	"levyscope/internal/shard"
)

// mostParts is the largest number of parts.
const mostParts = 1_000_000

// Forms that sbatch takes.
var (
	timeForm = regexp.MustCompile(`^(\d+(:\d{1,2}){0,2}|\d+-\d{1,2}(:\d{1,2}){0,2}|UNLIMITED|INFINITE)$`)
	memForm  = regexp.MustCompile(`^\d+[KMGTkmgt]?$`)
)

// check finds the flags of levyscope slurm itself valid.
func (f *flags) check() error {
	r := f.resources
	switch {
	case f.parts < 1 || f.parts > mostParts:
		return fmt.Errorf("--array %d: from 1 to %d parts", f.parts, mostParts)
	case r.CPUs < 1:
		return fmt.Errorf("--cpus-per-task %d: 1 or more", r.CPUs)
	case r.Throttle < 0:
		return fmt.Errorf("--throttle %d: 1 or more tasks at a time, or 0 for no limit", r.Throttle)
	case f.maxArraySize != 0 && f.maxArraySize < 2:
		return fmt.Errorf("--max-array-size %d: 2 or more, as tasks are numbered from 1 to one less", f.maxArraySize)
	case r.Time != "" && !timeForm.MatchString(strings.ToUpper(r.Time)):
		return fmt.Errorf("--time %q is no time limit: write minutes, H:MM:SS or D-HH:MM:SS", r.Time)
	case r.Mem != "" && !memForm.MatchString(r.Mem):
		return fmt.Errorf("--mem %q is no size: write a whole number with K, M, G or T, as in 2G", r.Mem)
	}
	for what, word := range map[string]string{
		"--partition": r.Partition, "--account": r.Account, "--constraint": r.Constraint, "--dir": f.dir,
	} {
		if err := cluster.CheckWord(what, word); err != nil {
			return err
		}
	}
	return nil
}

// command is the command line that is shared out, found valid.
type command struct {
	name      string // sim or train
	arguments []string
	extension string // of the file of its output
	units     int    // the most parts
	config    string // SHA-256 of the configurations of all runs
}

// extensions of the files of an output.
var extensions = map[cli.Format]string{cli.Text: "txt", cli.JSON: "ndjson", cli.CSV: "csv"}

// own are the flags of sim and train that stand for each part, or are the same file for all, and who sees to it.
var own = map[string]string{
	"part":        "levyscope slurm gives every task its part: leave it out",
	"out":         "parts and result stand in the folder of --dir: give that before --",
	"record":      "all tasks would write one recording: leave it out, and record a run by itself",
	"capture-out": "all tasks would write that file: leave it out",
	"force":       "levyscope slurm writes the files: give it before --",
	"timing":      "equal parts would not have equal bytes: leave it out",
}

// readCommand reads the words after --.
func readCommand(ctx context.Context, words []string) (c command, err error) {
	if len(words) > 0 && words[0] == "levyscope" {
		words = words[1:]
	}
	if len(words) == 0 {
		return c, errors.New("no command stands after --: write for example " + example)
	}
	c.name, c.arguments = words[0], words[1:]
	var check func(context.Context, []string) (cli.Divisible, error)
	switch c.name {
	case "sim":
		check = simcmd.Check
	case "train":
		check = traincmd.Check
	default:
		return c, fmt.Errorf("command %q cannot be cut into parts: after -- stands sim or train, and its flags", c.name)
	}
	for _, word := range c.arguments {
		if err := cluster.CheckWord("word", word); err != nil {
			return c, err
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(word, "--"), "=")
		if reason := own[name]; reason != "" && strings.HasPrefix(word, "--") {
			return c, fmt.Errorf("%s: --%s cannot be given to a command that is shared out: %s", c.name, name, reason)
		}
	}
	found, err := check(ctx, c.arguments)
	if errors.Is(err, pflag.ErrHelp) {
		return c, fmt.Errorf("the help of %s is no command to share out: levyscope %s --help prints it", c.name, c.name)
	}
	if err != nil {
		return c, fmt.Errorf("%s: %w", c.name, err)
	}
	configs, err := json.Marshal(found.Configs)
	if err != nil {
		return c, err
	}
	c.config = shard.NewHeader(c.name, nil, shard.Part{I: 1, Of: 1}, configs).Config
	c.extension, c.units = extensions[found.Format], found.Units
	return c, nil
}
