// Package simcmd is levyscope sim: first exits of a Levy-driven SDE, one run or
// a sweep over its parameters, with the theory beside them.
package simcmd

import (
	"strings"

	"github.com/spf13/cobra"

	"levyscope/internal/cli"
	"levyscope/sim/problem"
	"levyscope/train/schedule"
)

// New returns the command.
func New() *cobra.Command { return newFlags().command() }

// command returns a command that reads its flags into f.
func (f *flags) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sim",
		Short: "Simulate first exits of a Levy-driven SDE, with the theory beside them",
		Long: "Simulates dX_i = -d_i U(X) dt + eps s(t)^((alpha_i-1)/alpha_i) sigma_i g_i(X) dL_i " +
			"from a minimum of U until\n" +
			"it leaves a domain, or, with --time iteration, x_i <- x_i - eta(k) d_i U(x) + eps eta(k) sigma_i g_i(x) L_i.\n" +
			"Without --potential U is 1/2 sum theta_i x_i^2, the domain a box and the minimum 0. Lists have one value for\n" +
			"each coordinate, or one for all; beside a --potential alpha is 1.5 and sigma 1 where they are not given.\n\n" +
			"What an interrupted run has found is printed and marked partial. With --format csv there is a row for a run,\n" +
			"for each point of a sweep, or with --exits for each path.\n\n" +
			"A --sweep takes " + sweepNames + ".\n" +
			"Its points draw independent random numbers: point i has a seed of its own, made from --seed and i, the first\n" +
			"one --seed itself, and is the run of that seed by itself. With --common-noise all points draw the same ones,\n" +
			"so that differences between them have less noise and their errors are not independent.\n\n" +
			"With --part I/N the work is divided among N processes, on one machine or many: each writes a file, and\n" +
			"levyscope merge prints of all files what the undivided command prints, byte for byte.",
		Example: "levyscope sim --alpha 1.2,1.8 --sigma 0.5,1 --box=-0.6:1,-0.7:0.7 --eps 0.1 --paths 20000\n" +
			"levyscope sim --time iteration --alpha 1.5 --sigma 0.2 --box=-1:1 --schedule constant:eta0=0.1\n" +
			"levyscope sim --potential doublewell:left=1,right=2 --alpha 1.5 --eps 0.2 --format text\n" +
			"levyscope sim --alpha 1.5 --sigma 1 --box=-1:1 --sweep eps=0.03:0.3:8log --method both --format csv",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd) },
	}
	f.Add(cmd, cli.JSON)
	cmd.Flags().Lookup("format").Usage = "form of the output: json (one event a line), text or csv"
	f.addSystem(cmd)
	f.addDynamics(cmd)
	f.addRun(cmd)
	f.part.Add(cmd)
	return cmd
}

// addSystem adds the flags of where a path moves, from where and how far.
func (f *flags) addSystem(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.theta, "theta", "1", "curvature of each coordinate of the quadratic potential")
	fl.StringVar(&f.potential, "potential", quadratic, "U: quadratic (of --theta), doublewell, multiwell, sharpflat, "+
		"valley, quartic with kind:name=value,..., or expr:U in x1, x2, ...")
	fl.StringVar(&f.domain, "domain", "", "where a path is inside: box (of --box), ball:r=R, sublevel:u=U, basin, "+
		"wells or halfline:a=A,coordinate=1 (default: box with --box or a quadratic potential, else basin)")
	fl.StringVar(&f.box, "box", "-0.6:1,-0.7:0.7", "walls lo:hi of each coordinate, around the start; -inf or inf: none")
	fl.StringVar(&f.start, "start", "", "where paths start (default: the first minimum of the potential)")
}

// addDynamics adds the flags of the noise, the learning rate and the time.
func (f *flags) addDynamics(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.alpha, "alpha", "1.2,1.8", "tail index of each coordinate, in (0, 2]")
	fl.StringVar(&f.sigma, "sigma", "0.5,1", "scale of each coordinate's noise")
	fl.StringVar(&f.eps, "eps", "", "scale of all noise (default 0.1; 1 with --time iteration)")
	fl.StringArrayVar(&f.noise, "noise", nil, "driving process, once for each coordinate or one for all: sas, gauss, "+
		"sas+gauss, truncated, tempered, poisson with kind:name=value,..., or empirical:file=F,column=C (default sas)")
	fl.StringArrayVar(&f.multiplicative, "multiplicative", nil,
		"factor g(x) of the noise in x1, x2, ..., once for each coordinate or one for all (default 1)")
	fl.StringVar(&f.reading, "reading", problem.Ito.String(), "of multiplicative noise: ito, stratonovich or marcus")
	fl.StringVar(&f.schedule, "schedule", "constant:eta0=0.1",
		"learning rate: "+strings.Join(schedule.Kinds(), ", ")+" with kind:name=value,...")
	fl.StringVar(&f.arm, "arm", "both", "what the decay acts on: both, noise, step, or batch (which grows instead)")
	fl.StringVar(&f.time, "time", "sde", "what a step is: sde (time dt) or iteration (of SGD)")
}

// addRun adds the flags of how it is simulated, and of what is told.
func (f *flags) addRun(cmd *cobra.Command) {
	fl, c := cmd.Flags(), &f.cfg
	fl.StringVar(&f.integrator, "integrator", problem.Euler.String(), "how a step is taken: euler, exact (of a quadratic "+
		"potential), jump (big jumps at their own times) or tamed (a bounded drift, for comparison)")
	fl.StringVar(&f.rho, "rho", "", "big jumps are those beyond eps^-rho, in (0, 1): for --integrator jump and "+
		"--method accelerated (default: the least are a third of the way out, rho 0.5 and 0.75 at most)")
	fl.StringVar(&f.method, "method", problem.Direct.String(),
		"how exits are found: direct, accelerated (from big jump to "+
			"big jump, exact as eps goes to 0) or both, compared")
	cli.WholeVar(fl, &c.Paths, "paths", c.Paths, "paths of the ensemble")
	cli.RealVar(fl, &c.Dt, "dt", c.Dt, "time step in SDE time")
	cli.RealVar(fl, &c.Horizon, "horizon", 0,
		"time after which a path is censored (default: 20 predicted mean exit times)")
	fl.StringArrayVar(&f.sweeps, "sweep", nil,
		"run all values of a parameter, NAME=lo:hi:N, lo:hi:Nlog or a,b,c; repeated: the grid of all")
	fl.BoolVar(&f.common, commonNoise, false,
		"the points of a sweep draw the same random numbers (default: independent ones)")
	fl.BoolVar(&c.Exits, "exits", false, "one event or row for every path as well")
	fl.BoolVar(&c.Particle, "particle", false, "one displayed particle beside the ensemble, as in the explorer")
	cli.WholeVar(fl, &c.Steps, "steps", 10000, "steps of the particle after which the run ends")
	fl.StringVar(&f.script, "script", "", "recording whose changes of the controls are replayed: a folder or a file")
	f.record.Add(cmd)
}
