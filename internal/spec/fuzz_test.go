package spec_test

import (
	"errors"
	"testing"

	"levyscope/internal/spec"
)

// What Parse accepts is read back from its canonical text, to the same values, and every parameter can be set to what
// it is. What Edit makes of a text holds the new value and nothing else new.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"bare", "num:x=1,beta=0.5", "n:n=0x10", "!0.5", `file:path="a,b\xff",size=1e-320`, "file:path=\xff,size=1,column= ",
		"fields:1-2:3:a", `fields:"5":1:"a:b"`, "expr: x1^2", "num:x=1,,", "file:path=\"\\u0000\",size=2",
	} {
		f.Add(text, "a,b")
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		s, err := things.Parse(text)
		if err != nil {
			var typed *spec.Error
			if !errors.As(err, &typed) || typed.Input != text || typed.Problem == "" || typed.Remedy == "" {
				t.Fatalf("Parse(%q): %#v", text, err)
			}
			return
		}
		back, err := things.Parse(s.String())
		if err != nil || back.Kind != s.Kind || back.String() != s.String() {
			t.Fatalf("Parse(%q) = %q, and that reads as %v, %v", text, s, back, err)
		}
		for i, p := range s.Kind.Params {
			if back.Values.At(i) != s.Values.At(i) {
				t.Fatalf("%q: %s = %+v, read back as %+v", s, p.Name, s.Values.At(i), back.Values.At(i))
			}
			if same, err := things.With("", s, p.Name, s.Values.At(i)); err != nil || same.String() != s.String() {
				t.Fatalf("With(%q, %s, its own value) = %v, %v", s, p.Name, same, err)
			}
		}
		if s.Kind.Syntax != spec.Named || s.Kind.Name != "file" {
			return
		}
		edited, err := spec.Edit(text, "column", value)
		if err != nil {
			t.Fatalf("Edit(%q): %v", text, err)
		}
		if got, err := things.Parse(edited); err != nil || got.Values.Text("column") != value ||
			got.Values.Text("path") != s.Values.Text("path") {
			t.Fatalf("Edit(%q, column, %q) = %q, read as %v, %v", text, value, edited, got, err)
		}
	})
}
