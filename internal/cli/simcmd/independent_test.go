package simcmd_test

import (
	"reflect"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
)

// exitCounts are the exits by side of all points of a sweep over eps in one box.
func exitCounts(t *testing.T, more ...string) (counts []any, last clitest.Event) {
	t.Helper()
	args := append([]string{"--alpha", "1.5", "--box=-1:1", "--sweep", "eps=0.2,0.2001,0.2", "--paths", "300"}, more...)
	events := clitest.Parse(t, output(t, args...))
	for _, e := range events[:len(events)-1] {
		counts = append(counts, []any{e["path_steps"], e["sides"]})
	}
	return counts, events[len(events)-1]
}

// Two points with the same parameters find other exits, unless common noise is asked for; the first
// point is the run by itself.
func TestPointsOfASweepAreIndependent(t *testing.T) {
	independent, last := exitCounts(t)
	if reflect.DeepEqual(independent[0], independent[2]) || last["common_noise"] != false {
		t.Errorf("points at the same eps share their random numbers: %v, %v", independent, last)
	}
	common, last := exitCounts(t, "--common-noise")
	if !reflect.DeepEqual(common[0], common[2]) || last["common_noise"] != true {
		t.Errorf("with common noise, points at the same eps differ: %v, %v", common, last)
	}
	if !reflect.DeepEqual(common[0], independent[0]) {
		t.Errorf("the first point is %v, with common noise %v", independent[0], common[0])
	}
	for more, want := range map[string]string{"": "of its own", "--common-noise": "the same random numbers"} {
		args := []string{"--alpha", "1.5", "--box=-1:1", "--sweep", "eps=0.2,0.3", "--paths", "20", "--format", "text"}
		if text := output(t, append(args, strings.Fields(more)...)...); !strings.Contains(text, want) {
			t.Errorf("the table does not say %q:\n%s", want, text)
		}
	}
}

// A sweep over seeds runs those seeds, and points that differ in another parameter are independent
// of each other at each of them.
func TestSweptSeedsAreThoseGiven(t *testing.T) {
	events := clitest.Parse(t, output(t, one("--sweep", "seed=4,9")...))
	if events[0]["seed"] != 4. || events[1]["seed"] != 9. {
		t.Errorf("seeds %v and %v", events[0]["seed"], events[1]["seed"])
	}
	events = clitest.Parse(t, output(t, one("--sweep", "seed=4,9", "--sweep", "eps=0.3,0.4")...))
	if events[0]["seed"] != 4. || events[2]["seed"] != 9. || events[1]["seed"] == 4. ||
		events[1]["seed"] == events[3]["seed"] {
		t.Errorf("points %v", events[:4])
	}
}
