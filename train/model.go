package train

import (
	"levyscope/train/data"
	"levyscope/train/nn"
)

// layout says where the named arrays of a model lie in its flat parameter vector.
type layout interface {
	// NumParams is the length of the parameter vector.
	NumParams() int
	// Tensors are the parameter arrays in the order of the parameter vector; together
	// they cover it.
	Tensors() []nn.Tensor
}

// differentiable is what a pass over data, or a probe, needs of a model: any number of
// workspaces, which work at the same time, and the layout of the parameters.
type differentiable interface {
	layout
	NewWorkspace(batch int, on nn.Machine) nn.Workspace
}

// problem is what a model learns from a data set.
func problem(s *data.Set) nn.Problem { return nn.Problem{Shape: s.Shape, Classes: s.Classes} }

// opener makes the model of a specification for a problem. That of a run is nn.Parse.
type opener func(spec string, p nn.Problem) (nn.Model, error)

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
	if _, err = cfg.parametersOf(m); err != nil {
		return err
	}
	if _, err = cfg.follow(m); err != nil || cfg.Weights == nil {
		return err
	}
	_, _, err = cfg.Weights.Read(make([]float32, m.NumParams()), m.Tensors())
	return err
}

// begin makes the run begin from the weights of the file of its configuration, if that names one, and not from those
// that the model has drawn. A run that goes on from a State does not need the file any more.
func (r *run) begin() error {
	if r.cfg.Weights == nil {
		return nil
	}
	source, report, err := r.cfg.Weights.Read(r.sgd.w, r.model.Tensors())
	if err != nil {
		return err
	}
	r.cfg.Weights, r.loaded = &source, report
	r.growth.start, _ = largest(r.sgd.w)
	return nil
}

func (r *run) started() Started {
	s := Started{Engine: "train", Config: r.cfg,
		Network: r.model.String(), Parameters: r.model.NumParams(), Examples: r.set.Train.Len(),
		DataSource: sourceOf(r.set), Weights: r.loaded}
	for _, t := range r.model.Tensors() {
		s.Layers = append(s.Layers, Layer{t.Name, t.Shape})
	}
	return s
}
