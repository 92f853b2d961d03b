package simcmd_test

import (
	"fmt"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
)

// carried is what a row of a table has to say of a run or of a point: the figures of its prediction
// and all caveats.
func carried(e clitest.Event) (fields map[string]string, caveats []string) {
	fields = map[string]string{}
	put := func(name string, v any) {
		if fields[name] = ""; v != nil {
			fields[name] = fmt.Sprint(v)
		}
	}
	th, _ := e["theory"].(map[string]any)
	for column, name := range map[string]string{
		"predicted_mean_exit_time": "mean_exit_time", "monitored_mean_exit_time": "monitored_mean_exit_time", "law": "law",
		"predicted_inside": "inside", "noise_ratio": "noise_ratio", "eps_reversal": "eps_reversal", "valid": "valid",
		"p_trap": "p_trap",
	} {
		put(column, th[name])
	}
	names, _ := e["side_names"].([]any)
	for i, name := range names {
		column := "predicted_side_" + strings.ReplaceAll(name.(string), " ", "_")
		put(column, nil)
		if sides, ok := th["sides"].([]any); ok {
			put(column, sides[i])
		}
	}
	for _, v := range []any{th["caveat"], th["eps_reversal_caveat"]} {
		if text, _ := v.(string); text != "" {
			caveats = append(caveats, text)
		}
	}
	list, _ := e["caveats"].([]any)
	for _, v := range list {
		caveats = append(caveats, v.(string))
	}
	return fields, caveats
}

// sameFields compares a row of a table with what JSON carries.
func sameFields(t *testing.T, what string, row map[string]string, e clitest.Event) {
	t.Helper()
	fields, caveats := carried(e)
	for name, want := range fields {
		got, ok := row[name]
		if !ok || got != want && !sameNumber(got, want) {
			t.Errorf("%s: %s = %q in the table, %q in JSON", what, name, got, want)
		}
	}
	for _, c := range caveats {
		if !strings.Contains(row["caveat"], c) {
			t.Errorf("%s: the table has the caveat %q and lacks %q", what, row["caveat"], c)
		}
	}
	if len(caveats) == 0 && row["caveat"] != "" {
		t.Errorf("%s: the table has the caveat %q of its own", what, row["caveat"])
	}
}

// sameNumber says that two texts are the same number.
func sameNumber(a, b string) bool {
	var x, y float64
	_, first := fmt.Sscan(a, &x)
	_, second := fmt.Sscan(b, &y)
	return first == nil && second == nil && x == y
}

// systems are configurations inside and outside the limits of their predictions.
var systems = map[string]string{
	"default":        "--paths 50",
	"small noise":    "--alpha 1.5 --sigma 1 --box=-1:1 --eps 0.05 --paths 50 --horizon 50",
	"long step":      "--alpha 1.9 --sigma 1 --box=-1:1 --eps 0.08 --dt 0.1 --paths 50 --horizon 50",
	"free":           "--alpha 1.5 --sigma 1 --box=-1:1 --theta 0 --eps 1 --dt 0.05 --paths 50",
	"no theory":      "--theta 0 --paths 50 --horizon 20",
	"Stratonovich":   "--alpha 1.5 --box=-1:1 --multiplicative 1+x1^2 --reading stratonovich --paths 50 --horizon 20",
	"decay":          "--schedule power:eta0=0.1 --paths 50 --horizon 30",
	"basin":          "--potential doublewell --alpha 1.5 --eps 0.2 --paths 50 --horizon 30",
	"wells":          "--potential doublewell --alpha 1.5 --eps 0.2 --domain wells --paths 20 --horizon 30",
	"wells, decay":   "--potential doublewell --domain wells --paths 20 --horizon 30 --schedule power:eta0=0.1",
	"high dimension": "--potential expr:" + squares(9) + " --eps 0.5 --domain sublevel:u=2 --paths 20 --horizon 5",
}

