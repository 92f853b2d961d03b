package chart

import (
	"math"
	"math/rand/v2"

	"levyscope/tui/theme"
)

// The charts of the golden files: what the explorer's screens show, from fixed seeds.

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 7)) }

// sampleLoss is a training curve with one spike and a sparser test curve.
func sampleLoss() Line {
	rnd, train, test := newRand(1), NewTrack(1024), NewTrack(1024)
	for i := range 40_000 {
		x := float64(i)
		v := 0.15 + 2.1*math.Exp(-x/9000)
		if i%500 == 0 {
			test.Append(x, 1.15*v+0.05+0.02*rnd.NormFloat64())
		}
		v *= 1 + 0.06*rnd.NormFloat64()
		if i == 27_123 {
			v += 1.4
		}
		train.Append(x, v)
	}
	return Line{
		Title: "loss", Unit: "nats", XLabel: "iteration",
		Series: []Series{{Name: "train", Track: train}, {Name: "test", Track: test}},
	}
}

// sampleSchedules are two schedules, with what they will do after now.
func sampleSchedules() Line {
	var power, steps []Point
	for k := 0; k <= 60_000; k += 100 {
		x, eta := float64(k), 0.1
		if k > 20_000 {
			eta = 0.03
		}
		if k > 45_000 {
			eta = 0.01
		}
		power = append(power, Point{x, 0.1 * math.Pow(1+x/5000, -0.6)})
		steps = append(steps, Point{x, eta})
	}
	return Line{
		Title: "learning rate", Unit: "eta", XLabel: "iteration",
		Series:  []Series{{Name: "power", Points: power}, {Name: "steps", Points: steps, Stairs: true}},
		Markers: []Marker{{12_000, "s"}, {21_000, "d"}},
		HLines:  []HLine{{Y: 0.02, Label: "critical"}},
		Now:     new(30_000.0),
		LogY:    true,
	}
}

// sampleTailIndex is an estimate with its error band.
func sampleTailIndex() Line {
	var b Band
	var alpha []Point
	for i := range 101 {
		x := float64(i) * 300
		m, e := 2-0.6*(1-math.Exp(-x/8000))+0.02*math.Sin(x/900), 0.03+0.25/math.Sqrt(1+float64(i)/4)
		b.X, b.Lo, b.Hi = append(b.X, x), append(b.Lo, m-e), append(b.Hi, m+e)
		alpha = append(alpha, Point{x, m})
	}
	b.Role = theme.Band(theme.Series0)
	return Line{
		Title: "tail index α̂", XLabel: "iteration",
		Series:  []Series{{Name: "fc1", Points: alpha, Value: "1.43±.02"}},
		Bands:   []Band{b},
		HLines:  []HLine{{Y: 2, Label: "Gaussian α=2"}},
		Markers: []Marker{{12_000, "s"}},
		Now:     new(24_000.0),
	}
}

// sampleBroken holds every kind of value that cannot be drawn.
func sampleBroken() Line {
	nan, inf := math.NaN(), math.Inf(1)
	t := NewTrack(64)
	var p []Point
	for i := range 50 {
		x, y := float64(i), math.Sin(float64(i)/6)
		p = append(p, Point{x, y + 0.5})
		if i%9 == 0 {
			y = [...]float64{nan, inf, -inf}[i/9%3]
		}
		t.Append(x, y)
	}
	p[10].Y, p[11].Y, p[30].X, p[40].Y = nan, inf, nan, -inf
	return Line{
		Title: "diverging", XLabel: "iteration",
		Series:  []Series{{Name: "track", Track: t}, {Name: "points", Points: p}},
		Bands:   []Band{{X: []float64{0, nan, 20}, Lo: []float64{0, 1, nan}, Hi: []float64{1, inf, 2}}},
		Markers: []Marker{{nan, "x"}, {inf, "y"}},
		HLines:  []HLine{{Y: nan, Label: "nowhere"}},
		Now:     new(nan), XMin: new(inf), YMax: new(nan),
	}
}

