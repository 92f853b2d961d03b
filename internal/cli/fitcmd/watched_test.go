package fitcmd_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/fitcmd"
	numpy "levyscope/internal/npy"
	"levyscope/train/watch/watchtest"
)

// save writes a .npy.
func save(t *testing.T, path string, shape []int, values []float64) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := numpy.Write(f, shape, values); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// run is a run's folder with a burst of 256 steps and a probe of 128 draws, and the same draws as .npy.
func run(t *testing.T) (dir, burst, probe string) {
	t.Helper()
	dir = t.TempDir()
	s := watchtest.New(t, dir, 0, 1, watchtest.Arrays([]int{4, 5}, []int{3}), nil)
	draw := func(draws int, put func(m int, g []float32)) string {
		noise, first := watchtest.NewNoise(uint64(draws), 23), []float64{}
		for m := range draws {
			g := noise.Draw()
			put(m, g)
			for _, v := range g[:20] {
				first = append(first, float64(v))
			}
		}
		path := filepath.Join(t.TempDir(), "draws.npy")
		save(t, path, []int{draws, 4, 5}, first)
		return path
	}
	burst = draw(256, func(m int, g []float32) { s.Put(watchtest.Record(1+m, g)) })
	probe = draw(128, func(m int, g []float32) { s.Put(watchtest.Probe(256, m, g)) })
	return dir, burst, probe
}

// below is the report of the first array without its head.
func below(t *testing.T, out string) string {
	t.Helper()
	_, rest, ok := strings.Cut(out, "\nseries ")
	if !ok {
		t.Fatalf("no report: %s", out)
	}
	rest, _, _ = strings.Cut(rest, "\nfile ")
	return strings.TrimSpace(rest)
}

// The draws of a run are judged as those of a file; which they are, and that a burst contains drift, stands above.
func TestEachOfARun(t *testing.T) {
	dir, burst, probe := run(t)
	for _, c := range []struct {
		args []string
		same string
		want string
	}{
		{nil, probe, "probe at the weights of step 256: 128 draws of 64 examples"},
		{[]string{"--burst", "last"}, burst, "trajectory: contains drift; steps 1 to 256"},
		{[]string{"--burst", "7", "--burst-steps", "300"}, burst, "trajectory: contains drift; steps 1 to 256"},
		{[]string{"--probe", "256"}, probe, "probe at the weights of step 256"},
		{[]string{"--least-draws", "129"}, burst, "trajectory: contains drift"},
	} {
		args := append([]string{dir, "--each"}, c.args...)
		out := clitest.Must(t, fitcmd.New(), args...)
		clitest.Has(t, "report", strings.Join(strings.Fields(out), " "), c.want, "layer0.weight", "layer1.weight")
		file := clitest.Must(t, fitcmd.New(), c.same, "--each")
		clitest.Same(t, strings.Join(args[1:], " "), below(t, out), below(t, file))
		clitest.Has(t, "CSV", clitest.Must(t, fitcmd.New(), append(args, "--format", "csv")...), c.want)
		events := clitest.Parse(t, clitest.Must(t, fitcmd.New(), append(args, "--format", "json")...))
		if text, _ := events[0]["draws"].(string); len(events) != 2 || !strings.Contains(text, c.want) {
			t.Errorf("%q: %v", args, events)
		}
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{dir}, "add --each"},
		{[]string{dir, "--each", "--probe", "3"}, "no probe at step 3"},
		{[]string{dir, "--each", "--probe", "x"}, `"x"`},
		{[]string{dir, "--each", "--probe", "3", "--burst", "3"}, "one of two"},
		{[]string{dir, "--each", "--rank", "1"}, "no rank 1"},
		{[]string{dir, "--each", "--rank", "-1"}, "--rank -1"},
		{[]string{dir, "--each", "--axis", "1"}, "--axis"},
		{[]string{dir, "--probe", "3"}, "add --each"},
		{[]string{burst, "--each", "--probe", "3"}, "--probe"},
		{[]string{dir, "--each", "--least-draws", "500"}, "500"},
	} {
		clitest.Refused(t, fitcmd.New(), c.args, c.want)
	}
}

// A folder of .npy, one for each step, is judged as one file of them.
func TestEachOfAFolder(t *testing.T) {
	dir := t.TempDir()
	noise, all := watchtest.NewNoise(3, 6), []float64{}
	for k := range 100 {
		one := []float64{}
		for _, v := range noise.Draw() {
			one = append(one, float64(v))
		}
		all = append(all, one...)
		save(t, filepath.Join(dir, fmt.Sprintf("fc1.weight_%d.npy", k)), []int{2, 3}, one)
	}
	file := filepath.Join(t.TempDir(), "x.npy")
	save(t, file, []int{100, 2, 3}, all)
	out := clitest.Must(t, fitcmd.New(), dir, "--each")
	clitest.Has(t, "report", out, "fc1.weight")
	clitest.Same(t, "folder", below(t, out), below(t, clitest.Must(t, fitcmd.New(), file, "--each")))
}

// The rows and the map of a burst say that it contains drift, those of a probe do not.
func TestFilesOfABurstSayDrift(t *testing.T) {
	dir, _, _ := run(t)
	for flag, drift := range map[string]bool{"--burst": true, "--probe": false} {
		rows, chart := filepath.Join(t.TempDir(), "rows.csv"), filepath.Join(t.TempDir(), "map.svg")
		clitest.Must(t, fitcmd.New(), dir, "--each", flag, "last", "--rows", rows, "--map", chart)
		for _, path := range []string{rows, chart} {
			b, err := os.ReadFile(path)
			if err != nil || strings.Contains(string(b), "contains drift") != drift {
				t.Errorf("%s of %s, error %v: %.300s", path, flag, err, b)
			}
		}
	}
}
