package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// licenceFile are the names of files with the terms of a module.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice)[^/]*$`)

// elsewhere are files with terms in directories without packages. Of the two licences of Freetype-Go, the FreeType
// License and the GPL, the first one is chosen.
var elsewhere = map[string][]string{
	"github.com/golang/freetype": {"licenses/ftl.txt"},
	"gonum.org/v1/gonum":         {"THIRD_PARTY_LICENSES/*"},
}

// files are the files with the terms of a module: at its root, and beside its linked packages.
func files(m *module) (out []string, err error) {
	dirs := []string{m.Dir}
	for _, dir := range m.Packages {
		for ; strings.HasPrefix(dir, m.Dir+string(filepath.Separator)); dir = filepath.Dir(dir) {
			dirs = append(dirs, dir)
		}
	}
	slices.Sort(dirs)
	for _, dir := range slices.Compact(dirs) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if !e.IsDir() && licenceFile.MatchString(e.Name()) {
				out = append(out, filepath.Join(dir, e.Name()))
			}
		}
	}
	for _, pattern := range elsewhere[m.Path] {
		found, err := filepath.Glob(filepath.Join(m.Dir, pattern))
		if err != nil || len(found) == 0 {
			return nil, fmt.Errorf("%s has no %s: %v", m.Path, pattern, err)
		}
		out = append(out, found...)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s has no file with a licence in %s", m.Path, m.Dir)
	}
	return out, nil
}

// terms are the text of one file: who holds the copyright, and the terms themselves.
type terms struct {
	holders []string
	body    string
}

// holder is a line that says who holds the copyright.
var holder = regexp.MustCompile(`(?i)^\W*(copyright\b.*(\d{4}|authors).*|.*\(c\) *\d{4}.*)$`)

// read takes a file apart. The lines of holders are those before the first line of terms.
func read(path string) (t terms, err error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return t, err
	}
	plain := strings.NewReplacer("\r", "", "\t", "    ", "\f", "", "\ufeff", "")
	text := strings.ToValidUTF8(plain.Replace(string(b)), "?")
	lines := strings.Split(text, "\n")
	var body []string
	head := true
	for i, line := range lines {
		line = strings.TrimRight(line, " ")
		title := strings.TrimSpace(line)
		switch {
		case head && holder.MatchString(title) && ends(lines[i+1:]):
			t.holders = append(t.holders, title)
			continue
		case head && len(title) > 40:
			head = false
		}
		body = append(body, line)
	}
	t.body = strings.Trim(strings.Join(body, "\n"), "\n")
	return t, nil
}

// ends tells whether a line about a holder ends before these lines: else they go on with it.
func ends(rest []string) bool {
	next := strings.TrimSpace(strings.Join(rest[:min(1, len(rest))], ""))
	return next == "" || holder.MatchString(next) || strings.HasPrefix(strings.ToLower(next), "all rights")
}

// words are the terms without what tells one copy of the same terms from another: spaces, line ends and case.
func words(body string) string { return strings.ToLower(strings.Join(strings.Fields(body), " ")) }
