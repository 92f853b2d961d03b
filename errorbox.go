package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"charm.land/fang/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"

	"levyscope/internal/printable"
)

// showError writes the error of a command to w, which goes to the standard error: wrapped to the width of a terminal,
// else as one line. The text keeps its case, since it quotes paths and flags; what it quotes of files, paths and
// arguments reaches the terminal harmless.
func showError(w io.Writer, styles fang.Styles, err error) {
	text := printable.Error(err)
	width, _, sizeErr := term.GetSize(os.Stderr.Fd())
	if sizeErr != nil || !term.IsTerminal(os.Stderr.Fd()) {
		fmt.Fprintln(w, "levyscope: "+text)
		return
	}
	fmt.Fprintln(w, styles.ErrorHeader.UnsetMargins().String())
	fmt.Fprintln(w, wrapped(text, width))
	if isUsage(text) {
		fmt.Fprintln(w, wrapped("levyscope --help lists the commands, and --help after a command its flags.", width))
	}
}

// wrapped breaks text into indented lines of at most width cells: between words, and within longer ones.
func wrapped(text string, width int) string {
	const indent = "  "
	lines := ansi.Wrap(text, max(1, width-len(indent)), "")
	return indent + strings.ReplaceAll(lines, "\n", "\n"+indent)
}

// isUsage says that an error is about how the command was called.
func isUsage(text string) bool {
	for _, prefix := range []string{"flag needs an argument", "unknown flag", "unknown shorthand flag", "unknown command",
		"invalid argument"} {
		if strings.HasPrefix(text, prefix) {
			return true
		}
	}
	return false
}
