package scenariotext

import "strings"

// plainSigns are the characters beside letters and digits that mean nothing to a shell.
const plainSigns = "_-+./,:=@%"

// quoted is a word as go-shellwords and POSIX shells read it back: in double quotes where it has a character that
// means something to one of them.
func quoted(word string) string {
	special := func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(plainSigns, r))
	}
	if word != "" && strings.IndexFunc(word, special) < 0 {
		return word
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(word) + `"`
}

// inShell is a text as one word of a POSIX shell: in single quotes, in which nothing else has a meaning.
func inShell(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
