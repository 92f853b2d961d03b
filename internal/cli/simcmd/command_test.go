package simcmd_test

import (
	"math"
	"slices"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/simcmd"
	"levyscope/internal/near"
)

// output is what levyscope sim prints with those flags.
func output(t *testing.T, args ...string) string {
	t.Helper()
	return clitest.Must(t, simcmd.New(), args...)
}

// has is clitest.Has of text in which a figure that does not exist is no NaN and no infinity.
func has(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	clitest.Has(t, what, text, append(parts, "!NaN", "!Inf")...)
}

// figure is the number of that name in an object, NaN if there is none.
func figure(t *testing.T, object map[string]any, name string) float64 {
	t.Helper()
	v, ok := object[name].(float64)
	if !ok {
		t.Errorf("%s = %v", name, object[name])
		return math.NaN()
	}
	return v
}

// The fixture of theory.md, section 4, at eps = 0.1.
func TestSimPrintsTotals(t *testing.T) {
	events := clitest.Parse(t, output(t, clitest.Sim("--paths", "300")...))
	if first := events[0]; first["type"] != "started" || first["engine"] != "sim" {
		t.Errorf("first %v", first)
	}
	d := events[len(events)-1]
	if d["type"] != "done" || d["paths"] != 300. || d["time_unit"] != "sde" || d["partial"] != false {
		t.Errorf("last %v", d)
	}
	number := func(field string) float64 { return figure(t, d, field) }
	exited, censored := number("exited"), number("censored")
	sides := clitest.Floats(d["sides"])
	sum := 0.0
	for _, n := range sides {
		sum += n
	}
	if exited+censored != 300 || len(sides) != 4 || sum != exited {
		t.Errorf("%g exits, %g censored, sides %v", exited, censored, sides)
	}
	mean, se := number("mean_exit_time"), number("mean_exit_time_se")
	near.Rel(t, "mean exit time, by time inside over exits,", mean, number("path_steps")*.02/exited, 1e-12)
	near.Abs(t, "mean exit time", mean, 35.03, 4*se)
	near.Abs(t, "its standard error", se, 2.5, 1.5)
	if number("trapped") != censored/300 {
		t.Errorf("trapped %g of %g censored", number("trapped"), censored)
	}
	theory, _ := d["theory"].(map[string]any)
	near.Abs(t, "predicted mean exit time", figure(t, theory, "mean_exit_time"), 36.7, .05)
	predicted := clitest.Floats(theory["sides"])
	if len(predicted) != 4 {
		t.Fatalf("predicted sides %v", predicted)
	}
	for i, want := range []float64{.517, .280, .101, .101} { // 1-, 1+, 2-, 2+
		near.Abs(t, "predicted share of a side", predicted[i], want, 6e-4)
	}
	if theory["p_trap"] != 0. {
		t.Errorf("p_trap = %v under a constant schedule", theory["p_trap"])
	}
}

// theory.md, section 5: alpha 1.5, eps 0.1, t0 = 60, noise (1 + t/60)^-1.2 has p_trap 0.388.
func TestSimTrapping(t *testing.T) {
	events := clitest.Parse(t, output(t, "--alpha", "1.5", "--sigma", "1", "--box=-1:1", "--arm", "noise",
		"--paths", "50", "--dt", "0.1", "--horizon", "100", "--schedule", "power:eta0=0.1,k0=600,gamma=1.2"))
	theory := events[len(events)-1]["theory"].(map[string]any)
	near.Abs(t, "p_trap", figure(t, theory, "p_trap"), .388, 6e-4)
}

// theory.md, section 5: in iterations, 1/(2 c_alpha (eta sigma)^alpha) = 886 at alpha 1.5, eta sigma = 0.02.
func TestSimIterationTime(t *testing.T) {
	events := clitest.Parse(t, output(t,
		"--time", "iteration", "--alpha", "1.5", "--sigma", "0.2", "--box=-1:1", "--paths", "200"))
	d := events[len(events)-1]
	theory := d["theory"].(map[string]any)
	if d["time_unit"] != "iteration" {
		t.Errorf("times in %v", d["time_unit"])
	}
	near.Abs(t, "predicted iterations", figure(t, theory, "mean_exit_time"), 886, .5)
	near.Abs(t, "mean iterations", figure(t, d, "mean_exit_time"), 860, 4*figure(t, d, "mean_exit_time_se"))
}

// --exits adds one line for every path, in their order, and changes no total.
func TestSimExits(t *testing.T) {
	plain := clitest.Parse(t, output(t, clitest.Sim()...))
	events := clitest.Parse(t, output(t, clitest.Sim("--exits")...))
	exits := clitest.Of(events, "exit")
	if len(exits) != 60 {
		t.Fatalf("%d exits of 60 paths", len(exits))
	}
	sides := make([]float64, 4)
	steps := 0.0
	for i, e := range exits {
		if e["path"] != float64(i) {
			t.Errorf("exit %d is of path %v", i, e["path"])
		}
		steps += e["steps"].(float64)
		sides[int(e["side"].(float64))]++
	}
	a, b := plain[len(plain)-1], events[len(events)-1]
	if !slices.Equal(sides, clitest.Floats(b["sides"])) || steps != b["path_steps"] {
		t.Errorf("sides %v, %g steps; done has %v, %v", sides, steps, b["sides"], b["path_steps"])
	}
	for field, v := range a {
		if f, ok := v.(float64); ok && f != b[field] {
			t.Errorf("%s = %v without --exits, %v with", field, v, b[field])
		}
	}
}

// A single value stands for every coordinate.
func TestSimSpreadsSingleValues(t *testing.T) {
	one := output(t,
		clitest.Sim("--alpha", "1.4", "--sigma", "0.5,0.6,0.7", "--theta", "2", "--box=-1:1")...)
	all := output(t, clitest.Sim("--alpha", "1.4,1.4,1.4", "--sigma", "0.5,0.6,0.7",
		"--theta", "2,2,2", "--box=-1:1,-1:1,-1:1")...)
	clitest.Same(t, "single values", one, all)
}

func TestSimParticleRunsItsSteps(t *testing.T) {
	events := clitest.Parse(t, output(t, clitest.Particle()...))
	for k, p := range clitest.Of(events, "progress") {
		if p["step"] != float64(k) || len(clitest.Floats(p["x"])) != 2 {
			t.Fatalf("%v in place %d", p, k)
		}
	}
	if n := len(clitest.Of(events, "progress")); n != 400 {
		t.Errorf("%d steps, want 400", n)
	}
}
