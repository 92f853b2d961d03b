package main

import (
	"os/exec"
	"strings"
	"testing"
)

// allowed lists, for every package, which packages of this module it may import. A leaf may import
// only loops over cores (internal/par), streams of random numbers (internal/rng) and the grammar of
// texts (internal/spec), which import nothing themselves. The engines never import each other, and
// only tui imports the terminal.
var allowed = map[string][]string{
	"": {
		"internal/cli", "internal/cli/datacmd", "internal/cli/explore", "internal/cli/exportcmd",
		"internal/cli/fitcmd", "internal/cli/info",
		"internal/cli/mergecmd",
		"internal/cli/replay", "internal/cli/reproduce", "internal/cli/screenshotcmd", "internal/cli/simcmd",
		"internal/cli/resume", "internal/cli/slurmcmd", "internal/cli/traincmd", "internal/cli/watchcmd",
		"internal/printable", "internal/stop",
	},
	"internal/checkpoint": {
		"internal/safetensors",
	},
	"internal/checkpoint/checkpointtest": {
		"internal/checkpoint", "internal/safetensors",
	},
	"internal/cli": {
		"internal/outfile", "internal/printable", "internal/record", "internal/record/folder", "internal/shard",
		"internal/stop",
	},
	"internal/cli/clitest":   {"internal/cli"},
	"internal/cli/datacmd":   {"internal/cli", "train/data"},
	"internal/cli/drawflags": {"internal/draws", "train/watch", "train/watch/stream"},
	"internal/cli/explore": {
		"internal/cli", "internal/cli/scenario", "internal/stop", "tui", "tui/settings", "tui/theme",
	},
	"internal/cli/exportcmd": {
		"internal/cli", "internal/cli/drawflags", "internal/cli/watchcmd", "internal/export", "internal/printable",
		"internal/record", "internal/rowfile", "internal/spec", "sim", "train/watch",
	},
	"internal/cli/fitcmd": {
		"internal/array", "internal/cli", "internal/cli/drawflags", "internal/column", "internal/draws", "internal/each",
		"internal/plot", "internal/printable", "internal/progress", "internal/report", "internal/rowfile", "internal/stop",
	},
	"internal/cli/info":     {"internal/cli", "internal/printable", "tui/settings"},
	"internal/cli/mergecmd": {"internal/cli", "internal/cli/simcmd", "internal/cli/traincmd", "internal/shard"},
	"internal/cli/replay": {
		"internal/cli", "internal/cli/simcmd", "internal/cli/traincmd", "internal/cli/watchcmd", "internal/export",
		"internal/printable", "internal/record", "sim", "train",
	},
	"internal/cli/resume": {
		"internal/cli", "internal/cli/simcmd", "internal/cli/traincmd", "internal/printable", "internal/probetime",
		"internal/record", "internal/record/folder", "sim", "train",
	},
	"internal/cli/reproduce": {"internal/cli", "internal/experiment", "internal/record"},
	"internal/cli/scenario":  {"internal/cli/simcmd", "internal/cli/traincmd", "tui"},
	"internal/cli/screenshotcmd": {
		"internal/cli", "internal/cli/scenario", "internal/screenshot", "tui", "tui/theme",
	},
	"internal/cli/simcmd": {
		"internal/cli", "internal/column", "internal/progress", "internal/record", "internal/rng", "internal/shard",
		"internal/spec",
		"internal/sweep", "sim", "sim/clock", "sim/expr", "sim/landscape", "sim/noise", "sim/path", "sim/problem",
		"sim/theory",
		"stats/tail", "train/schedule",
	},
	"internal/cli/slurmcmd": {
		"internal/cli", "internal/cli/simcmd", "internal/cli/traincmd", "internal/cluster", "internal/printable",
		"internal/record", "internal/shard",
	},
	"internal/cli/traincmd": {
		"internal/cli", "internal/export", "internal/npy", "internal/probetime", "internal/progress", "internal/record",
		"internal/report", "internal/shard", "internal/spec",
		"internal/sweep", "stats/series",
		"stats/tail", "train", "train/data", "train/jumps", "train/nn/kernel", "train/noise", "train/optim",
		"train/schedule", "train/weights",
	},
	"internal/cli/watchcmd": {
		"internal/cli", "internal/cli/explore", "internal/cli/traincmd", "internal/printable", "internal/record",
		"internal/stop", "train", "train/watch", "train/watch/hook", "train/watch/stream", "tui",
	},
	"internal/array":   {"internal/column", "internal/npy", "internal/safetensors"},
	"internal/cluster": {"internal/shard"},
	"internal/column":  {"internal/npy", "internal/printable"},
	"internal/draws":   {"train/watch/stream"},
	"internal/each": {
		"internal/array", "internal/par", "internal/plot", "internal/printable", "internal/report",
		"stats/screen", "stats/series", "stats/tail", "stats/verdict",
	},
	"internal/engine": {"internal/par"},
	"internal/exact":  {},
	"internal/experiment": {
		"internal/rng", "sim", "sim/clock", "sim/landscape", "sim/problem", "sim/theory", "stats/law", "stats/tail",
		"train", "train/nn/kernel", "train/schedule",
	},
	"internal/export": {
		"internal/draws", "internal/npy", "internal/plot", "internal/printable", "internal/rowfile", "sim",
	},
	"internal/licences/generate": {},
	"internal/near":              {},
	"internal/npy":               {},
	"internal/outfile":           {"internal/stop"},
	"internal/par":               {},
	"internal/plot":              {"internal/printable"},
	"internal/printable":         {},
	"internal/probetime":         {"train"},
	"internal/progress":          {"internal/printable"},
	"internal/record":            {"internal/printable", "sim", "sim/problem", "train"},
	"internal/record/folder":     {"internal/record", "internal/safetensors", "sim", "train"},
	"internal/report": {
		"internal/par", "internal/plot", "internal/rng", "stats/screen", "stats/tail", "stats/verdict",
	},
	"internal/rng":     {},
	"internal/rowfile": {"internal/printable"},
	"internal/safetensors": {
		"internal/npy",
	},
	"internal/scenariotext": {
		"sim", "sim/clock", "sim/expr", "sim/noise", "sim/problem", "train", "train/data", "train/jumps", "train/noise",
		"train/optim", "train/schedule",
	},
	"internal/screenshot": {"internal/printable"},
	"internal/shard":      {"internal/printable", "internal/record", "internal/record/folder"},
	"internal/spec":       {},
	"internal/stop":       {},
	"internal/sweep":      {"internal/spec"},
	"sim": {
		"internal/checkpoint", "internal/engine", "internal/exact", "internal/par", "internal/safetensors", "sim/exits",
		"sim/landscape", "sim/path", "sim/problem", "sim/theory", "sim/ways", "stats/tail",
	},
	"sim/clock":     {"internal/spec"},
	"sim/exits":     {"internal/exact", "stats/tail"},
	"sim/expr":      {},
	"sim/landscape": {"internal/rng", "internal/spec", "sim/expr"},
	"sim/noise":     {"internal/spec", "sim/clock", "stats/law"},
	"sim/path": {
		"internal/checkpoint", "internal/par", "internal/rng", "sim/clock", "sim/exits", "sim/expr", "sim/landscape",
		"sim/noise", "sim/problem", "sim/ways", "stats/law", "train/schedule",
	},
	"sim/problem": {"internal/spec", "sim/clock", "sim/expr", "sim/landscape", "sim/noise", "train/schedule"},
	"sim/simtest": {"sim/landscape", "sim/problem", "train/schedule"},
	"sim/theory": {
		"sim/clock", "sim/exits", "sim/landscape", "sim/noise", "sim/problem", "sim/ways", "stats/law",
		"train/schedule",
	},
	"sim/ways":         {"sim/expr", "sim/landscape", "sim/problem", "train/schedule"},
	"stats":            {},
	"stats/dispersion": {"stats/tail"},
	"stats/law":        {},
	"stats/statstest":  {"stats/law"},
	"stats/tail":       {"stats/law"},
	"stats/screen":     {"stats/tail"},
	"stats/series": {"internal/par", "internal/rng", "stats/dispersion", "stats/law",
		"stats/tail", "stats/verdict"},
	"stats/series/generate":  {},
	"stats/lawfit":           {"stats/law", "stats/tail"},
	"stats/verdict/generate": {},
	"stats/verdict":          {"internal/par", "stats/law", "stats/lawfit", "stats/screen", "stats/tail"},
	"train": {
		"internal/checkpoint", "internal/engine", "internal/par", "internal/rng", "internal/safetensors", "internal/spec",
		"stats/series", "stats/tail", "train/data", "train/jumps", "train/kesten", "train/nn", "train/nn/kernel",
		"train/noise", "train/optim", "train/schedule", "train/weights",
	},
	"train/data":   {"internal/array", "internal/column", "internal/npy", "internal/par", "internal/rng", "internal/spec"},
	"train/jumps":  {"internal/checkpoint", "internal/rng", "internal/safetensors", "stats/tail", "train/nn/kernel"},
	"train/kesten": {},
	"train/nn":     {"internal/par", "internal/spec", "train/nn/kernel"},
	"train/nn/kernel": {
		"internal/spec",
	},
	"train/nn/kernel/generate": {},
	"train/noise": {
		"internal/par", "internal/rng", "internal/spec", "stats/tail", "stats/verdict", "train/nn",
	},
	"train/optim":    {"internal/spec"},
	"train/schedule": {"internal/spec"},
	"train/watch": {
		"stats/series", "stats/tail", "train", "train/nn", "train/noise", "train/watch/stream",
	},
	"train/watch/control":   {"train/schedule", "train/watch"},
	"train/watch/hook":      {},
	"train/watch/stream":    {},
	"train/watch/watchtest": {"train/watch/stream"},
	"train/weights":         {"internal/safetensors", "internal/spec", "train/nn"},
	"tui": {
		"internal/printable", "internal/stop", "sim", "train", "train/watch", "tui/controls", "tui/feed", "tui/palette",
		"tui/runlist", "tui/screen", "tui/settings", "tui/simscreen", "tui/take", "tui/theme", "tui/tour",
		"tui/trainscreen", "tui/watchscreen",
	},
	"tui/chart": {"tui/theme"},
	"tui/feed":  {"internal/engine"},
	"tui/look":  {},
	"tui/screen": {
		"internal/record", "internal/record/folder", "internal/scenariotext", "internal/spec", "train/schedule",
		"tui/chart", "tui/feed", "tui/look", "tui/rows", "tui/theme",
	},
	"tui/ptytest":    {},
	"tui/picker":     {"tui/screen", "tui/theme"},
	"tui/controls":   {"train/schedule", "tui/picker", "tui/screen", "tui/theme"},
	"tui/palette":    {"tui/picker", "tui/screen", "tui/theme"},
	"tui/settings":   {"internal/probetime", "tui/screen", "tui/theme"},
	"tui/screentest": {"internal/record", "train/schedule", "tui/screen", "tui/theme"},
	"tui/simscreen": {
		"internal/record", "internal/scenariotext",
		"internal/spec", "sim", "sim/clock", "sim/exits", "sim/landscape", "sim/noise", "sim/path", "sim/problem",
		"sim/theory", "stats/tail", "train/schedule", "tui/chart", "tui/look", "tui/picker", "tui/rows",
		"tui/screen", "tui/theme",
	},
	"tui/take": {
		"internal/outfile", "internal/record", "internal/screenshot", "tui/rows", "tui/screen", "tui/theme",
	},
	"tui/rows":        {"tui/chart"},
	"tui/probetables": {"stats/series", "stats/verdict", "train", "tui/rows"},
	"tui/theme":       {"internal/plot", "internal/printable", "internal/spec"},
	"tui/tour":        {"stats/tail"},
	"tui/runlist":     {"internal/printable", "train/watch/stream", "tui/picker", "tui/screen"},
	"tui/watchscreen": {
		"internal/printable", "train", "train/jumps", "train/optim", "train/schedule", "train/watch",
		"train/watch/control", "tui/runlist", "tui/screen", "tui/theme", "tui/trainscreen",
	},
	"tui/trainscreen": {
		"internal/probetime", "internal/record", "internal/scenariotext", "internal/spec",
		"stats/law", "stats/series", "stats/tail", "stats/verdict",
		"train", "train/data", "train/jumps", "train/nn", "train/noise", "train/optim", "train/schedule",
		"tui/chart", "tui/look", "tui/picker", "tui/probetables", "tui/screen", "tui/theme", "tui/tour",
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
	// The root command's help is styled by fang.
	command := name == "" && dep == "charm.land/fang/v2"
	if terminal && !inside && !command {
		t.Errorf("%s imports %s: only tui may know of the terminal", name, dep)
	}
}
