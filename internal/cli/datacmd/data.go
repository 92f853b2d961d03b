// Package datacmd is levyscope data: the data sets that training can use.
package datacmd

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"levyscope/internal/cli"
	"levyscope/train/data"
)

// New returns the command, with list and export below it.
func New() *cobra.Command {
	cmd := &cobra.Command{Use: "data", Short: "List and export the data sets"}
	cmd.AddCommand(list(), export())
	return cmd
}

// dataDirVar adds the flag of the folder in which the files of data sets are looked for first.
func dataDirVar(fl *pflag.FlagSet, dir *string) {
	fl.StringVar(dir, "data-dir", "", "folder in which the files of data sets are looked for first; then come that of\n"+
		"LEVYSCOPE_DATA_DIR, and levyscope in the user's and the system's data folders")
}

// exportFlags are the flags of levyscope data export.
type exportFlags struct {
	cli.Common
	out   string // a directory
	dir   string // of the files
	force bool
}

func export() *cobra.Command {
	var f exportFlags
	cmd := &cobra.Command{
		Use:   "export SET --out DIR",
		Short: "Write a data set as x_train, y_train, x_test, y_test .npy files",
		Args:  cobra.ExactArgs(1),
		RunE:  func(cmd *cobra.Command, args []string) error { return f.run(cmd, args[0]) },
	}
	f.Add(cmd, cli.Text)
	dataDirVar(cmd.Flags(), &f.dir)
	cmd.Flags().StringVar(&f.out, "out", "", "directory to write to; made if it is missing")
	cmd.Flags().BoolVar(&f.force, "force", false, "replace files that exist")
	if err := cmd.MarkFlagRequired("out"); err != nil {
		panic(err)
	}
	return cmd
}

// run writes the data set of that name and prints the path of each file. Where
// one fails, those written before are printed too.
func (f *exportFlags) run(cmd *cobra.Command, name string) error {
	if err := f.Check(); err != nil {
		return err
	}
	set, err := data.Load(name, data.Options{Seed: f.Seed, Dir: f.dir})
	if err != nil {
		return err
	}
	paths, err := set.Export(f.out, f.force)
	if errors.Is(err, fs.ErrExist) {
		err = fmt.Errorf("%w with --force", err)
	}
	for _, path := range paths {
		if err := cli.PrintLine(cmd.OutOrStdout(), f.Format, map[string]string{"wrote": path}, path); err != nil {
			return err
		}
	}
	return err
}
