// Package mergecmd is levyscope merge: the output of a run whose parts were computed apart.
package mergecmd

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/cli/simcmd"
	"levyscope/internal/cli/traincmd"
	"levyscope/internal/shard"
)

// New returns the command.
func New() *cobra.Command {
	return &cobra.Command{
		Use:   "merge FILE...",
		Short: "Print what an undivided run prints, from the files of its parts",
		Long: "Reads the files that levyscope sim or train wrote with --part I/N, one for each I, in any order; of a\n" +
			"folder all files *.ndjson. Prints what the command without --part prints, byte for byte, in its format.\n" +
			"It is an error, which names the file or the commands to run, if a part is missing, was broken off, is there\n" +
			"twice, is damaged, or is of another run or build.",
		Example: "for i in 1 2 3 4; do levyscope sim --paths 40000 --part $i/4 --out part-$i.ndjson; done\n" +
			"levyscope merge part-*.ndjson",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			set, err := cli.AwaitFirst(cmd.Context(), func() (*shard.Set, error) { return shard.OpenSet(args) })
			if err != nil {
				return err
			}
			if err := merge(cmd, set); !errors.Is(err, context.Canceled) {
				return err
			}
			return cli.ErrInterrupted
		},
	}
}

// merge prints the run of the parts.
func merge(cmd *cobra.Command, set *shard.Set) error {
	switch name := set.Header().Command; name {
	case "sim":
		return simcmd.Merge(cmd, set)
	case "train":
		return traincmd.Merge(cmd, set)
	default:
		return fmt.Errorf("parts of the command %q cannot be merged: they are of sim or train", name)
	}
}
