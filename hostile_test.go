package main

import (
	"bytes"
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"levyscope/tui/ptytest"
)

// attack is how TestHostileNames runs a command. The command is run with base alone, with each of its flags after base
// at a hostile value, and with each of the lists of more.
type attack struct {
	base []string   // arguments of a quick run
	rest []string   // arguments of a quick run that stand behind all flags
	more [][]string // arguments of their own, without the base
}

// attacks has a row for each command of the tree, by its path without the first word.
var attacks = map[string]attack{
	"": {base: []string{"--plain", "--scenario", "sim --paths 9"}, more: [][]string{
		{hostile}, {"--scenario", "sim --noise " + hostile},
		{"--plain", "--scenario", "sim --paths 9 --noise 'empirical:file=" + hostile + ".csv,column=0'"},
	}},
	"help":                  {more: [][]string{{hostile}, {"fit", hostile}, {"fit"}}},
	"completion":            {more: [][]string{{hostile}}},
	"completion bash":       {more: [][]string{{hostile}}},
	"completion zsh":        {more: [][]string{{hostile}}},
	"completion fish":       {more: [][]string{{hostile}}},
	"completion powershell": {more: [][]string{{hostile}}},
	"__complete":            {more: [][]string{{"fit", hostile}, {"fit", "--" + hostile}, {hostile, ""}}},
	"man":                   {more: [][]string{{hostile}}},
	"train":                 {base: quickTrain, more: trainAttacks},
	"sim":                   {base: []string{"--paths", "5", "--horizon", "1"}, more: simAttacks},
	"fit":                   {base: []string{"numbers.csv", "--bootstrap", "0", "--exact", "50"}, more: fitAttacks()},
	"replay":                {base: []string{"run0.ndjson"}, more: replayAttacks()},
	"resume":                {base: []string{hostile + "1"}, more: folderAttacks()},
	"export":                {base: []string{"run0.ndjson"}, more: append(replayAttacks(), exportsAttacks...)},
	"merge":                 {base: []string{hostile}, more: mergeAttacks()},
	"slurm":                 {base: []string{"--dry-run"}, rest: slurmRest, more: slurmAttacks},
	"reproduce":             {base: []string{hostile}},
	"data":                  {base: []string{hostile}},
	"data list":             {},
	"data export":           {base: []string{"mnist1d"}, more: exportAttacks},
	"screenshot":            {base: quickPicture, more: screenshotAttacks},
	"info":                  {},
	"hook":                  {more: [][]string{{hostile}, {"--out", hostile + "/x.py"}, {"--out", hostile + ".py"}}},
	"watch":                 {base: []string{hostile + ".lvs", "--once"}, more: watchAttacks},
}