// sampleHistogram is half Gaussian, half Cauchy noise with both laws over it.
func sampleHistogram() Histogram {
	const bins, n = 81, 20_000
	rnd := newRand(2)
	g := Histogram{
		Title: "gradient noise, fc1", XLabel: "×1e-3", Bins: make([]float64, bins), Lo: -4, Hi: 4, LogY: true,
		Curves: []Curve{{Name: "Gauss", Y: make([]float64, bins)},
			{Name: "SαS", Y: make([]float64, bins), Value: "α 1.00"}},
	}
	for range n {
		x := 0.4 * math.Tan(math.Pi*(rnd.Float64()-0.5))
		if rnd.Float64() < 0.5 {
			x = 0.5 * rnd.NormFloat64()
		}
		switch b := math.Floor((x + 4) / 8 * bins); {
		case b < 0:
			g.Under++
		case b >= bins:
			g.Over++
		default:
			g.Bins[int(b)]++
		}
	}
	for i := range bins {
		x := -4 + (float64(i)+0.5)*8/bins
		g.Curves[0].Y[i] = n * 8 / bins * math.Exp(-x*x) / math.Sqrt(math.Pi)
		g.Curves[1].Y[i] = n * 8 / bins * 0.4 / math.Pi / (x*x + 0.16)
	}
	return g
}

func sampleBars() Bars {
	nan := math.NaN()
	return Bars{Title: "exit directions", Rows: []Row{
		{Label: "1-", Measured: 0.273, Lo: 0.267, Hi: 0.279, Predicted: 0.280},
		{Label: "1+", Measured: 0.102, Lo: 0.090, Hi: 0.114, Predicted: 0.110},
		{Label: "2-", Measured: 0.420, Lo: 0.410, Hi: 0.430, Predicted: 0.395, Note: "off by 2.5σ"},
		{Label: "2+", Measured: 0.205, Lo: 0.190, Hi: 0.220, Predicted: nan},
		{Label: "3+", Measured: nan, Lo: nan, Hi: nan, Predicted: 0.010},
	}}
}

func sampleDifference() Bars {
	nan := math.NaN()
	return Bars{Title: "gain in mean exit time", Unit: "iterations", Focused: true, Rows: []Row{
		{Label: "power", Measured: 12_345, Lo: 11_000, Hi: 15_000, Predicted: nan},
		{Label: "cosine", Measured: -8_345, Lo: -9_000, Hi: -7_700, Predicted: -5_000},
		{Label: "constant", Measured: 0, Lo: -100, Hi: 100, Predicted: nan},
	}}
}

// samplePlane is an Ornstein-Uhlenbeck path with a few jumps along the axes.
func samplePlane() Plane {
	rnd := newRand(5)
	f := Plane{
		Title: "basin", X0: -0.92, X1: 1.32, Y0: -0.98, Y1: 0.98, XName: "w1", YName: "w2",
		Walls: Walls{-0.6, 1, -0.7, 0.7}, Minima: []Place{{Point{}, ""}}, JumpLength: 0.2,
		Exits: []Point{{3, 0.2}, {-0.65, -0.3}, {0.2, 9}},
	}
	g := NewGrid(f.X0, f.X1, f.Y0, f.Y1, 74, 40, func(x, y float64) float64 { return x*x/2 + y*y })
	for _, u := range []float64{0.02, 0.08, 0.18} {
		f.Contours = append(f.Contours, g.Level(u)...)
	}
	q := Point{}
	for i := range 1500 {
		q.X += -0.02*q.X + 0.012*rnd.NormFloat64()
		q.Y += -0.02*q.Y + 0.010*rnd.NormFloat64()
		if i%310 == 300 {
			q.X += 0.5 * rnd.NormFloat64()
		}
		if i%470 == 460 {
			q.Y += 0.5 * rnd.NormFloat64()
		}
		f.Trail = append(f.Trail, q)
	}
	for range 150 {
		f.Cloud = append(f.Cloud, Point{0.3 * rnd.NormFloat64(), 0.2 * rnd.NormFloat64()})
	}
	f.Particle = q
	return f
}

