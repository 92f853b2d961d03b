package sim

import (
	"fmt"
	"testing"
)

func TestStepDoesNotAllocate(t *testing.T) {
	for _, change := range []func(*ExitConfig){
		func(*ExitConfig) {},
		func(c *ExitConfig) { c.Controls.Domain = Domain{InBall, 1} },
		func(c *ExitConfig) { c.Controls.Integrator = JumpAdapted },
		func(c *ExitConfig) { c.Method = Accelerated },
	} {
		cfg := defaultExits()
		cfg.Controls.Schedule = parse(t, "power:eta0=0.1,k0=100,gamma=0.6")
		change(&cfg)
		s := newSystem(Normalize(cfg))
		s.coef.ensure(1000)
		p, w := newPath(s), newWork(s)
		if n := testing.AllocsPerRun(10, func() { p.begin(s, 1, 0); p.advance(s, w, 90) }); n != 0 {
			t.Errorf("%g allocations with %+v", n, cfg.Controls)
		}
	}
}

func BenchmarkPathStep(b *testing.B) {
	for _, c := range []struct {
		name   string
		change func(*ExitConfig)
	}{
		{"euler", func(*ExitConfig) {}},
		{"exact", func(c *ExitConfig) { c.Controls.Integrator = Exact }},
		{"one", func(c *ExitConfig) { c.Controls = interval(1, 1.5, 1, 1) }},
		{"decay", func(c *ExitConfig) { c.Controls.Schedule = parse(b, "power:eta0=0.1,k0=100000,gamma=0.6") }},
		{"ball", func(c *ExitConfig) { c.Controls.Domain = Domain{InBall, 1} }},
		{"jump", func(c *ExitConfig) { c.Controls.Integrator = JumpAdapted }},
	} {
		b.Run(c.name, func(b *testing.B) {
			cfg := defaultExits()
			c.change(&cfg)
			cfg.Controls.Eps = 1e-4 // no exits to speak of
			cfg.Horizon = 1e6
			s := newSystem(Normalize(cfg))
			p, w := newPath(s), newWork(s)
			p.begin(s, 1, 0)
			s.coef.ensure(20000)
			const steps = 10240
			for b.Loop() {
				if _, ended := p.advance(s, w, steps); ended || p.k > 20000-steps {
					p.begin(s, 1, p.id+1)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/steps/float64(s.n), "ns/coordinate-step")
		})
	}
}

func BenchmarkChain(b *testing.B) {
	for _, alpha := range []float64{.8, 1.2, 1.5, 1.8} {
		b.Run(fmt.Sprint(alpha), func(b *testing.B) {
			cfg := ExitConfig{Paths: 1, Dt: .01, Method: Accelerated, Controls: interval(1, alpha, 1, 1)}
			cfg.Controls.Eps = .003
			s := newSystem(Normalize(cfg))
			p, w := newPath(s), newWork(s)
			p.begin(s, 1, 0)
			jumps, exits := 0, 0
			for b.Loop() {
				before := p.k
				_, ended := p.advance(s, w, 100)
				if jumps += p.k - before; ended {
					exits++
					p.begin(s, 1, p.id+1)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(jumps), "ns/jump")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(exits), "ns/exit")
		})
	}
}
