package shard

import (
	"fmt"
	"regexp"
	"strings"
)

// plain are words that a shell takes as they are.
var plain = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./^-]+$`)

// Quoted is a word as a POSIX shell reads it back.
func Quoted(word string) string {
	if plain.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// quotedAll are words, with blanks between.
func quotedAll(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = Quoted(w)
	}
	return strings.Join(out, " ")
}

// commandFor is the command that computes part i of the run of h.
func commandFor(h Header, i int) string {
	line := append([]string{"levyscope", h.Command}, h.Arguments...)
	return quotedAll(append(line, "--part", Part{i, h.Of}.String(), "--out", fmt.Sprintf("part-%d.ndjson", i)))
}
