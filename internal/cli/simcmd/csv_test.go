package simcmd_test

import (
	"strconv"
	"testing"

	"levyscope/internal/cli/clitest"
)

// The rows of a CSV say what the events say; what is unknown is an empty field.
func TestCSV(t *testing.T) {
	events := clitest.Parse(t, output(t, one("--sweep", "eps=0.2,0.4")...))
	rows := clitest.Table(t, output(t, one("--sweep", "eps=0.2,0.4", "--format", "csv")...))
	if len(rows) != 2 {
		t.Fatalf("%d rows, want 2", len(rows))
	}
	for i, row := range rows {
		e := events[i]
		want := map[string]any{
			"paths": e["paths"], "exited": e["exited"], "censored": e["censored"], "path_steps": e["path_steps"],
			"mean_exit_time": e["mean_exit_time"], "mean_exit_time_se": e["mean_exit_time_se"],
			"trapped": e["trapped"], "seed": e["seed"], "eps": e["parameters"].(map[string]any)["eps"],
			"predicted_mean_exit_time": e["theory"].(map[string]any)["mean_exit_time"], "p_trap": 0.,
			"side_1-": clitest.Floats(e["sides"])[0], "side_1+": clitest.Floats(e["sides"])[1],
		}
		for name, v := range want {
			if got, err := strconv.ParseFloat(row[name], 64); err != nil || got != v {
				t.Errorf("row %d: %s = %q, want %v", i, name, row[name], v)
			}
		}
		if row["partial"] != "false" {
			t.Errorf("row %d: partial %q", i, row["partial"])
		}
	}
	row := clitest.Table(t, output(t, one("--horizon", "0.01", "--eps", "0.001", "--theta", "0", "--box=-1:2", "--sigma",
		"1,1", "--format", "csv")...))[0]
	for _, name := range []string{"mean_exit_time", "mean_exit_time_se", "predicted_mean_exit_time", "p_trap"} {
		if v, ok := row[name]; !ok || v != "" {
			t.Errorf("%s = %q without exits and theory", name, v)
		}
	}
}

func TestCSVOfPaths(t *testing.T) {
	exits := clitest.Of(clitest.Parse(t, output(t, one("--exits", "--horizon", "10")...)), "exit")
	rows := clitest.Table(t, output(t, one("--exits", "--horizon", "10", "--format", "csv")...))
	if len(rows) != 100 || len(exits) != 100 {
		t.Fatalf("%d rows, %d events of 100 paths", len(rows), len(exits))
	}
	censored := 0
	for i, row := range rows {
		e := exits[i]
		time, err := strconv.ParseFloat(row["time"], 64)
		if err != nil || time != e["time"] || row["path"] != strconv.Itoa(i) ||
			row["censored"] != strconv.FormatBool(e["censored"].(bool)) {
			t.Fatalf("row %v of event %v", row, e)
		}
		if row["censored"] == "true" {
			censored++
			if row["side"] != "" || row["coordinate"] != "" || row["position"] != "" || row["size"] != "" {
				t.Errorf("a censored path has %v", row)
			}
			continue
		}
		side := []string{"1-", "1+"}[int(e["side"].(float64))]
		if position, err := strconv.ParseFloat(row["position"], 64); err != nil || position != e["position"] ||
			row["side"] != side || row["coordinate"] != "1" {
			t.Errorf("row %v of event %v", row, e)
		}
	}
	if censored == 0 || censored == 100 {
		t.Errorf("%d of 100 paths are censored", censored)
	}
	swept := clitest.Table(t, output(t, one("--exits", "--paths", "3", "--sweep", "eps=0.5,1", "--format", "csv")...))
	if len(swept) != 6 || swept[0]["eps"] != "0.5" || swept[5]["eps"] != "1" || swept[5]["path"] != "2" {
		t.Errorf("rows of a sweep %v", swept)
	}
}
