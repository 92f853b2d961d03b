package train

import (
	"levyscope/train/data"
	"levyscope/train/nn"
)

// Check is the error with which Run would refuse cfg, and nil if it would begin. set is the data set of cfg, made from
// any seed: only its size is looked at.
func Check(cfg Config, set *data.Set) error {
	m, err := nn.Parse(cfg.Model, problem(set))
	if err != nil {
		return err
	}
	if err := cfg.validateFor(m.NumParams(), set); err != nil {
		return err
	}
	_, err = cfg.parametersOf(m)
	return err
}
