package sim_test

import (
	"bytes"
	"context"
	"runtime"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/record"
	"levyscope/internal/safetensors"
	"levyscope/sim"
	"levyscope/sim/clock"
	"levyscope/sim/expr"
	"levyscope/sim/noise"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/train/schedule"
)

// taken is a checkpoint in its written form, and how many lines the recording had before it.
type taken struct {
	step    int
	text    []byte
	tensors []byte
	before  int
}

// take writes a state down.
func take(t testing.TB, s *sim.State) taken {
	t.Helper()
	text, err := s.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := safetensors.Write(&file, s.Tensors()); err != nil {
		t.Fatal(err)
	}
	return taken{step: s.Step(), text: text, tensors: file.Bytes()}
}

// read reads it again.
func (c taken) read(t testing.TB, cfg sim.Config) *sim.State {
	t.Helper()
	tensors, err := safetensors.Read(bytes.NewReader(c.tensors), int64(len(c.tensors)))
	if err != nil {
		t.Fatal(err)
	}
	s, err := sim.ReadState(cfg, c.text, tensors)
	if err != nil {
		t.Fatalf("step %d: %v", c.step, err)
	}
	return s
}

// follow records a run from a state on, and the checkpoints that due asks for.
func follow(t testing.TB, cfg sim.Config, from *sim.State, due func() bool) (recorded []string, all []taken) {
	t.Helper()
	for e, err := range sim.Continue(context.Background(), cfg, from, nil, due) {
		if err != nil {
			t.Fatal(err)
		}
		if c, ok := e.(sim.Checkpoint); ok {
			at := take(t, c.State)
			if at.before = len(recorded); at.step != c.Step {
				t.Errorf("the checkpoint of step %d has the state of step %d", c.Step, at.step)
			}
			all = append(all, at)
			continue
		}
		line, err := record.Append(nil, e)
		if err != nil {
			t.Fatal(err)
		}
		recorded = append(recorded, string(line))
	}
	return recorded, all
}

// line is a process on an interval.
func line(alpha float64) problem.Controls { return simtest.OnInterval(1, alpha, .6, 1) }

// ensemble is a run of the controls u without a particle, of some twenty quanta.
func ensemble(u problem.Controls) sim.Config {
	return sim.Config{ExitConfig: problem.ExitConfig{Seed: 3, Paths: 60, Dt: .01, Horizon: 30, Controls: u},
		Slots: 7, Quantum: 40, Every: 1, Exits: true}
}

// shown is a run of the controls u with a particle.
func shown(u problem.Controls) sim.Config {
	c := ensemble(u)
	c.Particle, c.Steps, c.Every, c.Paths = true, 400, 3, 40
	return c
}

