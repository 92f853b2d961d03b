package chart

import (
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"levyscope/internal/near"
	"levyscope/tui/theme"
)

// tracked is a Track of n samples of y.
func tracked(n int, y func(i int) float64) *Track {
	t := NewTrack(2048)
	for i := range n {
		t.Append(float64(i), y(i))
	}
	return t
}

// rangeOf is the axis of y of a chart of 80x16 cells, and what it cuts off.
func rangeOf(t *testing.T, l Line) (axis, [2]overflow) {
	t.Helper()
	p, _, problem := l.layout(newRaster(80, 16, new(theme.New(true, theme.Braille))))
	if problem != "" {
		t.Fatal(problem)
	}
	return p.y, p.over
}

// noisy is a level with noise of a tenth about it, and something else at one sample in so many.
func noisy(level float64, every int, spike float64) func(int) float64 {
	rnd := newRand(21)
	return func(i int) float64 {
		if every > 0 && i%every == every/2 {
			return spike
		}
		return level + 0.1*level*(2*rnd.Float64()-1)
	}
}

func TestAPeakDoesNotFlattenTheRest(t *testing.T) {
	rest := noisy(1, 0, 0)
	for name, c := range map[string]struct {
		y     func(int) float64
		n     int
		peaks int
		most  float64 // of the range of y
	}{
		"one":              {noisy(1, 100_000, 1e9), 100_000, 1, 1.2},
		"infinite almost":  {noisy(1, 100_000, math.MaxFloat64), 100_000, 1, 1.2},
		"three":            {noisy(1, 33_000, 50), 99_000, 3, 1.2},
		"few samples":      {noisy(1, 60, 50), 60, 1, 1.2},
		"small":            {noisy(1, 100_000, 1.4), 100_000, 0, 1.5}, // nothing is flattened
		"the last sample":  {func(i int) float64 { return rest(i) + 1e6*float64(i/49_999) }, 50_000, 1, 1.2},
		"the first sample": {func(i int) float64 { return rest(i) + 1e9*float64(max(1-i, 0)) }, 50_000, 1, 1.2},
	} {
		l := Line{Series: []Series{{Name: "y", Track: tracked(c.n, c.y)}}}
		y, over := rangeOf(t, l)
		near.Most(t, name+": high end", y.hi, c.most)
		near.Abs(t, name+": peaks", float64(over[top].peaks), float64(c.peaks), 0)
		near.Abs(t, name+": dips", float64(over[bottom].peaks), 0, 0)
		down := Line{Series: []Series{{Name: "y", Track: tracked(c.n, func(i int) float64 { return -c.y(i) })}}}
		y, over = rangeOf(t, down)
		near.Least(t, name+": low end", y.lo, -c.most)
		near.Abs(t, name+": dips", float64(over[bottom].peaks), float64(c.peaks), 0)
	}
}

func TestWhatIsCutOffIsCounted(t *testing.T) {
	for _, g := range []theme.Glyphs{theme.Braille, theme.HalfBlock, theme.ASCII} {
		arrow := map[bool]string{true: "^", false: "↑"}[g == theme.ASCII]
		l := Line{Title: "loss", Series: []Series{{Name: "y", Track: tracked(99_000, noisy(1, 33_000, 1e9))}}}
		lines := strings.Split(ansi.Strip(l.Render(80, 12, theme.New(true, g))), "\n")
		if !strings.Contains(lines[1], arrow+"3 max 1G") || strings.Count(lines[1], arrow) < 4 {
			t.Errorf("%v: the top row is %q", g, lines[1])
		}
		if strings.Contains(strings.Join(lines[2:], "\n"), "G") {
			t.Errorf("the axis goes as far as the peaks:\n%s", strings.Join(lines, "\n"))
		}
		l.Series[0].Track = tracked(99_000, noisy(1, 99_000, 1e9))
		narrow := strings.Split(ansi.Strip(l.Render(16, 6, theme.New(true, g))), "\n")
		if !strings.Contains(narrow[1], arrow+"1") {
			t.Errorf("%v: the top row of a narrow chart is %q", g, narrow[1])
		}
	}
}

// A loss falls from where it begins, at once or slowly, to any floor: all of it is shown.
func TestTheBeginningOfALossIsShown(t *testing.T) {
	for _, n := range []int{100, 3000, 200_000} {
		for _, tau := range []float64{1, 10, 1e3, 1e5} {
			for _, floor := range []float64{0.1, 1e-3, 1e-5} {
				rnd := newRand(4)
				tr := tracked(n, func(i int) float64 {
					return (floor + (2.3-floor)*math.Exp(-float64(i)/tau)) * (1 + 0.05*rnd.NormFloat64())
				})
				y, over := rangeOf(t, Line{Series: []Series{{Track: tr}}})
				near.Least(t, "high end", y.hi, 2.1)
				near.Abs(t, "peaks", float64(over[top].peaks+over[bottom].peaks), 0, 0)
			}
		}
	}
}

