package command_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"levyscope/internal/command"
)

// Every bad value ends in an error that contains it, and prints no event.
func TestBadValuesAreNamed(t *testing.T) {
	for _, c := range []struct {
		make func() *cobra.Command
		args string
		want []string
	}{
		{command.Train, "--schedule zigzag:eta0=1", []string{`"zigzag"`, "constant"}},
		{command.Train, "--schedule power:eta0=-1", []string{"eta0=-1"}},
		{command.Train, "--schedule power:k0=ten", []string{"k0=ten"}},
		{command.Train, "--schedule power:speed=2", []string{`"speed"`}},
		{command.Train, "--arm sideways", []string{`"sideways"`}},
		{command.Train, "--sampling bootstrap", []string{`"bootstrap"`}},
		{command.Train, "--batch 0", []string{"batch = 0"}},
		{command.Train, "--batch 4001", []string{"batch = 4001", "4000"}},
		{command.Train, "--batch twelve", []string{"twelve"}},
		{command.Train, "--momentum 1.5", []string{"momentum = 1.5"}},
		{command.Train, "--weight-decay -0.5", []string{"weight decay = -0.5"}},
		{command.Train, "--steps -3", []string{"steps = -3"}},
		{command.Train, "--seed -1", []string{"-1"}},
		{command.Train, "--format yaml", []string{`"yaml"`}},
		{command.Train, "--model transformer", []string{`"transformer"`}},
		{command.Train, "--model mlp:0", []string{`"mlp:0"`, "0"}},
		{command.Train, "--model mlp:12-x", []string{`"x"`}},
		{command.Train, "--model mlp:12:gelu", []string{`"gelu"`}},
		{command.Train, "--data cifar-99", []string{`"cifar-99"`, "mnist1d"}},
		{command.Train, "--probe-block 1", []string{"blocks of 1"}},
		{command.Train, "--probe-batches 63", []string{"63"}},
		{command.Train, "--probe-batch 4001", []string{"4001"}},
		{command.Train, "--probe-every -1", []string{"-1"}},
		{command.Train, "--jump-threshold 0", []string{"jump threshold = 0"}},
		{command.Train, "--jump-threshold NaN", []string{"jump threshold = NaN"}},
		{command.Train, "--progress-every 0", []string{"progress 0"}},
		{command.Train, "--script no-such-file.ndjson", []string{"no-such-file.ndjson"}},
		{command.Train, "extra", []string{`"extra"`}},
		{command.Sim, "--schedule zigzag", []string{`"zigzag"`}},
		{command.Sim, "--arm sideways", []string{`"sideways"`}},
		{command.Sim, "--time noon", []string{`"noon"`}},
		{command.Sim, "--format yaml", []string{`"yaml"`}},
		{command.Sim, "--alpha 2.5", []string{"alpha_1 = 2.5"}},
		{command.Sim, "--alpha 1.2,0", []string{"alpha_2 = 0"}},
		{command.Sim, "--alpha 1.2,heavy", []string{"--alpha", `"heavy"`}},
		{command.Sim, "--alpha 1.2,NaN", []string{"--alpha", `"NaN"`}},
		{command.Sim, "--alpha 1,1.5,1.9", []string{"3 values"}},
		{command.Sim, "--sigma -1", []string{"sigma_1 = -1"}},
		{command.Sim, "--sigma 1,Inf", []string{"sigma_2 = +Inf"}},
		{command.Sim, "--theta -2", []string{"theta_1 = -2"}},
		{command.Sim, "--theta 300", []string{"theta_1 = 300"}},
		{command.Sim, "--box=0.1:1", []string{"0.1:1"}},
		{command.Sim, "--box=-1:1,2:3", []string{"2:3"}},
		{command.Sim, "--box=-1", []string{`"-1"`}},
		{command.Sim, "--box=-1:wide", []string{`"wide"`}},
		{command.Sim, "--eps=-0.1", []string{"eps = -0.1"}},
		{command.Sim, "--eps small", []string{"--eps", `"small"`}},
		{command.Sim, "--paths 0", []string{"paths = 0"}},
		{command.Sim, "--dt 0", []string{"dt = 0"}},
		{command.Sim, "--dt -0.5", []string{"dt = -0.5"}},
		{command.Sim, "--horizon -4", []string{"horizon = -4"}},
		{command.Sim, "--particle --steps -9", []string{"steps = -9"}},
		{command.Replay, "no-such-file.ndjson", []string{"no-such-file.ndjson"}},
		{command.Replay, "--format yaml no-such-file.ndjson", []string{`"yaml"`}},
		{command.Replay, "a b", []string{"2"}},
		{command.Reproduce, "quantum", []string{`"quantum"`, "getoor"}},
		{command.Reproduce, "--format yaml", []string{`"yaml"`}},
		{command.Data, "list --format yaml", []string{`"yaml"`}},
		{command.Data, "export cifar-99 --out here", []string{`"cifar-99"`}},
		{command.Data, "export mnist1d", []string{`"out"`}},
		{command.Screenshot, "--out x.svg --format yaml", []string{`"yaml"`}},
		{command.Screenshot, "--out x.svg --size wide", []string{`"wide"`}},
		{command.Screenshot, "--out x.svg --size 120x1001", []string{`"120x1001"`}},
		{command.Screenshot, "--out x.svg --size -5x10", []string{"-5x10"}},
		{command.Screenshot, "--out x.svg --steps 0", []string{"0"}},
		{command.Screenshot, "--out x.svg --screen nosuch", []string{`"nosuch"`}},
		{command.Screenshot, "", []string{`"out"`}},
		{command.Explore, "--glyphs wild", []string{`"wild"`}},
		{command.Info, "--format yaml", []string{`"yaml"`}},
	} {
		cmd := c.make()
		out, err := execute(context.Background(), cmd, strings.Fields(c.args)...)
		if err == nil || out != "" {
			t.Errorf("%s %s: error %v, output %.60q", cmd.Name(), c.args, err, out)
			continue
		}
		for _, part := range c.want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s %s: error %q lacks %q", cmd.Name(), c.args, err, part)
			}
		}
	}
}

