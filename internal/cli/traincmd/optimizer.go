package traincmd

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"levyscope/internal/sweep"
	"levyscope/train"
	"levyscope/train/optim"
)

// method are the flags of the optimiser and of clipping, beside the short forms --momentum, --momentum-form and
// --weight-decay.
type method struct {
	optimizer string // empty: SGD by the short forms
	clip      string
}

// add adds the flags.
func (m *method) add(fl *pflag.FlagSet) {
	names := func(kinds []optim.Info) string {
		list := make([]string, len(kinds))
		for i, k := range kinds {
			list[i] = k.Name
		}
		return strings.Join(list, ", ")
	}
	fl.StringVar(&m.optimizer, "optimizer", "", "optimiser: "+names(optim.Kinds())+" with kind:name=value,...\n"+
		"empty: sgd with --momentum, --momentum-form and --weight-decay")
	fl.StringVar(&m.clip, "clip", "none", "bound for each minibatch gradient, before the optimiser: none, norm:LIMIT "+
		"or entry:LIMIT")
}

// apply puts the optimiser and the clipping into the controls, which hold the values of the short forms.
func (m *method) apply(c *train.Controls) (err error) {
	if c.Clip, err = optim.ParseClip(m.clip); err != nil || m.optimizer == "" {
		return err
	}
	o, err := optim.Parse(m.optimizer)
	if err != nil {
		return err
	}
	plain, isPlain := o.(optim.SGD)
	switch {
	case isPlain && plain.WeightDecay == 0:
		return nil // the short forms say the rest
	case c.WeightDecay != 0:
		return beside("weight-decay", o, "weight_decay")
	case isPlain:
		c.WeightDecay = plain.WeightDecay
		return nil
	case c.Momentum != 0:
		return beside("momentum", o, "mu")
	}
	*c = c.WithMethod(o)
	return nil
}

// contradiction returns an error if a short form is given beside an optimiser that has its own parameters.
func (m *method) contradiction(given func(flag string) bool) error {
	if m.optimizer == "" {
		return nil
	}
	o, err := optim.Parse(m.optimizer)
	if err != nil {
		return err
	}
	plain, isPlain := o.(optim.SGD)
	for _, short := range []struct{ flag, parameter string }{
		{"momentum", "mu"}, {"momentum-form", "form"}, {"weight-decay", "weight_decay"},
	} {
		if given(short.flag) && !(isPlain && (short.flag != "weight-decay" || plain.WeightDecay == 0)) {
			return beside(short.flag, o, short.parameter)
		}
	}
	return nil
}

// beside is the error of a short form beside an optimiser. parameter is what the optimiser may have instead.
func beside(flag string, o optim.Optimizer, parameter string) error {
	kind := optim.Kind(o)
	for _, p := range optim.Params(o) {
		if p.Name == parameter {
			return fmt.Errorf("--%s beside --optimizer %s, which has that as a parameter: leave --%s out, and write "+
				"--optimizer %s:%s=VALUE", flag, kind, flag, kind, parameter)
		}
	}
	return fmt.Errorf("--%s beside --optimizer %s, which has no such parameter: leave one of them out", flag, kind)
}

// set gives a parameter of the optimiser a value.
func (m *method) set(name string, v float64) error {
	if m.optimizer == "" {
		m.optimizer = optim.SGD{}.String()
	}
	return sweep.Edit(&m.optimizer, name, v)
}

// setClip gives the clipping a limit.
func (m *method) setClip(limit float64) error {
	c, err := optim.ParseClip(m.clip)
	if err != nil {
		return err
	}
	if c == (optim.Clip{}) {
		return fmt.Errorf("there is no clipping whose limit could be set: give --clip norm or --clip entry")
	}
	c.Limit = limit
	m.clip = c.String()
	return nil
}

// clips says that there is clipping, of a text that was found valid.
func (m *method) clips() bool {
	c, err := optim.ParseClip(m.clip)
	return err == nil && c != optim.Clip{}
}
