package command

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"levyscope/internal/recording"
	"levyscope/sim"
	"levyscope/train/schedule"
)

// simFlags are the flags of levyscope sim before they are parsed further.
type simFlags struct {
	common
	cfg                            sim.Config
	alpha, sigma, theta, box       string
	schedule, arm, time, eps, from string
}

// Sim is levyscope sim: first exits of a Levy-driven SDE beside their theory.
func Sim() *cobra.Command {
	f := simFlags{cfg: sim.Default()}
	cmd := &cobra.Command{
		Use:   "sim",
		Short: "Simulate first exits of a Levy-driven SDE, with the theory beside them",
		Long: "Simulates dW_i = -theta_i W_i dt + eps s(t)^((alpha_i-1)/alpha_i) sigma_i dL_i from 0 until it leaves a box,\n" +
			"or, with --time iteration, w <- w - eta(k) theta w + eps eta(k) sigma_i S_i.\n" +
			"Lists have one value for each coordinate, or one for all.",
		Example: "levyscope sim --alpha 1.2,1.8 --sigma 0.5,1 --box=-0.6:1,-0.7:0.7 --eps 0.1 --paths 20000\n" +
			"levyscope sim --time iteration --alpha 1.5 --sigma 0.2 --box=-1:1 --schedule constant:eta0=0.1",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd) },
	}
	f.add(cmd, "json")
	fl, c := cmd.Flags(), &f.cfg
	fl.StringVar(&f.alpha, "alpha", "1.2,1.8", "tail index of each coordinate, in (0, 2]")
	fl.StringVar(&f.sigma, "sigma", "0.5,1", "scale of each coordinate's noise")
	fl.StringVar(&f.theta, "theta", "1", "curvature of each coordinate")
	fl.StringVar(&f.box, "box", "-0.6:1,-0.7:0.7", "walls lo:hi of each coordinate, around 0")
	fl.StringVar(&f.eps, "eps", "", "scale of all noise (default 0.1; 1 with --time iteration)")
	fl.StringVar(&f.schedule, "schedule", "constant:eta0=0.1", "learning rate: "+strings.Join(schedule.Kinds(), ", ")+" with kind:name=value,...")
	fl.StringVar(&f.arm, "arm", "both", "what the decay acts on: both, noise or step")
	fl.StringVar(&f.time, "time", "sde", "what a step is: sde (time dt) or iteration (of SGD)")
	fl.IntVar(&c.Paths, "paths", c.Paths, "paths of the ensemble")
	fl.Float64Var(&c.Dt, "dt", c.Dt, "time step in SDE time")
	fl.Float64Var(&c.Horizon, "horizon", 0, "time after which a path is censored (default: 20 predicted mean exit times)")
	fl.BoolVar(&c.Exits, "exits", false, "one event for every path as well")
	fl.BoolVar(&c.Particle, "particle", false, "one displayed particle beside the ensemble, as in the explorer")
	fl.IntVar(&c.Steps, "steps", 10000, "steps of the particle after which the run ends")
	fl.StringVar(&f.from, "script", "", "recording whose changes of the controls are replayed")
	return cmd
}

// config turns the flags into a configuration.
func (f *simFlags) config() (cfg sim.Config, err error) {
	cfg = f.cfg
	cfg.Seed = f.seed
	if cfg.Particle {
		cfg.Quantum, cfg.Every = 64, 16
	} else {
		cfg.Steps = 0
	}
	if cfg.Time, err = sim.ParseTime(f.time); err != nil {
		return cfg, err
	}
	if cfg.Controls, err = f.controls(cfg.Time); err != nil {
		return cfg, err
	}
	if f.from != "" {
		run, err := readRecording(f.from)
		if err != nil {
			return cfg, err
		}
		if run.Sim == nil {
			return cfg, fmt.Errorf("%s is a recording of training: use it with levyscope train", f.from)
		}
		cfg.Script = run.Sim.Script
	}
	return cfg, f.check()
}

func (f *simFlags) controls(time sim.Time) (c sim.Controls, err error) {
	if c.Schedule, err = schedule.Parse(f.schedule); err != nil {
		return c, err
	}
	if c.Arm, err = schedule.ParseArm(f.arm); err != nil {
		return c, err
	}
	c.Eps = .1
	if time == sim.Iteration {
		c.Eps = 1
	}
	if f.eps != "" {
		if c.Eps, err = number("eps", f.eps); err != nil {
			return c, err
		}
	}
	if c.Alpha, err = numbers("alpha", f.alpha); err != nil {
		return c, err
	}
	if c.Sigma, err = numbers("sigma", f.sigma); err != nil {
		return c, err
	}
	if c.Theta, err = numbers("theta", f.theta); err != nil {
		return c, err
	}
	if c.Box, err = intervals(f.box); err != nil {
		return c, err
	}
	n := max(len(c.Alpha), len(c.Sigma), len(c.Theta), len(c.Box))
	c.Alpha, c.Sigma, c.Theta, c.Box = spread(c.Alpha, n), spread(c.Sigma, n), spread(c.Theta, n), spread(c.Box, n)
	return c, nil
}

