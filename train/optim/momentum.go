package optim

import "levyscope/internal/spec"

// Form says where the learning rate eta enters momentum mu. With g the gradient, weight decay
// included, and v the velocity, which begins at 0:
//
//	Polyak   v <- mu v + eta g,   w <- w - v         Polyak 1964; Sutskever et al. 2013
//	PyTorch  v <- mu v + g,       w <- w - eta v     torch.optim.SGD with dampening 0
//
// At a constant eta both give the same weights: PyTorch's v is Polyak's over eta. Under a decay
// they differ: in Polyak's form a gradient keeps the learning rate of its own step, in PyTorch's
// it takes that of the step at which it acts.
type Form uint8

// The forms. The zero value is that of recordings without a form.
const (
	Polyak Form = iota
	PyTorch
)

var forms = spec.Enum[Form]{
	What:   "momentum form",
	Names:  []string{Polyak: "polyak", PyTorch: "pytorch"},
	Remedy: "use pytorch (v <- mu v + g, w <- w - eta v) or polyak (v <- mu v + eta g, w <- w - v)",
}

// ParseForm reads "polyak" or "pytorch".
func ParseForm(s string) (Form, error) { return forms.Parse(s) }

// Valid says that f is one of the forms.
func (f Form) Valid() bool { return forms.Valid(f) }

// String is the name that ParseForm reads.
func (f Form) String() string { return forms.String(f) }

// MarshalText writes the name that ParseForm reads.
func (f Form) MarshalText() ([]byte, error) { return forms.Marshal(f) }

// UnmarshalText is ParseForm.
func (f *Form) UnmarshalText(b []byte) error { return forms.Unmarshal(f, b) }

// Next is the form after f, in a circle.
func (f Form) Next() Form { return forms.Next(f) }

// Momentum is the heavy ball in one of its forms, with lambda w added to the gradient.
type Momentum struct {
	Mu          float64 // in [0, 1)
	Form        Form    // where the learning rate enters
	WeightDecay float64 // lambda, in [0, 1000]
}

var momentumKind = kind{
	Name:    "momentum",
	Meaning: "v <- mu v + g, w <- w - eta v (form polyak: v <- mu v + eta g, w <- w - v)",
	Params: []spec.Param{
		muParameter,
		{Name: "form", Type: spec.Choice, Choices: []string{"pytorch", "polyak"}, Meaning: "where eta enters",
			About: "Where the learning rate enters: pytorch scales the velocity, polyak the gradient in it."},
		decayParameter,
	},
	Payload: build{
		source: "Polyak 1964; torch.optim.SGD with dampening 0",
		make: func(v spec.Values) Optimizer {
			form, err := ParseForm(v.Text("form"))
			if err != nil {
				panic(err) // the choices are the names of the forms
			}
			return Momentum{v.Number("mu"), form, v.Number("weight_decay")}
		},
	},
}

// String is "momentum:mu=...,form=...", which Parse reads.
func (o Momentum) String() string { return o.describe().String() }

func (o Momentum) describe() spec.Spec[build] {
	return momentumKind.Spec(spec.Number(o.Mu), spec.Text(o.Form.String()), spec.Number(o.WeightDecay))
}
