package sweep

import "fmt"

// Grid is all combinations of the values of its sweeps; the last one varies fastest.
// The grid of no sweeps has one point.
type Grid []Sweep

// ParseGrid reads the sweeps of a grid, each as Parse does. Errors: those of Parse, a name
// that comes twice, more than MaxPoints points in all.
func ParseGrid(texts []string) (Grid, error) {
	var g Grid
	seen := map[string]bool{}
	points := 1
	for _, text := range texts {
		s, err := Parse(text)
		if err != nil {
			return nil, err
		}
		if seen[s.Name] {
			return nil, fmt.Errorf("sweep %q: %s is swept twice; give all its values in one sweep", shortened(text), s.Name)
		}
		seen[s.Name] = true
		if points *= s.Len(); points > MaxPoints {
			return nil, fmt.Errorf("sweep %q: the grid has more than %d points with it; use fewer values", shortened(text),
				MaxPoints)
		}
		g = append(g, s)
	}
	return g, nil
}

// Len is the number of points.
func (g Grid) Len() int {
	n := 1
	for _, s := range g {
		n *= s.Len()
	}
	return n
}

// At sets dst, of as many values as there are sweeps, to point i, 0 <= i < Len().
func (g Grid) At(dst []float64, i int) {
	for j := len(g) - 1; j >= 0; j-- {
		n := g[j].Len()
		dst[j] = g[j].Value(i % n)
		i /= n
	}
}

// Names are those of the sweeps.
func (g Grid) Names() []string {
	names := make([]string, len(g))
	for i, s := range g {
		names[i] = s.Name
	}
	return names
}
