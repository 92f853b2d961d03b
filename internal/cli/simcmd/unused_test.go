package simcmd_test

import (
	"context"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/simcmd"
	"levyscope/sim"
)

// A flag that has no effect on a configuration is refused by its name.
func TestFlagsWithoutEffectAreRefused(t *testing.T) {
	for _, c := range []struct{ flags, want string }{
		{"--rho 0.5", "--rho"},
		{"--rho 0.5 --integrator exact", "--rho"},
		{"--sweep rho=0.3,0.5", "--rho"},
		{"--reading marcus", "--reading"},
		{"--dt 0.01 --time iteration", "--dt"},
		{"--sweep dt=0.01,0.02 --time iteration", "--dt"},
		{"--steps 100", "--steps"},
		{"--arm noise", "--arm"},
		{"--arm step --schedule constant:eta0=0.2", "--arm"},
		{"--common-noise", "--common-noise"},
		{"--method accelerated --integrator tamed", "--integrator"},
		{"--particle --steps 20 --format csv", "--particle"},
		{"--sweep schedule.eta0=0.1,0.2", "schedule.eta0"},
	} {
		clitest.Refused(t, simcmd.New(), one(strings.Fields(c.flags)...), c.want)
	}
	for _, flags := range []string{
		"--rho 0.5 --integrator jump", "--rho 0.5 --method accelerated", "--rho 0.5 --method both",
		"--reading marcus --multiplicative 1+x1^2", "--dt 0.02", "--steps 10 --particle",
		"--arm noise --schedule power:eta0=0.1", "--arm both", "--common-noise --sweep eps=0.3,0.4",
		"--integrator exact --method both", "--sweep schedule.eta0=0.1,0.2 --time iteration --horizon 100",
	} {
		output(t, one(strings.Fields(flags)...)...)
	}
}

// In the explorer a change of the controls can give a flag an effect; those without any are refused.
func TestScenarioRefusesWhatNoChangeGivesAnEffect(t *testing.T) {
	for flags, want := range map[string]string{
		"--rho 0.5": "", "--arm noise": "", "--reading marcus": "--reading", "--time iteration --dt 0.1": "--dt",
	} {
		_, err := simcmd.Scenario(context.Background(), strings.NewReader(""), strings.Fields(flags), sim.Default())
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", flags, err, want)
		}
	}
}
