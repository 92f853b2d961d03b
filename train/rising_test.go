package train_test

import (
	"context"
	"math"
	"testing"

	"levyscope/train"
	"levyscope/train/schedule"
)

// TestRatesThatRise runs every arm under schedules whose first rate is small or 0, with jumps and a probe: no event has
// a figure that is not finite because of it, and the first step of a rate of 0 moves nothing.
func TestRatesThatRise(t *testing.T) {
	for _, text := range []string{
		"points:at=0:0/6:0.1/12:0", "constant:warmup=5", "onecycle:steps=12,final=1e300", "restarts:period=3,warmup=2",
		"multistep:at=2/4,gamma=1e-300",
	} {
		for _, arm := range []schedule.Arm{schedule.Both, schedule.NoiseOnly, schedule.StepOnly, schedule.GrowBatch} {
			cfg := tiny()
			cfg.Controls.Schedule = parse(t, text)
			cfg.Model, cfg.Controls.Arm, cfg.Steps, cfg.JumpsEvery = "linear", arm, 14, 2
			cfg.Probe = train.Probe{Every: 7, Batches: 64, Block: 8, Batch: 4}
			steps := 0
			for e, err := range train.Run(context.Background(), cfg, nil) {
				if err != nil {
					t.Fatalf("%s, arm %s: %v", text, arm, err)
				}
				switch e := e.(type) {
				case train.Progress:
					steps++
					if math.IsNaN(e.Loss) || math.IsNaN(e.Eta) || e.Batch < 0 {
						t.Errorf("%s, arm %s: %+v", text, arm, e)
					}
				case train.Jumps:
					if e.Count > 0 && (math.IsNaN(e.Median) || math.IsInf(e.Max, 0)) {
						t.Errorf("%s, arm %s: %+v", text, arm, e)
					}
				}
			}
			if steps == 0 {
				t.Errorf("%s, arm %s: no progress", text, arm)
			}
		}
	}
}
