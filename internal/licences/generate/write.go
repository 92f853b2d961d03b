package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

const intro = `# Third-party software

levyscope is linked from these modules, on one system or another, each as it is. What they ask to be said and handed on
with a binary stands here; terms that several have stand here once, under the number that the table gives. The program
prints this by ` + "`levyscope info --licences`" + `; the file is made by
` + "`go run ./internal/licences/generate`" + `.

`

// credits say what a licence asks to be said.
var credits = map[string]string{
	"github.com/ajstarks/svgo": "svgo by Anthony Starks, https://github.com/ajstarks/svgo, under the Creative Commons " +
		"Attribution 4.0 International licence, https://creativecommons.org/licenses/by/4.0/legalcode; it is linked " +
		"unchanged, and writes the figures that are SVG.",
	"github.com/golang/freetype": "Portions of this software are copyright (c) 2010 The FreeType Project " +
		"(www.freetype.org) and the Freetype-Go Authors. All rights reserved. Of its two licences, the FreeType " +
		"License (FTL) and the GPL, levyscope takes the FTL. It draws the text of figures that are PNG.",
	"codeberg.org/go-fonts/liberation": "The Liberation fonts, digitized data copyright (c) 2010 Google Corporation " +
		"with Reserved Font Arimo, Tinos and Cousine, copyright (c) 2012 Red Hat, Inc. with Reserved Font Name Liberation, " +
		"under the SIL Open Font License 1.1 (OFL); they are the type of the figures, and not sold by themselves.",
}

// group are terms and the modules that have them.
type group struct {
	terms
	number int
	of     []string
}

// write writes the table of the modules, the credits and each text of terms once.
func write(w io.Writer, modules []*module) error {
	groups := map[string]*group{}
	var inOrder []*group
	var table, notices strings.Builder
	for _, m := range modules {
		paths, err := files(m)
		if err != nil {
			return err
		}
		var numbers, holders []string
		for _, path := range paths {
			t, err := read(path)
			if err != nil {
				return err
			}
			key := words(t.body)
			g := groups[key]
			if g == nil {
				g = &group{terms: t, number: len(inOrder) + 1}
				groups[key] = g
				inOrder = append(inOrder, g)
			}
			name, _ := filepath.Rel(m.Dir, path)
			g.of = append(g.of, strings.TrimSpace(m.Path+" "+filepath.ToSlash(name)))
			numbers = append(numbers, fmt.Sprint(g.number))
			holders = append(holders, t.holders...)
		}
		slices.Sort(holders)
		fmt.Fprintf(&table, "| %s | %s | %s | %s | %s |\n", m.Path, m.Version, strings.Join(m.Users, ", "),
			strings.Join(slices.Compact(numbers), ", "), strings.Join(slices.Compact(holders), "; "))
		if text := credits[m.Path]; text != "" {
			fmt.Fprintf(&notices, "- %s\n", text)
		}
	}
	_, err := fmt.Fprintf(w, "%s## Credits\n\n%s\n## Modules\n\n| module | version | used by | terms | copyright |\n"+
		"| --- | --- | --- | --- | --- |\n%s", intro, notices.String(), table.String())
	for _, g := range inOrder {
		if err == nil {
			_, err = fmt.Fprintf(w, "\n## Terms %d\n\nOf %s.\n\n```text\n%s\n```\n", g.number, strings.Join(g.of, "; "), g.body)
		}
	}
	return err
}
