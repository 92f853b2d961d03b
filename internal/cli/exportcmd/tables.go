package exportcmd

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/internal/export"
	"levyscope/internal/printable"
	"levyscope/internal/rowfile"
)

// tables writes the tables of --what, or all.
func (f *flags) tables(cmd *cobra.Command, from texts, all []export.Table, form format) (err error) {
	chosen := all
	if len(f.what) > 0 {
		if chosen, err = export.Select(all, f.what); err != nil {
			return err
		}
	}
	r, err := from.Text()
	if err != nil {
		return err
	}
	defer r.Close()
	ending := "." + form.name()
	if len(chosen) == 1 && f.out == "" {
		return printTable(cmd, r, chosen, ending)
	}
	if f.out == "" {
		return fmt.Errorf("%d tables need a folder: give --out DIR, or one table by --what for standard output", len(chosen))
	}
	paths, err := f.paths(chosen, ending)
	if err != nil {
		return err
	}
	return f.writeTables(cmd, r, chosen, paths)
}

// printTable writes one table to standard output.
func printTable(cmd *cobra.Command, r io.Reader, chosen []export.Table, ending string) error {
	w := cmd.OutOrStdout()
	if ending == ".parquet" { // bytes, and no text
		if file, ok := w.(interface{ Fd() uintptr }); ok && term.IsTerminal(file.Fd()) {
			return fmt.Errorf("a Parquet file is no text for a terminal: give --out FILE, or redirect standard output")
		}
		w = printable.Raw(w)
	}
	out := bufio.NewWriter(w)
	table, err := chosen[0].New(out, ending)
	if err != nil {
		return err
	}
	if _, err := export.Write(cmd.Context(), r, chosen, []rowfile.Table{table}); err != nil {
		return err
	}
	return out.Flush()
}

// paths are the files of the tables, which are found to be writable: --out itself for one table if it has the ending of
// the format and is no folder, else files in that folder, which is made.
func (f *flags) paths(chosen []export.Table, ending string) (paths []string, err error) {
	info, err := os.Stat(f.out)
	folder := err == nil && info.IsDir()
	if len(chosen) == 1 && !folder && strings.EqualFold(filepath.Ext(f.out), ending) {
		return []string{f.out}, cli.CheckOutput(f.out, f.force)
	}
	if err == nil && !folder {
		return nil, fmt.Errorf("--out %s is a file: the tables need a folder", f.out)
	}
	if err := os.MkdirAll(f.out, 0o755); err != nil {
		return nil, err
	}
	for _, t := range chosen {
		path := filepath.Join(f.out, t.Name+ending)
		if err := cli.CheckOutput(path, f.force); err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// writeTables writes each table to its file, and prints how many rows it has. After an error none of the files is
// there.
func (f *flags) writeTables(cmd *cobra.Command, r io.Reader, chosen []export.Table, paths []string) error {
	drafts := make([]*cli.Draft, len(chosen))
	buffers := make([]*bufio.Writer, len(chosen))
	tables := make([]rowfile.Table, len(chosen))
	for i, t := range chosen {
		draft, err := cli.Create(cmd.Context(), paths[i], f.force)
		if err != nil {
			return err
		}
		defer draft.Discard()
		drafts[i], buffers[i] = draft, bufio.NewWriter(draft)
		if tables[i], err = t.New(buffers[i], paths[i]); err != nil {
			return err
		}
	}
	rows, err := export.Write(cmd.Context(), r, chosen, tables)
	if err != nil {
		return err
	}
	for i, draft := range drafts {
		if err := buffers[i].Flush(); err != nil {
			return err
		}
		if err := draft.Close(); err != nil {
			return err
		}
	}
	for i, path := range paths {
		if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%s: %s\n", printable.Line(path), counted(rows[i])); err != nil {
			return err
		}
	}
	return nil
}

// counted is "1 row" or "2 rows".
func counted(rows int) string {
	if rows == 1 {
		return "1 row"
	}
	return fmt.Sprintf("%d rows", rows)
}
