package simcmd_test

import (
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/simcmd"
	"levyscope/internal/near"
)

// one are the flags of a short run of one coordinate on (-1, 1).
func one(more ...string) []string {
	return append([]string{"--alpha", "1.5", "--sigma", "1", "--box=-1:1", "--paths", "100", "--eps", "0.3"}, more...)
}

// A point of a sweep has the fields of done of the run with its parameters as flags.
func TestSweepIsThoseRuns(t *testing.T) {
	events := clitest.Parse(t, output(t, one("--sweep", "eps=0.2:0.4:3", "--sweep", "alpha=1.2,1.8")...))
	if len(events) != 7 {
		t.Fatalf("%d lines, want 6 points and done", len(events))
	}
	last := events[6]
	want := clitest.Event{"type": "done", "points": 6., "of": 6., "common_noise": false, "partial": false}
	if !reflect.DeepEqual(last, want) {
		t.Errorf("last %v, want %v", last, want)
	}
	for i, e := range events[:6] {
		p, _ := e["parameters"].(map[string]any)
		eps, alpha := []float64{.2, .3, .4}[i/2], []float64{1.2, 1.8}[i%2]
		if e["type"] != "point" || p["eps"] != eps || p["alpha"] != alpha {
			t.Errorf("point %d: %v of %v", i, e["type"], p)
		}
		text := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
		seed, _ := e["seed"].(float64)
		single := clitest.Parse(t, output(t, one("--eps", text(eps), "--alpha", text(alpha), "--seed", text(seed))...))
		for field, v := range single[len(single)-1] {
			if field != "type" && !reflect.DeepEqual(e[field], v) {
				t.Errorf("point %d: %s = %v, by itself %v", i, field, e[field], v)
			}
		}
	}
}

// Every kind of name sets what the flag of the same meaning sets.
func TestSweepNames(t *testing.T) {
	well := []string{"--potential", "doublewell", "--alpha", "1.5", "--paths", "20", "--eps", "0.5", "--horizon", "50"}
	for _, c := range []struct{ base, swept, flags []string }{
		{one(), []string{"paths=7"}, []string{"--paths", "7"}},
		{one(), []string{"seed=5"}, []string{"--seed", "5"}},
		{one(), []string{"dt=0.02"}, []string{"--dt", "0.02"}},
		{one(), []string{"horizon=3"}, []string{"--horizon", "3"}},
		{one(), []string{"box=0.8"}, []string{"--box=-0.8:0.8"}},
		{one("--box=-1:1,-2:2"), []string{"box_2=0.8"}, []string{"--box=-1:1,-0.8:0.8"}},
		{one("--box=-1:1,-2:2"), []string{"alpha_2=1.2"}, []string{"--alpha", "1.5,1.2"}},
		{one("--sigma", "1,1,1"), []string{"theta_1=2"}, []string{"--theta", "2,1,1"}},
		{one(), []string{"start=0.5"}, []string{"--start", "0.5"}},
		{one("--integrator", "jump"), []string{"rho=0.3"}, []string{"--rho", "0.3"}},
		{one("--schedule", "power:eta0=0.1,k0=600,gamma=1.2"), []string{"schedule.gamma=0.6", "schedule.k0=2000000"},
			[]string{"--schedule", "power:eta0=0.1,k0=2000000,gamma=0.6"}},
		{one("--schedule", "0.1", "--time", "iteration"), []string{"schedule.eta0=0.3"},
			[]string{"--schedule", "constant:eta0=0.3"}},
		{one("--noise", "truncated"), []string{"noise.cut=5"}, []string{"--noise", "truncated:cut=5"}},
		{one("--sigma", "1,1", "--noise", "sas", "--noise", "truncated"), []string{"noise_2.cut=5"},
			[]string{"--noise", "sas", "--noise", "truncated:cut=5"}},
		{well, []string{"potential.left=1.5"}, []string{"--potential", "doublewell:left=1.5"}},
		{append([]string{"--domain", "ball:r=2"}, well...), []string{"domain=0.5"}, []string{"--domain", "ball:r=0.5"}},
		{append([]string{"--domain", "halfline:a=2"}, well...), []string{"domain.a=0.5"},
			[]string{"--domain", "halfline:a=0.5"}},
	} {
		args := append([]string{}, c.base...)
		for _, s := range c.swept {
			args = append(args, "--sweep", s)
		}
		p := clitest.Parse(t, output(t, args...))[0]
		noiseless := c.base
		if strings.HasPrefix(c.swept[0], "noise") { // a repeated flag adds to the list
			noiseless = c.base[:len(c.base)-2*strings.Count(strings.Join(c.base, " "), "--noise")]
		}
		single := clitest.Parse(t, output(t, append(append([]string{}, noiseless...), c.flags...)...))
		d := single[len(single)-1]
		for _, field := range []string{"paths", "exited", "path_steps", "mean_exit_time", "dt", "horizon", "sides"} {
			if !reflect.DeepEqual(p[field], d[field]) {
				t.Errorf("%v: %s = %v, with %v %v", c.swept, field, p[field], c.flags, d[field])
			}
		}
	}
}

