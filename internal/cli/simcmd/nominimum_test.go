package simcmd_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/simcmd"
	"levyscope/internal/near"
	"levyscope/sim"
)

// A drift without a minimum is simulated from a start in a box, without a prediction. The references are an
// independent simulation of Euler's steps of 0.01 in numpy, 20,000 paths each.
func TestDriftWithoutAMinimum(t *testing.T) {
	for _, c := range []struct {
		flags    string
		mean, se float64
	}{
		{"--potential expr:-x1^2/2 --box=-1:1 --start 0.1 --alpha 1.5 --eps 0.3", 1.6818, .0073},
		{"--potential expr:x1 --box=-1:1 --start 0 --alpha 1.2 --eps 0.3", .98995, .0033},
		{"--potential expr:x1*x2 --box=-1:1 --start 0.1 --alpha 1.8,1.3 --sigma 1,0.5 --eps 0.3", 1.9998, .0078},
		{"--potential expr:x1^3 --box=-1:2 --start 0.5 --alpha 0.9 --eps 0.4", 2.4913, .0149},
		{"--potential expr:0*x1 --box=-1:1 --start 0.2 --alpha 1.5 --eps 1", .77195, .0047},
	} {
		args := append([]string{"--paths", "4000"}, strings.Fields(c.flags)...)
		events := clitest.Parse(t, output(t, args...))
		done := events[len(events)-1]
		mean, _ := done["mean_exit_time"].(float64)
		se, _ := done["mean_exit_time_se"].(float64)
		near.Abs(t, c.flags, mean, c.mean, 3.5*math.Hypot(se, c.se))
		_, caveats := carried(done)
		if done["theory"] != nil || len(caveats) != 1 || !strings.Contains(caveats[0], "no minimum") {
			t.Errorf("%s: theory %v, caveats %q", c.flags, done["theory"], caveats)
		}
		if _, err := simcmd.Scenario(context.Background(), strings.NewReader(""), args, sim.Default()); err != nil {
			t.Errorf("in the explorer: %v", err)
		}
	}
}

// What needs a minimum is refused where there is none, with what to do.
func TestWhatNeedsAMinimum(t *testing.T) {
	for flags, want := range map[string]string{
		"--potential expr:x1":                                           "--start 0 --box=-1:1",
		"--potential expr:x1 --start 0":                                 "--start 0 --box=-1:1",
		"--potential expr:x1 --box=-1:1":                                "--start 0",
		"--potential expr:x1 --domain wells --start 0":                  "no minimum",
		"--potential expr:x1 --domain sublevel:u=1":                     "--start",
		"--potential expr:x1 --box=-1:1 --start 0 --method accelerated": "no minimum",
		"--potential expr:x1 --box=-1:1 --start 0 --method both":        "no minimum",
	} {
		clitest.Refused(t, simcmd.New(), strings.Fields(flags), want)
	}
	for _, flags := range []string{
		"--domain ball:r=1 --start 0", "--domain sublevel:u=1 --start 0", "--domain halfline:a=1 --start 0 --horizon 5",
		"--box=-1:1 --start 0 --integrator jump", "--box=-1:1 --start 0 --time iteration", "--box=-1:1 --start 0 --particle",
	} {
		output(t, append([]string{"--potential", "expr:-x1^2/2+x1", "--paths", "20", "--horizon", "20"},
			strings.Fields(flags)...)...)
	}
}
