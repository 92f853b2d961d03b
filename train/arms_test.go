package train_test

import (
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/train"
	"levyscope/train/schedule"
)

// With a constant learning rate there is nothing for the arms to take apart.
func TestArmsAgreeUnderAConstantSchedule(t *testing.T) {
	cfg := small()
	cfg.Controls.Momentum, cfg.Controls.WeightDecay = .5, 1e-3
	want := lines(t, collect(t, cfg, nil, nil), "started")
	for _, arm := range []schedule.Arm{schedule.NoiseOnly, schedule.StepOnly} {
		cfg.Controls.Arm = arm
		same(t, arm.String(), lines(t, collect(t, cfg, nil, nil), "started"), want)
	}
}

// Under decay they differ, and Progress gives the learning rate of the noise.
func TestArmsUnderDecay(t *testing.T) {
	losses := map[schedule.Arm]float64{}
	for _, arm := range []schedule.Arm{schedule.Both, schedule.NoiseOnly, schedule.StepOnly} {
		cfg := tiny()
		cfg.Controls.Arm, cfg.Controls.Schedule = arm, parse(t, "step:eta0=0.4,gamma=0.5,every=2")
		progress := of[train.Progress](collect(t, cfg, nil, nil))
		for k, p := range progress {
			want := .4 * math.Pow(.5, float64(k/2))
			if arm == schedule.StepOnly {
				want = .4
			}
			if p.Eta != want {
				t.Errorf("arm %s, step %d: learning rate %g, want %g", arm, k, p.Eta, want)
			}
		}
		losses[arm] = progress[len(progress)-1].Loss
	}
	a, b, c := losses[schedule.Both], losses[schedule.NoiseOnly], losses[schedule.StepOnly]
	if a == b || b == c || a == c {
		t.Errorf("losses of the arms %v", losses)
	}
	near.Most(t, "largest loss of the arms", max(a, b, c), 5)
}
