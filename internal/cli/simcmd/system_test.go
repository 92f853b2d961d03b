package simcmd_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/simcmd"
	"levyscope/internal/near"
	"levyscope/sim/problem"
	"levyscope/stats/tail"
)

// The number of coordinates is that of the longest list, or of the potential.
func TestSimCoordinates(t *testing.T) {
	for _, c := range []struct {
		args string
		dim  int
		kind problem.DomainKind
	}{
		{"", 2, problem.InBox},
		{"--alpha 1.5", 2, problem.InBox}, // the walls are of two
		{"--alpha 1.5 --sigma 1 --box=-1:1", 1, problem.InBox},
		{"--alpha 1.5 --sigma 1 --domain ball:r=1", 1, problem.InBall},
		{"--alpha 1.5 --sigma 1 --domain ball:r=1 --start 0,0,0.1", 3, problem.InBall},
		{"--alpha 1.5 --sigma 1 --domain halfline:a=1", 1, problem.InBox},
		{"--potential doublewell:left=1,right=2 --eps 0.2", 1, problem.InBasin},
		{"--potential doublewell --box=-3:0.5 --start -1", 1, problem.InBox},
		{"--potential multiwell --alpha 1.5", 2, problem.InBasin},
		{"--potential quartic --sigma 1,2,3 --domain sublevel:u=1", 3, problem.InSublevel},
		{"--potential expr:x1^2+(x2^2-1)^2 --eps 0.1", 2, problem.InBasin},
		{"--potential quartic --domain ball:r=1 --noise sas --noise gauss", 2, problem.InBall},
		{"--potential quartic --domain ball:r=1 --multiplicative 1 --multiplicative 1+x1^2", 2, problem.InBall},
	} {
		cfg, err := simcmd.Parse(strings.Fields(c.args)...)
		if err != nil {
			t.Errorf("%s: %v", c.args, err)
			continue
		}
		if n := len(cfg.Controls.Alpha); n != c.dim || cfg.Controls.Domain.Kind != c.kind {
			t.Errorf("%s: %d coordinates, domain %s; want %d", c.args, n, cfg.Controls.Domain, c.dim)
		}
	}
}

// A half-line is the box with one wall, and its hazard half that of two: theory.md, section 4.
func TestHalfLine(t *testing.T) {
	done := func(args ...string) clitest.Event {
		events := clitest.Parse(t, output(t, append([]string{"--alpha", "1.5", "--sigma", "1", "--eps", "0.1", "--paths",
			"200"}, args...)...))
		return events[len(events)-1]
	}
	two := done("--box=-1:1")["theory"].(map[string]any)["mean_exit_time"].(float64)
	for domain, side := range map[string]int{"halfline:a=1": 1, "halfline:a=-1": 0} {
		d := done("--domain", domain)
		near.Rel(t, domain+": prediction", figure(t, d["theory"].(map[string]any), "mean_exit_time"), 2*two, 1e-12)
		if sides := clitest.Floats(d["sides"]); sides[side] != d["exited"] || sides[1-side] != 0 {
			t.Errorf("%s: sides %v", domain, sides)
		}
		box := "--box=-inf:1"
		if side == 0 {
			box = "--box=-1:inf"
		}
		if b := done(box); b["mean_exit_time"] != d["mean_exit_time"] {
			t.Errorf("%s: mean %v, with %s %v", domain, d["mean_exit_time"], box, b["mean_exit_time"])
		}
	}
}