var (
	quickTrain   = []string{"--steps", "1", "--model", "linear", "--probe-every", "0"}
	quickPicture = []string{"--steps", "1", "--scenario", "train --model linear --probe-every 0",
		"--force", "--out", "x" + hostile + ".svg"}
	quickProbe   = strings.Fields("--steps 1 --model linear --probe-batches 32 --probe-block 8") // what captures need
	trainAttacks = [][]string{
		append([]string{"--capture", hostile, "--capture-out", hostile + ".csv"}, quickProbe...),
		append([]string{"--capture", "fc1.weight[" + hostile + "]"}, quickProbe...),
		append([]string{"--script", "run1.ndjson"}, quickTrain...), {hostile},
		append([]string{"--capture", "fc1.weight[1]", "--capture-out", hostile + ".npy"}, quickProbe...),
		append([]string{"--capture", "fc1.weight[1]", "--capture-out", hostile + "/x.csv"}, quickProbe...),
	}
	watchAttacks = [][]string{{hostile, "--once"}, {".", "--once"}, {hostile + ".lvs", "--once",
		"--record", hostile + "/r"}, {hostile + ".lvs", "--once", "--rank", "1"}, {hostile + "2.lvs", "--once"}}
	exportAttacks  = [][]string{{hostile, "--out", "out"}, {"mnist1d", "--out", "table.csv"}}
	exportsAttacks = [][]string{{"run0.ndjson", "--out", hostile + ".parquet"}, {"run0.ndjson", "--out", hostile + "/x"},
		{"run0.ndjson", "--out", hostile + ".svg"}, {hostile + "1", "--out", hostile + ".xyz"}}
	slurmRest    = []string{"--", "sim", "--paths", "5"}
	slurmAttacks = [][]string{{hostile}, {"--dry-run", "--", hostile}, {"--no-submit", "--", "sim", "--paths", hostile},
		{"--no-submit", "--partition", hostile, "--dir", hostile, "--", "sim", "--paths", "5"},
		{"--dry-run", "--", "sim", "--noise", "empirical:file=" + hostile + ".csv"}}
	simAttacks = [][]string{
		{"--paths", "5", "--horizon", "1", "--noise", "empirical:file=" + hostile + ".csv,column=0"},
		{"--noise", "empirical:file=table.csv,column=" + hostile}, {"--potential", "expr:" + hostile}, {hostile},
		{"--sweep", "eps=" + hostile}, {"--sweep", hostile + "=1,2"}, {"--script", "run7.ndjson"},
		{"--noise", "empirical:file=" + hostile + "/none,column=0"}, {"--domain", "ball:" + hostile + "=1"},
	}
	screenshotAttacks = [][]string{
		{"--steps", "1", "--out", hostile + ".svg", "--scenario",
			"sim --paths 9 --noise 'empirical:file=" + hostile + ".csv,column=0'"},
		append(slices.Clone(quickPicture), "--out", hostile+"/x.svg"),
		{"--out", hostile + ".svg", "--scenario", "'" + hostile},
	}
)

// fitAttacks are runs of fit on every file, as one column and as arrays.
func fitAttacks() (out [][]string) {
	for _, file := range []string{"table.csv", "words.csv", "binary.bin", "lines.ndjson", "arrays.npz",
		"tensors.safetensors", "broken.safetensors", "rows.parquet", "bad.npz", "head.npy", hostile + ".csv",
		hostile + ".npy", hostile + ".xyz", hostile + "/none.csv", hostile + ".lvs", hostile + "2.lvs", hostile + ".grads",
		"-"} {
		out = append(out, []string{file, "--bootstrap", "0", "--exact", "50"}, []string{file, "--each"},
			[]string{file, "--column", hostile})
	}
	row := strings.NewReplacer("\n", "", "\r", "").Replace(hostile)
	return append(out, []string{"table.csv", "--column", row + "1", "--bootstrap", "0", "--allow-bad"},
		[]string{"arrays.npz", "--each", "--rows", hostile + "r.csv", "--map", hostile + "m.svg"},
		[]string{"arrays.npz", "--column", hostile + ":1", "--bootstrap", "0", "--svg", hostile + "d.svg"},
		[]string{"lines.ndjson", "--column", strings.ToValidUTF8(hostile, "") + "1", "--bootstrap", "0"}, nil)
}

// replayAttacks are replays of all recordings.
func replayAttacks() (out [][]string) {
	for i := range recordings(hostile) {
		out = append(out, []string{fmt.Sprintf("run%d.ndjson", i)})
	}
	return append(append(out, []string{hostile}, []string{hostile + ".csv"}, nil), folderAttacks()...)
}

// mergeAttacks merge files that are no parts, and parts with hostile texts.
func mergeAttacks() (out [][]string) {
	for i := range parts("") {
		part := fmt.Sprintf("part%d.ndjson", i)
		out = append(out, []string{part}, []string{"part0.ndjson", part})
	}
	return append(out, []string{"run0.ndjson", hostile + ".csv"}, []string{hostile})
}

// folderAttacks name all recordings that are folders.
func folderAttacks() (out [][]string) {
	for i := range folders("") {
		out = append(out, []string{fmt.Sprintf("%s%d", hostile, i)})
	}
	return append(out, []string{"."}, []string{hostile + ".csv"})
}

