package problem

import "levyscope/internal/spec"

// Reading says what multiplicative noise g_i(X) dL_i means.
type Reading uint8

// The readings.
const (
	// Ito takes g at the point before the jump: x <- x + g(x) dL.
	Ito Reading = iota
	// Stratonovich takes the mean of g before and after, by Heun's predictor:
	// x <- x + (g(x) + g(x + g(x) dL))/2 dL.
	Stratonovich
	// Marcus lets a jump dL carry the point along dy/ds = g(y) dL, 0 <= s <= 1: the
	// limit of smooth noises, for which the chain rule holds. Source: Marcus 1978;
	// Kurtz, Pardoux and Protter 1995.
	Marcus
)

var readings = spec.Enum[Reading]{
	What:  "reading of multiplicative noise",
	Names: []string{Ito: "ito", Stratonovich: "stratonovich", Marcus: "marcus"},
}

// ParseReading reads "ito", "stratonovich" or "marcus".
func ParseReading(s string) (Reading, error) { return readings.Parse(s) }

// Valid says that r is one of the readings.
func (r Reading) Valid() bool { return readings.Valid(r) }

// String is the name that ParseReading reads.
func (r Reading) String() string { return readings.String(r) }

// MarshalText writes the name that ParseReading reads.
func (r Reading) MarshalText() ([]byte, error) { return readings.Marshal(r) }

// UnmarshalText reads what ParseReading reads.
func (r *Reading) UnmarshalText(b []byte) error { return readings.Unmarshal(r, b) }
