package tui

import (
	"os"
	"strings"
	"testing"
)

// The README's table of keys is that of the program.
func TestReadmeHasTheKeys(t *testing.T) {
	b, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(b), "<!-- keys:")
	_, table, found2 := strings.Cut(rest, "| --- | --- |\n")
	if !found || !found2 {
		t.Fatal("the README has no table of keys")
	}
	var want strings.Builder
	for _, k := range open(t, small(), 80, 24).keyTable() {
		want.WriteString("| `" + strings.Join(k.keys, "` `") + "` | " + k.what + " |\n")
	}
	if got := table[:min(len(table), want.Len())]; got != want.String() {
		t.Errorf("the README's table of keys is not the program's; it should be\n%s", want.String())
	}
}
