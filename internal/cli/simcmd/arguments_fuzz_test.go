package simcmd_test

import (
	"context"
	"strings"
	"testing"

	"levyscope/internal/cli/simcmd"
	"levyscope/sim"
)

// argument is a flag and the values that a fuzzed command line gives it.
type argument struct {
	flag   string
	values []string
}

var (
	numbersToTry = []string{"1", "0", "-1", "0.5", "NaN", "Inf", "-Inf", "1e308", "1e-308", "5e-324", "", "x", "1.5", "2",
		"1e9", "1e-6"}
	listsToTry = append([]string{"1,2", "1,2,3", "0,0", "1,NaN", "1,1e308", ",", strings.Repeat("1.5,", 4095) + "1.5",
		strings.Repeat("1,", 4999) + "1"}, numbersToTry...)
	boxesToTry = []string{"-1:1", "0:1", "-inf:1", "-inf:inf", "NaN:1", "-1e308:1e308", "1:-1", "-1e-308:1e-308",
		"-1:1,-2:2", ":", "-1", strings.Repeat("-1:1,", 4999) + "-1:1"}
)

var arguments = []argument{
	{"alpha", listsToTry}, {"sigma", listsToTry}, {"theta", listsToTry}, {"start", listsToTry}, {"box", boxesToTry},
	{"eps", numbersToTry}, {"rho", numbersToTry}, {"dt", numbersToTry}, {"horizon",
		append([]string{"0.01", "1e13", "1e15"}, numbersToTry...)},
	{"paths", []string{"10000000", "1", "0", "-1", "1000000000", "9223372036854775807"}},
	{"potential", []string{"quadratic", "doublewell", "doublewell:left=1e308", "doublewell:left=0", "multiwell",
		"multiwell:wells=1e9", "sharpflat", "valley", "quartic",
		"expr:x1^2", "expr:x1^2+x2^4", "expr:-x1^4", "expr:1/x1", "expr:exp(exp(x1^2))", "expr:x4096^2", "expr:(", "expr:",
		"nonsense", "expr:cos(x1)"}},
	{"domain", []string{"box", "ball:r=1", "ball:r=1e308", "ball:r=1e-300", "sublevel:u=1", "sublevel:u=-1e308", "basin",
		"wells", "halfline:a=1", "halfline:a=-1", "halfline:a=0", "halfline", "ball:r=NaN"}},
	{"noise", []string{"sas", "gauss", "sas+gauss:gauss=2", "truncated:cut=3", "truncated:cut=1e-300", "tempered:rate=1",
		"tempered:rate=1e308", "poisson:rate=1", "poisson:rate=1e308,jump=gauss", "poisson:rate=1e-300",
		"empirical", "empirical:file=/no/such/file", "x"}},
	{"multiplicative", []string{"1", "0", "x1", "1+x1^2", "exp(x1^2)", "1/x1", "x2", "1e308*x1", "("}},
	{"reading", []string{"ito", "stratonovich", "marcus", "x"}}, {"integrator",
		[]string{"euler", "exact", "tamed", "jump", "x"}},
	{"method", []string{"direct", "accelerated", "both", "x"}}, {"arm", []string{"both", "noise", "step", "batch",
		"x"}}, {"time", []string{"sde", "iteration", "x"}},
	{"schedule", []string{"constant:eta0=0.1", "constant:eta0=1e308", "power:eta0=0.1,k0=600,gamma=1.2",
		"cosine:eta0=0.1,steps=10", "cosine:steps=1000000000", "step:gamma=1e-300,every=1", "exp:kappa=1e308", "x"}},
	{"seed", []string{"1", "18446744073709551615", "-1"}},
}

// argumentsOf reads pairs of bytes as flags with values.
func argumentsOf(code []byte) (out []string) {
	for i := 0; i+1 < len(code) && i < 24; i += 2 {
		a := arguments[int(code[i])%len(arguments)]
		out = append(out, "--"+a.flag+"="+a.values[int(code[i+1])%len(a.values)])
	}
	return out
}

// Any command line gives an error or a run that starts, in bounded memory and time.
func FuzzSimArguments(f *testing.F) {
	for _, code := range []string{"", "\x09\x00\x08\x00", "\x00\x06\x01\x06", "\x0a\x01\x05\x03",
		"\x0a\x09\x0d\x03\x0e\x02", "\x04\x02\x0f\x03", "\x10\x01\x04\x00\x00\x0c", "\x12\x01\x0c\x03", "\x0a\x0f\x0b\x06"} {
		f.Add([]byte(code))
	}
	f.Fuzz(func(t *testing.T, code []byte) {
		args := argumentsOf(code)
		cfg, err := simcmd.Parse(args...)
		if err != nil {
			if len(err.Error()) > 100_000 || strings.Contains(err.Error(), "%!") {
				t.Errorf("%.300q: error of %d bytes: %.300s", args, len(err.Error()), err)
			}
			return
		}
		cfg.Slots, cfg.Quantum = 3, 16
		events := 0
		for e, err := range sim.Run(context.Background(), cfg, nil) {
			if err != nil {
				t.Fatalf("%.300q was found valid: %v", args, err)
			}
			if events++; events > 4 || e.Type() == "done" {
				break
			}
		}
	})
}
