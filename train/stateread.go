package train

import (
	"errors"
	"fmt"

	"levyscope/internal/checkpoint"
	"levyscope/internal/safetensors"
)

// checkConfig returns an error if the state is of another run than that of cfg.
func (s *plainState) checkConfig(cfg Config) error {
	if cfg.Controls.Schedule == nil || s.Config.Controls.Schedule == nil {
		return errNoSchedule
	}
	mine, given := s.Config, cfg
	mine.Steps, given.Steps = 0, 0
	if err := checkpoint.SameRun(mine, given); err != nil {
		return err
	}
	if s.Step < 0 || cfg.Steps > 0 && s.Step >= cfg.Steps {
		return fmt.Errorf("the checkpoint is before step %d, and the run has %d steps: nothing is left to do; "+
			"use more steps, or 0 to run without end", s.Step, cfg.Steps)
	}
	return nil
}

// take sets the arrays of s to the tensors of a run like r, which is at its beginning.
func (s *State) take(list []safetensors.Tensor, r *run) error {
	t := checkpoint.NewTensors(list)
	narrow := func(prefix string) (out []float32) {
		for _, a := range r.model.Tensors() {
			out = append(out, checkpoint.Take[safetensors.F32](t, prefix+a.Name, a.Shape...)...)
		}
		return out
	}
	s.layers = r.started().Layers
	s.weights, s.velocity = narrow(""), narrow(velocityOf)
	if s.plain.Split {
		s.noise = narrow(noiseVelocityOf)
	}
	if rule := s.plain.Controls.Optimizer; rule != nil {
		s.first = narrow(firstMomentOf)
		if rule.Moments() > 1 {
			s.second = narrow(secondMomentOf)
		}
	}
	s.centre, s.sigma = narrow(jumpCentreOf), narrow(jumpScaleOf)
	if r.cfg.Sampling.ordered() {
		s.order = checkpoint.Take[safetensors.I64](t, orderTensor, r.set.Train.Len())
	}
	s.sizes = checkpoint.Take[safetensors.I64](t, sizesTensor, len(s.layers), octaves*octaveBins)
	for _, a := range r.model.Tensors() {
		s.apart = append(s.apart, checkpoint.Take[safetensors.U8](t, jumpApartOf+a.Name, a.Shape...)...)
	}
	s.iterates.take(t, s.plain.Iterates)
	if s.plain.Trajectory != nil && r.jumps.watch != nil {
		s.plain.Trajectory.Take(t, r.jumps.watch)
	}
	return t.Err()
}

// check returns an error that names the first part of s that no run like r can be in.
func (s *State) check(r *run) error {
	p := &s.plain
	if err := p.Controls.Validate(r.set.Train.Len()); err != nil {
		return fmt.Errorf("controls: %w", err)
	}
	if d := p.Growth.Decay; d != nil {
		if err := d.Validate(r.set.Train.Len()); err != nil {
			return fmt.Errorf("growth.decay: %w", err)
		}
	}
	if p.Split && p.Form != PyTorch {
		return fmt.Errorf("velocity_split in the form %s: it is in the form pytorch only", p.Form)
	}
	if err := errors.Join(s.checkMoments(), s.checkIterates(r)); err != nil {
		return err
	}
	if err := p.Clipped.check(p.Step, len(s.weights), p.Controls.Clip); err != nil {
		return err
	}
	if err := s.checkOrder(r.set.Train.Len()); err != nil {
		return err
	}
	if n := p.Noise; n != nil && len(n.Layers) != len(s.layers) {
		return fmt.Errorf("noise has %d layers, the network %d", len(n.Layers), len(s.layers))
	}
	if n := p.Noise; n == nil && p.Step > 0 && r.cfg.Probe.Every > 0 {
		return fmt.Errorf("noise is missing after %d steps", p.Step)
	}
	if p.Evaluated.Step < 0 || p.Evaluated.Step > p.Step || p.Evaluated.Batch < 0 {
		return fmt.Errorf("evaluated is of step %d and batch %d, before step %d",
			p.Evaluated.Step, p.Evaluated.Batch, p.Step)
	}
	if err := s.checkTrajectory(r); err != nil {
		return err
	}
	return s.checkJumps()
}

// checkTrajectory checks what is known of the noise along the path.
func (s *State) checkTrajectory(r *run) error {
	found, w := s.plain.Trajectory, r.jumps.watch
	switch {
	case found == nil && w == nil:
		return nil
	case found == nil || w == nil:
		return errors.New("trajectory is missing, or there is one where the run follows none")
	}
	return found.Check(w, s.plain.Step)
}

// checkMoments checks the moments of the optimiser.
func (s *State) checkMoments() error {
	p, counts := &s.plain, false
	if rule := p.Controls.Optimizer; rule != nil {
		counts = rule.Counts()
	}
	switch n := p.Moments; {
	case !counts && n != 0:
		return fmt.Errorf("moment_steps = %d of the optimizer %s, which counts none", n, p.Controls.Method())
	case counts && (n < min(p.Step, 1) || n > p.Step):
		return fmt.Errorf("moment_steps = %d of the optimizer %s before step %d", n, p.Controls.Method(), p.Step)
	}
	for i, v := range s.second {
		if !(v >= 0) {
			return fmt.Errorf("%s* of parameter %d is %g: a mean square is 0 or more", secondMomentOf, i, v)
		}
	}
	return nil
}

// checkOrder checks the order of n examples.
func (s *State) checkOrder(n int) error {
	left := s.plain.EpochLeft
	if left < 0 || left > n || left > 0 && s.plain.Config.Sampling != Epochs {
		return fmt.Errorf("epoch_left = %d of %d examples in sampling %s", left, n, s.plain.Config.Sampling)
	}
	seen := make([]bool, n)
	for i, example := range s.order {
		if example < 0 || example >= int64(n) || seen[example] {
			return fmt.Errorf("order[%d] = %d is not among %d examples, or stands twice", i, example, n)
		}
		seen[example] = true
	}
	return nil
}

// checkJumps checks the counts of the jumps.
func (s *State) checkJumps() error {
	p := &s.plain
	if len(p.Counts) != len(s.layers) {
		return fmt.Errorf("jump_counts has %d layers, the network %d", len(p.Counts), len(s.layers))
	}
	if p.Jumps < 0 || p.AtomJumps < 0 {
		return fmt.Errorf("jumps = %d and atom_jumps = %d: a count is 0 or more", p.Jumps, p.AtomJumps)
	}
	for i, c := range p.Counts {
		sizes, sum := s.sizes[i*octaves*octaveBins:(i+1)*octaves*octaveBins], int64(0)
		for bin, n := range sizes {
			if n < 0 || n > int64(c.Count) {
				return fmt.Errorf("%s[%d %d] = %d of %d jumps", sizesTensor, i, bin, n, c.Count)
			}
			sum += n
		}
		if c.Noise < 0 || c.Count < 0 || c.AtomCount < 0 || c.AtomTrials < 0 || c.Trials < 0 || sum != int64(c.Count) {
			return fmt.Errorf("jump_counts[%d] are %+v, with %d sizes: counts are 0 or more, with a size each", i, c, sum)
		}
	}
	for i, v := range s.apart {
		if v > 1 {
			return fmt.Errorf("%s* of parameter %d is %d, neither 0 nor 1", jumpApartOf, i, v)
		}
	}
	return nil
}
