package sim

import "fmt"

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

var readingNames = [...]string{"ito", "stratonovich", "marcus"}

// ParseReading reads "ito", "stratonovich" or "marcus".
func ParseReading(s string) (Reading, error) {
	for i, name := range readingNames {
		if s == name {
			return Reading(i), nil
		}
	}
	return 0, fmt.Errorf("reading %q of multiplicative noise is not known: use ito, stratonovich or marcus", s)
}

// Valid says that r is one of the readings.
func (r Reading) Valid() bool { return int(r) < len(readingNames) }

func (r Reading) String() string { return readingNames[r] }

// MarshalText writes the name that ParseReading reads.
func (r Reading) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText is ParseReading.
func (r *Reading) UnmarshalText(b []byte) (err error) {
	*r, err = ParseReading(string(b))
	return err
}
