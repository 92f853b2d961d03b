package rows

import (
	"math"

	"levyscope/tui/chart"
)

// line gathers the rows of a line chart.
type line struct {
	kind, series                             []string
	x0, x1, least, most, last, mean, n, fail []float64
}

// Line is all that a line chart knows, hidden series and what lies outside its window too, a row for each of
//
//	planned   as samples, of what lies ahead of now
//	ema       the moving average up to x1, where one is drawn, in last; count: the samples from x0 to x1, each of
//	          which counts as their mean
//	samples   samples of a series side by side in x: their range, the last of them, their mean and how many
//	          they are; one where they are recent. The error is half the width of the interval of the last one.
//	interval  the interval of a series at x
//	band      a range of a series that is no interval of its values
//	level     a horizontal line
//	mark      a change, or the present (now)
//	lost      how many samples were not finite
func Line(l chart.Line) Table {
	var r line
	shown := map[*float64]bool{} // bands that are the interval of a series
	for i, s := range l.Series {
		r.samples(s, l.Now)
		for _, a := range l.Averages(i) {
			nan := math.NaN()
			r.add("ema", a.Name, chart.Bucket{X0: a.X0, X1: a.X1, Min: nan, Max: nan, Last: a.Value, Mean: nan,
				Count: a.Count}, nan)
		}
		if b := s.Interval; b != nil {
			r.band("interval", s.Name, *b)
			if len(b.Lo) > 0 {
				shown[&b.Lo[0]] = true
			}
		}
	}
	for _, b := range l.Bands {
		if len(b.Lo) > 0 && !shown[&b.Lo[0]] {
			r.band("band", b.Name, b)
		}
	}
	nan := math.NaN()
	for _, h := range l.HLines {
		r.add("level", h.Label, chart.Bucket{X0: nan, X1: nan, Min: h.Y, Max: h.Y, Last: h.Y, Mean: h.Y}, nan)
	}
	for _, m := range l.Markers {
		r.mark(m.Label, m.X)
	}
	if l.Now != nil {
		r.mark("now", *l.Now)
	}
	x, y := l.XLabel, l.Unit
	return Table{Name: l.Title, Columns: []Column{
		Texts("kind", r.kind), Texts("series", r.series), Numbers(Unit("x0", x), r.x0), Numbers(Unit("x1", x), r.x1),
		Numbers(Unit("min", y), r.least), Numbers(Unit("max", y), r.most), Numbers(Unit("last", y), r.last),
		Numbers(Unit("mean", y), r.mean), Numbers("count", r.n), Numbers(Unit("error", y), r.fail),
	}}
}

// samples adds those of a series; points from now on are planned.
func (r *line) samples(s chart.Series, now *float64) {
	fail := func(x float64) float64 {
		if s.Error == nil {
			return math.NaN()
		}
		return s.Error(x)
	}
	if s.Track == nil {
		for _, p := range s.Points {
			b := chart.Bucket{X0: p.X, X1: p.X, Min: p.Y, Max: p.Y, Last: p.Y, Mean: p.Y, Count: 1}
			kind := "samples"
			if now != nil && p.X >= *now {
				kind = "planned"
			}
			r.add(kind, s.Name, b, fail(p.X))
		}
		return
	}
	for _, b := range s.Track.All() {
		r.add("samples", s.Name, b, fail(b.X1))
	}
	if n := s.Track.Bad(); n > 0 {
		nan := math.NaN()
		r.add("lost", s.Name, chart.Bucket{X0: nan, X1: nan, Min: nan, Max: nan, Last: nan, Mean: nan, Count: n}, nan)
	}
}

// band adds the points of a band.
func (r *line) band(kind, name string, b chart.Band) {
	for i := range min(len(b.X), len(b.Lo), len(b.Hi)) {
		r.add(kind, name, chart.Bucket{X0: b.X[i], X1: b.X[i], Min: b.Lo[i], Max: b.Hi[i], Last: math.NaN(),
			Mean: math.NaN()}, math.NaN())
	}
}

// mark adds a vertical line.
func (r *line) mark(name string, x float64) {
	nan := math.NaN()
	r.add("mark", name, chart.Bucket{X0: x, X1: x, Min: nan, Max: nan, Last: nan, Mean: nan}, nan)
}

func (r *line) add(kind, name string, b chart.Bucket, fail float64) {
	count := math.NaN()
	if b.Count > 0 {
		count = float64(b.Count)
	}
	r.kind, r.series = append(r.kind, kind), append(r.series, name)
	r.x0, r.x1 = append(r.x0, b.X0), append(r.x1, b.X1)
	r.least, r.most, r.last = append(r.least, b.Min), append(r.most, b.Max), append(r.last, b.Last)
	r.mean, r.n, r.fail = append(r.mean, b.Mean), append(r.n, count), append(r.fail, fail)
}
