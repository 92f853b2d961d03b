package sim

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
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
// The errors name the text and what would be accepted, or are those of load.
// ParseNoise(n.String(), load) is n again.
func ParseNoise(spec string, load func(name string) ([]float64, error)) (Noise, error) {
	name, list, hasList := strings.Cut(spec, ":")
	n := Noise{Kind: NoiseKind(len(noiseKinds))}
	for i, k := range noiseKinds {
		if k.name == strings.TrimSpace(name) {
			n.Kind = NoiseKind(i)
		}
	}
	if int(n.Kind) == len(noiseKinds) {
		return Noise{}, fmt.Errorf("noise %q: unknown kind %q; use one of %s", spec, strings.TrimSpace(name), strings.Join(NoiseKinds(), ", "))
	}
	for _, p := range noiseKinds[n.Kind].params {
		if p.number != nil {
			*p.number(&n) = p.byDefault
		}
	}
	if hasList {
		if err := n.assign(list); err != nil {
			return Noise{}, fmt.Errorf("noise %q: %w", spec, err)
		}
	}
	if err := n.check(); err != nil {
		return Noise{}, err
	}
	if n.Kind == EmpiricalNoise && load != nil {
		var err error
		if n.Samples, err = load(n.source()); err != nil {
			return Noise{}, fmt.Errorf("noise %q: %w", spec, err)
		}
		if err := n.checkSamples(); err != nil {
			return Noise{}, err
		}
	}
	return n, nil
}

// String is what ParseNoise reads, with every parameter; the samples are not in it.
func (n Noise) String() string {
	if int(n.Kind) >= len(noiseKinds) {
		return n.Kind.String()
	}
	k := noiseKinds[n.Kind]
	var parts []string
	for _, p := range k.params {
		if v := p.format(&n); v != "" || !p.optional {
			parts = append(parts, p.name+"="+v)
		}
	}
	if parts == nil {
		return k.name
	}
	return k.name + ":" + strings.Join(parts, ",")
}

// source is the argument of load: the parameters of an empirical noise as in String.
func (n Noise) source() string { return strings.TrimPrefix(n.String(), "empirical:") }

// SplitSource takes the argument of ParseNoise's load apart into the file and the
// column, which is empty if none was given.
func SplitSource(name string) (file, column string, err error) {
	n := Noise{Kind: EmpiricalNoise}
	err = n.assign(name)
	return n.File, n.Column, err
}

// assign reads "name=value,name=value", each name at most once.
func (n *Noise) assign(list string) error {
	params := noiseKinds[n.Kind].params
	given := make([]bool, len(params))
	for more := true; more; {
		name, rest, ok := strings.Cut(list, "=")
		name = strings.TrimSpace(name)
		if !ok || strings.Contains(name, ",") {
			name, _, _ = strings.Cut(name, ",")
			return fmt.Errorf("%q is not a parameter; write name=value, with commas between", name)
		}
		i, err := noiseParamIndex(n.Kind, name)
		if err != nil {
			return err
		}
		if given[i] {
			return fmt.Errorf("a second value for %s; give each parameter once", name)
		}
		given[i] = true
		var value string
		if value, list, more, err = cutNoiseValue(rest); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := params[i].set(n, value); err != nil {
			return err
		}
	}
	return nil
}

// cutNoiseValue takes one value, quoted or not, off a list; more says that a comma follows it.
func cutNoiseValue(list string) (value, rest string, more bool, err error) {
	list = strings.TrimSpace(list)
	if !strings.HasPrefix(list, `"`) {
		value, rest, more = strings.Cut(list, ",")
		return strings.TrimSpace(value), rest, more, nil
	}
	quoted, err := strconv.QuotedPrefix(list)
	if err != nil {
		return "", "", false, errors.New("the quotes are not closed, or hold an unknown escape; write \"a,b\" as in Go")
	}
	if value, err = strconv.Unquote(quoted); err != nil {
		return "", "", false, err
	}
	rest = strings.TrimSpace(list[len(quoted):])
	if rest == "" {
		return value, "", false, nil
	}
	if rest[0] != ',' {
		return "", "", false, fmt.Errorf("%q stands behind the quotes; put a comma between parameters", rest)
	}
	return value, rest[1:], true, nil
}

// quoteNoiseText is s in quotes if it would not be read back without them.
func quoteNoiseText(s string) string {
	plain := strings.TrimSpace(s) == s && !strings.ContainsAny(s, ",;\"\\")
	for _, r := range s {
		plain = plain && unicode.IsPrint(r) && r != unicode.ReplacementChar
	}
	if plain {
		return s
	}
	return strconv.Quote(s)
}
