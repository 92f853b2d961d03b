package sim

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// noiseParam declares a parameter of a kind of noise: a number, or a text.
type noiseParam struct {
	name      string
	byDefault float64
	number    func(*Noise) *float64
	text      func(*Noise) *string
	optional  bool
}

// noiseKind declares a kind: its name and the parameters that String writes.
type noiseKind struct {
	name   string
	params []noiseParam
}

// noiseKinds is in the order of NoiseKind.
var noiseKinds = [...]noiseKind{
	SaSNoise:       {name: "sas"},
	GaussNoise:     {name: "gauss"},
	SaSGaussNoise:  {"sas+gauss", []noiseParam{{name: "gauss", byDefault: .5, number: func(n *Noise) *float64 { return &n.Gauss }}}},
	TruncatedNoise: {"truncated", []noiseParam{{name: "cut", byDefault: 3, number: func(n *Noise) *float64 { return &n.Cut }}}},
	TemperedNoise:  {"tempered", []noiseParam{rateParam}},
	PoissonNoise:   {"poisson", []noiseParam{rateParam, {name: "jump"}}},
	EmpiricalNoise: {"empirical", []noiseParam{
		{name: "file", text: func(n *Noise) *string { return &n.File }},
		{name: "column", text: func(n *Noise) *string { return &n.Column }, optional: true}}},
}

var rateParam = noiseParam{name: "rate", byDefault: 1, number: func(n *Noise) *float64 { return &n.Rate }}

var jumpLawNames = [...]string{ParetoJumps: "pareto", GaussJumps: "gauss", LaplaceJumps: "laplace"}

// NoiseKinds are the names of the kinds that ParseNoise reads.
func NoiseKinds() []string {
	names := make([]string, len(noiseKinds))
	for i, k := range noiseKinds {
		names[i] = k.name
	}
	return names
}

func (k NoiseKind) String() string {
	if int(k) < len(noiseKinds) {
		return noiseKinds[k].name
	}
	return fmt.Sprintf("NoiseKind(%d)", uint8(k))
}

func (j JumpLaw) String() string {
	if int(j) < len(jumpLawNames) {
		return jumpLawNames[j]
	}
	return fmt.Sprintf("JumpLaw(%d)", uint8(j))
}

func noiseParamIndex(k NoiseKind, name string) (int, error) {
	var names []string
	for i, p := range noiseKinds[k].params {
		if p.name == name {
			return i, nil
		}
		names = append(names, p.name)
	}
	if names == nil {
		return 0, fmt.Errorf("unknown parameter %q; %s takes none", name, k)
	}
	return 0, fmt.Errorf("unknown parameter %q; %s takes %s", name, k, strings.Join(names, ", "))
}

// set reads the value of p into n.
func (p noiseParam) set(n *Noise, value string) error {
	switch {
	case p.text != nil:
		*p.text(n) = value
	case p.number != nil:
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return fmt.Errorf("%s: %q is not a finite number; write a decimal number such as 0.1 or 5e-4", p.name, value)
		}
		*p.number(n) = v
	default:
		for i, name := range jumpLawNames {
			if name == value {
				n.Jump = JumpLaw(i)
				return nil
			}
		}
		return fmt.Errorf("%s: %q is not a law of jumps; use %s", p.name, value, strings.Join(jumpLawNames[:], ", "))
	}
	return nil
}

// check says what is wrong with the value of p.
func (p noiseParam) check(n *Noise) error {
	switch {
	case p.text != nil:
		if *p.text(n) == "" && !p.optional {
			return fmt.Errorf("no %s is given; write for example %s:%s=noise.csv", p.name, n.Kind, p.name)
		}
	case p.number != nil:
		if v := *p.number(n); !(v > 0) || math.IsInf(v, 0) {
			return fmt.Errorf("%s = %g is out of range; choose a finite number above 0", p.name, v)
		}
	case int(n.Jump) >= len(jumpLawNames):
		return fmt.Errorf("%s = %d is not a law of jumps; use %s", p.name, n.Jump, strings.Join(jumpLawNames[:], ", "))
	}
	return nil
}

func (p noiseParam) format(n *Noise) string {
	switch {
	case p.text != nil:
		return quoteNoiseText(*p.text(n))
	case p.number != nil:
		return strconv.FormatFloat(*p.number(n), 'g', -1, 64)
	}
	return n.Jump.String()
}
