package train

import (
	"cmp"
	"fmt"

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

// DataSource says which examples a run has that come from files, and what was done to them.
type DataSource struct {
	// Digest is the SHA-256 of the examples, as data.Source has it: however their files are packed. A recorded run is
	// refused where the files have others.
	Digest string `json:"digest"`
	// Words are the size of the set, what of it is there, and how it is normalised.
	Words string `json:"words"`
}

// load is the data set of a run with the configuration c.
func (c Config) load() (*data.Set, error) {
	set, err := data.Load(c.Data, data.Options{Seed: c.Seed, Dir: cmp.Or(c.DataHere, c.DataDir)})
	if err != nil {
		return nil, err
	}
	if c.DataDigest != "" && c.DataDigest != set.Source.Digest {
		return nil, fmt.Errorf("data set %s has other examples than the recorded run had (SHA-256 %.12s..., recorded "+
			"%.12s...): put the files back, or name their folder with --data-dir", c.Data, set.Source.Digest, c.DataDigest)
	}
	return set, nil
}

// sourceOf is the DataSource of a set; nil where it is generated.
func sourceOf(set *data.Set) *DataSource {
	if set.Source.Digest == "" {
		return nil
	}
	return &DataSource{set.Source.Digest, set.Words()}
}

// resize makes room for the batch size in force at step k.
func (r *run) resize(k int) {
	if n := r.controls.BatchSize(k, r.set.Train.Len()); r.batch == nil || r.batch.len() != n {
		r.on.Team = r.cfg.team()
		r.ws = r.model.NewWorkspace(n, r.on)
		r.batch = newMinibatch(n, r.set.Dim, &r.set.Train)
	}
}
