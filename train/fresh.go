package train

import (
	"fmt"

	"levyscope/internal/rng"
	"levyscope/train/data"
)

// stream is the stream of random numbers that the minibatches of training come from.
func (s Sampling) stream() rng.Purpose {
	if s == Fresh {
		return rng.Fresh
	}
	return rng.Order
}

// ordered says that the next minibatch depends on the order of the examples besides the stream.
func (s Sampling) ordered() bool { return s == Epochs || s == Without }

// next sets b to the next minibatch of training on set.
func (o *order) next(b *minibatch, set *data.Set) {
	if o.sampling == Fresh {
		set.Law.Draw(b.x, b.y.Values, o.r)
		return
	}
	o.draw(b.index)
	b.fill(&set.Train, set.Dim)
}

// single sets b to a minibatch with the law of the m-th one that next gives, but that depends on
// no other; see alone.
func (o *order) single(b *minibatch, set *data.Set, m int) {
	if o.sampling == Fresh {
		set.Law.Draw(b.x, b.y.Values, o.r)
		return
	}
	o.alone(b.index, m)
	b.fill(&set.Train, set.Dim)
}

// validateFor is Validate for a model of params parameters on a data set, whose kind it looks at too.
func (c Config) validateFor(params int, set *data.Set) error {
	if err := c.Validate(params, set.Train.Len()); err != nil {
		return err
	}
	if c.Sampling == Fresh && set.Law == nil {
		return fmt.Errorf("sampling fresh: the data set %s has only the examples that it holds: use replacement, epochs or "+
			"without, or the data set regression", set.Name)
	}
	return nil
}