// sampleWells is a landscape of three basins around the origin, with the borders between them.
func sampleWells() Plane {
	f := samplePlane()
	f.Title, f.Walls, f.Exits, f.Contours = "three wells", NoWalls(), nil, nil
	f.X0, f.X1, f.Y0, f.Y1 = -1, 1, -1, 1
	// Wells at radius 0.5; with r and the angle a, U = 4 (r-0.5)^2 - 0.2 cos 3a.
	u := func(x, y float64) float64 {
		r := math.Hypot(x, y)
		return 4*(r-0.5)*(r-0.5) - 0.2*math.Cos(3*math.Atan2(y, x))
	}
	g := NewGrid(f.X0, f.X1, f.Y0, f.Y1, 74, 40, u)
	f.Contours = append(g.Level(0), g.Level(0.2)...)
	f.Border = Borders(f.X0, f.X1, f.Y0, f.Y1, 74, 40, func(x, y float64) int {
		return int(math.Floor(math.Mod(math.Atan2(y, x)/(2*math.Pi)+1+1.0/6, 1) * 3))
	})
	f.Minima = nil
	for i := range 3 {
		a := 2 * math.Pi / 3 * float64(i)
		f.Minima = append(f.Minima, Place{Point{0.5 * math.Cos(a), 0.5 * math.Sin(a)}, string(rune('1' + i))})
		f.Saddles = append(f.Saddles, Place{Point{-0.5 * math.Cos(a), -0.5 * math.Sin(a)}, ""})
	}
	return f
}

// sampleProfile is the first coordinate of samplePlane on a double well.
func sampleProfile() Plane {
	f := samplePlane()
	u := func(x float64) float64 { return 4 * x * x * (x*x - 0.5) }
	f.Title, f.XName, f.YName, f.Contours, f.Cloud = "double well", "w1", "U", nil, nil
	f.X0, f.X1, f.Y0, f.Y1, f.Walls = -1, 1, -0.3, 0.3, NoWalls()
	for i := range 201 {
		x := -1 + float64(i)/100
		f.Curve = append(f.Curve, Point{x, u(x)})
	}
	f.Border = []Segment{{Point{0, -0.3}, Point{0, 0.3}}}
	f.Minima, f.Saddles = []Place{{Point{-0.5, u(0.5)}, "1"}, {Point{0.5, u(0.5)}, "2"}}, []Place{{Point{0, 0}, ""}}
	for i, q := range f.Trail {
		f.Trail[i] = Point{q.X + 0.5, u(q.X + 0.5)}
	}
	f.Particle, f.Exits = f.Trail[len(f.Trail)-1], []Point{{-0.3, u(0.3)}, {7, 9}}
	return f
}

// sampleOvershoot is a power law over two logarithmic axes, with its band.
func sampleOvershoot() Line {
	rnd := newRand(9)
	var measured, theory []Point
	b := Band{Role: theme.Band(theme.Series0)}
	for i := range 25 {
		u := math.Exp2(float64(i) / 4)
		p := math.Pow(u, -1.2)
		v := p * (1 + 0.1*rnd.NormFloat64())
		measured, theory = append(measured, Point{u, v}), append(theory, Point{u, p})
		b.X, b.Lo, b.Hi = append(b.X, u), append(b.Lo, 0.8*v), append(b.Hi, 1.2*v)
	}
	return Line{
		Title: "overshoot", XLabel: "u", LogX: true, LogY: true, Bands: []Band{b},
		Series: []Series{
			{Name: "theory", Points: theory, Role: theme.Theory, Dashed: true, Value: " "},
			{Name: "measured", Points: measured, Role: theme.Series0, Scatter: true, Value: " "},
		},
	}
}
