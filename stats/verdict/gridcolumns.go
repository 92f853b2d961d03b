package verdict

import "math"

// gridNode is a node of a grid: a column of one of its rows.
type gridNode struct {
	row    *gridRow
	column int
}

// logLiks are the log-likelihoods of b at four nodes, to the last bit those of gridRow.logLik.
func logLiks(b *binned, at *[4]gridNode) (l [4]float64) {
	quads := (b.edges - 1) / 4
	var sum [4][4]float64
	var y [4]*float64
	var phases, edges [4]int
	for i := range at {
		p, e, ok := b.column(at[i].column)
		if !fast || !ok || quads == 0 {
			for k := range at {
				l[k] = at[k].row.logLik(b, at[k].column)
			}
			return l
		}
		r := at[i].row
		phases[i], edges[i], y[i] = p, e, &r.logs[p][e]
		sum[i][0], sum[i][1] = b.n[0]*r.low[p][e], b.n[b.edges]*r.high[p][e+b.edges-1]
	}
	dotsAVX2(&sum, &b.n[1], &y, quads)
	done := 4 * quads
	n := b.n[1+done : b.edges]
	for i := range at {
		s := &sum[i]
		for k, v := range at[i].row.logs[phases[i]][edges[i]+done:][:len(n)] {
			s[0] += n[k] * v
		}
		l[i] = s[0] + s[1] + s[2] + s[3]
	}
	return l
}

// gridColumns are log-likelihoods of b in a row of a grid, four neighbouring columns at a time.
type gridColumns struct {
	row   *gridRow
	b     *binned
	from  int // column of known[0]
	known [4]float64
	some  bool // known holds any
}

// at is the log-likelihood at column j.
func (c *gridColumns) at(j int) float64 {
	if k := uint(j - c.from); c.some && k < 4 {
		return c.known[k]
	}
	if !fast {
		return c.row.logLik(c.b, j)
	}
	if c.some && j < c.from {
		c.from = j - 3
	} else {
		c.from = j
	}
	c.known, c.some = logLiks(c.b, &[4]gridNode{
		{c.row, c.from}, {c.row, c.from + 1}, {c.row, c.from + 2}, {c.row, c.from + 3},
	}), true
	return c.known[j-c.from]
}

// bestNode is the most likely row of rows at a column; -Inf where there is none.
func bestNode(b *binned, rows []gridRow, column int) (l float64, node int) {
	l = math.Inf(-1)
	for i := 0; i < len(rows); i += 4 {
		var at [4]gridNode
		for k := range at {
			at[k] = gridNode{&rows[min(i+k, len(rows)-1)], column}
		}
		for k, v := range logLiks(b, &at) {
			if v > l {
				l, node = v, min(i+k, len(rows)-1)
			}
		}
	}
	return l, node
}