// A level that a series has gone to is shown from the fifth sample on, for as long as it is there.
func TestANewLevelIsShown(t *testing.T) {
	for _, level := range []float64{0, 30} {
		y := noisy(1, 0, 0)
		tr := tracked(20_000, y)
		for i := range 20_000 {
			tr.Append(float64(20_000+i), level+y(i))
			if i < 5 || i > 50 && i%1000 != 0 {
				continue
			}
			a, over := rangeOf(t, Line{Series: []Series{{Track: tr}}})
			near.Least(t, "high end", a.hi, level+0.8)
			near.Abs(t, "peaks", float64(over[top].peaks), 0, 0)
		}
	}
}

// Fixed ends, a request for all, few samples, theories, levels, schedules and events cut nothing off.
func TestWhatKnowsNoPeaks(t *testing.T) {
	spiky := Series{Name: "y", Track: tracked(50_000, noisy(1, 50_000, 1e3))}
	flat := Series{Name: "flat", Track: tracked(50_000, noisy(1, 0, 0))}
	few := make([]Point, leastSamples-1)
	for i := range few {
		few[i] = Point{float64(i), noisy(1, leastSamples-1, 1e3)(i)}
	}
	constant := Series{Track: tracked(50_000, func(i int) float64 { return float64(i / 25_000 * (25_001 / (i + 1))) })}
	with := func(change func(*Series)) Line {
		s := spiky
		change(&s)
		return Line{Series: []Series{s}}
	}
	for name, l := range map[string]Line{
		"all":      {Series: []Series{spiky}, Whole: true},
		"few":      {Series: []Series{{Points: few}}},
		"stairs":   with(func(s *Series) { s.Stairs = true }),
		"events":   with(func(s *Series) { s.Scatter = true }),
		"theory":   with(func(s *Series) { s.Role = theme.Theory }),
		"level":    {Series: []Series{flat}, HLines: []HLine{{Y: 1e3}}},
		"others":   {Series: []Series{flat, {Points: []Point{{0, 1e3}, {1, 1e3}}}}},
		"constant": {Series: []Series{constant}},
	} {
		y, over := rangeOf(t, l)
		if name == "constant" {
			y.hi *= 1e3
		}
		near.Least(t, name+": high end", y.hi, 1e3)
		near.Abs(t, name+": peaks", float64(over[top].peaks), 0, 0)
	}
	fixed := Line{Series: []Series{spiky}, YMin: new(0.0), YMax: new(100.0)}
	y, over := rangeOf(t, fixed)
	near.Abs(t, "a fixed end", y.hi, 100, 0)
	near.Abs(t, "its peaks", float64(over[top].peaks), 0, 0)
	guide := Line{Series: []Series{flat, {Guide: true, Track: spiky.Track}}}
	y, over = rangeOf(t, guide)
	near.Most(t, "beside a guide", y.hi, 1.2)
	near.Abs(t, "peaks of a guide", float64(over[top].peaks), 0, 0)
}

// Heavy tails have peaks everywhere: the ordinary ones fill the plot.
func TestHeavyTailsFillThePlot(t *testing.T) {
	rnd := newRand(3)
	tr := tracked(200_000, func(int) float64 { return math.Tan(math.Pi * (rnd.Float64() - 0.5)) })
	l := Line{Series: []Series{{Track: tr}}}
	y, over := rangeOf(t, l)
	if over[top].peaks+over[bottom].peaks == 0 {
		t.Fatalf("no peaks beyond [%g, %g]", y.lo, y.hi)
	}
	rows := 0
	for _, line := range strings.Split(l.Render(80, 16, theme.Theme{}), "\n")[1:15] {
		if strings.ContainsFunc(line[6:], func(r rune) bool { return r > '⠀' && r <= '⣿' }) {
			rows++
		}
	}
	near.Least(t, "rows with samples", float64(rows), 14)
}

// On a logarithmic axis a peak of many decades is one too.
func TestPeaksOnALogarithmicAxis(t *testing.T) {
	for name, spike := range map[string]float64{"up": 1e60, "down": 1e-60} {
		l := Line{Series: []Series{{Track: tracked(50_000, noisy(1, 50_000, spike))}}, LogY: true}
		y, over := rangeOf(t, l)
		near.Most(t, name+": high end", y.hi, 0.2)
		near.Least(t, name+": low end", y.lo, -0.2)
		near.Abs(t, name+": peaks", float64(over[top].peaks+over[bottom].peaks), 1, 0)
	}
}
