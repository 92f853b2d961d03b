package command

import (
	"context"
	"errors"
	"fmt"
	"io"

	"levyscope/internal/column"
	"levyscope/sim"
)

// keptParsed bounds how many potentials, noises and expressions are kept.
const keptParsed = 64

// simParsed reads potentials, noises and expressions, each text once: points of a
// sweep share them, and finding the minima of an expression takes its time.
type simParsed struct {
	ctx        context.Context
	stdin      io.Reader
	landscapes map[string]sim.Landscape
	noises     map[string]sim.Noise
	factors    map[string]*sim.Expression
}

func newSimParsed(ctx context.Context, stdin io.Reader) *simParsed {
	if ctx == nil {
		ctx = context.Background()
	}
	return &simParsed{ctx, stdin, map[string]sim.Landscape{}, map[string]sim.Noise{}, map[string]*sim.Expression{}}
}

// once is the value at key, read if it is not there.
func once[T any](kept map[string]T, key string, read func() (T, error)) (T, error) {
	if v, ok := kept[key]; ok {
		return v, nil
	}
	v, err := read()
	if err != nil {
		return v, err
	}
	if len(kept) >= keptParsed {
		clear(kept)
	}
	kept[key] = v
	return v, nil
}

// landscape reads a potential in n coordinates; where n is 1, which may stand for
// one value for all, in as many as the potential has by itself.
func (p *simParsed) landscape(spec string, n int) (sim.Landscape, error) {
	return once(p.landscapes, fmt.Sprint(n, " ", spec), func() (sim.Landscape, error) {
		u, err := sim.ParsePotential(spec, n)
		if err != nil && n == 1 {
			if natural, failed := sim.ParsePotential(spec, 0); failed == nil {
				return natural, nil
			}
		}
		return u, err
	})
}

func (p *simParsed) noise(spec string) (sim.Noise, error) {
	return once(p.noises, spec, func() (sim.Noise, error) { return sim.ParseNoise(spec, p.load) })
}

func (p *simParsed) expression(text string, n int) (*sim.Expression, error) {
	return once(p.factors, fmt.Sprint(n, " ", text), func() (*sim.Expression, error) { return sim.ParseExpression(text, n) })
}

// load reads the samples of a resampled noise, "file=F,column=C", as levyscope fit reads a column.
func (p *simParsed) load(source string) ([]float64, error) {
	file, name, err := sim.SplitSource(source)
	if err != nil {
		return nil, err
	}
	samples, err := await(p.ctx, func() ([]float64, error) {
		r, err := column.Open(file, column.Options{Column: name, Stdin: p.stdin})
		if err != nil {
			return nil, err
		}
		defer r.Close()
		out := make([]float64, sim.MaxSamples+1)
		n, err := r.Read(out)
		for n < len(out) && err == nil {
			var more int
			more, err = r.Read(out[n:])
			n += more
		}
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return out[:n], err
	})
	if err == nil && len(samples) > sim.MaxSamples {
		return nil, fmt.Errorf("column %q of %s has more than %d samples: give a part of it", name, file, sim.MaxSamples)
	}
	return samples, err
}
