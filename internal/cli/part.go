package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"levyscope/internal/shard"
)

// PartFlags are the flags of a command that can compute a part of its work: --part, --out and --force.
type PartFlags struct{ part, out string }

// partFlags are their names, which are no part of what is computed.
var partFlags = []string{"part", "out", "force"}

// Add adds the flags to cmd, --force unless cmd has it for its other files.
func (p *PartFlags) Add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&p.part, "part", "", "compute part I/N of the work, as 3/8, and write what levyscope merge needs")
	fl.StringVar(&p.out, "out", "",
		"file of the part, which appears when it is whole; if it is there, the part is not computed again")
	if fl.Lookup("force") == nil {
		fl.Bool("force", false, "replace the file of --out")
	}
}

// Out is the file of the part; "" for none.
func (p *PartFlags) Out() string { return p.out }

// Asked says that a part is to be computed. The error is that of --out without --part.
func (p *PartFlags) Asked() (bool, error) {
	if p.out != "" && p.part == "" {
		return false, errors.New("--out is the file of a part: give --part as well, as --part 1/8, " +
			"or send the output elsewhere with >")
	}
	return p.part != "", nil
}

// Write computes the part of the work of cmd, whose units are dealt out to the parts in turn, and writes it to
// --out or to the standard output. configs are the configurations of all runs, whose JSON stands for all that the
// results depend on.
func (p *PartFlags) Write(
	cmd *cobra.Command, units int, configs any, compute func(*shard.Writer, shard.Part) error,
) error {
	part, err := shard.Parse(p.part)
	if err != nil {
		return err
	}
	if part.Of > units {
		return fmt.Errorf("--part %s: this work can be divided into %d parts at most", part, units)
	}
	text, err := json.Marshal(configs)
	if err != nil {
		return err
	}
	h := shard.NewHeader(cmd.Name(), Arguments(cmd), part, text)
	if p.out == "" {
		w, err := shard.NewWriter(cmd.OutOrStdout(), h)
		if err != nil {
			return err
		}
		if err := compute(w, part); err != nil {
			return brokenOff(err)
		}
		return w.Close()
	}
	force, err := cmd.Flags().GetBool("force")
	if err != nil {
		return err
	}
	err = shard.ToFile(p.out, force, h, func(w *shard.Writer) error { return compute(w, part) })
	if errors.Is(err, shard.ErrComputed) {
		fmt.Fprintf(cmd.ErrOrStderr(), "part %s is in %s already: it is not computed again\n", part, p.out)
		return nil
	}
	return brokenOff(err)
}

// partBrokenOff is the ErrInterrupted of a part.
type partBrokenOff struct{}

// Error implements error.
func (partBrokenOff) Error() string {
	return "interrupted: the part is not whole, and merge does not take it; the same command computes it again"
}

// Is says that it is an ErrInterrupted.
func (partBrokenOff) Is(target error) bool { return target == ErrInterrupted }

// brokenOff is err, or a partBrokenOff where the part was interrupted.
func brokenOff(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, ErrInterrupted) {
		return partBrokenOff{}
	}
	return err
}

// Arguments are the flags that were given to cmd, in the order of their names, without those of a part.
func Arguments(cmd *cobra.Command) []string {
	out := []string{}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if slices.Contains(partFlags, f.Name) {
			return
		}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			for _, v := range list.GetSlice() {
				out = append(out, "--"+f.Name+"="+v)
			}
			return
		}
		out = append(out, "--"+f.Name+"="+f.Value.String())
	})
	return out
}

// SameConfigs returns an error unless configs, of the arguments of h as they are read here, are those of its parts.
func SameConfigs(h shard.Header, configs any) error {
	text, err := json.Marshal(configs)
	if err != nil {
		return err
	}
	here := shard.NewHeader("", nil, shard.Part{I: 1, Of: 1}, text)
	if here.Config != h.Config {
		return errors.New("the arguments of the parts mean something else here: a file that they name, " +
			"or one of their data set, has changed")
	}
	return nil
}
