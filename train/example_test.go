package train_test

import (
	"context"
	"fmt"
	"sync/atomic"

	"levyscope/train"
	"levyscope/train/schedule"
)

// A short run, whose events say what was trained and how it ended.
func ExampleRun() {
	cfg := train.Default()
	cfg.Model = "mlp:24"
	cfg.Steps = 300
	cfg.Probe.Every = 0 // gradient noise is not measured
	for event, err := range train.Run(context.Background(), cfg, nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		switch e := event.(type) {
		case train.Started:
			fmt.Printf("%s, %d parameters, %d examples\n", e.Network, e.Parameters, e.Examples)
		case train.Done:
			fmt.Printf("%d steps, training loss %.1f\n", e.Steps, e.Loss)
		}
	}
	// Output:
	// MLP 40-24-10 relu, 1234 parameters, 4000 examples
	// 300 steps, training loss 1.7
}

// New controls, stored in the loop body, take effect at the next step. The Changed events
// are the script that replays the run.
func ExampleRun_controls() {
	cfg := train.Default()
	cfg.Model, cfg.Steps, cfg.EvaluateEvery, cfg.Probe.Every = "linear", 5, 0, 0
	var live atomic.Pointer[train.Controls]
	for event, err := range train.Run(context.Background(), cfg, &live) {
		if err != nil {
			fmt.Println(err)
			return
		}
		switch e := event.(type) {
		case train.Progress:
			fmt.Printf("step %d at learning rate %g\n", e.Step, e.Eta)
			if e.Step == 2 {
				c := cfg.Controls
				c.Schedule = schedule.Constant{Eta0: .01}
				live.Store(&c)
			}
		case train.Changed:
			cfg.Script = append(cfg.Script, e)
			fmt.Printf("changed at step %d to %s\n", e.Step, e.Controls.Schedule)
		}
	}
	// Output:
	// step 0 at learning rate 0.1
	// step 1 at learning rate 0.1
	// step 2 at learning rate 0.1
	// changed at step 3 to constant:eta0=0.01
	// step 3 at learning rate 0.01
	// step 4 at learning rate 0.01
}
