package simcmd_test

import (
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/simcmd"
)

// Every bad value ends in an error that contains it, and prints no event.
func TestBadValuesAreNamed(t *testing.T) {
	for _, c := range []struct {
		args string
		want []string
	}{
		{"--schedule zigzag", []string{`"zigzag"`}},
		{"--schedule cosine:warmup=5", []string{"cosine:eta0=0.1,steps=8000,warmup=5", "0.02", "warm-up"}},
		{"--schedule points:at=0:0/9:0.1", []string{"begins at 0", "0.1"}},
		{"--arm sideways", []string{`"sideways"`}},
		{"--time noon", []string{`"noon"`}},
		{"--format yaml", []string{`"yaml"`}},
		{"--alpha 2.5", []string{"alpha_1 = 2.5"}},
		{"--alpha 1.2,0", []string{"alpha_2 = 0"}},
		{"--alpha 1.2,heavy", []string{"--alpha", `"heavy"`}},
		{"--alpha 1.2,NaN", []string{"--alpha", `"NaN"`}},
		{"--alpha 1,1.5,1.9", []string{"3 values"}},
		{"--sigma -1", []string{"sigma_1 = -1"}},
		{"--sigma 1,Inf", []string{"sigma_2 = +Inf"}},
		{"--theta -2", []string{"theta_1 = -2"}},
		{"--theta 300", []string{"theta_1 = 300"}},
		{"--box=0.1:1", []string{"0.1:1"}},
		{"--box=-1:1,2:3", []string{"2:3"}},
		{"--box=-1", []string{`"-1"`}},
		{"--box=-1:wide", []string{`"wide"`}},
		{"--eps=-0.1", []string{"eps = -0.1"}},
		{"--eps small", []string{"--eps", `"small"`}},
		{"--paths 0", []string{"paths = 0"}},
		{"--dt 0", []string{"dt = 0"}},
		{"--dt -0.5", []string{"dt = -0.5"}},
		{"--horizon -4", []string{"horizon = -4"}},
		{"--particle --steps -9", []string{"steps = -9"}},
	} {
		clitest.Refused(t, simcmd.New(), strings.Fields(c.args), c.want...)
	}
}

// Whole numbers may have an exponent, and no digit of a seed is lost.
func TestNumbersOfFlags(t *testing.T) {
	cfg, err := simcmd.Parse("--paths", "1e3", "--dt", "2e-2", "--seed", "18446744073709551615")
	if err != nil || cfg.Paths != 1000 || cfg.Dt != .02 || cfg.Seed != 1<<64-1 {
		t.Errorf("%d paths, dt %g, seed %d (%v)", cfg.Paths, cfg.Dt, cfg.Seed, err)
	}
}

// What is no number of its kind is refused in words, with the flag's name.
func TestBadNumbersOfFlags(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"--paths many", "as in 1000"},
		{"--paths 1.5", "as in 1000"},
		{"--paths 1e30", "as in 1000"},
		{"--paths NaN", "as in 1000"},
		{"--steps -inf", "as in 1000"},
		{"--dt short", "as in 0.5"},
		{"--seed 1.5", "whole number from 0"},
	} {
		flag, value, _ := strings.Cut(c.args, " ")
		_, err := clitest.Execute(t.Context(), simcmd.New(), flag, value)
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

// A script of the other engine is named with what is wrong.
func TestScriptOfTheWrongKind(t *testing.T) {
	clitest.Refused(t, simcmd.New(), []string{"--script", clitest.Keep(t, clitest.TrainScript)}, "levyscope train")
}

// Another seed gives other events, and the same seed the same bytes.
func TestSameSeedSameBytes(t *testing.T) {
	for name, args := range map[string][]string{"ensemble": clitest.Sim("--exits"), "particle": clitest.Particle()} {
		run := func(seed string) string { return output(t, append(args, "--seed", seed)...) }
		first := run("3")
		clitest.Same(t, name, run("3"), first)
		if run("4") == strings.ReplaceAll(first, `"seed":3`, `"seed":4`) {
			t.Errorf("%s: another seed gives the same bytes", name)
		}
	}
}

func TestOutputErrorsAreReturned(t *testing.T) {
	for _, format := range []string{"json", "text", "csv"} {
		clitest.WithoutRoom(t, simcmd.New(), clitest.Sim("--format", format)...)
	}
}
