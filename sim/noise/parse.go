package noise

import (
	"fmt"
	"strings"

	"levyscope/internal/spec"
)

// Parse reads a noise from "kind:name=value,name=value", or from a bare kind, which has its
// parameters at their defaults. The kinds and parameters, with the defaults in brackets, are:
//
//	sas
//	gauss
//	sas+gauss     gauss [0.5] > 0
//	truncated     cut [3] > 0
//	tempered      rate [1] > 0
//	poisson       rate [1] > 0, jump [pareto], gauss or laplace
//	empirical     file, column []
//
// A file or column stands in double quotes, as in Go, if it holds a comma, a semicolon, a quote
// or a backslash, or begins or ends with a blank. An empirical noise gets its samples from
// load, whose argument SplitSource takes apart; if load is nil, the noise has no samples yet.
//
// The error is a *spec.Error, one about the samples, or that of load.
// Parse(n.String(), load) is n again.
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

// readNoise is Parse without the samples.
func readNoise(text string) (Noise, error) {
	s, err := grammar.Parse(text)
	if err != nil {
		return Noise{}, err
	}
	n := Noise{Kind: s.Kind.Payload.kind}
	if set := s.Kind.Payload.set; set != nil {
		set(&n, s.Values)
	}
	return n, nil
}

// spec is the kind of n, which must be known, and the values of its parameters.
func (n *Noise) spec() spec.Spec[family] {
	k := kinds[n.Kind]
	if k.Payload.get == nil {
		return k.Bare()
	}
	return k.Spec(k.Payload.get(n)...)
}

// String is the text that Parse reads as n, with every parameter. The samples are not in it.
func (n Noise) String() string {
	if int(n.Kind) >= len(kinds) {
		return n.Kind.String()
	}
	return n.spec().String()
}

// source is the argument of load: the parameters of an empirical noise as String writes them.
func (n Noise) source() string { return strings.TrimPrefix(n.String(), "empirical:") }

// SplitSource splits the argument of load, see Parse, into the file and the column, which is
// empty if none was given. The error is a *spec.Error.
func SplitSource(name string) (file, column string, err error) {
	n, err := readNoise("empirical:" + name)
	return n.File, n.Column, err
}
