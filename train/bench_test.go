package train

import (
	"fmt"
	"testing"

	"levyscope/train/schedule"
)

func BenchmarkSGDStep(b *testing.B) {
	for _, batch := range []int{16, 100} {
		b.Run(fmt.Sprintf("batch=%d", batch), func(b *testing.B) {
			cfg := Default()
			cfg.Controls.Batch = batch
			// So small a rate that the noise stays what the probe found, and jumps as rare.
			cfg.Controls.Schedule = schedule.Constant{Eta0: 1e-9}
			cfg.ProgressEvery, cfg.JumpsEvery = 1<<30, 1<<30
			cfg.Probe.Batches = 64
			r := silent(b, cfg)
			if err := r.probe(background, 0); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for k := 1; b.Loop(); k++ {
				if err := r.update(background, k); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "steps/s")
		})
	}
}

// BenchmarkProbe is one probe of the default run: 1024 minibatches of 16.
func BenchmarkProbe(b *testing.B) {
	r := silent(b, Default())
	if err := r.probe(background, 0); err != nil { // makes the room for all
		b.Fatal(err)
	}
	b.ReportAllocs()
	for k := 1; b.Loop(); k++ {
		if err := r.probe(background, k); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFullGradient is the gradient over all 4000 examples.
func BenchmarkFullGradient(b *testing.B) {
	r := silent(b, Default())
	if _, _, err := r.pass.loss(background, r.sgd.w, &r.set.Train); err != nil { // makes the workspaces
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := r.pass.gradient(background, r.full, r.sgd.w, &r.set.Train); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkTrajectoryStep is a step with its share of the events of jumps, with and without the noise followed along
// the path.
func BenchmarkTrajectoryStep(b *testing.B) {
	for _, batch := range []int{16, 100} {
		for _, followed := range []bool{false, true} {
			b.Run(fmt.Sprintf("batch=%d/followed=%v", batch, followed), func(b *testing.B) {
				cfg := Default()
				cfg.Controls.Batch = batch
				cfg.Controls.Schedule = schedule.Constant{Eta0: 1e-9}
				cfg.ProgressEvery, cfg.Probe.Batches = 1<<30, 64
				if !followed {
					cfg.Trajectory = nil
				}
				r := silent(b, cfg)
				if err := r.probe(background, cfg.Probe.Every); err != nil {
					b.Fatal(err)
				}
				for k := 1; b.Loop(); k++ {
					if err := r.update(background, k); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "steps/s")
			})
		}
	}
}