// commandsOf are the commands of a tree, those included that only the program adds, by their paths without its name.
func commandsOf(root *cobra.Command) map[string]*cobra.Command {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	out := map[string]*cobra.Command{}
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		_, path, _ := strings.Cut(c.CommandPath(), " ")
		out[path] = c
		for _, below := range c.Commands() {
			walk(below)
		}
	}
	walk(root)
	return out
}

// Every command of the tree is attacked. A command that replaces what guard has installed is not guarded.
func TestEveryCommandIsAttacked(t *testing.T) {
	for path, c := range commandsOf(tree()) {
		if _, ok := attacks[path]; !ok {
			t.Errorf("command %q has no row in the table of attacks", path)
		}
		if path != "" && (c.PersistentPreRun != nil || c.PersistentPreRunE != nil) {
			t.Errorf("command %q has a persistent hook, which replaces the guard of its output", path)
		}
	}
}

// attacksOn are the arguments of all runs of a command: base and more, and every flag at a hostile value.
func attacksOn(path string, c *cobra.Command, a attack) (runs [][]string) {
	words := strings.Fields(path)
	add := func(args ...string) { runs = append(runs, slices.Concat(words, args)) }
	add(slices.Concat(a.base, a.rest)...)
	add("--" + hostile)
	add("--help", hostile)
	for _, args := range a.more {
		add(args...)
	}
	if c == nil {
		return runs
	}
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		add(slices.Concat(a.base, []string{"--" + f.Name + "=" + hostile}, a.rest)...)
	})
	if f := c.Flags().Lookup("format"); f != nil {
		for _, format := range []string{"json", "text", "csv"} {
			for _, args := range append([][]string{slices.Concat(a.base, a.rest)}, a.more...) {
				if format != f.DefValue {
					add(append([]string{"--format", format}, args...)...)
				}
			}
		}
	}
	return runs
}

// No command writes a character that a terminal obeys or hides, on a pipe or, but for its own colours, on a terminal,
// whatever names of files, columns, keys and arguments it meets.
func TestHostileNames(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no such names there")
	}
	dir := hostileFiles(t)
	commands := commandsOf(tree())
	for path, a := range attacks {
		t.Run("levyscope "+path, func(t *testing.T) {
			t.Parallel()
			for i, args := range attacksOn(path, commands[path], a) {
				if !testing.Short() || i%14 == 0 {
					onPipe(t, dir, args)
				}
				if !testing.Short() && i%5 == 0 || i == len(a.more)+2 {
					onTerminal(t, dir, args)
				}
			}
		})
	}
}

// environment has hostile values where a program looks.
var environment = []string{"TERM_PROGRAM=" + hostile, "LC_MESSAGES=" + hostile, "COLORTERM=" + hostile}

func onPipe(t *testing.T, dir string, args []string) {
	t.Helper()
	cmd := ptytest.Command(t, ptytest.Options{Args: args, Dir: dir, Env: append(environment, "TERM="+hostile)})
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr, cmd.Stdin = &out, &errs, strings.NewReader("x"+hostile+"\n1\n2\n3\n")
	cmd.Run() // that it fails is as good as that it does not
	for name, text := range map[string]string{"standard output": out.String(), "standard error": errs.String()} {
		if bad := unseen(text, "\n\t"); bad != "" {
			t.Errorf("%q: %s has %s", args, name, bad)
		}
	}
	if out.Len()+errs.Len() == 0 && !strings.Contains(strings.Join(args, " "), "export") {
		t.Errorf("%q: no output at all", args)
	}
}

// own are the sequences by which the program and its libraries style text and ask a terminal what it is.
var own = regexp.MustCompile(`\x1b\[[0-9;:]*m|\x1b\]1[01];\?(\x07|\x1b\\)|\x1b\[c|\x1b\[\?[0-9;]*(u|\$p|[hl])`)

