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
		knobs = append(knobs, screen.Knob{Name: "momentum", Value: screen.Sig4(c.Momentum), Move: m.moveMomentum})
		if c.Momentum > 0 {
			knobs = append(knobs, screen.Knob{Name: "form", Value: c.Form.String(), Move: m.moveForm})
		}
		knobs = append(knobs,
			screen.Knob{Name: "weight decay", Value: screen.Sig4(c.WeightDecay), Move: m.moveWeightDecay})
	} else {
		for _, p := range optim.Params(c.Optimizer) {
			knobs = append(knobs, screen.Knob{Name: p.Name, Value: screen.Sig4(p.Value.Number), Of: optimiserName,
				Move: func(direction int) (notice string) { return m.moveParam(p, direction) }})
		}
	}
	if c.Clip.By != optim.Nothing {
		limit := screen.Knob{Name: "clip limit", Value: screen.Sig4(c.Clip.Limit), Of: clipName, Move: m.moveClip}
		knobs = append(knobs, limit)
	}
	return knobs
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