// squares is a sum of n squares.
func squares(n int) string {
	terms := make([]string, n)
	for i := range terms {
		terms[i] = fmt.Sprintf("x%d^2", i+1)
	}
	return strings.Join(terms, "+")
}

// All formats carry the same prediction, the same validity and the same caveats, also of a sweep.
func TestFormatsCarryTheSameLimits(t *testing.T) {
	for name, flags := range systems {
		args := strings.Fields(flags)
		events := clitest.Parse(t, output(t, args...))
		done := events[len(events)-1]
		sameFields(t, name, clitest.Table(t, output(t, append(args, "--format", "csv")...))[0], done)
		_, caveats := carried(done)
		text := output(t, append(args, "--format", "text")...)
		table := output(t, append(args, "--sweep", "seed=1", "--format", "text")...)
		for _, c := range caveats {
			if !strings.Contains(text, c) {
				t.Errorf("%s: the text lacks the caveat %q:\n%s", name, c, text)
			}
			if !strings.Contains(table, c) {
				t.Errorf("%s: the table of a sweep lacks the caveat %q:\n%s", name, c, table)
			}
		}
		point := clitest.Parse(t, output(t, append(args, "--sweep", "seed=1")...))[0]
		row := clitest.Table(t, output(t, append(args, "--sweep", "seed=1", "--format", "csv")...))[0]
		sameFields(t, name+", swept", row, point)
	}
	if _, caveats := carried(clitest.Parse(t, output(t, "--paths", "20"))[0]); len(caveats) < 2 ||
		!strings.Contains(strings.Join(caveats, ";"), "eps*") {
		t.Errorf("eps* of the default system, far beyond small noise, has no caveat: %q", caveats)
	}
}

// A limit of the accelerated run alone stands in every format of a comparison.
func TestComparisonsCarryTheLimitOfEitherRun(t *testing.T) {
	const want = "of the accelerated run: exits by Gaussian noise are not seen"
	args := []string{"--alpha", "1.5", "--box=-1:1", "--noise", "sas", "--noise", "gauss", "--sigma", "0.05,1",
		"--eps", "0.3", "--method", "both", "--paths", "20", "--dt", "0.002"}
	for _, more := range []string{"--format json", "--format csv", "--format text", "--format text --sweep seed=1",
		"--format csv --sweep seed=1"} {
		if text := output(t, append(args, strings.Fields(more)...)...); !strings.Contains(text, want) {
			t.Errorf("%s lacks %q:\n%s", more, want, text)
		}
	}
}

// A figure that is corrected for looking every dt stands in every format.
func TestFormatsCarryTheMonitoredMean(t *testing.T) {
	args := []string{"--alpha", "1.5", "--sigma", "1", "--box=-1:1", "--eps", "0.05", "--paths", "50", "--horizon", "50"}
	events := clitest.Parse(t, output(t, args...))
	th := events[len(events)-1]["theory"].(map[string]any)
	want := fmt.Sprintf("%.5g", th["monitored_mean_exit_time"])
	if want == fmt.Sprintf("%.5g", th["mean_exit_time"]) {
		t.Fatalf("%s is no correction", want)
	}
	for _, more := range []string{"--format text", "--format text --sweep eps=0.05"} {
		if text := output(t, append(args, strings.Fields(more)...)...); !strings.Contains(text, want) {
			t.Errorf("%s lacks %s:\n%s", more, want, text)
		}
	}
}

// A displayed particle may end the run before any path comes to the horizon.
func TestNothingIsToldOfTheHorizonBeforeAPathCameThere(t *testing.T) {
	for _, flags := range []string{"--steps 300 --paths 100", "--steps 100 --paths 10 --schedule power"} {
		text := output(t, append(strings.Fields(flags), "--particle", "--format", "text")...)
		if strings.Contains(text, "NaN") {
			t.Errorf("%s:\n%s", flags, text)
		}
	}
}
