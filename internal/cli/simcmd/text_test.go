package simcmd_test

import (
	"math"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/simcmd"
	"levyscope/sim"
	"levyscope/sim/exits"
	"levyscope/sim/theory"
)

// The first line has the walls as the flags read them.
func TestTextNamesTheWalls(t *testing.T) {
	for args, want := range map[string]string{
		"--alpha 1.5 --sigma 1 --box=-1:2":                                   ", box -1:2,",
		"--box=-0.6:1,-0.7:0.7":                                              ", box -0.6:1,-0.7:0.7,",
		"--box=-0.6:1,-inf:0.7":                                              ", box -0.6:1,-inf:0.7,",
		"--alpha 1.5 --sigma 1 --domain halfline:a=0.5":                      ", domain halfline:a=0.5,",
		"--alpha 1.5 --sigma 1 --domain halfline:a=-0.5":                     ", domain halfline:a=-0.5,",
		"--alpha 1.5 --sigma 1,1 --domain halfline:a=1":                      ", domain halfline:a=1,",
		"--alpha 1.5,1.5 --sigma 1 --domain ball:r=0.8":                      ", domain ball:r=0.8,",
		"--alpha " + strings.Repeat("1.5,", 19) + "1.5 --sigma 1 --box=-1:1": ", box -1:1,-1:1,-1:1,...,-1:1,-1:1,",
	} {
		first, _, _ := strings.Cut(output(t, append(strings.Fields(args), "--paths", "2", "--horizon", "1", "--format",
			"text")...), "\n")
		has(t, args, first, want)
	}
}

// What is not known of a system is left out, and what never happens is called so.
func TestTextHasNoNaN(t *testing.T) {
	free := []string{"--alpha", "1.5", "--sigma", "1", "--box=-1:1", "--theta", "0", "--paths", "20", "--format", "text"}
	has(t, "Getoor", output(t, free...), "(Getoor)", "trapped at the horizon 0", "!predicted to be inside",
		"predicted to stay for ever 0")
	silent := one("--eps", "0", "--horizon", "3", "--format", "text")
	has(t, "no noise", output(t, silent...), "no exit yet", "predicted never")
	single := []string{"--alpha", "1.5", "--sigma", "1", "--box=-1:1", "--paths", "1", "--eps", "1", "--format", "text",
		"--exits"}
	has(t, "one path", output(t, single...), "mean exit time", "! +- ,")
	swept := output(t, one("--sweep", "eps=0,0.5", "--horizon", "3", "--format", "text")...)
	has(t, "a sweep from no noise on", swept, "never", "no exit")

	// A coordinate without jumps has no exponent, and of equal ones the first is told.
	nan := math.NaN()
	th := &theory.Theory{Law: "small noise", MeanExitTime: math.Inf(1), Monitored: math.Inf(1), Inside: nan, PTrap: nan,
		EpsReversal: nan, Valid: true, TrapExponents: []float64{nan, .9, nan, .9, 1.2}}
	d := sim.Done{Totals: sim.Totals{Paths: 3, Exited: 2, Censored: 1, Sides: []int{1, 1}, MeanTime: 4, MeanTimeSE: nan},
		Setting: sim.Setting{Theory: th, SideNames: []string{"1-", "1+"}}}
	st := sim.Statistics{Median: exits.TimeQuantile{Time: 2, Lo: nan, Hi: math.Inf(1)},
		Variation: exits.Variation{CV: 1, SE: nan, Exponential: nan}}
	has(t, "odd figures", simcmd.RunText(false, st, d), "coordinate 2: 0.9", "coordinate 5: 1.2", "!coordinate 1",
		"!coordinate 4", "predicted never", "median 2 (95 %: unknown to never)", "coefficient of variation 1.0000\n",
		"mean exit time 4 ")
}

