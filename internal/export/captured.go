package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"levyscope/internal/npy"
)

// Captured is the gradient noise of captured parameters at one probe.
type Captured struct {
	Step    int       // of the probe
	Batch   int       // examples in a minibatch
	Names   []string  // of the parameters
	Centres []float64 // (names) the gradient that was taken off
	Zeros   []float64 // (names) share of minibatches whose gradient is exactly 0
	Draws   int       // minibatches
	Series  []float64 // (draws, names), row-major
}

// LastProbe is the step that stands for the last probe.
const LastProbe = -1

// ReadCaptured finds the captured noise of the probe at that step in a recording.
func ReadCaptured(ctx context.Context, r io.Reader, step int) (*Captured, error) {
	var found *Captured
	var steps []string
	var events reader
	err := Lines(ctx, r, func(n int, line []byte) error {
		if kind, err := KindOf(line); err != nil || kind != "captured" {
			return err
		}
		e, err := events.read(line)
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		c, err := capturedOf(e)
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		if step == LastProbe || c.Step == step {
			found = c
		}
		if text := fmt.Sprint(c.Step); !slices.Contains(steps, text) {
			steps = append(steps, text)
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case len(steps) == 0:
		return nil, errors.New("the recording has no captured noise: " +
			"record a run with --capture, which names parameters as fc2.weight[0:10]")
	case found == nil:
		return nil, fmt.Errorf("no noise was captured at step %d: there are the probes at the steps %s",
			step, strings.Join(steps, ", "))
	}
	return found, nil
}

// capturedOf reads an event.
func capturedOf(e event) (*Captured, error) {
	number := func(key string) int {
		if i, ok := whole(e.at(key)).(int); ok {
			return i
		}
		return 0
	}
	c := &Captured{Step: number("step"), Batch: number("batch")}
	for i, name := range e.list("names") {
		c.Names = append(c.Names, fmt.Sprint(name))
		c.Centres = append(c.Centres, real(element(e.object, "centres", i)))
		c.Zeros = append(c.Zeros, real(element(e.object, "zeros", i)))
	}
	series := e.list("series")
	if len(series) != len(c.Names) || len(series) == 0 {
		return nil, fmt.Errorf("%d series of %d captured parameters: the recording is damaged", len(series), len(c.Names))
	}
	for j, s := range series {
		values, _ := s.([]any)
		if j == 0 {
			c.Draws = len(values)
			c.Series = make([]float64, len(values)*len(series))
		}
		if len(values) != c.Draws {
			return nil, fmt.Errorf("series of %d and %d minibatches: the recording is damaged", c.Draws, len(values))
		}
		for m, v := range values {
			c.Series[m*len(series)+j] = real(v)
		}
	}
	return c, nil
}

// WriteNPY writes the series as one array, (draws, names) of float64.
func (c *Captured) WriteNPY(w io.Writer) error {
	return npy.Write(w, []int{c.Draws, len(c.Names)}, c.Series)
}

// WriteNPZ writes an archive of the arrays series (draws, names), names, centres and zeros, and of the numbers step,
// batch and batches, the minibatches.
func (c *Captured) WriteNPZ(w io.Writer) error {
	n := []int{len(c.Names)}
	one := func(name string, v int) npy.Array { return npy.Array{Name: name, Values: []int64{int64(v)}} }
	return npy.WriteArchive(w, []npy.Array{
		{Name: "series", Shape: []int{c.Draws, len(c.Names)}, Values: c.Series},
		{Name: "names", Shape: n, Values: c.Names},
		{Name: "centres", Shape: n, Values: c.Centres},
		{Name: "zeros", Shape: n, Values: c.Zeros},
		one("step", c.Step), one("batch", c.Batch), one("batches", c.Draws),
	})
}
