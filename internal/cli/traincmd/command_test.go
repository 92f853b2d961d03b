package traincmd_test

import (
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/traincmd"
)

func TestTrainPrintsEvents(t *testing.T) {
	events := clitest.Parse(t, clitest.Must(t, traincmd.New(), clitest.Train("--seed", "5")...))
	first, last := events[0], events[len(events)-1]
	config, _ := first["config"].(map[string]any)
	if first["type"] != "started" || first["engine"] != "train" ||
		config["seed"] != 5. || config["steps"] != 12. || config["model"] != "mlp:6" {
		t.Errorf("first %v", first)
	}
	for kind, n := range map[string]int{"started": 1, "progress": 12, "evaluated": 3, "noise": 3, "jumps": 12, "done": 1} {
		if got := len(clitest.Of(events, kind)); got != n {
			t.Errorf("%d events %q, want %d", got, kind, n)
		}
	}
	if last["type"] != "done" || last["steps"] != 12. || last["partial"] != false {
		t.Errorf("last %v", last)
	}
	evaluated := clitest.Of(events, "evaluated")[2]
	for field, as := range map[string]string{
		"loss": "train_loss", "train_accuracy": "train_accuracy", "test_accuracy": "test_accuracy",
	} {
		if v, ok := last[field].(float64); !ok || v != evaluated[as] {
			t.Errorf("%s = %v, evaluated %v", field, last[field], evaluated[as])
		}
	}
	if v, there := last["steps_per_second"]; !there || v != nil {
		t.Errorf("steps_per_second = %v without --timing", v)
	}
	noise := clitest.Of(events, "noise")[2]["layers"].([]any)
	layers, _ := last["layers"].([]any)
	if len(layers) != 4 {
		t.Fatalf("layers %v", layers)
	}
	for i, want := range []struct {
		name   string
		params float64
	}{{"fc1.weight", 240}, {"fc1.bias", 6}, {"fc2.weight", 60}, {"fc2.bias", 10}} {
		l, n := layers[i].(map[string]any), noise[i].(map[string]any)
		delete(l, "alpha_beyond") // where the formula gives more than 2
		delete(l, "apart")        // where parameters have atoms
		if len(l) != 5 || l["name"] != want.name || l["params"] != want.params {
			t.Errorf("layer %v, want %v", l, want)
		}
		for _, field := range []string{"alpha", "alpha_se", "sigma"} {
			if v, there := l[field]; !there || v != n[field] {
				t.Errorf("%s: %s = %v, last probe %v", want.name, field, v, n[field])
			}
		}
	}
}

func TestTrainTiming(t *testing.T) {
	events := clitest.Parse(t, clitest.Must(t, traincmd.New(), clitest.Train("--timing")...))
	if v, ok := events[len(events)-1]["steps_per_second"].(float64); !ok || !(v > 0) {
		t.Errorf("steps_per_second = %v", events[len(events)-1]["steps_per_second"])
	}
}

// Without a probe there are no tail indices: null, not 0.
func TestTrainWithoutProbes(t *testing.T) {
	events := clitest.Parse(t, clitest.Must(t, traincmd.New(), clitest.Train("--probe-every", "0")...))
	if n := len(clitest.Of(events, "noise")) + len(clitest.Of(events, "jumps")); n != 0 {
		t.Errorf("%d events of noise", n)
	}
	for _, l := range events[len(events)-1]["layers"].([]any) {
		l := l.(map[string]any)
		if l["alpha"] != nil || l["alpha_se"] != nil || l["sigma"] != nil {
			t.Errorf("%v", l)
		}
	}
}

// The flags are the defaults of the run that the help names.
func TestTrainFlagsReachTheRun(t *testing.T) {
	out := clitest.Must(t, traincmd.New(), "--steps", "1", "--data", "mnist1d", "--model", "linear",
		"--schedule", "cosine:eta0=0.2,steps=9", "--arm", "step", "--batch", "3", "--momentum", "0.5",
		"--weight-decay", "0.01", "--sampling", "epochs", "--probe-every", "4", "--probe-batches", "16",
		"--probe-block", "8", "--probe-batch", "2", "--jump-threshold", "7", "--progress-every", "2",
		"--jumps-every", "3", "--evaluate-every", "5", "--seed", "18446744073709551615", "--kernel", "gonum",
		"--jump-norm", "4")
	const want = `"config":{"seed":18446744073709551615,"data":"mnist1d","model":"linear","steps":1,"sampling":"epochs",` +
		`"probe":{"every":4,"batches":16,"block":8,"batch":2,"method":"stream"},"jump_threshold":7,` +
		`"progress_every":2,"jumps_every":3,"evaluate_every":5,` +
		`"controls":{"schedule":"cosine:eta0=0.2,steps=9","arm":"step","batch":3,` +
		`"momentum":0.5,"momentum_form":"pytorch","weight_decay":0.01},"trajectory":{"norm":4}}`
	if first, _, _ := strings.Cut(out, "\n"); !strings.Contains(first, want) {
		t.Errorf("%s\nwant %s", first, want)
	}
}

// A script's changes come at their steps, and their learning rate with them.
func TestTrainScript(t *testing.T) {
	events := clitest.Parse(t, clitest.Must(t, traincmd.New(), clitest.Train("--script",
		clitest.Keep(t, clitest.TrainScript))...))
	changed := clitest.Of(events, "changed")
	if len(changed) != 2 || changed[0]["step"] != 4. || changed[1]["step"] != 9. {
		t.Fatalf("changes %v", changed)
	}
	for k, p := range clitest.Of(events, "progress") {
		want := .1
		switch {
		case k >= 9:
			want = .05
		case k >= 4:
			want = .2
		}
		if p["eta"] != want {
			t.Errorf("step %d: learning rate %v, want %g", k, p["eta"], want)
		}
	}
}

// Another seed gives other events, and the same seed the same bytes.
func TestSameSeedSameBytes(t *testing.T) {
	run := func(seed string) string { return clitest.Must(t, traincmd.New(), clitest.Train("--seed", seed)...) }
	first := run("3")
	clitest.Same(t, "train", run("3"), first)
	if run("4") == strings.ReplaceAll(first, `"seed":3`, `"seed":4`) {
		t.Error("another seed gives the same bytes")
	}
}