// resumable are configurations that cover the options of a run.
func resumable(t testing.TB) map[string]sim.Config {
	out := map[string]sim.Config{}
	for _, spec := range []string{"sas", "gauss", "sas+gauss:gauss=0.3", "truncated:cut=2", "tempered:rate=0.5",
		"poisson:rate=2,jump=pareto", "poisson:rate=3,jump=gauss", "poisson:rate=3,jump=laplace"} {
		n, err := noise.Parse(spec, nil)
		if err != nil {
			t.Fatal(err)
		}
		u := line(1.5)
		u.Noise = []noise.Noise{n}
		out["noise "+spec], out["particle, noise "+spec] = ensemble(u), shown(u)
	}
	iteration := func(u problem.Controls, change func(c *sim.Config)) {
		c := shown(u)
		c.Time, c.Dt, c.Horizon = clock.Iteration, 1, 600
		c.Controls.Schedule = schedule.Constant{Eta0: .05}
		change(&c)
		out["iteration "+c.Controls.NoiseOf(0).String()+" "+c.Controls.Arm.String()] = c
	}
	iteration(line(1.6), func(*sim.Config) {})
	iteration(line(1.6), func(c *sim.Config) { c.Controls.Noise = []noise.Noise{{Kind: noise.Tempered, Rate: .2}} })
	iteration(line(1.6), func(c *sim.Config) { c.Controls.Noise = []noise.Noise{{Kind: noise.Truncated, Cut: 4}} })
	iteration(line(1.6), func(c *sim.Config) {
		c.Controls.Noise = []noise.Noise{{Kind: noise.Empirical, File: "x.csv", Samples: []float64{-1, .5, 2, -.25, .1}}}
	})
	for _, arm := range []schedule.Arm{schedule.NoiseOnly, schedule.StepOnly, schedule.GrowBatch} {
		iteration(line(1.4), func(c *sim.Config) {
			c.Controls.Arm, c.Controls.Schedule = arm, simtest.Schedule(t, "power:eta0=0.1,k0=50,gamma=0.6")
		})
	}
	plane := sim.Default().Controls
	plane.Eps = .4
	decaying := plane
	decaying.Schedule = simtest.Schedule(t, "step:eta0=0.1,gamma=0.5,every=60")
	out["box"], out["decay"], out["particle, box"], out["particle, decay"] =
		ensemble(plane), ensemble(decaying), shown(plane), shown(decaying)
	for name, integrator := range map[string]problem.Integrator{
		"exact": problem.Exact, "tamed": problem.Tamed, "jump": problem.JumpAdapted} {
		u := plane
		u.Integrator = integrator
		out["integrator "+name], out["particle, integrator "+name] = ensemble(u), shown(u)
	}
	quick := ensemble(plane)
	quick.Method, quick.Horizon = problem.Accelerated, 400
	quick.Quantum = 2
	out["accelerated"] = quick
	wells := line(1.3)
	wells.Potential = simtest.Landscape(t, "doublewell:depth-left=0.3,depth-right=0.5", 1)
	wells.Domain = problem.Domain{Kind: problem.InWells}
	out["wells"], out["particle, wells"] = ensemble(wells), shown(wells)
	basin := wells
	basin.Domain = problem.Domain{Kind: problem.InBasin}
	out["basin"], out["particle, basin"] = ensemble(basin), shown(basin)
	accelerated := ensemble(basin)
	accelerated.Controls.Eps, accelerated.Method, accelerated.Quantum = .2, problem.Accelerated, 2
	out["accelerated in a basin"] = accelerated
	searched := sim.Default().Controls
	searched.Potential = simtest.Landscape(t, "expr:(x1^2-1)^2+x2^2+0.3*x1*x2", 2)
	searched.Domain = problem.Domain{Kind: problem.InBasin}
	few, one := ensemble(searched), shown(searched)
	few.Paths, few.Slots, few.Quantum, few.Horizon, one.Paths, one.Every = 8, 3, 20, 2, 2, 100
	out["basin of a formula"], out["particle, basin of a formula"] = few, one
	g, err := expr.Parse("1+0.3*x1^2", 1)
	if err != nil {
		t.Fatal(err)
	}
	for name, reading := range map[string]problem.Reading{
		"ito": problem.Ito, "stratonovich": problem.Stratonovich, "marcus": problem.Marcus} {
		u := line(1.7)
		u.Multiplicative, u.Reading = []*expr.Expression{g}, reading
		out["reading "+name] = shown(u)
	}
	ball := plane
	ball.Domain = problem.Domain{Kind: problem.InBall, Size: .8}
	out["ball"] = ensemble(ball)
	steep := line(1.2)
	steep.Potential = simtest.Landscape(t, "quartic", 1)
	steep.Domain = problem.Domain{Kind: problem.InSublevel, Size: 2}
	out["sublevel of a steep potential"] = shown(steep)
	steep.Domain.Size, steep.Sigma = 1e7, []float64{4}
	thrown := shown(steep)
	thrown.Dt, thrown.Horizon, thrown.Slots, thrown.Quantum, thrown.Steps = .1, 900, 3, 600, 500
	out["steps along the flow"] = thrown

	change := shown(plane)
	jump, narrow, other, late := plane, plane, plane, decaying
	jump.Integrator, narrow.Domain, other.Dt = problem.JumpAdapted, problem.Domain{Kind: problem.InBall, Size: .5}, .004
	late.Began = 250
	change.Script = []sim.Changed{{Step: 0, Controls: narrow}, {Step: 60, Controls: jump}, {Step: 120, Controls: other},
		{Step: 120, Controls: jump}, {Step: 200, Controls: decaying}, {Step: 250, Controls: late}}
	out["changes"] = change
	change = ensemble(plane)
	change.Script = []sim.Changed{{Step: 3, Controls: narrow}, {Step: 6, Controls: plane}}
	out["changes of an ensemble"] = change
	intoWells := shown(basin)
	intoWells.Script = []sim.Changed{{Step: 50, Controls: wells}, {Step: 260, Controls: basin}}
	out["changes into wells"] = intoWells
	return out
}

