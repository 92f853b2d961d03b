package tui

import (
	"os"
	"strings"
	"testing"
)

// The table of keys in the documentation, docs/screens.md, is that of the program.
func TestReadmeHasTheKeys(t *testing.T) {
	b, err := os.ReadFile("../docs/screens.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(b), "<!-- keys:")
	_, table, found2 := strings.Cut(rest, "| --- | --- |\n")
	if !found || !found2 {
		t.Fatal("docs/screens.md has no table of keys")
	}
	var want strings.Builder
	for _, k := range open(t, small(), 80, 24).keyTable() {
		want.WriteString("| `" + strings.Join(k.keys, "` `") + "` | " + k.what + " |\n")
	}
	if got := table[:min(len(table), want.Len())]; got != want.String() {
		t.Errorf("the table of keys of docs/screens.md is not the program's; it should be\n%s", want.String())
	}
}
