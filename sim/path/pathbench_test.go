package path

import (
	"fmt"
	"testing"

	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/sim/theory"
)

func TestStepDoesNotAllocate(t *testing.T) {
	for _, change := range []func(*problem.ExitConfig){
		func(*problem.ExitConfig) {},
		func(c *problem.ExitConfig) { c.Controls.Domain = problem.Domain{Kind: problem.InBall, Size: 1} },
		func(c *problem.ExitConfig) { c.Controls.Integrator = problem.JumpAdapted },
		func(c *problem.ExitConfig) { c.Method = problem.Accelerated },
	} {
		cfg := problem.Default()
		cfg.Controls.Schedule = simtest.Schedule(t, "power:eta0=0.1,k0=100,gamma=0.6")
		change(&cfg)
		s := newSystem(theory.Normalize(cfg))
		s.coefficients.extend(1000)
		p, w := newPath(s), newWork(s)
		if n := testing.AllocsPerRun(10, func() { p.begin(s, 1, 0); p.advance(s, w, 90) }); n != 0 {
			t.Errorf("%g allocations with %+v", n, cfg.Controls)
		}
	}
}

func BenchmarkPathStep(b *testing.B) {
	for _, c := range []struct {
		name   string
		change func(*problem.ExitConfig)
	}{
		{"euler", func(*problem.ExitConfig) {}},
		{"exact", func(c *problem.ExitConfig) { c.Controls.Integrator = problem.Exact }},
		{"one", func(c *problem.ExitConfig) { c.Controls = simtest.OnInterval(1, 1.5, 1, 1) }},
		{"decay", func(c *problem.ExitConfig) {
			c.Controls.Schedule = simtest.Schedule(b, "power:eta0=0.1,k0=100000,gamma=0.6")
		}},
		{"ball", func(c *problem.ExitConfig) { c.Controls.Domain = problem.Domain{Kind: problem.InBall, Size: 1} }},
		{"jump", func(c *problem.ExitConfig) { c.Controls.Integrator = problem.JumpAdapted }},
	} {
		b.Run(c.name, func(b *testing.B) {
			cfg := problem.Default()
			c.change(&cfg)
			cfg.Controls.Eps = 1e-4 // no exits to speak of
			cfg.Horizon = 1e6
			s := newSystem(theory.Normalize(cfg))
			p, w := newPath(s), newWork(s)
			p.begin(s, 1, 0)
			s.coefficients.extend(20000)
			const steps = 10240
			for b.Loop() {
				if _, ended := p.advance(s, w, steps); ended || p.k > 20000-steps {
					p.begin(s, 1, p.id+1)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/steps/float64(s.dim), "ns/coordinate-step")
		})
	}
}

func BenchmarkChain(b *testing.B) {
	for _, alpha := range []float64{.8, 1.2, 1.5, 1.8} {
		b.Run(fmt.Sprint(alpha), func(b *testing.B) {
			cfg := problem.ExitConfig{Paths: 1, Dt: .01, Method: problem.Accelerated,
				Controls: simtest.OnInterval(1, alpha, 1, 1)}
			cfg.Controls.Eps = .003
			s := newSystem(theory.Normalize(cfg))
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
