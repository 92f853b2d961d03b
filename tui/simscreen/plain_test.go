package simscreen

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"levyscope/sim"
	"levyscope/sim/theory"
)

// A line for screen readers says what the screen shows, and no NaN.
func TestPlainLine(t *testing.T) {
	nan := math.NaN()
	s := spoken{unit: "SDE time"}
	s.take(sim.Started{Setting: sim.Setting{SideNames: []string{"left", "right"}, Caveats: []string{"c"},
		Theory: &theory.Theory{MeanExitTime: nan, Sides: []float64{nan, .75}, Caveat: "too much noise"}}})
	if got := strings.Join(s.limits(), "|"); got != "the theory is not valid here: too much noise|note: c" {
		t.Errorf("limits %q", got)
	}
	if got, want := s.line(), "0 paths ended, 0 under way; 0 exits"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	s.take(sim.Progress{Step: 7, Time: .5, X: []float64{.25, math.Inf(1)}})
	s.take(sim.Counts{Totals: sim.Totals{Paths: 5, Exited: 4, MeanTime: 2, MeanTimeSE: nan, Sides: []int{1, 3},
		Diverged: 1}})
	want := "step 7, particle at 0.25 without bound after 0.5 of SDE time; 5 paths ended, 0 under way; 4 exits, " +
		"1 paths diverged, mean exit time 2 plus or minus unknown; left 0.250, 95 percent between 0.046 and 0.699; " +
		"right 0.750, 95 percent between 0.301 and 0.954, theory 0.750"
	if got := s.line(); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
}

// The particle does not keep the run from ending with the ensemble.
func TestPlainEndsWithTheEnsemble(t *testing.T) {
	cfg := Default()
	cfg.Paths, cfg.Controls.Eps = 40, .3
	var b bytes.Buffer
	if err := Plain(t.Context(), cfg, &b); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, want := range []string{"simulating 40 paths", "done; step ", "40 paths ended", "theory"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "NaN") || strings.Contains(text, "\x1b") {
		t.Errorf("NaN, or a sequence for a terminal, in\n%s", text)
	}
}
