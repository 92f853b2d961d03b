package problem

import (
	"testing"

	"levyscope/sim/clock"
	"levyscope/train/schedule"
)

// An arm does nothing under a constant learning rate, and eta0 nothing in SDE time, where only eta/eta0 counts.
func TestSameEffect(t *testing.T) {
	parse := func(s string) schedule.Schedule {
		v, err := schedule.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, c := range []struct {
		time     clock.Time
		old, now string
		arm      schedule.Arm
		want     bool
	}{
		{clock.SDE, "constant:eta0=0.1", "constant:eta0=0.1", schedule.NoiseOnly, true},
		{clock.SDE, "constant:eta0=0.1", "constant:eta0=0.5", schedule.Both, true},
		{clock.SDE, "step:eta0=0.1,gamma=0.5,every=100", "step:eta0=0.4,gamma=0.5,every=100", schedule.Both, true},
		{clock.SDE, "step:eta0=0.1,gamma=0.5,every=100", "step:eta0=0.1,gamma=0.5,every=200", schedule.Both, false},
		{clock.SDE, "step:eta0=0.1,gamma=0.5,every=100", "step:eta0=0.1,gamma=0.5,every=100", schedule.NoiseOnly, false},
		{clock.SDE, "cosine:eta0=0.1,steps=100,floor=0.01", "cosine:eta0=0.4,steps=100,floor=0.01", schedule.Both, false},
		{clock.Iteration, "constant:eta0=0.1", "constant:eta0=0.5", schedule.Both, false},
		{clock.Iteration, "constant:eta0=0.1", "constant:eta0=0.1", schedule.NoiseOnly, true},
	} {
		cfg := Default()
		cfg.Time, cfg.Controls.Schedule = c.time, parse(c.old)
		o := cfg.Controls
		o.Schedule, o.Arm = parse(c.now), c.arm
		if got := cfg.SameEffect(o); got != c.want {
			t.Errorf("%s, from %s to %s with arm %s: same effect %t, want %t", c.time, c.old, c.now, c.arm, got, c.want)
		}
	}
}
