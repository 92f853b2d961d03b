// Package datacmd is levyscope data: the data sets that training can use.
package datacmd

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/train/data"
)

// New returns the command, with list and export below it.
func New() *cobra.Command {
	cmd := &cobra.Command{Use: "data", Short: "List and export the data sets"}
	cmd.AddCommand(list(), export())
	return cmd
}

func list() *cobra.Command {
	var f cli.Common
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the data sets",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.Check(); err != nil {
				return err
			}
			for _, kind := range data.Kinds() {
				name := kind.Name
				set, err := data.Load(name, data.Options{Seed: f.Seed})
				if err != nil {
					return err
				}
				object := map[string]any{
					"name": name, "train": set.Train.Len(), "test": set.Test.Len(),
					"dim": set.Dim, "classes": set.Classes, "source": "generated",
				}
				text := fmt.Sprintf("%-10s %d train, %d test, %d numbers each, %d classes; generated in the program from the seed",
					name, set.Train.Len(), set.Test.Len(), set.Dim, set.Classes)
				if err := cli.PrintLine(cmd.OutOrStdout(), f.Format, object, text); err != nil {
					return err
				}
			}
			return nil
		},
	}
	f.Add(cmd, cli.Text)
	return cmd
}

// exportFlags are the flags of levyscope data export.
type exportFlags struct {
	cli.Common
	out   string // a directory
	force bool
}

func export() *cobra.Command {
	var f exportFlags
	cmd := &cobra.Command{
		Use:   "export NAME --out DIR",
		Short: "Write a data set as x_train, y_train, x_test, y_test .npy files",
		Args:  cobra.ExactArgs(1),
		RunE:  func(cmd *cobra.Command, args []string) error { return f.run(cmd, args[0]) },
	}
	f.Add(cmd, cli.Text)
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
	set, err := data.Load(name, data.Options{Seed: f.Seed})
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
