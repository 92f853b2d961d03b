package cli

import (
	"fmt"
	"math"
	"strconv"

	"github.com/spf13/pflag"
)

// wholeFlag is a flag for a whole number. Its errors say what to write, where those of pflag
// quote strconv.
type wholeFlag struct{ to *int }

// String writes a whole number in digits.
func (f wholeFlag) String() string { return strconv.Itoa(*f.to) }

// Type is what the help calls the value.
func (f wholeFlag) Type() string { return "int" }

// Set reads digits, or a float with a whole value up to 2^53: above that floats skip whole numbers.
func (f wholeFlag) Set(text string) error {
	if v, err := strconv.Atoi(text); err == nil {
		*f.to = v
		return nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || v != math.Trunc(v) || math.Abs(v) > 1<<53 {
		return fmt.Errorf("write a whole number, as in 1000 or 1e3")
	}
	*f.to = int(v)
	return nil
}

// WholeVar adds a flag for a whole number, in digits or as 1e6, with its default.
func WholeVar(fl *pflag.FlagSet, to *int, name string, value int, usage string) {
	*to = value
	fl.Var(wholeFlag{to}, name, usage)
}

// seedFlag is the flag for a seed.
type seedFlag struct{ to *uint64 }

// String writes the seed in digits.
func (f seedFlag) String() string { return strconv.FormatUint(*f.to, 10) }

// Type is what the help calls the value.
func (f seedFlag) Type() string { return "uint" }

// Set reads digits.
func (f seedFlag) Set(text string) error {
	v, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return fmt.Errorf("write a whole number from 0 to 18446744073709551615")
	}
	*f.to = v
	return nil
}

// SeedVar adds --seed, any whole number of 64 bits without a sign; 1 by default.
func SeedVar(fl *pflag.FlagSet, to *uint64) {
	*to = 1
	fl.Var(seedFlag{to}, "seed", "seed of all randomness")
}

// realFlag is a flag for a number.
type realFlag struct{ to *float64 }

// String writes the shortest decimal that reads back as the same number.
func (f realFlag) String() string { return strconv.FormatFloat(*f.to, 'g', -1, 64) }

// Type is what the help calls the value.
func (f realFlag) Type() string { return "float" }

// Set reads a number; the command checks its range.
func (f realFlag) Set(text string) error {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return fmt.Errorf("write a number, as in 0.5 or 5e-1")
	}
	*f.to = v
	return nil
}

// RealVar adds a flag for a number, with its default.
func RealVar(fl *pflag.FlagSet, to *float64, name string, value float64, usage string) {
	*to = value
	fl.Var(realFlag{to}, name, usage)
}