func onTerminal(t *testing.T, dir string, args []string) {
	t.Helper()
	var out bytes.Buffer
	e := ptytest.Start(t, ptytest.Options{Args: args, Dir: dir, Env: environment, Copy: &out})
	e.Type("x\n1\n2\n3\n\x04\x04\x04\x04")
	e.Exit()
	text, begins := out.String(), "x\r\n1\r\n2\r\n3\r\n" // the terminal echoes what is typed
	text = strings.ReplaceAll(strings.TrimPrefix(text, begins), "\b \b", "")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "^D\b\b", ""), "\r", "")
	for _, style := range own.FindAllString(text, -1) {
		if strings.Contains(style, "777") {
			t.Errorf("%q: on a terminal %q comes through", args, style)
		}
	}
	if bad := unseen(own.ReplaceAllString(text, ""), "\n\t"); bad != "" {
		t.Errorf("%q: the terminal is sent %s", args, bad)
	}
}

// unseen says which character of text is not seen as itself, but for those to keep, and what stands around it; or
// that a line begins within a hostile text, whose line feed was not escaped.
func unseen(text, keep string) string {
	marks := 0
	if at := max(strings.Index(text, "\n\\x7f"), strings.Index(text, "\n\\u007f")); at >= 0 {
		return fmt.Sprintf("a line feed of a name in %q", text[max(0, at-60):min(len(text), at+20)])
	}
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd") {
			return fmt.Sprintf("a byte that is no UTF-8 in %q", text[max(0, i-60):min(len(text), i+20)])
		}
		if marks++; !unicode.Is(unicode.M, r) {
			marks = 0
		}
		seen := unicode.IsPrint(r) || unicode.Is(unicode.Zs, r) || strings.ContainsRune(keep, r)
		if !seen || marks > 4 || unicode.Is(unicode.Variation_Selector, r) ||
			unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) {
			return fmt.Sprintf("%U in %q", r, text[max(0, i-60):min(len(text), i+20)])
		}
	}
	return ""
}

// The check sees what it is for.
func TestUnseenIsSeen(t *testing.T) {
	for _, r := range hostile {
		if text := "a" + string(r); unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) {
			if unseen(text, "") == "" {
				t.Errorf("%U passes", r)
			}
		}
	}
	const flood = "e\u0301\u0301\u0301\u0301\u0301\u0301"
	if unseen("a\x9b", "") == "" || unseen(flood, "") == "" || unseen("größe 日本", "") != "" {
		t.Error("bytes that are no UTF-8 or a flood of marks pass, or ordinary text does not")
	}
}

// sequence are the control sequences of a program that draws on the whole terminal.
var sequence = regexp.MustCompile(`\x1b\[[0-9;:?<>=]*[ !$]?[@-~]|\x1b\]1?[0-9]*;[ -~]*(\x07|\x1b\\)|\x1b[78=>]|` +
	`\x1bP[+>][ -~]*\x1b\\`)

// The explorer shows a hostile name in its panes, its help and its errors harmless.
func TestHostileNamesInTheExplorer(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no such names there")
	}
	dir := hostileFiles(t)
	valid := strings.ToValidUTF8(hostile, "")
	for _, scenario := range []string{
		"sim --time iteration --paths 200 --alpha 1.5 --sigma 1 --box=-1:1 " +
			"--noise 'empirical:file=" + valid + "2.csv,column=0'",
		"train --model '" + valid + "'",
	} {
		t.Run(scenario[:5], func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			e := ptytest.Start(t, ptytest.Options{W: 160, H: 48, Dir: dir, Copy: &out,
				Args: []string{"--record", hostile, "--scenario", scenario}})
			e.Await(`\x1b]52;c;`)
			e.Press("?", "?", hostile, "e", "tab", "e", "d", "s", "enter", "1", "2", "r", "ctrl+c", "ctrl+c")
			e.Exit()
			for _, s := range sequence.FindAllString(out.String(), -1) {
				if strings.Contains(s, "Nzc3") || strings.Contains(s, "777") {
					t.Errorf("%q comes through", s)
				}
			}
			if bad := unseen(sequence.ReplaceAllString(out.String(), ""), "\r\n\t\b"); bad != "" {
				t.Errorf("the terminal is sent %s", bad)
			}
		})
	}
}
