package trainscreen

import (
	"fmt"

	"levyscope/train"
	"levyscope/tui/screen"
)

// knobs are the controls in the strip: the parameters of the schedule, the batch, the parameters of the optimiser, and
// the limit of the clipping where there is one.
func (m *model) knobs() []screen.Knob {
	if m.elsewhere != nil {
		return append(scaleKnobs(m.ScheduleKnobs(m.putSchedule)), m.elsewhere.Knobs()...)
	}
	knobs := append(m.ScheduleKnobs(m.putSchedule), m.batchKnob())
	return append(append(knobs, m.methodKnobs()...), m.probeKnobs()...)
}

func (m *model) batchKnob() screen.Knob {
	most := max(1, m.examples)
	return screen.Knob{Name: "batch", Value: fmt.Sprint(m.Controls().Batch), Move: m.moveBatch,
		Range: screen.WholeRange(1, most), What: "Examples in a minibatch: the fewer, the larger the gradient noise.",
		Check: func(text string) error {
			_, err := screen.Whole("batch", text, 1, most)
			return err
		},
		Set: func(text string) (notice string, err error) {
			if m.examples == 0 {
				return "", errNotBegun
			}
			c := m.Controls()
			if c.Batch, err = screen.Whole("batch", text, 1, most); err != nil {
				return "", err
			}
			return m.put(c)
		}}
}

// moveBatch doubles the minibatch, up to all examples, or halves it, down to one example.
func (m *model) moveBatch(direction int) (notice string) {
	c := m.Controls()
	if direction > 0 {
		c.Batch = min(2*c.Batch, max(c.Batch, m.examples))
	} else {
		c.Batch = max(1, c.Batch/2)
	}
	return m.change(c)
}

// highestMomentum is the highest momentum that the knob gives.
const highestMomentum = .999

// moveMomentum changes the momentum by a tenth, and by less near 1.
func (m *model) moveMomentum(direction int) (notice string) {
	c := m.Controls()
	if next := screen.Share(c.Momentum, direction); next <= highestMomentum {
		c.Momentum = next
	}
	return m.change(c)
}

// moveForm goes to the other form of momentum.
func (m *model) moveForm(int) (notice string) {
	c := m.Controls()
	c.Form = c.Form.Next()
	notice = m.change(c)
	if c.Form == train.PyTorch {
		return notice + "; momentum v <- mu v + g, w <- w - eta v"
	}
	return notice + "; momentum v <- mu v + eta g, w <- w - v"
}

// leastDecay is the least weight decay that the knob gives; below it is 0.
const leastDecay = 1e-5

// moveWeightDecay goes through the preferred numbers.
func (m *model) moveWeightDecay(direction int) (notice string) {
	c := m.Controls()
	switch {
	case c.WeightDecay == 0 && direction > 0:
		c.WeightDecay = leastDecay
	case c.WeightDecay <= leastDecay && direction < 0:
		c.WeightDecay = 0
	case c.WeightDecay > 0:
		c.WeightDecay = screen.Rung(c.WeightDecay, direction)
	}
	return m.change(c)
}

// scaleKnobs are the knobs of a schedule over the job's own learning rate: its eta0 is a factor.
func scaleKnobs(knobs []screen.Knob) []screen.Knob {
	for i := range knobs {
		if knobs[i].Name == "eta0" {
			knobs[i].ID, knobs[i].Name = "eta0", "lr scale"
			knobs[i].What = "Factor of the job's own learning rate, without a unit."
		}
	}
	return knobs
}
