package trainscreen

import (
	"levyscope/internal/spec"
	"levyscope/train/optim"
	"levyscope/tui/screen"
)

// methodKnobs are the parameters of the optimiser: for SGD momentum and weight decay, for another its own.
func (m *model) methodKnobs() (knobs []screen.Knob) {
	c := m.Controls()
	if c.Optimizer == nil {
		knobs = m.sgdKnobs()
	} else {
		for _, p := range optim.Params(c.Optimizer) {
			knobs = append(knobs, m.paramKnob(p, screen.Knob{Name: p.Name, Value: screen.Sig4(p.Value.Number),
				Of: optimiserName, Move: func(direction int) (notice string) { return m.moveParam(p, direction) }}))
		}
	}
	if c.Clip.By != optim.Nothing {
		knobs = append(knobs, m.clipKnob())
	}
	return knobs
}

// sgdKnobs are the parameters of SGD by the names that its controls have. They are those of the optimiser momentum,
// which has their ranges and sentences.
func (m *model) sgdKnobs() (knobs []screen.Knob) {
	c := m.Controls()
	for _, p := range optim.Params(optim.Momentum{Mu: c.Momentum, Form: c.Form, WeightDecay: c.WeightDecay}) {
		switch p.Name {
		case "mu":
			knobs = append(knobs, m.paramKnob(p,
				screen.Knob{Name: "momentum", Value: screen.Sig4(c.Momentum), Move: m.moveMomentum}))
		case "form":
			if c.Momentum > 0 {
				knobs = append(knobs, m.paramKnob(p, screen.Knob{Name: "form", Value: c.Form.String(), Move: m.moveForm}))
			}
		case "weight_decay":
			knobs = append(knobs, m.paramKnob(p,
				screen.Knob{Name: "weight decay", Value: screen.Sig4(c.WeightDecay), Move: m.moveWeightDecay}))
		}
	}
	return knobs
}

// paramKnob is a knob with the range, the sentence and the typed values of a parameter of the optimiser.
func (m *model) paramKnob(p optim.Param, k screen.Knob) screen.Knob {
	k.Range, k.What = p.Bounds, p.About
	k.Set = func(text string) (notice string, err error) {
		c := m.Controls()
		if c.Optimizer != nil {
			next, err := optim.Set(c.Optimizer, p.Name, text)
			if err != nil {
				return "", screen.Cause(err)
			}
			return m.put(c.WithMethod(next))
		}
		next, err := optim.Set(optim.Momentum{Mu: c.Momentum, Form: c.Form, WeightDecay: c.WeightDecay}, p.Name, text)
		if err != nil {
			return "", screen.Cause(err)
		}
		sgd := next.(optim.Momentum)
		c.Momentum, c.Form, c.WeightDecay = sgd.Mu, sgd.Form, sgd.WeightDecay
		return m.put(c)
	}
	return k
}

// clipKnob is the limit of the clipping.
func (m *model) clipKnob() screen.Knob {
	k := screen.Knob{Name: "clip limit", Value: screen.Sig4(m.Controls().Clip.Limit), Of: clipName, Move: m.moveClip}
	k.Range, k.What = optim.AboutLimit()
	k.Set = func(text string) (notice string, err error) {
		c := m.Controls()
		if c.Clip, err = c.Clip.WithLimit(text); err != nil {
			return "", screen.Cause(err)
		}
		return m.put(c)
	}
	return k
}

// leastParam is the least positive value that a knob of a parameter gives that may be 0; below it is 0.
const leastParam = 1e-6

// moveParam changes a parameter of the optimiser: a share by tenths, and by less near 1, any other number through the
// preferred numbers.
func (m *model) moveParam(p optim.Param, direction int) (notice string) {
	x := p.Value.Number
	switch zero := p.Range.Holds(0); {
	case zero && !p.Range.Holds(1):
		if x = screen.Share(x, direction); x > highestMomentum {
			return ""
		}
	case zero && x == 0 && direction > 0:
		x = leastParam
	case zero && x <= leastParam && direction < 0:
		x = 0
	default:
		x = screen.Rung(x, direction)
	}
	c := m.Controls()
	next, err := optim.With(c.Optimizer, p.Name, spec.Number(x))
	if err != nil {
		return err.Error()
	}
	return m.change(c.WithMethod(next))
}

// moveClip goes through the preferred numbers.
func (m *model) moveClip(direction int) (notice string) {
	c := m.Controls()
	c.Clip.Limit = screen.Rung(c.Clip.Limit, direction)
	return m.change(c)
}
