package simcmd

import (
	"fmt"

	"levyscope/internal/cli"
	"levyscope/sim"
	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/train/schedule"
)

// rule says where a flag that was given has no effect.
type rule struct {
	flag   string
	text   func(f *flags) string // its value
	idle   func(f *flags, cfg sim.Config) bool
	reason string // why it has none
	remedy string
	live   bool // also in the explorer, where no change of the controls gives it an effect
}

// idleRules are the flags that some configurations have no use for. They concern the command line
// only: a recording may carry any of these values, and replays as it did.
var idleRules = []rule{
	{flag: "reading", text: func(f *flags) string { return f.reading }, live: true,
		idle:   func(_ *flags, cfg sim.Config) bool { return len(cfg.Controls.Multiplicative) == 0 },
		reason: "it says what multiplicative noise means, and the noise does not depend on the place",
		remedy: "give --multiplicative as well"},
	{flag: "dt", text: func(f *flags) string { return fmt.Sprint(f.cfg.Dt) }, live: true,
		idle:   func(_ *flags, cfg sim.Config) bool { return cfg.Time == clock.Iteration },
		reason: "with --time iteration a step is one iteration",
		remedy: "use --time sde, or set the step by --schedule constant:eta0=0.1"},
	{flag: "rho", text: func(f *flags) string { return f.rho },
		idle:   func(f *flags, cfg sim.Config) bool { return !f.splitsJumps(cfg) },
		reason: "it parts big jumps from small ones, which only --integrator jump and --method accelerated or both do",
		remedy: "use one of them"},
	{flag: "integrator", text: func(f *flags) string { return f.integrator },
		idle: func(f *flags, cfg sim.Config) bool {
			return cfg.Method == problem.Accelerated && !cfg.Particle && cfg.Controls.Integrator != problem.Euler
		},
		reason: "with --method accelerated paths go from big jump to big jump",
		remedy: "use --method direct or both"},
	{flag: "arm", text: func(f *flags) string { return f.arm },
		idle: func(f *flags, cfg sim.Config) bool {
			return cfg.Controls.Arm != schedule.Both && problem.Steady(cfg.Controls.Schedule) && f.script == ""
		},
		reason: "it says what a decay of the learning rate acts on, and there is none",
		remedy: "give a --schedule that decays, such as power:eta0=0.1"},
	{flag: "steps", text: func(f *flags) string { return fmt.Sprint(f.cfg.Steps) },
		idle:   func(_ *flags, cfg sim.Config) bool { return !cfg.Particle },
		reason: "it counts the steps of the displayed particle, after which the run ends",
		remedy: "give --particle as well; --horizon bounds the time of a path"},
	{flag: "script", text: func(f *flags) string { return f.script },
		idle:   func(f *flags, _ sim.Config) bool { return f.both() },
		reason: "with --method both its changes would act on the direct run only",
		remedy: "use --method direct or accelerated"},
	{flag: commonNoise, text: func(*flags) string { return "true" },
		idle:   func(f *flags, _ sim.Config) bool { return len(f.sweeps) == 0 },
		reason: "it is about the points of a sweep",
		remedy: "give --sweep as well"},
	{flag: "particle", text: func(*flags) string { return "true" },
		idle:   func(f *flags, cfg sim.Config) bool { return cfg.Particle && f.Format == cli.CSV },
		reason: "a table has no rows for the displayed particle",
		remedy: "use --format json or text"},
}

// splitsJumps says that some run of cfg tells big jumps from small ones.
func (f *flags) splitsJumps(cfg sim.Config) bool {
	return f.both() || cfg.Method == problem.Accelerated || cfg.Controls.Integrator == problem.JumpAdapted
}

// checkIdle returns an error that names the first flag that was given and has no effect on cfg; live
// restricts it to those that can have none in the explorer either.
func (f *flags) checkIdle(cfg sim.Config, live bool) error {
	for _, r := range idleRules {
		if f.given[r.flag] && (r.live || !live) && r.idle(f, cfg) {
			return fmt.Errorf("%s %s has no effect here: %s; leave out --%s, or %s",
				r.flag, r.text(f), r.reason, r.flag, r.remedy)
		}
	}
	return nil
}
