// Package sweep reads ranges of a parameter, such as eps=0.03:0.3:8log, and the
// grids that several of them span.
package sweep

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Spacing is how the values of a sweep lie.
type Spacing uint8

// The spacings.
const (
	Listed    Spacing = iota // given one by one
	Linear                   // Lo + (Hi-Lo) i/(N-1)
	Geometric                // Lo (Hi/Lo)^(i/(N-1)), 0 < Lo, 0 < Hi
)

// MaxPoints bounds the points of a grid.
const MaxPoints = 100_000

// Sweep is a parameter and the values that it takes.
type Sweep struct {
	Name    string    // "eps", "alpha_2", "potential.left"
	Spacing Spacing   // how the values between Lo and Hi lie
	Lo, Hi  float64   // first and last value, finite; not of a list
	N       int       // points, 2 to MaxPoints; not of a list
	List    []float64 // of a list, finite
}

// Parse reads "name=lo:hi:N" or "name=lo:hi:Nlin" (N points in equal steps), "name=lo:hi:Nlog"
// (N points in equal ratios) or "name=a,b,c". Errors name the sweep and what would be accepted.
func Parse(text string) (Sweep, error) {
	name, values, found := strings.Cut(text, "=")
	name = strings.TrimSpace(name)
	if !found || !isName(name) {
		return Sweep{}, fmt.Errorf("sweep %q: write NAME=VALUES, for example eps=0.03:0.3:8log or alpha_2=1.2,1.5,1.8",
			shortened(text))
	}
	s := Sweep{Name: name}
	var err error
	if strings.Contains(values, ":") {
		err = s.parseRange(values)
	} else {
		err = s.parseList(values)
	}
	if err != nil {
		return Sweep{}, fmt.Errorf("sweep %q: %w", shortened(text), err)
	}
	return s, nil
}

// shortened keeps an error to a line.
func shortened(text string) string {
	if len(text) > 80 {
		return strings.ToValidUTF8(text[:77], "") + "..."
	}
	return text
}

// isName says that s is letters, digits, -, _ and dots, and begins with a letter.
func isName(s string) bool {
	for i, c := range []byte(s) {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || !('0' <= c && c <= '9' || c == '-' || c == '_' || c == '.')) {
			return false
		}
	}
	return s != ""
}

func (s *Sweep) parseRange(values string) (err error) {
	parts := strings.Split(values, ":")
	if len(parts) != 3 {
		return fmt.Errorf("a range is lo:hi:N, lo:hi:Nlin or lo:hi:Nlog, as in 0.03:0.3:8log")
	}
	if s.Lo, err = finite(parts[0]); err != nil {
		return err
	}
	if s.Hi, err = finite(parts[1]); err != nil {
		return err
	}
	count := strings.TrimSpace(parts[2])
	s.Spacing = Linear
	if short, ok := strings.CutSuffix(count, "log"); ok {
		s.Spacing, count = Geometric, short
	} else {
		count = strings.TrimSuffix(count, "lin")
	}
	if s.N, err = strconv.Atoi(count); err != nil || s.N < 2 || s.N > MaxPoints {
		return fmt.Errorf("%q points: use a whole number from 2 to %d, with log behind it for equal ratios", count, MaxPoints)
	}
	switch {
	case s.Lo == s.Hi:
		return fmt.Errorf("both ends are %g: use two different ones, or a list", s.Lo)
	case s.Spacing == Geometric && !(s.Lo > 0 && s.Hi > 0):
		return fmt.Errorf("ends %g and %g: equal ratios need both above zero; use lin", s.Lo, s.Hi)
	}
	return nil
}

func (s *Sweep) parseList(values string) error {
	for field := range strings.SplitSeq(values, ",") {
		v, err := finite(field)
		if err != nil {
			return err
		}
		if s.List = append(s.List, v); len(s.List) > MaxPoints {
			return fmt.Errorf("the list has more than %d values: use fewer", MaxPoints)
		}
	}
	return nil
}

func finite(text string) (float64, error) {
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, fmt.Errorf("%q is not a finite number; write it as 0.5 or 5e-1", shortened(text))
	}
	return v, nil
}

// Len is the number of values.
func (s Sweep) Len() int {
	if s.Spacing == Listed {
		return len(s.List)
	}
	return s.N
}

// Value is value i, 0 <= i < Len(). The ends of a range are exact; between them it is rounded
// to 12 digits, so that 0.1:0.5:5 has 0.3 and not 0.30000000000000004.
func (s Sweep) Value(i int) float64 {
	switch {
	case s.Spacing == Listed:
		return s.List[i]
	case i == 0:
		return s.Lo
	case i == s.N-1:
		return s.Hi
	}
	t := float64(i) / float64(s.N-1)
	v := (1-t)*s.Lo + t*s.Hi
	if s.Spacing == Geometric {
		v = math.Exp((1-t)*math.Log(s.Lo) + t*math.Log(s.Hi))
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 12, 64), 64)
	if err != nil {
		return v
	}
	return rounded
}

// String is what Parse reads.
func (s Sweep) String() string {
	if s.Spacing == Listed {
		parts := make([]string, len(s.List))
		for i, v := range s.List {
			parts[i] = format(v)
		}
		return s.Name + "=" + strings.Join(parts, ",")
	}
	suffix := "lin"
	if s.Spacing == Geometric {
		suffix = "log"
	}
	return fmt.Sprintf("%s=%s:%s:%d%s", s.Name, format(s.Lo), format(s.Hi), s.N, suffix)
}

func format(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
