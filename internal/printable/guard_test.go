package printable_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"unicode"

	"levyscope/internal/printable"
)

// hostile has a character of every kind that is not harmless.
const hostile = "\x1b]52;c;QUJD\x07\x1b]0;t\x1b\\\x1b[2J\x1b[31m\u009b2J\u0085\b\r\x00\x7f\u202e\u2066\u200f\u061c" +
	"\u200b\ufeff\u2060\u2028\u2029\u00ad\U000e0041\ufe0f\U000e0100\u034f\u115f\u3164\uffa0\ue000\ufff9\U0010ffff" +
	"\x9b\xff\xed\xa0\x80x\u0301\u0301\u0301\u0301\u0301\u0301"

// visible says that every character of text is seen as itself; keep are others that may be there.
func visible(t *testing.T, what, text, keep string) {
	t.Helper()
	marks := 0
	for i, r := range text {
		if r == 0xfffd && !strings.HasPrefix(text[i:], "\ufffd") {
			t.Errorf("%s: byte %d of %q is no UTF-8", what, i, text)
		}
		if marks++; !unicode.Is(unicode.M, r) {
			marks = 0
		}
		seen := unicode.IsPrint(r) || unicode.Is(unicode.Zs, r)
		if !seen && !strings.ContainsRune(keep, r) || unicode.Is(unicode.Variation_Selector, r) ||
			unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || marks > 4 {
			t.Errorf("%s: %U in %q", what, r, text)
		}
	}
}

func TestHostileTextIsSeen(t *testing.T) {
	visible(t, "Line", printable.Line("\n\t"+hostile), "")
	visible(t, "Text", printable.Text("\n\t"+hostile), "\n\t")
	visible(t, "Error", printable.Error(errors.New(hostile+"\n")), "")
	if got := printable.Line("e\u0301 \u0301a"); got != "e\u0301 \u0301a" {
		t.Errorf("accents became %q", got)
	}
	if got := printable.Line("\u0301a"); got != `\u0301a` {
		t.Errorf("a mark that stands on nothing became %q", got)
	}
}

// A string reads back from JSON as it was, and its JSON is unchanged where it is ordinary.
func TestJSON(t *testing.T) {
	for _, s := range []string{hostile, "plain", "größe σ 日本 <b>&", strings.Repeat("x", 50) + "\x7f", "\u009b"} {
		s = strings.ToValidUTF8(s, "?")
		plain, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		text := printable.JSON(plain)
		visible(t, "JSON", string(text), "")
		var back string
		if err := json.Unmarshal(text, &back); err != nil || back != s {
			t.Errorf("%q became %s, which is %q, %v", s, text, back, err)
		}
	}
	if got := string(printable.JSON([]byte(`{"σ":"日本"}`))); got != `{"σ":"日本"}` {
		t.Errorf("ordinary JSON became %s", got)
	}
	got := string(printable.JSON([]byte("\"\x7f\u202e\U000e0041\xe2\x80")))
	if got != `"\u007f\u202e\udb40\udc41\ufffd\ufffd` {
		t.Errorf("got %s", got)
	}
}

// The guard gives the same text however it is cut into writes.
func TestWriterTakesPieces(t *testing.T) {
	text := "ordinary text of more than eight bytes: größe 日本\n\tx\n\u0301" + hostile + "\nend\n"
	var whole strings.Builder
	fmt.Fprint(printable.NewWriter(&whole), text)
	visible(t, "Writer", whole.String(), "\n\t")
	if !strings.HasPrefix(whole.String(), "ordinary text of more than eight bytes: größe 日本\n\tx\n\\u0301\\u001b]52;") {
		t.Errorf("%q", whole.String())
	}
	for size := 1; size < 12; size++ {
		var b strings.Builder
		w := printable.NewWriter(&b)
		for rest := text; rest != ""; {
			n := min(size, len(rest))
			if got, err := w.Write([]byte(rest[:n])); got != n || err != nil {
				t.Fatal(got, err)
			}
			rest = rest[n:]
		}
		if b.String() != whole.String() {
			t.Errorf("in pieces of %d: %q, want %q", size, b.String(), whole.String())
		}
	}
	var b strings.Builder
	if w := printable.NewWriter(&b); printable.NewWriter(w) != w || printable.Raw(w) != &b || printable.Raw(&b) != &b {
		t.Error("a guard of a guard, or not the writer below it")
	}
}

// What is plain is found so at every place of eight.
func TestWriterSeesEveryByte(t *testing.T) {
	for c := range 256 {
		for at := range 20 {
			text := []byte(strings.Repeat("a", 20))
			text[at] = byte(c)
			var b strings.Builder
			if _, err := printable.NewWriter(&b).Write(text); err != nil {
				t.Fatal(err)
			}
			asItIs := c >= ' ' && c < 0x7f || c == '\n' || c == '\t'
			if (b.String() == string(text)) != asItIs {
				t.Fatalf("byte %#x at %d: %q", c, at, b.String())
			}
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, fs.ErrClosed }

func TestWriterReturnsErrors(t *testing.T) {
	for _, text := range []string{"plain", "\x1b"} {
		if _, err := printable.NewWriter(full{}).Write([]byte(text)); !errors.Is(err, fs.ErrClosed) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// Colours stay, and nothing else that a terminal obeys.
func TestStyled(t *testing.T) {
	const own = "a \x1b[1;38;2;1;2;3mred\x1b[m ⣿█ \x1b[4:3m\n"
	if got := printable.Styled(own); got != own {
		t.Errorf("%q became %q", own, got)
	}
	for in, want := range map[string]string{
		"\x1b[2J": `\x1b[2J`, "\x1b[": `\x1b[`, "\x1b[?25l\x1b[0m": "\\x1b[?25l\x1b[0m", "\x1b]0;x\x07": `\x1b]0;x\x07`,
		"\x1b[1\x1b[1m": "\\x1b[1\x1b[1m", "\u009b1m": `\x9b1m`,
	} {
		if got := printable.Styled(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

type stack string

func (s stack) Error() string { return string(s) }
func (stack) Multiline() bool { return true }

// Joined errors stand in lines of their own; a line feed of a name makes no line.
func TestErrorLines(t *testing.T) {
	missing := &fs.PathError{Op: "open", Path: "a\nb\x1b[2J", Err: fs.ErrNotExist}
	const shown = `open a\nb\x1b[2J: file does not exist`
	for want, err := range map[string]error{
		shown:                                    missing,
		"cannot fit: " + shown + "\nsecond":      fmt.Errorf("cannot fit: %w", errors.Join(missing, errors.New("second"))),
		shown + `\n` + "second":                  fmt.Errorf("%w\nsecond", missing),
		"x " + shown + " and " + shown + " y":    fmt.Errorf("x %w and %w y", missing, missing),
		"step 3: panic: \\x1b\nmain.f()\n\tf.go": fmt.Errorf("step 3: %w", stack("panic: \x1b\nmain.f()\n\tf.go")),
		`a\nb`:                                   fmt.Errorf("a\nb"),
	} {
		if got := printable.Error(err); got != want {
			t.Errorf("%q became\n%s\nwant\n%s", err, got, want)
		}
	}
}
