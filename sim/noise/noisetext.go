package noise

import (
	"fmt"
	"strings"

	"levyscope/internal/spec"
)

// ParseNoise reads "kind:name=value,name=value", or a bare kind with its defaults,
// which are in brackets:
//
//	sas
//	gauss
//	sas+gauss     gauss [0.5] > 0
//	truncated     cut [3] > 0
//	tempered      rate [1] > 0
//	poisson       rate [1] > 0, jump [pareto], gauss or laplace
//	empirical     file, column []
//
// A text that holds a comma, a semicolon, a quote, a backslash or blanks at its
// ends stands in double quotes, as in Go. An empirical noise gets its samples from
// load, whose argument SplitSource takes apart; if load is nil it has none yet.
// The error is a *spec.Error, one about the samples, or that of load.
// ParseNoise(n.String(), load) is n again.
func Parse(text string, load func(name string) ([]float64, error)) (Noise, error) {
	n, err := readNoise(text)
	if err != nil || n.Kind != Empirical || load == nil {
		return n, err
	}
	if n.Samples, err = load(n.source()); err != nil {
		return Noise{}, fmt.Errorf("noise %q: %w", text, err)
	}
	if err := n.checkSamples(); err != nil {
		return Noise{}, err
	}
	return n, nil
}

// readNoise is ParseNoise without the samples.
func readNoise(text string) (Noise, error) {
	s, err := noiseGrammar.Parse(text)
	if err != nil {
		return Noise{}, err
	}
	n := Noise{Kind: s.Kind.Payload.kind}
	if set := s.Kind.Payload.set; set != nil {
		set(&n, s.Values)
	}
	return n, nil
}

// spec is n as its kind, which must be known, and the values of its parameters.
func (n *Noise) spec() spec.Spec[noiseFields] {
	k := noiseKinds[n.Kind]
	if k.Payload.get == nil {
		return k.Bare()
	}
	return k.Spec(k.Payload.get(n)...)
}

// String is what ParseNoise reads, with every parameter; the samples are not in it.
func (n Noise) String() string {
	if int(n.Kind) >= len(noiseKinds) {
		return n.Kind.String()
	}
	return n.spec().String()
}

// source is the argument of load: the parameters of an empirical noise as in String.
func (n Noise) source() string { return strings.TrimPrefix(n.String(), "empirical:") }

// SplitSource takes the argument of ParseNoise's load apart into the file and the
// column, which is empty if none was given.
func SplitSource(name string) (file, column string, err error) {
	n, err := readNoise("empirical:" + name)
	return n.File, n.Column, err
}