// Exit times of a few steps are whole numbers of them, which a test of a continuous law would reject.
func TestTextDoesNotTestFewSteps(t *testing.T) {
	short := []string{"--alpha", "1.5", "--sigma", "1", "--box=-1:1", "--paths", "200", "--format", "text", "--eps", "2",
		"--dt", "0.1"}
	has(t, "few steps", output(t, short...), "times of a few steps", "!p 0", "!Cox")
	has(t, "many steps", output(t, append(short, "--dt", "0.001")...), "Cox and Oakes: z", "!a few steps")
	has(t, "accelerated", output(t, append(short, "--method", "accelerated", "--eps", "0.4", "--dt", "1")...),
		"Cox and Oakes: z", "!a few steps")
}

// Where all paths begin has its share in the occupation, but not in its prediction.
func TestTextOfWells(t *testing.T) {
	text := output(t, wellsRun("--start", "1.5", "--format", "text")...)
	has(t, "wells", text, "all paths start in basin 2; the prediction of the occupation is of the long run",
		"basin 1   occupied", ", predicted")
	text = output(t, wellsRun("--format", "text", "--schedule", "power:eta0=0.1,k0=600,gamma=0.5")...)
	has(t, "wells under a decay", text, "all paths start in basin 1\n", "!predicted",
		"caveat: no prediction of the rates")
}

// interrupted is the output of a run that ends once it has printed stop.
func interrupted(t *testing.T, stop string, args ...string) string {
	t.Helper()
	return clitest.Interrupted(t, stop, simcmd.New(), args...)
}

// The summary of an interrupted run says what its figures are of, and what was not done.
func TestTextOfAnInterruptedRun(t *testing.T) {
	long := []string{"--alpha", "1.5", "--sigma", "1", "--box=-1:1", "--eps", "0.1", "--paths", "5000", "--exits",
		"--format", "text"}
	text := interrupted(t, "path 0", long...)
	has(t, "direct", text, "partial (interrupted)", "(paths under way count as censored where they are)",
		"!trapped at the horizon", "!under a decay", "!accelerated")
	decay := append(long, "--schedule", "power:eta0=0.1,k0=6000,gamma=1.2", "--arm", "noise")
	has(t, "decay", interrupted(t, "path 0", decay...),
		"under a decay the mean grows with the time that paths have had", "predicted to stay for ever 0.38")
	both := append(long, "--method", "both")
	has(t, "both", interrupted(t, "path 0", both...), "the accelerated run was not made")
	swept := one("--sweep", "eps=0.3,0.001,0.3", "--method", "both", "--format", "text")
	has(t, "sweep", interrupted(t, "predicted", swept...), "under way, accelerated run not made")
	row := clitest.Table(t, interrupted(t, "0.3,1,100", one("--sweep", "eps=0.3,0.001", "--method", "both", "--format",
		"csv")...))
	if len(row) != 2 || row[1]["accelerated_big_jumps"] != "" {
		t.Errorf("rows %v of a run that was not made", row)
	}
}

// Text for people, of runs that give all events.
func TestTextOfRuns(t *testing.T) {
	run := func(args []string) string { return output(t, append(args, "--format", "text")...) }
	has(t, "an ensemble", run(clitest.Sim()), "60 paths ended, 60 exits", "mean exit time", "predicted 36.7",
		"side 1-", "side 2+", "!0x")
	has(t, "exits", run(clitest.Sim("--exits")), "path 0: exit through", "path 59: exit through")
	has(t, "censored", run(clitest.Sim("--exits", "--horizon", "0.04")), "path 0: still inside", "0 exits")
	has(t, "a particle", run(clitest.Particle("--eps", "1")), "the particle's path 0: exit through")
	clitest.Has(t, "changes", run(clitest.Particle("--script", clitest.Keep(t, clitest.SimScript))),
		"step 100 changed: step:eta0=0.1,gamma=0.5,every=40, arm noise, eps 0.5")
	has(t, "no theory", run(clitest.Sim("--theta", "0,1")), "no prediction")
	has(t, "Getoor", run(clitest.Sim("--theta", "0", "--alpha", "1", "--sigma", "1", "--eps", "1", "--box=-1:1")),
		"Getoor")
}
