package schedule_test

import (
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/train/schedule"
)

// TestRisingLaws holds what schedules that do not only fall have in common.
func TestRisingLaws(t *testing.T) {
	for _, s := range rising {
		top := 0.0
		for k := range 9000 {
			top = max(top, s.Eta(k))
		}
		near.Rel(t, fmt.Sprintf("%v: Reference, next to the largest rate", s), schedule.Reference(s), top, 1e-6)
		later, err := schedule.With(s, "from", 20)
		if err != nil {
			t.Fatal(err)
		}
		now, err := schedule.With(s, "from", 0)
		if err != nil {
			t.Fatal(err)
		}
		for k := range 200 {
			if later.Eta(k+20) != now.Eta(k) || later.Eta(20-min(k, 20)) != now.Eta(0) {
				t.Errorf("%v: from=20 does not shift step %d", s, k)
			}
		}
		last := s.Eta(math.MaxInt)
		near.Least(t, fmt.Sprintf("%v: last rate", s), last, 0)
		near.Most(t, fmt.Sprintf("%v: last rate", s), last, schedule.Reference(s))
	}
}

// The reference and not eta(0) is what the arms leave undecayed, also where the first rate is 0.
func TestFactorsOfRisingRates(t *testing.T) {
	s := parse(t, "points:at=0:0/10:0.4/20:0.2")
	for arm, want := range map[schedule.Arm][2]float64{
		schedule.Both: {0, 0}, schedule.NoiseOnly: {.4, 0}, schedule.StepOnly: {0, .4}, schedule.GrowBatch: {.4, .4},
	} {
		if drift, noise := arm.Factors(s, 0); drift != want[0] || noise != want[1] {
			t.Errorf("%s: %g and %g, want %v", arm, drift, noise, want)
		}
	}
}

// TestTotalPowerOfRisingRates adds up the rates themselves, relative to the reference.
func TestTotalPowerOfRisingRates(t *testing.T) {
	for _, text := range []string{
		"points:at=0:0.1/400:0.1/800:0", "points:at=0:0/10:1/20:0.3/400:0,from=9", "points:at=7:0.2/9:0",
		"points:at=0:0.3/30000:0.1/60000:0.2/60001:0", "points:at=0:0/30000:1e-9/60000:1/90000:0.9/110000:0",
		"points:at=0:1/200000:1e-9/200001:0", "cosine:steps=900,from=31,warmup=50",
		"points:at=0:0.5/9:1/20:0,from=5,warmup=3",
	} {
		s := parse(t, text)
		for _, p := range []float64{0.3, 1, 1.5, 19.5} {
			sum := 0.0
			for k := range 250_000 {
				sum += math.Pow(s.Eta(k)/schedule.Reference(s), p)
			}
			near.Rel(t, fmt.Sprintf("TotalPower(%v, %v)", s, p), schedule.TotalPower(s, p), sum, 1e-10)
		}
	}
	for _, text := range []string{"multistep", "restarts", "onecycle", "points:at=0:1/9:0.1", "constant:warmup=4"} {
		if got := schedule.TotalPower(parse(t, text), 2); !math.IsInf(got, 1) {
			t.Errorf("TotalPower(%s, 2) = %v, want +Inf", text, got)
		}
	}
	got := schedule.TotalPower(parse(t, "points:at=0:1/9007199254740992:0"), 1)
	near.Rel(t, "the longest line", got, 1<<52, 1e-12)
	got = schedule.TotalPower(parse(t, "points:at=0:0.5/9007199254740991:1/9007199254740992:0"), 1)
	near.Rel(t, "the longest rise", got, .75*(1<<53), 1e-12)
}
