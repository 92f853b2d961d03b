package simcmd_test

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
)

// wellsRun are the flags of a short run that visits two basins.
func wellsRun(more ...string) []string {
	return append([]string{"--potential", "doublewell:left=1,right=2", "--domain", "wells", "--alpha", "1.5", "--eps",
		"0.5", "--paths", "30", "--horizon", "40"}, more...)
}

// The row of a run between wells, and of a point of a sweep, has what the last statistics say of them.
func TestCSVOfWells(t *testing.T) {
	statistics := clitest.Of(clitest.Parse(t, output(t, wellsRun()...)), "statistics")
	visits := statistics[len(statistics)-1]["transitions"].(map[string]any)
	at := func(list any, i ...int) any {
		for _, k := range i {
			list = list.([]any)[k]
		}
		return list
	}
	share := at(visits["occupation"], 0).(map[string]any)
	want := map[string]any{
		"occupation_1": share["share"], "occupation_1_se": share["se"], "predicted_occupation_1": at(visits["stationary"],
			0), "predicted_occupation_2": at(visits["stationary"], 1),
		"transitions_1_2": at(visits["counts"], 0, 1), "transitions_2_1": at(visits["counts"], 1, 0),
		"rate_2_1": at(visits["rates"], 1, 0).(map[string]any)["rate"], "predicted_rate_1_2": at(visits["predicted"], 0, 1),
	}
	single := clitest.Table(t, output(t, wellsRun("--format", "csv")...))
	swept := clitest.Table(t, output(t, wellsRun("--sweep", "eps=0.5,0.6", "--format", "csv")...))
	points := clitest.Parse(t, output(t, wellsRun("--sweep", "eps=0.5,0.6")...))
	if len(single) != 1 || len(swept) != 2 || len(points) != 3 {
		t.Fatalf("%d rows, %d and %d of a sweep", len(single), len(swept), len(points))
	}
	for name, v := range want {
		for _, row := range []map[string]string{single[0], swept[0]} {
			if got, err := strconv.ParseFloat(row[name], 64); err != nil || got != v || got <= 0 {
				t.Errorf("%s = %q, want %v", name, row[name], v)
			}
		}
	}
	if got := points[0]["transitions"]; fmt.Sprint(got) != fmt.Sprint(any(visits)) {
		t.Errorf("the point has %v, the run %v", got, visits)
	}
	if _, there := clitest.Parse(t, output(t, one("--sweep", "eps=0.5,1")...))[0]["transitions"]; there {
		t.Error("a point in a box has transitions")
	}
}

// Without noise a path stays in its basin, which no rate to elsewhere describes; of more than six basins there are no
// rates in a table.
func TestCSVOfQuietAndManyWells(t *testing.T) {
	row := clitest.Table(t, output(t, wellsRun("--eps", "0.0001", "--format", "csv")...))[0]
	for name, want := range map[string]string{"occupation_1": "1", "occupation_2": "0", "transitions_1_2": "0",
		"rate_1_2": "0", "rate_2_1": ""} {
		if got, there := row[name]; !there || got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	eight := []string{"--potential", "multiwell:wells=8", "--domain", "wells", "--paths", "3", "--horizon", "2",
		"--format", "csv"}
	header, _, _ := strings.Cut(output(t, eight...), "\n")
	if !strings.Contains(header, "occupation_7_se") || strings.Contains(header, "rate_") {
		t.Errorf("header of many wells %s", header)
	}
}

// A sweep between wells is told by the time in each and the rates: the mean exit time is of no run there.
func TestTableOfWells(t *testing.T) {
	text := output(t, wellsRun("--sweep", "eps=0.5,0.6", "--format", "text")...)
	row := clitest.Table(t, output(t, wellsRun("--sweep", "eps=0.5,0.6", "--format", "csv")...))[0]
	rate, err := strconv.ParseFloat(row["rate_1_2"], 64)
	share, bad := strconv.ParseFloat(row["occupation_2"], 64)
	if err != nil || bad != nil || math.IsNaN(rate) {
		t.Fatal(err, bad)
	}
	for _, want := range []string{"occupation 1", "rate 1->2", "transitions", fmt.Sprintf("%.4g", rate),
		fmt.Sprintf("%.4f +- ", share), "2 points"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "exit") || strings.Contains(text, "NaN") {
		t.Errorf("a sweep of wells tells of exits:\n%s", text)
	}
	text = output(t, "--potential", "multiwell:wells=8", "--domain", "wells", "--paths", "3", "--horizon", "2", "--sweep",
		"eps=0.5,0.6", "--format", "text")
	if !strings.Contains(text, "occupation 4") || strings.Contains(text, "occupation 5") ||
		!strings.Contains(text, "basins 5 to 8") {
		t.Errorf("a sweep of eight wells:\n%s", text)
	}
}
