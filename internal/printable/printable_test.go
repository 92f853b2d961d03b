package printable_test

import (
	"testing"

	"levyscope/internal/printable"
)

func TestLineAndText(t *testing.T) {
	for in, want := range map[string]string{
		"plain name":          "plain name",
		"größe σ 日本":          "größe σ 日本",
		"\x1b]52;c;QUJD\x07a": `\x1b]52;c;QUJD\x07a`,
		"b\x1b[2J":            `b\x1b[2J`,
		"\u009b2J":            `\x9b2J`,
		"\x9b2J":              `\x9b2J`,
		"a\u202eb\u2066c":     `a\u202eb\u2066c`,
		"del\x7f nul\x00":     `del\x7f nul\x00`,
		"a\rb\u2028c":         `a\rb\u2028c`,
		"\U000e0041":          `\U000e0041`,
		"no-break\u00a0space": "no-break\u00a0space",
	} {
		if got := printable.Line(in); got != want {
			t.Errorf("Line(%q) is %q, want %q", in, got, want)
		}
		if got := printable.Text(in); got != want {
			t.Errorf("Text(%q) is %q, want %q", in, got, want)
		}
	}
	if got := printable.Line("a\n\tb"); got != `a\n\tb` {
		t.Errorf("Line gives %q", got)
	}
	if got := printable.Text("a\n\tb"); got != "a\n\tb" {
		t.Errorf("Text gives %q", got)
	}
}
