package simcmd

import (
	"context"
	"errors"
	"fmt"
	"io"

	"levyscope/internal/cli"
	"levyscope/internal/column"
	"levyscope/sim/expr"
	"levyscope/sim/landscape"
	"levyscope/sim/noise"
)

// keptTexts is the most potentials, noises and factors that are kept, of each.
const keptTexts = 64

// textReader reads potentials, noises and factors, each text once: the points of
// a sweep share them, and finding the minima of an expression takes its time.
type textReader struct {
	ctx        context.Context
	stdin      io.Reader
	landscapes map[string]landscape.Landscape
	noises     map[string]noise.Noise
	factors    map[string]*expr.Expression
}

// newTextReader returns a reader that waits for samples on stdin until ctx (nil:
// no end) ends.
func newTextReader(ctx context.Context, stdin io.Reader) *textReader {
	if ctx == nil {
		ctx = context.Background()
	}
	return &textReader{ctx, stdin,
		map[string]landscape.Landscape{}, map[string]noise.Noise{}, map[string]*expr.Expression{}}
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
	if len(kept) >= keptTexts {
		clear(kept)
	}
	kept[key] = v
	return v, nil
}

// landscape reads a potential in n coordinates; where n is 1, which may stand for
// one value for all, in as many as the potential has by itself.
func (r *textReader) landscape(spec string, n int) (landscape.Landscape, error) {
	return once(r.landscapes, fmt.Sprint(n, " ", spec), func() (landscape.Landscape, error) {
		u, err := landscape.Parse(spec, n)
		if err != nil && n == 1 {
			if natural, failed := landscape.Parse(spec, 0); failed == nil {
				return natural, nil
			}
		}
		return u, err
	})
}

// noise reads a driving process, the samples of an empirical one included.
func (r *textReader) noise(spec string) (noise.Noise, error) {
	return once(r.noises, spec, func() (noise.Noise, error) { return noise.Parse(spec, r.samples) })
}

// factor reads a factor g(x) of the noise, an expression in n coordinates.
func (r *textReader) factor(text string, n int) (*expr.Expression, error) {
	return once(r.factors, fmt.Sprint(n, " ", text), func() (*expr.Expression, error) {
		return expr.Parse(text, n)
	})
}

// samples reads those of an empirical noise, "file=F,column=C", as levyscope fit reads a column.
func (r *textReader) samples(source string) ([]float64, error) {
	file, name, err := noise.SplitSource(source)
	if err != nil {
		return nil, err
	}
	samples, err := cli.AwaitFirst(r.ctx, func() ([]float64, error) {
		c, err := column.Open(file, column.Options{Column: name, Stdin: r.stdin})
		if err != nil {
			return nil, err
		}
		defer c.Close()
		return readUpTo(c, noise.MaxSamples+1)
	})
	if err == nil && len(samples) > noise.MaxSamples {
		return nil, fmt.Errorf("column %q of %s has more than %d samples: give a part of it", name, file, noise.MaxSamples)
	}
	return samples, err
}

// readUpTo reads the numbers of a column, most of them at most.
func readUpTo(c *column.Reader, most int) ([]float64, error) {
	out := make([]float64, most)
	n, err := c.Read(out)
	for n < len(out) && err == nil {
		var more int
		more, err = c.Read(out[n:])
		n += more
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return out[:n], err
}
