package screenshotcmd_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/screenshotcmd"
)

// Every bad value ends in an error that contains it, and prints no event.
func TestBadValuesAreNamed(t *testing.T) {
	for _, c := range []struct {
		args string
		want []string
	}{
		{"--out x.svg --format yaml", []string{`"yaml"`}},
		{"--out x.svg --size wide", []string{`"wide"`}},
		{"--out x.svg --size 120x1001", []string{`"120x1001"`}},
		{"--out x.svg --size -5x10", []string{"-5x10"}},
		{"--out x.svg --theme pink", []string{`"pink"`}},
		{"--out x.svg --glyphs wild", []string{`"wild"`}},
		{"--out x.svg --steps 0", []string{"0"}},
		{"--out x.svg --screen nosuch", []string{`"nosuch"`}},
		{"", []string{`"out"`}},
	} {
		clitest.Refused(t, screenshotcmd.New(), strings.Fields(c.args), c.want...)
	}
}

// A picture that is there is replaced with --force only.
func TestScreenshotKeepsWhatIsThere(t *testing.T) {
	path := clitest.Keep(t, "mine")
	_, err := clitest.Execute(t.Context(), screenshotcmd.New(), "--out", path)
	if !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v", err)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "mine" {
		t.Errorf("the file is now %.20q (%v)", b, err)
	}
}

// A folder that is missing is found before the steps are run: the error is not that of the run, which is called off.
func TestAMissingFolderIsFoundFirst(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	path := filepath.Join(t.TempDir(), "missing", "x.svg")
	_, err := clitest.Execute(ctx, screenshotcmd.New(), "--out", path)
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v", err)
	}
}