// With --method both the last line is that of the direct run, and before it the
// methods are compared: within 3 % of each other at eps = 0.03.
func TestBothMethods(t *testing.T) {
	paths := "2000"
	if testing.Short() {
		paths = "1000"
	}
	args := []string{"--alpha", "1.2", "--sigma", "1", "--box=-1:1", "--eps", "0.03", "--paths", paths}
	direct := output(t, args...)
	both := output(t, append(args, "--method", "both")...)
	events := clitest.Parse(t, both)
	lines := strings.SplitAfter(both, "\n")
	clitest.Same(t, "events of the direct run", strings.Join(append(append([]string{}, lines[:len(events)-2]...),
		lines[len(events)-1]), ""), direct)
	c := events[len(events)-2]
	if c["type"] != "comparison" || c["partial"] != false {
		t.Fatalf("before the last %v", c)
	}
	d, a := c["direct"].(map[string]any), c["accelerated"].(map[string]any)
	ratio, se := c["ratio"].(float64), c["ratio_se"].(float64)
	md, ma := d["mean_exit_time"].(float64), a["mean_exit_time"].(float64)
	relative := math.Hypot(d["mean_exit_time_se"].(float64)/md, a["mean_exit_time_se"].(float64)/ma)
	near.Abs(t, "ratio of the means", ratio, ma/md, 1e-12)
	near.Abs(t, "its standard error", se, ratio*relative, 1e-12)
	near.Abs(t, "ratio of the methods", ratio, 1, 4*se+.03)
	near.Most(t, "its standard error", se, .05)
	if big, steps := a["path_steps"].(float64), d["path_steps"].(float64); !(big*50 < steps) {
		t.Errorf("%g big jumps for %g steps", big, steps)
	}
	row := clitest.Table(t, output(t, append(args, "--method", "both", "--format", "csv")...))[0]
	if row["accelerated_ratio"] != fmt.Sprint(ratio) || row["accelerated_mean_exit_time"] != fmt.Sprint(ma) {
		t.Errorf("row %v, want ratio %g", row, ratio)
	}
}

// An empirical noise reads a column as levyscope fit does.
func TestEmpiricalNoise(t *testing.T) {
	file := clitest.Write(t, "noise.csv", []byte("step,grad\n0,0.5\n1,-2\n2,3\n"))
	cfg, err := simcmd.Parse("--time", "iteration", "--alpha", "1.5", "--sigma", "1", "--box=-9:9", "--noise",
		"empirical:file="+file+",column=grad")
	if err != nil || len(cfg.Controls.Noise) != 1 {
		t.Fatalf("%v, %v", cfg.Controls.Noise, err)
	}
	if got := fmt.Sprint(cfg.Controls.Noise[0].Samples); got != "[0.5 -2 3]" {
		t.Errorf("samples %s", got)
	}
	for spec, want := range map[string]string{
		"empirical:file=no-such.csv":              "no-such.csv",
		"empirical:file=" + file + ",column=loss": "loss",
		"empirical": "file",
	} {
		_, err := simcmd.Parse("--time", "iteration", "--noise", spec)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", spec, err, want)
		}
	}
}

func TestBadSystemsAreNamed(t *testing.T) {
	for args, want := range map[string][]string{
		"--potential bowl":                                         {"--potential", `"bowl"`, "doublewell"},
		"--potential doublewell:left=-1":                           {"left"},
		"--potential doublewell:left=1 --alpha 1.2,1.5":            {"doublewell", "2"},
		"--potential expr:(x1^2":                                   {"column"},
		"--potential expr:x1^2+x3^2 --alpha 1,1":                   {"x3", "2"},
		"--potential doublewell --theta 2":                         {"theta 2", "--theta"},
		"--potential doublewell --domain box":                      {"walls", "--box"},
		"--domain ball:r=1 --box=-1:1":                             {"ball:r=1", "--box -1:1"},
		"--domain ball":                                            {`"ball"`, "ball:r=1.5"},
		"--domain ball:r=-1":                                       {"-1"},
		"--domain halfline:a=0":                                    {"halfline:a=0", "halfline:a=1"},
		"--domain halfline:b=1":                                    {"halfline:b=1"},
		"--domain cube":                                            {`"cube"`, "halfline"},
		"--start 5 --alpha 1.5":                                    {"5"},
		"--start 0,0,0":                                            {"alpha"},
		"--start zero":                                             {"--start", `"zero"`},
		"--noise pink":                                             {"--noise", `"pink"`, "truncated"},
		"--noise truncated:cut=-1":                                 {"cut", "-1"},
		"--noise sas --noise sas --noise sas":                      {"alpha has 2"},
		"--multiplicative x3":                                      {"--multiplicative", "x3"},
		"--multiplicative 1+":                                      {"column"},
		"--multiplicative 1 --multiplicative 1 --multiplicative 1": {"alpha has 2"},
		"--reading german":                                         {`"german"`, "marcus"},
		"--integrator verlet":                                      {`"verlet"`, "tamed"},
		"--potential quartic --integrator exact":                   {"exact", "quadratic"},
		"--rho 0":                                                  {"rho = 0"},
		"--rho 1":                                                  {"rho = 1"},
		"--rho much":                                               {"--rho", `"much"`},
		"--method fast":                                            {`"fast"`, "direct", "both"},
		"--method both --alpha 2":                                  {"accelerated", "alpha"},
		"--method both --time iteration":                           {"accelerated", "iteration"},
		"--box=-inf:inf,NaN:1":                                     {"NaN"},
		"--format yaml":                                            {`"yaml"`, "csv"},
	} {
		out, err := clitest.Execute(context.Background(), simcmd.New(), strings.Fields(args)...)
		if err == nil || out != "" {
			t.Errorf("%s: error %v, output %.60q", args, err, out)
			continue
		}
		if strings.HasPrefix(err.Error(), "-") {
			t.Errorf("%s: error %q begins with a dash", args, err)
		}
		for _, part := range want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: error %q lacks %q", args, err, part)
			}
		}
	}
}