// A script or a recording of the other engine, or of none, is named with what is wrong.
func TestRecordingsOfTheWrongKind(t *testing.T) {
	for _, c := range []struct {
		make func() *cobra.Command
		flag string
		text string
		want string
	}{
		{command.Train, "--script", simScript, "levyscope sim"},
		{command.Sim, "--script", trainScript, "levyscope train"},
		{command.Train, "--script", "nothing of the kind\n", "line 1"},
		{command.Replay, "", trainScript + "{\n", "line 4"},
		{command.Replay, "", "", "no started event"},
		{command.Replay, "", strings.Replace(trainScript, `"config":{`, `"config":{"data":"cifar-99",`, 1), "cifar-99"},
	} {
		path := keep(t, c.text)
		args := []string{path}
		if c.flag != "" {
			args = []string{c.flag, path}
		}
		_, err := execute(context.Background(), c.make(), args...)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.40q: error %v, want %q", c.text, err, c.want)
		}
	}
}

// Text for people, of runs that give all events: no remains of a format.
func TestTextHasNoFormattingErrors(t *testing.T) {
	diverging, _ := execute(context.Background(), command.Train(), quick("--model", "mlp:30-30", "--schedule", "constant:eta0=1000", "--format", "text")...)
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"train": {must(t, command.Train(), quick("--format", "text", "--script", keep(t, trainScript))...),
			[]string{"MLP 40-6-10 relu", "316 parameters", "step      4  changed: constant:eta0=0.2", "accuracy", "gradient noise, 32 minibatches of 8, K1 = 4", "fc2.bias", "done: 12 steps"}},
		"no probes": {must(t, command.Train(), quick("--format", "text", "--probe-every", "0", "--evaluate-every", "0")...), []string{"done: 12 steps"}},
		"diverging": {diverging, []string{"diverged: ", "fc1.weight[0 0]"}},
		"sim":       {must(t, command.Sim(), brief("--format", "text")...), []string{"60 paths ended, 60 exits", "mean exit time", "predicted 36.7", "side 1-", "side 2+"}},
		"exits":     {must(t, command.Sim(), brief("--format", "text", "--exits")...), []string{"path 0: exit through", "path 59: exit through"}},
		"censored":  {must(t, command.Sim(), brief("--format", "text", "--exits", "--horizon", "0.04")...), []string{"path 0: still inside", "0 exits"}},
		"particle":  {must(t, command.Sim(), particle("--format", "text", "--eps", "1")...), []string{"the particle's path 0: exit through"}},
		"changes":   {must(t, command.Sim(), particle("--format", "text", "--script", keep(t, simScript))...), []string{"step 100 changed: step:eta0=0.1,gamma=0.5,every=40, arm noise, eps 0.5"}},
		"no theory": {must(t, command.Sim(), brief("--format", "text", "--theta", "0,1")...), []string{"no prediction"}},
		"getoor":    {must(t, command.Sim(), brief("--format", "text", "--theta", "0", "--alpha", "1", "--sigma", "1", "--eps", "1", "--box=-1:1")...), []string{"Getoor"}},
		"replay":    {must(t, command.Replay(), "--format", "text", keep(t, must(t, command.Sim(), brief()...))), []string{"60 paths ended, 60 exits"}},
		"data":      {must(t, command.Data(), "list"), []string{"mnist1d", "4000 train, 1000 test, 40 numbers each, 10 classes"}},
		"info":      {must(t, command.Info()), []string{"version", "go", "cores"}},
	} {
		if strings.Contains(c.text, "%!") || strings.Contains(c.text, "(MISSING)") || strings.Contains(c.text, "0x") || strings.Contains(c.text, "<nil>") {
			t.Errorf("%s:\n%s", name, c.text)
		}
		for _, part := range c.want {
			if !strings.Contains(c.text, part) {
				t.Errorf("%s: no %q in\n%s", name, part, c.text)
			}
		}
	}
}

// Without an exit there is no mean exit time, and no share of a side.
func TestTextWithoutExitsHasNoNaN(t *testing.T) {
	if text := must(t, command.Sim(), brief("--format", "text", "--horizon", "0.04")...); strings.Contains(text, "NaN") {
		t.Error(text)
	}
}

// A picture that is there is replaced with --force only.
func TestScreenshotKeepsWhatIsThere(t *testing.T) {
	path := keep(t, "mine")
	_, err := execute(context.Background(), command.Screenshot(), "--out", path)
	if !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v", err)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "mine" {
		t.Errorf("the file is now %.20q (%v)", b, err)
	}
}

// A cancelled reproduction ends at once, as interrupted.
func TestReproduceIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, format := range []string{"json", "text"} {
		out, err := execute(ctx, command.Reproduce(), "getoor", "--format", format)
		if err != command.ErrInterrupted || strings.Contains(out, "%!") || format == "json" && out != "" {
			t.Errorf("%s: error %v, output %q", format, err, out)
		}
	}
}
