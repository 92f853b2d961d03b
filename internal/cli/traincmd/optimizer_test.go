package traincmd_test

import (
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/replay"
	"levyscope/internal/cli/traincmd"
	"levyscope/train"
	"levyscope/train/optim"
)

// Every optimiser runs, is recorded and replays; sgd and momentum are recorded as their short forms are.
func TestOptimizers(t *testing.T) {
	for args, want := range map[string]string{
		"--optimizer sgd --momentum 0.5":                    `"momentum":0.5,"momentum_form":"pytorch","weight_decay":0}`,
		"--optimizer sgd:weight_decay=0.5":                  `"momentum":0,"weight_decay":0.5}`,
		"--optimizer sgd --weight-decay 0.5":                `"momentum":0,"weight_decay":0.5}`,
		"--optimizer momentum:mu=0.5,form=polyak":           `"momentum":0.5,"momentum_form":"polyak","weight_decay":0}`,
		"--optimizer nesterov":                              `"weight_decay":0,"optimizer":"nesterov:mu=0.9"}`,
		"--optimizer adam --schedule 0.001 --clip norm:0.5": `eps=1e-08","clip":"norm:0.5"}`,
		"--optimizer adamw --schedule 0.001 --arm batch":    `"optimizer":"adamw:beta1=0.9,beta2=0.999,eps=1e-08,weight_`,
		"--optimizer sign --schedule 0.001 --jumps-every 0": `"optimizer":"sign"}`,
		"--optimizer normalised --clip entry:0.1":           `"optimizer":"normalised","clip":"entry:0.1"}`,
	} {
		text := clitest.Must(t, traincmd.New(), clitest.Train(strings.Fields(args)...)...)
		if first, _, _ := strings.Cut(text, "\n"); !strings.Contains(first, want) {
			t.Errorf("%s: %s, want %s", args, first, want)
		}
		clitest.Same(t, "replay of "+args, clitest.Must(t, replay.New(), clitest.Keep(t, text)), text)
	}
}

// What clipping did is an event, and stands in the totals of every format.
func TestClippingIsReported(t *testing.T) {
	args := clitest.Train("--clip", "norm:1e-3", "--jumps-every", "5", "--steps", "12")
	events := clitest.Parse(t, clitest.Must(t, traincmd.New(), args...))
	clipped := clitest.Of(events, "clipped")
	if len(clipped) != 3 {
		t.Fatalf("%d events, want those before steps 5, 10 and 12", len(clipped))
	}
	if e := clipped[2]; e["from"] != 10. || e["step"] != 12. || e["count"] != 2. || e["clip"] != "norm:0.001" ||
		e["entry_share"] != 1. || !(e["median_norm"].(float64) > .001) {
		t.Errorf("%v", e)
	}
	total := clitest.Of(events, "done")[0]["clipped"].(map[string]any)
	if total["steps"] != 12. || total["count"] != 12. {
		t.Errorf("totals %v", total)
	}
	text := clitest.Must(t, traincmd.New(), append(args, "--format", "text")...)
	clitest.Has(t, "text", text, "clip norm:0.001", "100 % of the gradients clipped", "the raw gradient")
	row := clitest.Table(t, clitest.Must(t, traincmd.New(), append(args, "--format", "csv")...))[0]
	if row["clipped"] != "1" || row["clipped_entries"] != "1" {
		t.Errorf("CSV %v", row)
	}
	plain := clitest.Must(t, traincmd.New(), clitest.Train("--format", "text")...)
	clitest.Has(t, "text without clipping", plain, "!clip", "!raw gradient")
}

// Short forms that contradict the optimiser are refused by name, and so is what does not go together.
func TestOptimizersThatAreRefused(t *testing.T) {
	for args, want := range map[string][]string{
		"--optimizer adam --momentum 0.9":                   {"--momentum beside --optimizer adam", "no such parameter"},
		"--optimizer adam --momentum 0":                     {"--momentum beside --optimizer adam"},
		"--optimizer nesterov --momentum 0.5":               {"--optimizer nesterov:mu="},
		"--optimizer momentum --momentum-form polyak":       {"--optimizer momentum:form="},
		"--optimizer adam --weight-decay 1e-4":              {"--optimizer adam:weight_decay="},
		"--optimizer sgd:weight_decay=.1 --weight-decay .2": {"--optimizer sgd:weight_decay="},
		"--optimizer adagrad":                               {`"adagrad"`, "normalised"},
		"--optimizer adam:beta1=1":                          {"beta1=1 is out of range"},
		"--optimizer adam --arm noise":                      {"arm noise", "optimizer adam", "arm both or batch"},
		"--clip norm:1 --arm step --schedule cosine":        {"clip norm:1", "arm step"},
		"--clip 1":      {`clip "1"`, "norm"},
		"--clip norm:0": {"limit=0 is out of range"},
		"--optimizer adam --sweep momentum=0.5,0.9 --steps 3": {"--momentum beside --optimizer adam"},
		"--optimizer adam --sweep optimizer.mu=1,2 --steps 3": {`unknown parameter "mu"`, "beta1"},
		"--optimizer adam --seeds 2 --momentum .9 --steps 3":  {"--momentum beside --optimizer adam"},
		"--sweep clip=1,2 --steps 3":                          {"give --clip norm or --clip entry"},
		"--clip norm --sweep clip=-1,2 --steps 3":             {"limit=-1 is out of range"},
	} {
		clitest.Refused(t, traincmd.New(), strings.Fields(args), want...)
	}
}

// Parameters of the optimiser and the limit of clipping are swept.
func TestSweepsOfTheOptimizer(t *testing.T) {
	args := clitest.Train("--optimizer", "adam", "--schedule", "0.001", "--clip", "norm:1", "--format", "csv",
		"--sweep", "optimizer.beta2=0.9,0.99", "--sweep", "clip=0.01,1000")
	rows := clitest.Table(t, clitest.Must(t, traincmd.New(), args...))
	if len(rows) != 4 || rows[0]["optimizer.beta2"] != "0.9" || rows[3]["clip"] != "1000" {
		t.Fatalf("%v", rows)
	}
	for i, row := range rows {
		if row["clipped"] != []string{"1", "0"}[i%2] {
			t.Errorf("row %d: clipped %s", i, row["clipped"])
		}
	}
	if rows[1]["loss"] == rows[3]["loss"] {
		t.Error("beta2 changes nothing")
	}
	plain := clitest.Table(t, clitest.Must(t, traincmd.New(),
		clitest.Train("--format", "csv", "--sweep", "optimizer.weight_decay=0,1")...))
	if len(plain) != 2 || plain[0]["loss"] == plain[1]["loss"] {
		t.Errorf("%v", plain)
	}
}

// A scenario takes the optimiser; its momentum is in the form that the text says.
func TestOptimizersInScenarios(t *testing.T) {
	cfg, err := traincmd.Scenario(strings.Fields("--optimizer momentum:mu=0.9 --clip norm:1"), train.Default())
	if want := (optim.Momentum{Mu: .9, Form: optim.PyTorch}); err != nil || cfg.Controls.Method() != want {
		t.Errorf("%v, %v", cfg.Controls.Method(), err)
	}
	if _, err := traincmd.Scenario(strings.Fields("--optimizer adam --momentum .9"), train.Default()); err == nil {
		t.Error("a short form beside adam is accepted")
	}
}