// moments are the steps before which there are checkpoints; in the fast lane only some.
func moments() []int {
	if testing.Short() {
		return []int{4, 251}
	}
	return []int{0, 1, 2, 4, 6, 7, 11, 20, 60, 61, 120, 200, 250, 251, 399}
}

// A run that goes on from a checkpoint yields exactly the lines that the unbroken run yields next, and
// asking for checkpoints changes none.
func TestContinueIsTheUnbrokenRun(t *testing.T) {
	for name, cfg := range resumable(t) {
		t.Run(name, func(t *testing.T) {
			if strings.Contains(name, "formula") && testing.Short() {
				t.Skip("searches for minima and basins")
			}
			want, none := follow(t, cfg, nil, nil)
			if none != nil {
				t.Fatal("a checkpoint that nobody asked for")
			}
			step := -1
			due := func() bool { step++; return slices.Contains(moments(), step) }
			watched, all := follow(t, cfg, nil, due)
			if !slices.Equal(watched, want) {
				t.Fatal("checkpoints change the events")
			}
			if len(all) == 0 || step < 5 {
				t.Fatalf("%d checkpoints in %d steps only", len(all), step+1)
			}
			for _, c := range all {
				got, _ := follow(t, cfg, c.read(t, cfg), nil)
				if !slices.Equal(got, want[c.before:]) {
					t.Errorf("from step %d on: %s", c.step, firstDifference(got, want[c.before:]))
				}
			}
			if c := all[len(all)-1]; !bytes.Equal(take(t, c.read(t, cfg)).text, c.text) {
				t.Error("a state that was read is written in another way")
			}
		})
	}
}

// firstDifference shows the first lines that differ.
func firstDifference(got, want []string) string {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return "line\n" + got[i] + "\nwant\n" + want[i]
		}
	}
	return "one ends before the other"
}

// A run that was continued, on another number of cores, gives checkpoints that are those of the unbroken
// run.
func TestCheckpointsOfAContinuedRunAreTheSame(t *testing.T) {
	for _, name := range []string{"box", "wells", "changes"} {
		cfg := resumable(t)[name]
		every := func() bool { return true }
		_, all := follow(t, cfg, nil, every)
		from, cores := len(all)/2, runtime.GOMAXPROCS(3)
		_, again := follow(t, cfg, all[from].read(t, cfg), every)
		runtime.GOMAXPROCS(cores)
		if len(again) != len(all)-from {
			t.Fatalf("%s: %d checkpoints, %d in the unbroken run", name, len(again), len(all)-from)
		}
		for i, c := range again {
			if want := all[from+i]; !bytes.Equal(c.text, want.text) || !bytes.Equal(c.tensors, want.tensors) {
				t.Fatalf("%s: the checkpoint of step %d differs from that of step %d:\n%s\n%s",
					name, c.step, want.step, c.text, want.text)
			}
		}
	}
}
