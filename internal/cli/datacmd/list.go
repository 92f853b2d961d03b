package datacmd

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/train/data"
)

// listFlags are the flags of levyscope data list.
type listFlags struct {
	cli.Common
	dir string
}

func list() *cobra.Command {
	var f listFlags
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the data sets, their files with checksums, and where they are looked for",
		Long: "Lists the data sets, which --data of levyscope train names. Nothing is downloaded: of a set of files it " +
			"says " +
			"which\nthey are, their published checksums, where they are looked for, and whether they were found. Found " +
			"files are read\nto compare them.\n\n" + data.Help(),
		Example: "levyscope data list --data-dir ~/data\nlevyscope data list --format json",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return f.run(cmd.OutOrStdout()) },
	}
	f.Add(cmd, cli.Text)
	dataDirVar(cmd.Flags(), &f.dir)
	return cmd
}

// listed is a data set in JSON.
type listed struct {
	Name    string `json:"name"`
	Source  string `json:"source"`  // "generated" or "files"
	Meaning string `json:"meaning"` // in a line
	*size
	Files     []data.Official `json:"files,omitempty"`      // those that are published
	Checksums string          `json:"checksums,omitempty"`  // where theirs come from
	Get       string          `json:"fetch_from,omitempty"` // where they come from
	Where     string          `json:"looked_in,omitempty"`  // where they are looked for, in words
	Found     []data.Found    `json:"found,omitempty"`      // those that are there
	Problem   string          `json:"problem,omitempty"`    // why they cannot be used
}

// size is that of a set which is generated, with its parameters at their defaults.
type size struct {
	Train   int `json:"train"`
	Test    int `json:"test"`
	Dim     int `json:"dim"`
	Classes int `json:"classes"`
}

func (f *listFlags) run(w io.Writer) error {
	if err := f.Check(); err != nil {
		return err
	}
	for _, e := range data.Catalogue(f.dir) {
		object := listed{Name: e.Name, Source: "files", Meaning: e.Meaning, Files: e.Files, Checksums: e.Checksums,
			Get: e.Get, Where: e.Where, Found: e.Found, Problem: e.Problem}
		lines := append([]string{fmt.Sprintf("%-13s %s", e.Name, e.Meaning)}, filesText(e)...)
		if set, err := data.Load(e.Name, data.Options{Seed: f.Seed}); e.Files == nil && err == nil {
			object.Source = "generated"
			object.size = &size{set.Train.Len(), set.Test.Len(), set.Dim, set.Classes}
			lines = []string{fmt.Sprintf("%-13s %d train, %d test, %d numbers each, %d classes; generated in the program from "+
				"the seed", e.Name, object.Train, object.Test, object.Dim, object.Classes), indent + e.Meaning}
		}
		if f.Format == cli.JSON {
			lines = lines[:1]
		}
		for _, line := range lines {
			if err := cli.PrintLine(w, f.Format, object, line); err != nil {
				return err
			}
		}
	}
	return nil
}

// indent is how far the lines about a set are indented.
const indent = "              "

// filesText says of a set of known files which they are, and whether they were found, in lines.
func filesText(e data.Entry) (lines []string) {
	if e.Files == nil {
		return nil
	}
	add := func(format string, values ...any) { lines = append(lines, indent+fmt.Sprintf(format, values...)) }
	for _, file := range e.Found {
		add("found %s: %s", file.Path, file.Verdict)
	}
	switch {
	case e.Problem != "":
		add("%s", e.Problem)
	case e.Found == nil:
		add("not found; looked in %s", e.Where)
		add("fetch it from %s", e.Get)
	}
	add("official files, their checksums %s:", e.Checksums)
	for _, o := range e.Files {
		add("  %s  MD5 %s", o.Name, o.MD5)
		if o.SHA256 != "" {
			add("    SHA-256 %s", o.SHA256)
		}
		if o.Contents != "" {
			add("    of the contents %s", o.Contents)
		}
	}
	return lines
}
