package command

import (
	"fmt"
	"math"
	"strconv"

	"github.com/spf13/pflag"
)

// wholeFlag is a flag for a whole number, which may be written as 1e6; its errors are for people.
type wholeFlag struct{ to *int }

func (f wholeFlag) String() string { return strconv.Itoa(*f.to) }
func (f wholeFlag) Type() string   { return "int" }

// Set reads the number; beyond 2^53 only digits are exact.
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

// wholeVar adds a flag for a whole number.
func wholeVar(fl *pflag.FlagSet, to *int, name string, value int, usage string) {
	*to = value
	fl.Var(wholeFlag{to}, name, usage)
}

// seedFlag is the flag for a seed.
type seedFlag struct{ to *uint64 }

func (f seedFlag) String() string { return strconv.FormatUint(*f.to, 10) }
func (f seedFlag) Type() string   { return "uint" }

func (f seedFlag) Set(text string) (err error) {
	v, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return fmt.Errorf("write a whole number from 0 to 18446744073709551615")
	}
	*f.to = v
	return nil
}

// seedVar adds the flag for a seed.
func seedVar(fl *pflag.FlagSet, to *uint64) {
	*to = 1
	fl.Var(seedFlag{to}, "seed", "seed of all randomness")
}

// realFlag is a flag for a number.
type realFlag struct{ to *float64 }

func (f realFlag) String() string { return strconv.FormatFloat(*f.to, 'g', -1, 64) }
func (f realFlag) Type() string   { return "float" }

func (f realFlag) Set(text string) error {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return fmt.Errorf("write a number, as in 0.5 or 5e-1")
	}
	*f.to = v
	return nil
}

// realVar adds a flag for a number.
func realVar(fl *pflag.FlagSet, to *float64, name string, value float64, usage string) {
	*to = value
	fl.Var(realFlag{to}, name, usage)
}