// What is not as by default is said in the first line, the sides by their names, with Wilson's intervals.
func TestSimTextSaysWhatIsSimulated(t *testing.T) {
	for _, c := range []struct {
		args string
		want []string
	}{
		{"--potential doublewell:left=1,right=2 --alpha 1.5 --eps 0.5 --paths 40",
			[]string{"1 coordinate", "potential doublewell:left=1,right=2", "domain basin", "side to 2", "side away"}},
		{"--alpha 1.5 --sigma 1 --box=-1:1 --eps 0.5 --paths 40 --integrator jump --rho 0.4",
			[]string{"integrator jump", "rho 0.4"}},
		{"--alpha 1.5 --sigma 1 --box=-1:1 --eps 0.2 --paths 40 --method accelerated",
			[]string{"method accelerated"}},
		{"--alpha 1.5 --sigma 1 --box=-1:1 --eps 0.2 --paths 40 --method both",
			[]string{"accelerated/direct", "big jumps"}},
		{"--alpha 1.5 --sigma 1 --box=-1:1 --eps 0.5 --paths 40 --multiplicative 1+x1^2 --reading stratonovich",
			[]string{"multiplicative 1+x1^2 (stratonovich reading)"}},
		{"--alpha 1.5 --sigma 1 --box=-1:1 --eps 0.5 --paths 40 --noise tempered:rate=0.1",
			[]string{"noise tempered:rate=0.1"}},
		{"--potential doublewell --alpha 1.5 --eps 0.5 --paths 10 --domain wells --horizon 20",
			[]string{"domain wells", "10 paths ended at 20"}},
		{"--alpha 1.5 --sigma 1 --box=-1:1 --sweep eps=0.5,1 --paths 40 --method both",
			[]string{"mean exit time", "/direct", "2 points"}},
		{"--alpha 1.5 --sigma 1 --box=-1:1 --sweep eps=0.5,1 --paths 2 --exits",
			[]string{"eps = 0.5: path 0: exit through 1"}},
		{"--potential doublewell --alpha 1.5 --eps 0.5 --paths 5 --exits",
			[]string{"path 0: exit through to 2"}},
	} {
		has(t, c.args, output(t, append(strings.Fields(c.args), "--format", "text")...), c.want...)
	}
	events := clitest.Parse(t, output(t, one()...))
	text := output(t, one("--format", "text")...)
	for i, n := range clitest.Floats(events[len(events)-1]["sides"]) {
		lo, hi := tail.WilsonInterval(int(n), 100, 1.959964)
		if want := fmt.Sprintf("%.4f  (95 %%: %.4f to %.4f)", n/100, lo, hi); !strings.Contains(text, want) {
			t.Errorf("side %d: no %q in\n%s", i, want, text)
		}
	}
}
