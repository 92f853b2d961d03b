package sim

import (
	"math"
	"math/rand/v2"

	"levyscope/stats"
)

type Landscape interface {
	Potential
	String() string
	Minima() [][]float64
	Saddles() []Saddle
	Basin(x []float64) int
}
type Saddle struct {
	X        []float64
	From, To int
}

func ParsePotential(spec string, n int) (Landscape, error)    { panic("stub") }
func HessianDiagonal(dst []float64, u Potential, x []float64) { panic("stub") }

type Expression struct{ s string }

func ParseExpression(s string, n int) (*Expression, error) { panic("stub") }
func (e *Expression) Value(x []float64) float64            { panic("stub") }
func (e *Expression) String() string                       { return e.s }

type Noise struct{ Samples []float64 }

func ParseNoise(spec string, load func(name string) ([]float64, error)) (Noise, error) { panic("stub") }
func (n Noise) String() string                                                         { return "sas" }
func (n Noise) Validate(alpha, step float64, unit bool) error                          { return nil }

type filler interface {
	Fill(dst []float64, r *rand.Rand)
}
type driver struct {
	coordinate int
	alpha      float64
	scale      float64
	fill       filler
	stepped    bool
	decay      float64 // exponent with which a learning rate enters; 0: alpha
}

func (n Noise) drivers(i int, alpha float64, step float64, unit bool) []driver {
	s := stats.SaS(alpha, 1).Sampler()
	return []driver{{i, alpha, 1, &s, false, 0}}
}
func (n Noise) tails(alpha, y float64) (neg, pos float64) {
	v := stats.TailConstant(alpha) * math.Pow(y, -alpha)
	return v, v
}
