package train

import (
	"testing"

	"levyscope/train/data"
	"levyscope/train/nn"
	"levyscope/train/schedule"
)

// BenchmarkPeer are whole steps of training, the drawing of the minibatch and the update included, of networks that
// other programs are timed with. Inputs are standard normal numbers. A name that ends in jumps counts them; one that
// ends in @2 has two threads.
func BenchmarkPeer(b *testing.B) {
	for _, c := range []struct {
		name, model string
		shape       []int
		batch       int
		jumps       bool
		threads     int
	}{
		{"mlp16", "mlp:100-100", []int{40}, 16, false, 1},
		{"mlp16jumps", "mlp:100-100", []int{40}, 16, true, 1},
		{"mlp100", "mlp:100-100", []int{40}, 100, false, 1},
		{"mlp784", "mlp:256-128", []int{784}, 64, false, 1},
		{"mlp784@2", "mlp:256-128", []int{784}, 64, false, 2},
		{"cnn1d", "cnn1d", []int{40}, 100, false, 1},
		{"lenet5", "lenet5", []int{1, 28, 28}, 64, false, 1},
		{"lenet5@2", "lenet5", []int{1, 28, 28}, 64, false, 2},
	} {
		b.Run(c.name, func(b *testing.B) {
			cfg := Default()
			cfg.Model, cfg.Controls.Batch, cfg.Threads = c.model, c.batch, c.threads
			// So small a rate that the noise stays what the probe found, and jumps as rare.
			cfg.Controls.Schedule = schedule.Constant{Eta0: 1e-9}
			cfg.ProgressEvery, cfg.JumpsEvery = 1<<30, 0
			cfg.Probe.Batches = 64
			dim := nn.Problem{Shape: c.shape}.Dim()
			set := &data.Set{Shape: c.shape, Dim: dim, Classes: 10,
				Train: examples(4000, dim, 10, 1), Test: examples(10, dim, 10, 2)}
			if c.jumps {
				cfg.JumpsEvery = 1 << 30
			}
			r, err := newRunOn(cfg, set, nn.Parse)
			if err != nil {
				b.Fatal(err)
			}
			r.emit = func(Event) error { return nil }
			if c.jumps {
				if err := r.probe(background, 0); err != nil {
					b.Fatal(err)
				}
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
