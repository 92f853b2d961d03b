package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"charm.land/fang/v2"
	"charm.land/lipgloss/v2"
)

// An error that begins with a path or a flag keeps its case: the path of another case is another file.
func TestErrorsKeepTheirCase(t *testing.T) {
	styles := fang.Styles{ErrorText: lipgloss.NewStyle().Transform(strings.ToUpper)}
	for _, text := range []string{
		"sGn.csv: no such file", "--dt has no effect: leave it out", "fc2.weight[900]: too large",
	} {
		var b bytes.Buffer
		showError(&b, styles, errors.New(text))
		if !strings.Contains(b.String(), text) {
			t.Errorf("%q became %q", text, b.String())
		}
	}
}
