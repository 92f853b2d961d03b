package optim

import (
	"fmt"
	"math"

	"levyscope/internal/spec"
)

// ClipBy says what a Clip bounds.
type ClipBy uint8

// What a Clip bounds.
const (
	Nothing ClipBy = iota
	Norm           // of the whole gradient
	Entry          // each of its entries
)

// Clip bounds a gradient before an optimiser sees it, so before momentum and weight decay, as the calls of torch
// before optimizer.step() do. The zero value bounds nothing.
//
//	Norm   g <- g min(1, Limit/(||g|| + 1e-6)),  ||g|| the norm over all parameters   torch.nn.utils.clip_grad_norm_
//	Entry  g_i <- max(-Limit, min(Limit, g_i))                                       torch.nn.utils.clip_grad_value_
//
// Pascanu, Mikolov and Bengio 2013, algorithm 1, has the first.
type Clip struct {
	By    ClipBy
	Limit float64 // > 0 and at most 1e9, gradient units; 0 of Nothing
}

// clipKind declares one sort of Clip.
type clipKind = spec.Kind[ClipBy]

var limitParameter = spec.Param{Name: "limit", Default: spec.Number(1), Range: spec.Between(1e-9, 1e9),
	Meaning: "gradient units", About: "Bound of the clipped gradient, in units of the gradient."}

var clips = spec.Grammar[ClipBy]{
	What: "clip",
	Kinds: []*clipKind{
		{Name: "none", Meaning: "gradients as they are", Payload: Nothing},
		{Name: "norm", Meaning: "g <- g min(1, limit/||g||): one bound for the norm of the whole gradient",
			Syntax: spec.Positional, Params: []spec.Param{limitParameter}, Payload: Norm},
		{Name: "entry", Meaning: "each entry to [-limit, limit]", Syntax: spec.Positional,
			Params: []spec.Param{limitParameter}, Payload: Entry},
	},
}

// ParseClip reads "none", "norm:1" or "entry:0.1", a bare kind with the limit 1. The limit is in [1e-9, 1e9]. The error
// is a *spec.Error, and ParseClip(c.String()) == c.
func ParseClip(s string) (Clip, error) {
	parsed, err := clips.Parse(s)
	if err != nil {
		return Clip{}, err
	}
	c := Clip{By: parsed.Kind.Payload}
	if c.By != Nothing {
		c.Limit = parsed.Values.Number(limitParameter.Name)
	}
	return c, nil
}

// ClipKinds lists what ParseClip accepts.
func ClipKinds() []Info {
	sources := []string{Norm: "Pascanu et al. 2013; torch.nn.utils.clip_grad_norm_",
		Entry: "torch.nn.utils.clip_grad_value_"}
	list := make([]Info, len(clips.Kinds))
	for i, k := range clips.Kinds {
		list[i] = Info{k.Name, k.Meaning, sources[k.Payload]}
	}
	return list
}

// WithLimit is c with a limit as a user writes it. The error is a *spec.Error.
func (c Clip) WithLimit(text string) (Clip, error) {
	k := clips.Kinds[min(int(c.By), len(clips.Kinds)-1)]
	d := k.Bare()
	d, err := clips.Set(fmt.Sprintf("%s with %s=%s", c, limitParameter.Name, text), d, limitParameter.Name, text)
	if err != nil {
		return c, err
	}
	return Clip{By: c.By, Limit: d.Values.Number(limitParameter.Name)}, nil
}

// AboutLimit says which limits there are, and what a limit is.
func AboutLimit() (bounds, about string) { return limitParameter.Bounds(), limitParameter.Sentence() }

// String is the text that ParseClip reads.
func (c Clip) String() string {
	k := clips.Kinds[min(int(c.By), len(clips.Kinds)-1)]
	if c.By == Nothing {
		return k.Name
	}
	return k.Numbers(c.Limit).String()
}

// Validate returns an error if c is out of its range.
func (c Clip) Validate() error {
	read, err := ParseClip(c.String())
	if err == nil && read != c {
		return fmt.Errorf("clip %d with the limit %g: use Norm or Entry with a limit, or the zero value", c.By, c.Limit)
	}
	return err
}

// MarshalText writes the text that ParseClip reads.
func (c Clip) MarshalText() ([]byte, error) { return []byte(c.String()), c.Validate() }

// UnmarshalText is ParseClip.
func (c *Clip) UnmarshalText(b []byte) (err error) {
	*c, err = ParseClip(string(b))
	return err
}

// Clipped is what Apply found and did.
type Clipped struct {
	Norm   float64 // ||g|| before
	Number int     // entries that were changed
}

// Apply bounds the gradient g, whose entries must be finite: see Finite. It allocates nothing.
func (c Clip) Apply(g []float32) Clipped {
	out := Clipped{Norm: math.Sqrt(sumOfSquares(g))}
	switch c.By {
	case Norm:
		if scale := c.Limit / (out.Norm + 1e-6); scale < 1 {
			for i, v := range g { // in float64, as the scale of a huge gradient is beyond float32
				g[i] = float32(scale * float64(v))
			}
			out.Number = len(g)
		}
	case Entry:
		limit := float32(c.Limit)
		for i, v := range g {
			if v > limit {
				g[i] = limit
				out.Number++
			} else if v < -limit {
				g[i] = -limit
				out.Number++
			}
		}
	}
	return out
}

// Finite says that no entry of g is NaN or infinite. What a sign, a norm or a bound makes of such an entry may look
// like any other step.
func Finite(g []float32) bool {
	for _, v := range g {
		if !(v <= math.MaxFloat32 && v >= -math.MaxFloat32) {
			return false
		}
	}
	return true
}
