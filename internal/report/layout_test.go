package report

import (
	"strings"
	"testing"
)

func TestParagraph(t *testing.T) {
	words := strings.Repeat("word ", 20)
	for _, c := range [][2]string{
		{"short", "n       short\n"},
		{words, "n       " + strings.Repeat("word ", 14)[:69] + "\n        " + strings.Repeat("word ", 6)[:29] + "\n"},
		{strings.Repeat("x", 100), "n       " + strings.Repeat("x", 35) + "..." + strings.Repeat("x", 34) + "\n"},
		{strings.Repeat("x", 72), "n       " + strings.Repeat("x", 72) + "\n"}, {"", "n       \n"},
		{words[:65] + " 1.25 +- 0.25", "n       " + words[:64] + "\n        1.25 +- 0.25\n"},
	} {
		if got := Paragraph("n", c[0]); got != c[1] {
			t.Errorf("%q, want %q", got, c[1])
		}
	}
}

// A name is cut in the middle, never inside a character, and takes its columns as a terminal shows it.
func TestShorten(t *testing.T) {
	for _, c := range []struct {
		s     string
		width int
		want  string
	}{
		{"gradients.csv", 13, "gradients.csv"}, {"gradients.csv", 12, "gradi...csv"[:5] + "....csv"},
		{"abcdefghij", 5, "a...j"}, {"abcdefghij", 3, "..."}, {"äöüßéèêñç", 6, "äö...ç"},
		{"文件名很长的文件", 11, "文件...文件"}, {"e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"},
	} {
		got := Shorten(c.s, c.width)
		if got != c.want || columns(got) > c.width {
			t.Errorf("%q to %d columns: %q, want %q", c.s, c.width, got, c.want)
		}
	}
}

// The line of names keeps to the width: the longer name is cut first, both where both are long.
func TestSource(t *testing.T) {
	long := strings.Repeat("0123456789", 20)
	for _, c := range []struct{ file, column, begins, ends string }{
		{"a.csv", "g", "file    a.csv, column g", "a.csv, column g\n"},
		{long, "g", "file    0123", "456789, column g\n"}, {"a.csv", long, "file    a.csv, column 0123", "56789\n"},
		{long, long, "file    012345678901234...", "56789\n"},
	} {
		got := Source(c.file, c.column)
		if n := columns(strings.TrimSuffix(got, "\n")); n > Width || !strings.HasPrefix(got, c.begins) ||
			!strings.HasSuffix(got, c.ends) || len(c.file)+len(c.column) > 100 && n < Width-1 {
			t.Errorf("%d columns: %q", n, got)
		}
	}
}
