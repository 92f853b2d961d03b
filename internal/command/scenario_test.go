package command_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"levyscope/internal/command"
	"levyscope/sim"
)

// A scenario is the configuration of its command line, as the explorer runs it.
func TestScenario(t *testing.T) {
	cfg, _, screen, err := command.Scenario(`sim --potential "expr:(x1^2-1)^2/4 + x2^2/2" --alpha 1.5 --eps 0.2`)
	if err != nil || screen != "simulate" {
		t.Fatalf("screen %q, %v", screen, err)
	}
	c := cfg.Controls
	if !cfg.Particle || cfg.Steps != 0 || cfg.Seed != 7 || c.Eps != .2 || len(c.Alpha) != 2 || c.Domain.Kind != sim.InBasin || len(c.Potential.Minima()) != 2 {
		t.Errorf("%+v", cfg)
	}
	if cfg, _, _, err = command.Scenario("levyscope sim --seed 3 --eps 0.3"); err != nil || cfg.Seed != 3 || cfg.Controls.Eps != .3 {
		t.Errorf("seed %d, eps %g, %v", cfg.Seed, cfg.Controls.Eps, err)
	}
	_, run, screen, err := command.Scenario("train --model mlp:8 --batch 4")
	if err != nil || screen != "train" || run.Model != "mlp:8" || run.Controls.Batch != 4 || run.Steps != 0 || run.ProgressEvery != 1 || run.Seed != 7 {
		t.Errorf("screen %q, %+v, %v", screen, run, err)
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
		_, err := execute(context.Background(), command.Explore(), "--scenario", text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
	if _, err := execute(context.Background(), command.Explore(), "--scenario", "sim --eps 0.2"); !errors.Is(err, command.ErrNoTerminal) {
		t.Errorf("a good scenario without a terminal: %v", err)
	}
}
