package spec

import "testing"

// An edit sets the first of a name only, and quotes what would not be read back.
func TestEditByHand(t *testing.T) {
	for _, c := range []struct{ text, name, value, want string }{
		{"a:x=1,y=2", "x", "3", "a:x=3,y=2"},
		{"a:x=1,x=2", "x", "3", "a:x=3,x=2"},
		{"a", "file", "p;q", `a:file="p;q"`},
		{`a:file="p,q",x=1`, "x", "2", `a:file="p,q",x=2`},
	} {
		if got, err := Edit(c.text, c.name, c.value); err != nil || got != c.want {
			t.Errorf("%s with %s=%s: %q, %v, want %q", c.text, c.name, c.value, got, err, c.want)
		}
	}
}
