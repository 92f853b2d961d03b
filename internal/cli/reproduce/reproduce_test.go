package reproduce_test

import (
	"context"
	"strings"
	"testing"

	"levyscope/internal/cli"
	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/reproduce"
)

// Every bad value ends in an error that contains it, and prints no event.
func TestBadValuesAreNamed(t *testing.T) {
	for _, c := range []struct {
		args string
		want []string
	}{
		{"quantum", []string{`"quantum"`, "getoor"}},
		{"--format yaml", []string{`"yaml"`}},
	} {
		clitest.Refused(t, reproduce.New(), strings.Fields(c.args), c.want...)
	}
}

// A cancelled reproduction ends at once, as interrupted.
func TestReproduceIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, format := range []string{"json", "text"} {
		out, err := clitest.Execute(ctx, reproduce.New(), "getoor", "--format", format)
		if err != cli.ErrInterrupted || strings.Contains(out, "%!") || format == "json" && out != "" {
			t.Errorf("%s: error %v, output %q", format, err, out)
		}
	}
}
