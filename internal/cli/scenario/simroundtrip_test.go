package scenario_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/scenariotext"
	"levyscope/sim"
	"levyscope/sim/clock"
	"levyscope/train/schedule"
)

// sameSimulation reports an error unless the scenario of cfg opens cfg.
func sameSimulation(t *testing.T, cfg sim.Config) {
	t.Helper()
	s := scenariotext.Sim(cfg)
	if len(s.Left) > 0 {
		t.Errorf("%s: left out %v", s.Text, s.Left)
	}
	got := reopened(t, s.Text).Sim
	cfg.ExitConfig = cfg.With(cfg.Controls)
	cfg.Controls.Dt, cfg.Controls.Began = 0, 0 // is the step of the configuration; a run begins at 0
	if a, b := recorded(t, got), recorded(t, cfg); a != b {
		t.Errorf("%s opens\n%s, want\n%s", s.Text, a, b)
	}
}

// systems are command lines of all potentials, domains, noises and clocks.
var systems = []string{
	"sim", "sim --alpha 1.5", "sim --alpha 1.5 --box=-1:2 --start=-0.5",
	"sim --alpha 1.2,1.8,1.1 --sigma 1 --box=-1:1 --theta 2,1,0.5",
	"sim --potential doublewell:left=1,right=2", "sim --potential multiwell:wells=3 --alpha 1.3",
	"sim --potential sharpflat --box=-2:2,-inf:inf", "sim --potential valley --domain ball:r=0.7",
	"sim --potential quartic --domain sublevel:u=0.2", "sim --potential quartic --domain wells --horizon 50",
	"sim --potential 'expr:(x1^2-1)^2/4 + x2^2/2' --alpha 1.5 --domain basin",
	"sim --domain halfline:a=-1 --alpha 1.7",
	"sim --domain halfline:a=1.5,coordinate=2",
	"sim --time iteration --alpha 1.5 --sigma 0.2 --box=-1:1",
	"sim --multiplicative '1+x1^2/10' --reading stratonovich",
	"sim --multiplicative '1+x1^2/10' --multiplicative 1 --reading marcus",
	"sim --noise gauss --alpha 1.5 --box=-1:1", "sim --noise truncated:cut=3 --noise tempered",
	"sim --noise poisson:rate=2", "sim --noise sas+gauss", "sim --integrator exact", "sim --integrator jump --rho 0.4",
	"sim --method accelerated --rho 0.3",
	"sim --integrator tamed --dt 0.0123456789 --paths 77", "sim --alpha 2,1.5",
}

func TestEverySimulationOpensAgain(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	times := 20
	if testing.Short() {
		times = 3
	}
	for i := range times * len(systems) {
		cfg := reopened(t, systems[i%len(systems)]).Sim
		cfg.Seed = r.Uint64()
		for range r.IntN(6) {
			if next := turned(t, r, cfg); next.Validate() == nil {
				cfg = next
			}
		}
		sameSimulation(t, cfg)
	}
	sameSimulation(t, reopened(t, "sim").Sim)
}

// turned is a configuration with another control.
func turned(t *testing.T, r *rand.Rand, cfg sim.Config) sim.Config {
	t.Helper()
	c := &cfg.Controls
	i := r.IntN(len(c.Alpha))
	with := func(list []float64, v float64) []float64 {
		out := append([]float64(nil), list...)
		out[i] = v
		return out
	}
	switch r.IntN(10) {
	case 0:
		c.Schedule = someSchedule(t, r)
	case 1:
		c.Arm = schedule.Arm(r.IntN(4))
	case 2:
		c.Eps = someNumber(r, 1)
	case 3:
		c.Alpha = with(c.Alpha, .5+someNumber(r, 1.4))
	case 4:
		c.Sigma = with(c.Sigma, someNumber(r, 3))
	case 5:
		c.Theta = with(c.Theta, someNumber(r, 3))
		if c.Potential != nil {
			return sim.Config{} // has no theta
		}
	case 6:
		c.Rho = .05 + someNumber(r, .9)
	case 7:
		if c.Dt = someNumber(r, .02); cfg.Time == clock.Iteration {
			return sim.Config{} // has no step in SDE time
		}
	case 8:
		c.Domain.Size *= 1 + someNumber(r, .1)
	case 9:
		c.Began = r.IntN(1000)
	}
	return cfg
}

// Samples come from a file again, whatever its name; those of the standard input cannot.
func TestSamplesOpenAgain(t *testing.T) {
	dir := t.TempDir()
	for i, name := range hostileNames {
		if strings.ContainsAny(name, "/") {
			continue
		}
		path := filepath.Join(dir, fmt.Sprint(i)+name)
		if err := os.WriteFile(path, []byte("a b\n"+strings.Repeat("1\n-2\n3\n", 50)), 0o600); err != nil {
			t.Fatal(err)
		}
		cfg := reopened(t, "sim --time iteration --alpha 1.5 --sigma 1 --box=-1:1").Sim
		text := scenariotext.Sim(cfg).Text + " --noise '" +
			strings.ReplaceAll(fmt.Sprintf("empirical:file=%q", path), "'", `'"'"'`) + "'"
		cfg = reopened(t, text).Sim
		sameSimulation(t, cfg)
	}
	cfg := reopened(t, "sim --time iteration --alpha 1.5 --sigma 1 --box=-1:1").Sim
	cfg.Controls.Noise = reopened(t, "sim --noise gauss --alpha 1.5 --box=-1:1").Sim.Controls.Noise
	cfg.Controls.Noise[0].File = "-"
	if s := scenariotext.Sim(cfg); len(s.Left) != 1 || !strings.Contains(s.Left[0], "standard input") {
		t.Errorf("%+v", s)
	}
}
