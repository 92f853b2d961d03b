package scenario_test

import (
	"strings"
	"testing"

	"levyscope/internal/cli/explore"
	"levyscope/internal/cli/scenario"
	"levyscope/sim/problem"
	"levyscope/tui"
)

// opened is what the explorer, seeded with 7, opens with.
func opened(text string) (tui.Options, scenario.Engine, error) {
	o := tui.Default()
	o.Sim.Seed, o.Train.Seed = 7, 7
	engine, err := scenario.Apply(explore.New(), text, &o)
	return o, engine, err
}

// A scenario is the configuration of its command line, as the explorer runs it.
func TestScenarioOfSim(t *testing.T) {
	o, engine, err := opened(`sim --potential "expr:(x1^2-1)^2/4 + x2^2/2" --alpha 1.5 --eps 0.2`)
	if err != nil || engine != scenario.Simulate || o.Screen != "simulate" {
		t.Fatalf("engine %d, screen %q, %v", engine, o.Screen, err)
	}
	cfg, c := o.Sim, o.Sim.Controls
	if !cfg.Particle || cfg.Steps != 0 || cfg.Seed != 7 || c.Eps != .2 || len(c.Alpha) != 2 ||
		c.Domain.Kind != problem.InBasin || len(c.Potential.Minima()) != 2 {
		t.Errorf("%+v", cfg)
	}
	if d := tui.Default().Sim; cfg.Quantum != d.Quantum || cfg.Every != d.Every || cfg.Slots != d.Slots {
		t.Errorf("quantum %d, every %d, %d slots are not the explorer's", cfg.Quantum, cfg.Every, cfg.Slots)
	}
	if o, _, err = opened("levyscope sim --seed 3 --eps 0.3"); err != nil || o.Sim.Seed != 3 || o.Sim.Controls.Eps != .3 {
		t.Errorf("seed %d, eps %g, %v", o.Sim.Seed, o.Sim.Controls.Eps, err)
	}
}

func TestScenarioOfTrain(t *testing.T) {
	o, engine, err := opened("train --model mlp:8 --batch 4")
	if err != nil || engine != scenario.Train || o.Screen != "train" {
		t.Fatalf("engine %d, screen %q, %v", engine, o.Screen, err)
	}
	cfg := o.Train
	if cfg.Model != "mlp:8" || cfg.Controls.Batch != 4 || cfg.Steps != 0 || cfg.ProgressEvery != 1 || cfg.Seed != 7 {
		t.Errorf("%+v", cfg)
	}
	if o, _, err = opened("train --steps 40 --seed 5"); err != nil || o.Train.Steps != 40 || o.Train.Seed != 5 {
		t.Errorf("%d steps, seed %d, %v", o.Train.Steps, o.Train.Seed, err)
	}
}

// --screen is stronger than the scenario.
func TestScenarioKeepsTheScreen(t *testing.T) {
	cmd := explore.New()
	if err := cmd.ParseFlags([]string{"--screen", "train"}); err != nil {
		t.Fatal(err)
	}
	o := tui.Options{Screen: "train"}
	if _, err := scenario.Apply(cmd, "sim --eps 0.2", &o); err != nil || o.Screen != "train" {
		t.Errorf("screen %q, %v", o.Screen, err)
	}
}

func TestBadScenariosAreNamed(t *testing.T) {
	for text, want := range map[string]string{
		" ":                                   "no command",
		"fly":                                 `"fly"`,
		"sim --alpha 2.5":                     "alpha_1 = 2.5",
		"sim --bogus 1":                       "--bogus",
		"sim more":                            `"more"`,
		"sim --sweep eps=1,2":                 "--sweep",
		"sim --method both":                   "both",
		"sim --potential 'expr:x1^2":          "quote",
		"sim --potential expr:x1>0":           "character 24",
		"sim; echo":                           "character 4",
		"sim --potential expr:(x1^2-1)^2":     "quotes",
		"train --format text":                 "--format",
		"train --batch many":                  "many",
		"sim --alpha $(echo 1.5) --sigma `a`": "$(echo 1.5)",
	} {
		if _, _, err := opened(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
}

// Any text gives an error or words, of which none holds what a shell would have run.
func FuzzApply(f *testing.F) {
	for _, text := range []string{
		"sim --alpha 1.5", "levyscope train --batch 4", `sim --potential "expr:(x1^2-1)^2" --eps 0.2`,
		"sim '", "", "$(echo 1)",
		"sim --noise empirical:file=-", "train --capture x", "sim --alpha=1.5 -- more", "sim --help", "train -h",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "file=") || strings.Contains(text, "script") {
			return // reads files
		}
		o, _, err := opened(text)
		switch {
		case err != nil:
			if strings.Contains(err.Error(), "%!") && !strings.Contains(text, "%") {
				t.Errorf("%.300q: %v", text, err)
			}
		case o.Screen == "simulate":
			if err := o.Sim.Validate(); err != nil {
				t.Errorf("%.300q was found valid: %v", text, err)
			}
		}
	})
}
