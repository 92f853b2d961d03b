package traincmd

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"levyscope/internal/spec"
	"levyscope/internal/sweep"
	"levyscope/train/schedule"
)

// sweepNames are the names that a sweep may have, as the help lists them.
const sweepNames = "eta0, schedule.gamma and the like, data.d and the like, optimizer.beta2 and the like,\n" +
	"clip (its limit), batch, momentum, weight-decay, steps, width (of all hidden layers), width_2 (of one),\n" +
	"jump-threshold, probe-every, probe-batches, probe-block, probe-batch, pooled-k1"

// at is a copy of f with the parameters at that point.
func (f *flags) at(p sweep.Point) (*flags, error) {
	g := *f
	for i, name := range p.Names {
		if err := g.set(name, p.Values[i]); err != nil {
			return nil, fmt.Errorf("sweep %s: %w", name, err)
		}
	}
	return &g, nil
}

// set gives one parameter a value. Its range is checked when the point is read, after all its parameters are set.
func (f *flags) set(name string, v float64) (err error) {
	if inside, ok := strings.CutPrefix(name, "schedule."); ok {
		return f.setSchedule(inside, v)
	}
	if inside, ok := strings.CutPrefix(name, "optimizer."); ok {
		return f.method.set(inside, v)
	}
	if inside, ok := strings.CutPrefix(name, "data."); ok {
		return sweep.Edit(&f.cfg.Data, inside, v)
	}
	if name == "width" {
		return f.setWidth(0, v)
	}
	if index, ok := strings.CutPrefix(name, "width_"); ok {
		layer, err := strconv.Atoi(index)
		if err != nil || layer < 1 {
			return fmt.Errorf("there is no hidden layer %q: they are numbered from 1", index)
		}
		return f.setWidth(layer, v)
	}
	c := &f.cfg
	switch name {
	case "eta0":
		return f.setSchedule(name, v)
	case "clip":
		return f.method.setClip(v)
	case "momentum":
		c.Controls.Momentum = v
	case "weight-decay":
		c.Controls.WeightDecay = v
	case "jump-threshold":
		c.JumpThreshold = v
	case "batch":
		c.Controls.Batch, err = sweep.Whole[int](v)
	case "steps":
		c.Steps, err = sweep.Whole[int](v)
	case "probe-every":
		c.Probe.Every, err = sweep.Whole[int](v)
	case "probe-batches":
		c.Probe.Batches, err = sweep.Whole[int](v)
	case "probe-block":
		c.Probe.Block, err = sweep.Whole[int](v)
	case "probe-batch":
		c.Probe.Batch, err = sweep.Whole[int](v)
	case "pooled-k1":
		c.Probe.PooledBlock, err = sweep.Whole[int](v)
	case "seed":
		return errors.New("the seed is no parameter of a point: give --seeds 1:8, or how many")
	default:
		return fmt.Errorf("parameter %q is not known: use %s", name, strings.ReplaceAll(sweepNames, "\n", " "))
	}
	return err
}

// setSchedule gives a parameter of the schedule a value. A schedule that is only a number has a name for it then.
func (f *flags) setSchedule(name string, v float64) error {
	if s, err := schedule.Parse(f.schedule); err == nil {
		f.schedule = s.String()
	}
	return sweep.Edit(&f.schedule, name, v)
}

// setWidth gives one hidden layer, from 1, a width, or all of them where layer is 0.
func (f *flags) setWidth(layer int, v float64) error {
	n, err := sweep.Whole[int](v)
	if err != nil {
		return err
	}
	kind, rest, _ := strings.Cut(f.cfg.Model, ":")
	if spec.KindOf(f.cfg.Model) != "mlp" {
		return fmt.Errorf("model %q has no hidden layers: use for example --model mlp:100-100", f.cfg.Model)
	}
	hidden, activation, hasActivation := strings.Cut(rest, ":")
	if strings.TrimSpace(hidden) == "" {
		hidden = "100-100"
	}
	widths := strings.Split(hidden, "-")
	if layer > len(widths) {
		return fmt.Errorf("there is no hidden layer %d: model %q has %d", layer, f.cfg.Model, len(widths))
	}
	for i := range widths {
		if layer == 0 || layer == i+1 {
			widths[i] = strconv.Itoa(n)
		}
	}
	f.cfg.Model = kind + ":" + strings.Join(widths, "-")
	if hasActivation {
		f.cfg.Model += ":" + activation
	}
	return nil
}
