package command_test

import (
	"fmt"
	"slices"
	"testing"

	"levyscope/internal/command"
	"levyscope/internal/near"
)

// floats are the numbers of a JSON array.
func floats(v any) []float64 {
	var out []float64
	list, _ := v.([]any)
	for _, x := range list {
		f, _ := x.(float64)
		out = append(out, f)
	}
	return out
}

// The fixture of theory.md, section 4, at eps = 0.1.
func TestSimPrintsTotals(t *testing.T) {
	events := parse(t, must(t, command.Sim(), brief("--paths", "300")...))
	if first := events[0]; first["type"] != "started" || first["engine"] != "sim" {
		t.Errorf("first %v", first)
	}
	d := events[len(events)-1]
	if d["type"] != "done" || d["paths"] != 300. || d["time_unit"] != "sde" || d["partial"] != false {
		t.Errorf("last %v", d)
	}
	number := func(field string) float64 {
		v, ok := d[field].(float64)
		if !ok {
			t.Errorf("%s = %v", field, d[field])
		}
		return v
	}
	exited, censored := number("exited"), number("censored")
	sides := floats(d["sides"])
	sum := 0.0
	for _, n := range sides {
		sum += n
	}
	if exited+censored != 300 || len(sides) != 4 || sum != exited {
		t.Errorf("%g exits, %g censored, sides %v", exited, censored, sides)
	}
	mean, se := number("mean_exit_time"), number("mean_exit_time_se")
	near.Rel(t, "mean exit time next to time inside over exits", mean, number("path_steps")*.02/exited, 1e-12)
	near.Abs(t, "mean exit time, of theory.md", mean, 35.8, 4*se)
	if !(se > 1 && se < 4) {
		t.Errorf("standard error of the mean exit time %g, want 1 to 4", se)
	}
	if number("trapped") != censored/300 {
		t.Errorf("trapped %g of %g censored", number("trapped"), censored)
	}
	theory, _ := d["theory"].(map[string]any)
	v, _ := theory["mean_exit_time"].(float64) // 0 where there is none
	near.Abs(t, "predicted mean exit time, of theory.md", v, 36.7, .05)
	for i, want := range []float64{.517, .280, .101, .101} { // 1-, 1+, 2-, 2+
		predicted := floats(theory["sides"])
		if len(predicted) != 4 {
			t.Fatalf("predicted sides %v, want four", predicted)
		}
		near.Abs(t, fmt.Sprintf("predicted side %d, of theory.md", i), predicted[i], want, 6e-4)
	}
	if theory["p_trap"] != 0. {
		t.Errorf("p_trap = %v under a constant schedule", theory["p_trap"])
	}
}

// theory.md, section 5: alpha 1.5, eps 0.1, t0 = 60, noise (1 + t/60)^-1.2 has p_trap 0.388.
func TestSimTrapping(t *testing.T) {
	events := parse(t, must(t, command.Sim(), "--alpha", "1.5", "--sigma", "1", "--box=-1:1", "--arm", "noise", "--paths", "50", "--dt", "0.1", "--horizon", "100",
		"--schedule", "power:eta0=0.1,k0=600,gamma=1.2"))
	theory := events[len(events)-1]["theory"].(map[string]any)
	v, _ := theory["p_trap"].(float64) // 0 where there is none
	near.Abs(t, "p_trap", v, .388, 6e-4)
}

// theory.md, section 5: in iterations, 1/(2 c_alpha (eta sigma)^alpha) = 886 at alpha 1.5, eta sigma = 0.02.
func TestSimIterationTime(t *testing.T) {
	events := parse(t, must(t, command.Sim(), "--time", "iteration", "--alpha", "1.5", "--sigma", "0.2", "--box=-1:1", "--paths", "200"))
	d := events[len(events)-1]
	theory := d["theory"].(map[string]any)
	v, _ := theory["mean_exit_time"].(float64) // 0 where there is none
	near.Abs(t, "predicted mean in iterations", v, 886, .5)
	if d["time_unit"] != "iteration" {
		t.Errorf("time unit %v, want iteration", d["time_unit"])
	}
	mean, se := d["mean_exit_time"].(float64), d["mean_exit_time_se"].(float64)
	near.Abs(t, "mean in iterations, of theory.md", mean, 860, 4*se)
}

// --exits adds one line for every path, in their order, and changes no total.
func TestSimExits(t *testing.T) {
	plain := parse(t, must(t, command.Sim(), brief()...))
	events := parse(t, must(t, command.Sim(), brief("--exits")...))
	exits := of(events, "exit")
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
	if !slices.Equal(sides, floats(b["sides"])) || steps != b["path_steps"] {
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
	one := must(t, command.Sim(), brief("--alpha", "1.4", "--sigma", "0.5,0.6,0.7", "--theta", "2", "--box=-1:1")...)
	all := must(t, command.Sim(), brief("--alpha", "1.4,1.4,1.4", "--sigma", "0.5,0.6,0.7", "--theta", "2,2,2", "--box=-1:1,-1:1,-1:1")...)
	same(t, "single values", one, all)
}

func TestSimParticleRunsItsSteps(t *testing.T) {
	events := parse(t, must(t, command.Sim(), particle()...))
	for k, p := range of(events, "progress") {
		if p["step"] != float64(k) || len(floats(p["x"])) != 2 {
			t.Fatalf("%v in place %d", p, k)
		}
	}
	if n := len(of(events, "progress")); n != 400 {
		t.Errorf("%d steps, want 400", n)
	}
}
