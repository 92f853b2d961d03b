package main

import (
	"os/exec"
	"strings"
	"testing"
)

// allowed names, for every package, what of this module it may import: a leaf
// nothing, the engines never each other, and only tui the terminal.
var allowed = map[string][]string{
	"stats":               {},
	"train/schedule":      {"internal/spec"},
	"train/data":          {},
	"train/nn":            {"internal/spec"},
	"internal/near":       {},
	"internal/engine":     {},
	"internal/spec":       {},
	"internal/stream":     {},
	"internal/shard":      {},
	"internal/column":     {},
	"internal/progress":   {},
	"internal/sweep":      {},
	"internal/plot":       {},
	"sim":                 {"stats", "train/schedule", "internal/engine", "internal/spec", "internal/stream", "internal/shard"},
	"train":               {"stats", "train/schedule", "train/data", "train/nn", "internal/engine", "internal/spec", "internal/stream", "internal/shard"},
	"internal/recording":  {"train", "sim"},
	"internal/experiment": {"train", "sim", "stats", "train/schedule"},
	"internal/screenshot": {},
	"tui/theme":           {},
	"tui/chart":           {"tui/theme"},
	"tui/feed":            {"internal/engine"},
	"tui/screen":          {"train/schedule", "internal/recording", "tui/theme", "tui/feed"},
	"tui/screentest":      {"train/schedule", "tui/screen", "tui/theme"},
	"tui/trainscreen":     {"stats", "train", "train/schedule", "tui/theme", "tui/chart", "tui/screen"},
	"tui/simscreen":       {"stats", "sim", "train/schedule", "tui/theme", "tui/chart", "tui/screen"},
	"tui":                 {"sim", "train", "tui/theme", "tui/feed", "tui/screen", "tui/trainscreen", "tui/simscreen"},
	"internal/report":     {"stats", "internal/plot"},

	"internal/cli":         {"internal/recording"},
	"internal/cli/clitest": {"internal/cli"},
	"internal/cli/simcmd": {
		"internal/cli", "internal/column", "internal/progress", "internal/recording", "internal/spec", "internal/sweep", "sim",
		"stats", "train/schedule",
	},
	"internal/cli/traincmd": {"internal/cli", "internal/recording", "train", "train/schedule"},
	"internal/cli/fitcmd": {
		"internal/cli", "internal/column", "internal/plot", "internal/progress", "internal/report",
	},
	"internal/cli/replay": {
		"internal/cli", "internal/cli/simcmd", "internal/cli/traincmd", "internal/recording", "sim", "train",
	},
	"internal/cli/reproduce":     {"internal/cli", "internal/experiment", "internal/recording"},
	"internal/cli/datacmd":       {"internal/cli", "train/data"},
	"internal/cli/info":          {"internal/cli"},
	"internal/cli/scenario":      {"internal/cli/simcmd", "internal/cli/traincmd", "tui"},
	"internal/cli/explore":       {"internal/cli", "internal/cli/scenario", "tui", "tui/theme", "tui/trainscreen"},
	"internal/cli/screenshotcmd": {"internal/cli", "internal/cli/scenario", "internal/screenshot", "tui"},
	"": {
		"internal/cli", "internal/cli/datacmd", "internal/cli/explore", "internal/cli/fitcmd", "internal/cli/info",
		"internal/cli/replay", "internal/cli/reproduce", "internal/cli/screenshotcmd", "internal/cli/simcmd",
		"internal/cli/traincmd",
	},
}

func TestImportDirections(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		fields := strings.Fields(line)
		name := strings.TrimPrefix(strings.TrimPrefix(fields[0], "levyscope"), "/")
		may, known := allowed[name]
		if !known {
			t.Errorf("package %q has no row in the table of import directions", name)
		}
		for _, dep := range fields[1:] {
			checkImport(t, name, may, dep)
		}
	}
}

func checkImport(t *testing.T, name string, may []string, dep string) {
	t.Helper()
	if ours, ok := strings.CutPrefix(dep, "levyscope/"); ok {
		for _, m := range may {
			if m == ours {
				return
			}
		}
		t.Errorf("%s imports %s, against the direction of the house", name, ours)
		return
	}
	terminal := strings.HasPrefix(dep, "charm.land/") || strings.Contains(dep, "ntcharts")
	inside := name == "tui" || strings.HasPrefix(name, "tui/")
	// The root command's help is styled by fang, and the explorer's command asks Bubble Tea whether it was interrupted.
	command := name == "" && dep == "charm.land/fang/v2" ||
		name == "internal/cli/explore" && dep == "charm.land/bubbletea/v2"
	if terminal && !inside && !command {
		t.Errorf("%s imports %s: only tui may know of the terminal", name, dep)
	}
}
