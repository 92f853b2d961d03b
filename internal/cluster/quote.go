package cluster

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// directive quotes a value of an #SBATCH line. sbatch reads quotes and backslashes there much as a shell does, and
// expands nothing.
func directive(value string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}

// CheckWord returns an error for a word that cannot stand in a script or in a mark: one with a line feed, a NUL or
// another control character, or that is no UTF-8. what says in the error what the word is.
func CheckWord(what, word string) error {
	if !utf8.ValidString(word) {
		return fmt.Errorf("%s %.80q is no UTF-8 text: give it another name", what, word)
	}
	for _, r := range word {
		if r < ' ' || r == 0x7f {
			return fmt.Errorf("%s %.80q has the control character %q: a batch script cannot hold it, leave it out",
				what, word, r)
		}
	}
	return nil
}

// CheckFolder returns an error for a folder whose name Slurm could not write logs into: a backslash in the name of a
// log switches the numbers of job and task off.
func CheckFolder(dir string) error {
	if strings.ContainsRune(dir, '\\') {
		return fmt.Errorf("the folder %.80q has a backslash, with which Slurm finds no name for logs: "+
			"give another --dir", dir)
	}
	return CheckWord("the folder", dir)
}
