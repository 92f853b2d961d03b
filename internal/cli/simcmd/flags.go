package simcmd

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"levyscope/internal/cli"
	"levyscope/sim"
	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/train/schedule"
)

// quadratic is the potential that is made from --theta.
const quadratic = "quadratic"

// commonNoise is the flag that gives all points of a sweep the same random numbers.
const commonNoise = "common-noise"

// bothMethods is the --method that compares.
const bothMethods = "both"

// flags are the flags of levyscope sim as text. A point of a sweep is a copy
// with other text.
type flags struct {
	cli.Common
	part                             cli.PartFlags
	cfg                              sim.Config // with the flags that are numbers
	alpha, sigma, theta, box, start  string     // lists
	schedule, arm, time, eps, script string
	potential, domain, reading       string
	integrator, rho, method          string
	noise, multiplicative, sweeps    []string
	common                           bool            // all points of a sweep draw the same random numbers
	given                            map[string]bool // flags that the user set
	reader                           *textReader     // of the texts that are costly to read
	notes                            io.Writer       // for what is to be said beside the output
	record                           cli.RecordFlags
}

func newFlags() *flags { return &flags{cfg: sim.Default()} }

// settle notes which flags were given, once the command line is read.
func (f *flags) settle(cmd *cobra.Command) error {
	f.given = map[string]bool{}
	cmd.Flags().Visit(func(flag *pflag.Flag) { f.given[flag.Name] = true })
	f.reader = newTextReader(cmd.Context(), cmd.InOrStdin())
	f.notes = cmd.ErrOrStderr()
	return f.Check(cli.CSV)
}

// config turns the flags into a configuration, which is not validated yet.
func (f *flags) config() (cfg sim.Config, err error) {
	cfg = f.cfg
	cfg.Seed = f.Seed
	if cfg.Particle {
		cfg.Quantum, cfg.Every = 64, 16
	} else {
		cfg.Steps = 0
	}
	if cfg.Time, err = clock.Parse(f.time); err != nil {
		return cfg, err
	}
	if !f.both() {
		if cfg.Method, err = problem.ParseMethod(f.method); err != nil {
			return cfg, fmt.Errorf("%w, or both", err)
		}
	}
	if err = f.controls(&cfg); err != nil {
		return cfg, err
	}
	if f.script != "" {
		run, err := cli.ReadRecording(f.reader.ctx, f.script, f.notes)
		if err != nil {
			return cfg, fmt.Errorf("cannot read the script: %w", err)
		}
		if run.Sim == nil {
			return cfg, fmt.Errorf("the script %s is a recording of training: use it with levyscope train", f.script)
		}
		cfg.Script = run.Sim.Script
	}
	return cfg, nil
}

// controls reads all that may change while the simulation runs, and the start.
func (f *flags) controls(cfg *sim.Config) (err error) {
	c := &cfg.Controls
	*c = problem.Controls{Eps: .1}
	if cfg.Time == clock.Iteration {
		c.Eps = 1
	}
	if c.Schedule, err = schedule.Parse(f.schedule); err != nil {
		return err
	}
	if c.Arm, err = schedule.ParseArm(f.arm); err != nil {
		return err
	}
	if c.Reading, err = problem.ParseReading(f.reading); err != nil {
		return err
	}
	if c.Integrator, err = problem.ParseIntegrator(f.integrator); err != nil {
		return err
	}
	if f.eps != "" {
		if c.Eps, err = number("eps", f.eps); err != nil {
			return err
		}
	}
	if f.given["rho"] {
		if c.Rho, err = number("rho", f.rho); err != nil {
			return err
		}
		if c.Rho == 0 {
			return errors.New("rho = 0: the threshold eps^-rho of big jumps needs 0 < rho < 1")
		}
	}
	return f.system(cfg)
}

// validate checks the ranges of cfg, for every method that is asked for, and that every flag that was
// given has an effect.
func (f *flags) validate(cfg sim.Config) error {
	if err := cfg.Validate(); err != nil {
		return err
	}
	if f.both() {
		if err := accelerated(cfg).Validate(); err != nil {
			return err
		}
	}
	return f.checkIdle(cfg, false)
}

// both says that the methods are to be compared.
func (f *flags) both() bool { return f.method == bothMethods }

// accelerated is cfg by the accelerated method, for the comparison with cfg by the
// direct one: only the totals of its ensemble are used.
func accelerated(cfg sim.Config) sim.Config {
	cfg.Method, cfg.Exits, cfg.Particle, cfg.Steps, cfg.Script = problem.Accelerated, false, false, 0, nil
	return cfg
}
