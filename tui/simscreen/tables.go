package simscreen

import (
	"fmt"
	"math"

	"levyscope/sim"
	"levyscope/sim/problem"
	"levyscope/stats/tail"
	"levyscope/tui/rows"
)

// basinData are the steps of the particle that are kept of its path, and the places of its last exits.
func (m *model) basinData() []rows.Table {
	d := &m.data
	steps := rows.Records("steps of the path", d.trail)
	var x [][]float64
	for _, p := range d.trail {
		x = append(x, p.X)
	}
	steps.Columns = append(steps.Columns, coordinates(x, len(d.controls.Alpha))...)
	return []rows.Table{steps, {Name: "exits", Columns: coordinates(d.exits, len(d.controls.Alpha))}}
}

// coordinates are columns x1, x2, ... of places.
func coordinates(places [][]float64, n int) (out []rows.Column) {
	for i := range n {
		c := rows.Column{Name: fmt.Sprintf("x%d", i+1), Numbers: []float64{}}
		for _, x := range places {
			v := math.NaN()
			if i < len(x) {
				v = x[i]
			}
			c.Numbers = append(c.Numbers, v)
		}
		out = append(out, c)
	}
	return out
}

// sidesData are the ways out of the ensemble with their 95 % intervals and the theory's shares; of the domain wells the
// occupation of the basins.
func (m *model) sidesData() []rows.Table {
	d := &m.data
	if d.controls.Domain.Kind == problem.InWells {
		if d.statistics == nil || d.statistics.Transitions == nil {
			return nil
		}
		t := d.statistics.Transitions
		table := rows.Records("occupation of basins", t.Occupation)
		table.Columns = append(table.Columns, rows.Numbers("stationary", t.Stationary))
		return []rows.Table{table}
	}
	var names []string
	var count, share, lo, hi, theory []float64
	for side := range d.sides {
		k, n := m.exitsBy(side)
		s, a, b := math.NaN(), math.NaN(), math.NaN()
		if n > 0 {
			s = float64(k) / float64(n)
			a, b = tail.WilsonInterval(k, n, tail.ShownNormal975)
		}
		names, count, share = append(names, m.sideName(side)), append(count, float64(k)), append(share, s)
		lo, hi, theory = append(lo, a), append(hi, b), append(theory, m.predictedShare(side))
	}
	return []rows.Table{{Name: "exit sides", Columns: []rows.Column{rows.Texts("side", names),
		rows.Numbers("exits", count), rows.Numbers("share", share), rows.Numbers("share_low", lo),
		rows.Numbers("share_high", hi), rows.Numbers("theory", theory)}}}
}

// escapesData are the last escapes of the particle.
func (m *model) escapesData() []rows.Table {
	table := rows.Records("escapes of the particle", append([]sim.Escape(nil), m.data.escapes...))
	var names []string
	for _, e := range m.data.escapes {
		name := ""
		if e.Side >= 0 {
			name = m.sideName(e.Side)
		}
		names = append(names, name)
	}
	table.Columns = append(table.Columns, rows.Texts("side_name", names))
	return []rows.Table{table}
}
