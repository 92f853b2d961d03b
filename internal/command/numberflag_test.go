package command_test

import (
	"context"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"levyscope/internal/command"
)

// Whole numbers may have an exponent, and no digit of a seed is lost.
func TestNumbersOfFlags(t *testing.T) {
	cfg, err := command.ParseSim("--paths", "1e3", "--dt", "2e-2", "--seed", "18446744073709551615")
	if err != nil || cfg.Paths != 1000 || cfg.Dt != .02 || cfg.Seed != 1<<64-1 {
		t.Errorf("%d paths, dt %g, seed %d (%v)", cfg.Paths, cfg.Dt, cfg.Seed, err)
	}
}

// What is no number of its kind is refused in words, with the flag's name.
func TestBadNumbersOfFlags(t *testing.T) {
	for _, c := range []struct {
		make func() *cobra.Command
		args string
		want string
	}{
		{command.Sim, "--paths many", "as in 1000"},
		{command.Sim, "--paths 1.5", "as in 1000"},
		{command.Sim, "--paths 1e30", "as in 1000"},
		{command.Sim, "--paths NaN", "as in 1000"},
		{command.Sim, "--steps -inf", "as in 1000"},
		{command.Sim, "--dt short", "as in 0.5"},
		{command.Sim, "--seed 1.5", "whole number from 0"},
		{command.Train, "--batch 1.5", "as in 1000"},
	} {
		flag, value, _ := strings.Cut(c.args, " ")
		_, err := execute(context.Background(), c.make(), flag, value)
		if err == nil || strings.Contains(err.Error(), "strconv") {
			t.Errorf("%s: error %v", c.args, err)
			continue
		}
		for _, part := range []string{flag, value, c.want} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: error %q lacks %q", c.args, err, part)
			}
		}
	}
}
