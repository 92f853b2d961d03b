package nn

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"levyscope/internal/spec"
)

// build makes a model of the values of its kind for a problem.
type build = func(v spec.Values, p Problem) (Model, error)

// models are the kinds, each declared in the file of its model.
var models = spec.Grammar[build]{What: "model",
	Kinds: []*spec.Kind[build]{&mlpKind, &linearKind, &residualKind, &cnn1dKind, &lenet5Kind}}

// Parse reads a model for a problem, such as "mlp", "mlp:100-100" or "mlp:100-100:tanh" (hidden widths, then the
// activation, relu by default); Kinds lists the others. The error is a *spec.Error, or says why the model does not fit
// the problem.
func Parse(text string, p Problem) (Model, error) {
	s, err := models.Parse(text)
	if err != nil {
		return nil, err
	}
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("model %q: %w", text, err)
	}
	m, err := s.Kind.Payload(s.Values, p)
	if err != nil {
		return nil, fmt.Errorf("model %q: %w", text, err)
	}
	return m, nil
}

// Kind is a kind of model: the name with which its text begins, and what it is in a line.
type Kind struct{ Name, Meaning string }

// Kinds are the kinds of model that Parse reads.
func Kinds() []Kind {
	kinds := make([]Kind, len(models.Kinds))
	for i, k := range models.Kinds {
		kinds[i] = Kind{k.Name, k.Meaning}
	}
	return kinds
}

// check refuses examples without numbers, or of too many, and classes that no label can name.
func (p Problem) check() error {
	size := 1
	for _, d := range p.Shape {
		if d < 1 || d > maxFeatures/size {
			return fmt.Errorf("examples of the shape %s: use 1 to %d numbers an example", times(p.Shape), maxFeatures)
		}
		size *= d
	}
	if len(p.Shape) == 0 {
		return errors.New("examples without a shape")
	}
	if p.Classes < 0 || p.Classes > maxWidth {
		return fmt.Errorf("%d classes: use 1 to %d, or 0 for a regression", p.Classes, maxWidth)
	}
	return nil
}

// unfit is the error of a model that needs another shape than that of the problem.
func (p Problem) unfit(need, remedy string) error {
	return fmt.Errorf("examples of the shape %s do not fit: %s; %s", times(p.Shape), need, remedy)
}

// times writes a shape as "1 x 28 x 28".
func times(shape []int) string {
	s := make([]string, len(shape))
	for i, d := range shape {
		s[i] = strconv.Itoa(d)
	}
	return strings.Join(s, " x ")
}