// spread repeats a single value n times.
func spread[T any](x []T, n int) []T {
	for len(x) > 0 && len(x) < n && n > 1 {
		if len(x) > 1 {
			return x // of a wrong length: Validate says so
		}
		single := x[0]
		x = make([]T, n)
		for i := range x {
			x[i] = single
		}
	}
	return x
}

func number(flag, s string) (float64, error) {
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || math.IsNaN(v) {
		return 0, fmt.Errorf("--%s: %q is not a number; write it as 0.5 or 5e-1", flag, s)
	}
	return v, nil
}

func numbers(flag, s string) (out []float64, err error) {
	for _, field := range strings.Split(s, ",") {
		v, err := number(flag, field)
		if err != nil {
			return nil, fmt.Errorf("%w, and a list as --%s 1.2,1.8", err, flag)
		}
		out = append(out, v)
	}
	return out, nil
}

func intervals(s string) (out []sim.Interval, err error) {
	for _, field := range strings.Split(s, ",") {
		lo, hi, found := strings.Cut(field, ":")
		if !found {
			return nil, fmt.Errorf("--box: %q is not an interval lo:hi; write for example --box=-0.6:1,-0.7:0.7", field)
		}
		var v sim.Interval
		if v.Lo, err = number("box", lo); err != nil {
			return nil, err
		}
		if v.Hi, err = number("box", hi); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func (f *simFlags) run(cmd *cobra.Command) error {
	cfg, err := f.config()
	if err != nil {
		return err
	}
	return drain(sim.Run(cmd.Context(), cfg, nil), newPrinter(cmd.OutOrStdout(), f.format, simText), nil)
}

// simText is an event as a line for people.
func simText(e recording.Event) string {
	switch e := e.(type) {
	case sim.Started:
		c := e.Config.Controls
		return fmt.Sprintf("%d coordinates, alpha %v, sigma %v, theta %v, eps %g, %s, arm %s, %s time, dt %g, horizon %.5g, %d paths, seed %d",
			len(c.Alpha), c.Alpha, c.Sigma, c.Theta, c.Eps, c.Schedule, c.Arm, e.Config.Time, e.Dt, e.Horizon, e.Config.Paths, e.Config.Seed)
	case sim.Changed:
		return fmt.Sprintf("step %d changed: %s, arm %s, eps %g, alpha %v", e.Step, e.Controls.Schedule, e.Controls.Arm, e.Controls.Eps, e.Controls.Alpha)
	case sim.Counts:
		return fmt.Sprintf("%d exits, %d censored, %d under way: %s", e.Totals.Exited, e.Totals.Censored, e.InFlight, meanText(e.Totals))
	case sim.Exited:
		return fmt.Sprintf("path %d: %s at %g, position %g", e.Path, sideText(e.Exit), e.Time, e.Position)
	case sim.Escape:
		return fmt.Sprintf("step %d: the particle's path %d: %s at %g, jump %g", e.Step, e.Path, sideText(e.Exit), e.Time, e.Size)
	case sim.Done:
		return simSummary(e)
	}
	return ""
}

func meanText(t sim.Totals) string {
	if t.Exited == 0 {
		return "no exit yet, so no mean exit time"
	}
	return fmt.Sprintf("mean exit time %.5g +- %.2g", t.MeanTime, t.MeanTimeSE)
}

func sideText(e sim.Exit) string {
	if e.Censored {
		return "still inside"
	}
	return "exit through " + sim.SideName(e.Side)
}

func simSummary(d sim.Done) string {
	var b strings.Builder
	if d.Partial {
		b.WriteString("partial (interrupted): ")
	}
	unit := "(SDE time)"
	if d.TimeUnit == "iteration" {
		unit = "(iterations)"
	}
	fmt.Fprintf(&b, "%d paths ended, %d exits, %d still inside at %.5g, %d under way\n%s %s", d.Paths, d.Exited, d.Censored, d.Horizon, d.InFlight, meanText(d.Totals), unit)
	t := d.Theory
	if t == nil {
		b.WriteString("; no prediction is implemented for this system")
		return b.String()
	}
	fmt.Fprintf(&b, ", predicted %.5g (%s", t.MeanExitTime, t.Law)
	if !t.Valid {
		fmt.Fprintf(&b, "; rough here: %s", t.Caveat)
	}
	b.WriteString(")\n")
	if d.Paths > 0 {
		fmt.Fprintf(&b, "trapped at the horizon %.4g, ", d.Trapped)
	}
	fmt.Fprintf(&b, "predicted to be trapped there %.4g, for ever %.4g", t.Inside, t.PTrap)
	for i, n := range d.Sides {
		if d.Exited == 0 {
			fmt.Fprintf(&b, "\nside %-3s no exit, predicted %.4f", sim.SideName(i), t.Sides[i])
			continue
		}
		p := float64(n) / float64(d.Exited)
		fmt.Fprintf(&b, "\nside %-3s %8d  %.4f +- %.4f  predicted %.4f", sim.SideName(i), n, p, math.Sqrt(p*(1-p)/float64(d.Exited)), t.Sides[i])
	}
	return b.String()
}
