package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"levyscope/train/data"
)

// Data is levyscope data: the data sets.
func Data() *cobra.Command {
	cmd := &cobra.Command{Use: "data", Short: "List and export the data sets"}
	cmd.AddCommand(dataList(), dataExport())
	return cmd
}

func dataList() *cobra.Command {
	var f common
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the data sets",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.check(); err != nil {
				return err
			}
			for _, name := range data.Names() {
				set, err := data.Load(name, f.seed)
				if err != nil {
					return err
				}
				if f.format == "json" {
					line, err := json.Marshal(map[string]any{"name": name, "train": set.Train.Len(), "test": set.Test.Len(), "dim": set.Dim, "classes": set.Classes, "source": "generated"})
					if err != nil {
						return err
					}
					fmt.Fprintln(cmd.OutOrStdout(), string(line))
					continue
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%-10s %d train, %d test, %d numbers each, %d classes; generated in the program from the seed\n", name, set.Train.Len(), set.Test.Len(), set.Dim, set.Classes)
			}
			return nil
		},
	}
	f.add(cmd, "text")
	return cmd
}

func dataExport() *cobra.Command {
	var f common
	var out string
	var force bool
	cmd := &cobra.Command{
		Use:   "export NAME --out DIR",
		Short: "Write a data set as x_train, y_train, x_test, y_test .npy files",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(); err != nil {
				return err
			}
			set, err := data.Load(args[0], f.seed)
			if err != nil {
				return err
			}
			paths, err := set.Export(out, force)
			if errors.Is(err, fs.ErrExist) {
				err = fmt.Errorf("%w with --force", err)
			}
			for _, path := range paths {
				if f.format == "json" {
					line, err := json.Marshal(map[string]string{"wrote": path})
					if err != nil {
						return err
					}
					fmt.Fprintln(cmd.OutOrStdout(), string(line))
					continue
				}
				fmt.Fprintln(cmd.OutOrStdout(), path)
			}
			return err
		},
	}
	f.add(cmd, "text")
	cmd.Flags().StringVar(&out, "out", "", "directory to write to; made if it is missing")
	cmd.Flags().BoolVar(&force, "force", false, "replace files that exist")
	if err := cmd.MarkFlagRequired("out"); err != nil {
		panic(err)
	}
	return cmd
}
