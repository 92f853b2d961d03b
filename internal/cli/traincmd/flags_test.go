package traincmd_test

import (
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/traincmd"
)

// Every bad value ends in an error that contains it, and prints no event.
func TestBadValuesAreNamed(t *testing.T) {
	for _, c := range []struct {
		args string
		want []string
	}{
		{"--schedule zigzag:eta0=1", []string{`"zigzag"`, "constant"}},
		{"--schedule power:eta0=-1", []string{"eta0=-1"}},
		{"--schedule power:k0=ten", []string{"k0=ten"}},
		{"--schedule power:speed=2", []string{`"speed"`}},
		{"--arm sideways", []string{`"sideways"`}},
		{"--sampling bootstrap", []string{`"bootstrap"`}},
		{"--batch 0", []string{"batch = 0"}},
		{"--batch 4001", []string{"batch = 4001", "4000"}},
		{"--batch twelve", []string{"twelve"}},
		{"--momentum 1.5", []string{"momentum = 1.5"}},
		{"--weight-decay -0.5", []string{"weight decay = -0.5"}},
		{"--steps -3", []string{"steps = -3"}},
		{"--seed -1", []string{"-1"}},
		{"--format yaml", []string{`"yaml"`}},
		{"--model transformer", []string{`"transformer"`}},
		{"--model mlp:0", []string{`"mlp:0"`, "0"}},
		{"--model mlp:12-x", []string{`"x"`}},
		{"--model mlp:12:swish", []string{`"swish"`}},
		{"--kernel neon", []string{`"neon"`, "auto, gonum, avx2 or avx512"}},
		{"--threads -1", []string{"threads = -1"}},
		{"--data cifar-99", []string{`"cifar-99"`, "mnist1d"}},
		{"--probe-block 1", []string{"blocks of 1"}},
		{"--probe-batches 63", []string{"63"}},
		{"--probe-batch 4001", []string{"4001"}},
		{"--probe-every -1", []string{"-1"}},
		{"--jump-threshold 0", []string{"jump threshold = 0"}},
		{"--jump-threshold NaN", []string{"jump threshold = NaN"}},
		{"--progress-every 0", []string{"progress 0"}},
		{"--script no-such-file.ndjson", []string{"no-such-file.ndjson"}},
		{"extra", []string{`"extra"`}},
	} {
		clitest.Refused(t, traincmd.New(), strings.Fields(c.args), c.want...)
	}
}

// What is no number of its kind is refused in words, with the flag's name.
func TestBadNumbersAreNamed(t *testing.T) {
	_, err := clitest.Execute(t.Context(), traincmd.New(), "--batch", "1.5")
	if err == nil || strings.Contains(err.Error(), "strconv") || !strings.Contains(err.Error(), "as in 1000") {
		t.Errorf("error %v", err)
	}
}

// A script of the other engine, or of none, is named with what is wrong.
func TestScriptsOfTheWrongKind(t *testing.T) {
	for text, want := range map[string]string{clitest.SimScript: "levyscope sim", "nothing of the kind\n": "line 1"} {
		clitest.Refused(t, traincmd.New(), []string{"--script", clitest.Keep(t, text)}, want)
	}
}

// Text for people, of runs that give all events.
func TestText(t *testing.T) {
	run := func(more ...string) string {
		return clitest.Must(t, traincmd.New(), clitest.Train(append(more, "--format", "text")...)...)
	}
	clitest.Has(t, "a run", run("--script", clitest.Keep(t, clitest.TrainScript)), "MLP 40-6-10 relu", "316 parameters",
		"step      4  changed: constant:eta0=0.2", "accuracy",
		"gradient noise, 32 minibatches of 8 drawn with replacement, K1 = 4", "fc2.bias", "done: 12 steps", "!0x")
	clitest.Has(t, "no probes", run("--probe-every", "0", "--evaluate-every", "0"), "done: 12 steps", "!gradient noise")
	diverging, err := clitest.Execute(t.Context(), traincmd.New(), clitest.Train("--model", "mlp:30-30",
		"--schedule", "constant:eta0=1000", "--format", "text")...)
	if err == nil || !strings.Contains(diverging, "diverged: learning rate too large, lower eta0") ||
		!strings.Contains(diverging, "the gradient of fc1.weight[0 0] is ") {
		t.Errorf("error %v after\n%s", err, diverging)
	}
}

func TestOutputErrorsAreReturned(t *testing.T) {
	for _, format := range []string{"json", "text"} {
		clitest.WithoutRoom(t, traincmd.New(), clitest.Train("--format", format)...)
	}
}
