package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/tui/ptytest"
)

// At the first start the way in is shown; what a key sets is there at the next start, the bad line of a file is named,
// and a flag does not change what is kept.
func TestSettingsFromStartToStart(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "levyscope", "config.toml")
	start := func(args ...string) *ptytest.Terminal {
		return ptytest.Start(t, ptytest.Options{Args: args, Env: []string{"XDG_CONFIG_HOME=" + dir}, First: true})
	}
	first := start()
	first.Await("1 of 3")
	first.Press("T")
	first.Await("theme: dark")
	first.Press("q")
	first.Exit()
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), "theme = 'dark'") {
		t.Fatalf("kept %q (%v)", text, err)
	}
	os.WriteFile(path, append(text, "colour = 3\n"...), 0o600)
	second := start("--theme", "light")
	second.Await("settings: colour is left out (line ")
	second.Press("O")
	second.Await("no setting has this name")
	second.Press("ctrl+c")
	second.Exit()
	if now, err := os.ReadFile(path); err != nil || string(now) != string(text)+"colour = 3\n" {
		t.Errorf("the bad file became %q (%v)", now, err)
	}
}

// Where no settings can be kept the explorer says so and goes on, and it has no colours where none are asked for.
func TestNoFolderForSettings(t *testing.T) {
	var out strings.Builder
	e := ptytest.Start(t, ptytest.Options{Env: []string{"XDG_CONFIG_HOME=relative", "NO_COLOR=1"}, Copy: &out})
	e.Await("settings are not kept")
	e.Press("q")
	e.Exit()
	if strings.Contains(out.String(), "\x1b[38;") {
		t.Error("colours with NO_COLOR")
	}
}