// Errors of a sweep come before the first point is printed, and name it.
func TestBadSweeps(t *testing.T) {
	for _, c := range []struct {
		sweeps string
		want   []string
	}{
		{"eps", []string{`"eps"`, "NAME=VALUES"}},
		{"eps=1:0:5log", []string{"eps=1:0:5log", "above zero"}},
		{"speed=1,2", []string{`"speed"`, "schedule.gamma"}},
		{"eps=0.1,-1", []string{"point 2", "eps = -1"}},
		{"alpha=1.5,2.5", []string{"point 2", "alpha = 2.5", "alpha_1 = 2.5"}},
		{"alpha_2=1.5", []string{"alpha_2", "from 1 to 1"}},
		{"alpha_x=1.5", []string{"alpha_x", "from 1 to 1"}},
		{"eps_1=1.5", []string{`"eps_1"`}},
		{"paths=1.5", []string{"paths", "1.5"}},
		{"paths=10,0", []string{"point 2", "paths = 0"}},
		{"seed=-1", []string{"seed", "-1"}},
		{"domain=1", []string{"domain", "ball:r=1"}},
		{"noise.cut=1", []string{"noise.cut", "--noise"}},
		{"potential.left=1", []string{"potential.left", "quadratic"}},
		{"schedule.gamma=0.5", []string{"point 1", "gamma"}},
		{"box=-1", []string{"point 1", "1:-1"}},
		{"eps=1:2:1000 rho=0.1:0.2:1000", []string{"100000"}},
		{"eps=1 eps=2", []string{"twice"}},
		{"rho=0", []string{"point 1", "rho = 0"}},
	} {
		args := one()
		for _, s := range strings.Fields(c.sweeps) {
			args = append(args, "--sweep", s)
		}
		clitest.Refused(t, simcmd.New(), args, c.want...)
	}
}

// A sweep that is broken off in its second point prints what it has of that too, marked.
func TestInterruptedSweep(t *testing.T) {
	for format, stop := range map[string]string{"json": `"type":"point"`, "csv": "0.3,1,100", "text": "predicted"} {
		text := clitest.Interrupted(t, stop, simcmd.New(), one("--sweep", "eps=0.3,0.001,0.3", "--format", format)...)
		whole := output(t, one("--sweep", "eps=0.3", "--format", format)...)
		switch format {
		case "json":
			events := clitest.Parse(t, text)
			if len(events) != 3 || events[0]["partial"] != false || events[1]["partial"] != true || events[2]["points"] != 1. ||
				events[2]["partial"] != true {
				t.Errorf("%v", events)
			}
			clitest.Same(t, format, clitest.FirstLines(text, 1), clitest.FirstLines(whole, 1))
		case "csv":
			rows := clitest.Table(t, text)
			if len(rows) != 2 || rows[0]["partial"] != "false" || rows[1]["partial"] != "true" || rows[1]["eps"] != "0.001" ||
				rows[1]["mean_exit_time"] != "" {
				t.Errorf("%v", rows)
			}
			clitest.Same(t, format, clitest.FirstLines(text, 2), whole)
		case "text":
			if !strings.Contains(text, "partial, 100 under way") || !strings.HasSuffix(text,
				"partial (interrupted): 1 of 3 points; each draws random numbers of its own\n") {
				t.Errorf("text %q", text)
			}
		}
	}
}

// A run of 1/(2 c_alpha eps^alpha) = 79.3 at eps = 0.1 (theory.md, section 4) that is broken off after its first
// quantum has counted the time of the paths under way: without that the mean would be that of the fastest.
func TestInterruptedRunIsRight(t *testing.T) {
	text := clitest.Interrupted(t, `"type":"counts"`, simcmd.New(), one("--eps", "0.05", "--paths", "5000")...)
	events := clitest.Parse(t, text)
	d := events[len(events)-1]
	mean, se := d["mean_exit_time"].(float64), d["mean_exit_time_se"].(float64)
	if d["partial"] != true || d["in_flight"] != 512. || d["paths"].(float64) >= 5000 {
		t.Errorf("last %v", d)
	}
	want := 79.3 * math.Pow(2, 1.5)
	near.Abs(t, "mean exit time", mean, want, 4*se+.05*want)
	near.Most(t, "its standard error", se, .2*want)
}

func TestOutputErrorsOfSweeps(t *testing.T) {
	for _, format := range []string{"json", "text", "csv"} {
		clitest.WithoutRoom(t, simcmd.New(), one("--sweep", "eps=0.5,1", "--format", format)...)
	}
}
