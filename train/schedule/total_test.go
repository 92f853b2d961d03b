package schedule_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/mathext"

	"levyscope/internal/near"
	"levyscope/train/schedule"
)

var powers = []float64{0.3, 0.8, 1, 1.2, 1.5, 1.9, 2, 3.7}

// TestTotalPowerMatchesSum adds up Eta itself, to where nothing is left.
func TestTotalPowerMatchesSum(t *testing.T) {
	for _, text := range []string{
		"step:gamma=0.5,every=7", "step:gamma=0.9,every=1,from=12", "exp:kappa=0.01", "exp:kappa=3,from=5",
		"linear:steps=1", "linear:steps=2", "linear:steps=900,from=31", "linear:steps=10000",
		"cosine:steps=1", "cosine:steps=2", "cosine:steps=900,from=31", "cosine:steps=10000",
		"power:k0=0.3,gamma=20", "power:k0=2,gamma=30,from=3", "power:k0=100,gamma=2000", "power:k0=1e6,gamma=1e5,from=3",
	} {
		s := parse(t, text)
		for _, p := range powers {
			sum := 0.0
			for k := 0; k < 1_000_000; k++ {
				term := math.Pow(s.Eta(k)/s.Eta(0), p)
				sum += term
				if term < 1e-22 {
					break
				}
			}
			near.Rel(t, fmt.Sprintf("TotalPower(%v, %v)", s, p), schedule.TotalPower(s, p), sum, 1e-11)
		}
	}
}

// TestTotalPowerSlowTails compares power laws with the sum of n terms, whose rest lies between the
// integrals from n and from n-1.
func TestTotalPowerSlowTails(t *testing.T) {
	n := 200_000
	if testing.Short() {
		n = 20_000
	}
	for _, text := range []string{
		"inverse:k0=50", "power:k0=3,gamma=1.3,from=40", "power:k0=1e4,gamma=0.8", "power:k0=0.2,gamma=2.5"} {
		s := parse(t, text)
		params := schedule.Params(s)
		k0, gamma := params[1].Value, 1.0
		if len(params) == 3 {
			gamma = params[2].Value
		}
		for _, p := range powers {
			got := schedule.TotalPower(s, p)
			if gamma*p <= 1 {
				if !math.IsInf(got, 1) {
					t.Errorf("TotalPower(%v, %v) = %v, want +Inf", s, p, got)
				}
				continue
			}
			sum := 0.0
			for k := n - 1; k >= 0; k-- {
				sum += math.Pow(s.Eta(k)/s.Eta(0), p)
			}
			last := math.Pow(s.Eta(n)/s.Eta(0), p)
			from := 0.0
			if moved, _ := schedule.With(s, "from", 40); moved == s {
				from = 40
			}
			integral := last * (k0 + float64(n) - from) / (gamma*p - 1)
			near.Least(t, fmt.Sprintf("TotalPower(%v, %v)", s, p), got, (sum+integral)*(1-1e-12))
			near.Most(t, fmt.Sprintf("TotalPower(%v, %v)", s, p), got, (sum+integral+last)*(1+1e-12))
		}
	}
}

func TestTotalPowerExact(t *testing.T) {
	const pi2 = math.Pi * math.Pi
	for _, c := range []struct {
		text string
		p    float64
		want float64
	}{
		{"step:gamma=0.5,every=10", 1, 20},
		{"step:gamma=0.5,every=10,from=7", 2, 10/0.75 + 7},
		{"exp:kappa=1", 1, math.E / (math.E - 1)},
		{"exp:kappa=1e-12", 2, 5e11 + 0.5},
		{"inverse:k0=1", 2, pi2 / 6},
		{"inverse:k0=1", 4, pi2 * pi2 / 90},
		{"power:k0=1,gamma=2,from=3", 1, pi2/6 + 3},
		{"power:k0=0.5,gamma=2", 1, pi2 / 8},
		{"power:k0=1000,gamma=150", 1, 7.223904616987382}, // 1000^150 overflows; sum in 40 digits
		{"linear:steps=4", 1, 2.5},
		{"linear:steps=1000000000", 1, 500000000.5},
		{"linear:steps=1000000000", 2, (1e9 + 1) * (2e9 + 1) / 6e9},
		{"linear:steps=1000000000,from=9", 3, (1e9+1)*(1e9+1)/4e9 + 9},
		{"cosine:steps=1000000000", 1, 500000000.5},
		{"cosine:steps=1000000000", 2, 375000000.5},
		{"cosine:steps=50000", 3, 50000*5.0/16 + 0.5},
	} {
		near.Rel(t, fmt.Sprintf("TotalPower(%s, %v)", c.text, c.p), schedule.TotalPower(parse(t, c.text), c.p), c.want, 1e-13)
	}
}

func TestTotalPowerDiverges(t *testing.T) {
	for _, text := range []string{
		"0.1", "constant:from=5", "step:gamma=1", "step:drops=3", "exp:kappa=0", "power:gamma=0.5",
		"linear:floor=0.01", "cosine:floor=1e-300",
	} {
		if got := schedule.TotalPower(parse(t, text), 2); !math.IsInf(got, 1) {
			t.Errorf("TotalPower(%s, 2) = %v, want +Inf", text, got)
		}
	}
	if got := schedule.TotalPower(parse(t, "inverse"), 1); !math.IsInf(got, 1) {
		t.Errorf("TotalPower(inverse, 1) = %v, want +Inf", got)
	}
	for _, p := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		if got := schedule.TotalPower(parse(t, "cosine"), p); !math.IsNaN(got) {
			t.Errorf("TotalPower(cosine, %v) = %v, want NaN", p, got)
		}
	}
}

// TestTotalPowerIntegrals is the table of section 5 of the theory: with a step of dt, TotalPower dt
// approaches the integral of s^alpha as dt -> 0.
func TestTotalPowerIntegrals(t *testing.T) {
	const dt, t0, theta, kappa, gamma, period, horizon = 0.01, 60.0, 1.2, 0.05, 0.5, 20.0, 100.0
	for _, alpha := range []float64{0.9, 1.2, 1.5, 1.8, 2} {
		for _, c := range []struct {
			text     string
			integral float64
		}{
			{fmt.Sprintf("power:k0=%v,gamma=%v", t0/dt, theta), t0 / (theta*alpha - 1)},
			{fmt.Sprintf("exp:kappa=%v", kappa*dt), 1 / (kappa * alpha)},
			{fmt.Sprintf("step:gamma=%v,every=%v", gamma, period/dt), period / (1 - math.Pow(gamma, alpha))},
			{fmt.Sprintf("cosine:steps=%v", horizon/dt),
				horizon * math.Gamma(alpha+0.5) / (math.Sqrt(math.Pi) * math.Gamma(alpha+1))},
			{fmt.Sprintf("linear:steps=%v", horizon/dt), horizon / (alpha + 1)},
		} {
			got := schedule.TotalPower(parse(t, c.text), alpha) * dt
			near.Rel(t, fmt.Sprintf("%s, alpha %v: TotalPower dt, the integral", c.text, alpha), got, c.integral, 0.001)
		}
	}
}

// TestLongSums compares the closed forms for long decays with the sums term by term, and checks that
// nothing jumps where one takes over from the other.
func TestLongSums(t *testing.T) {
	lengths := []int{10_001, 54_321, 200_003}
	if testing.Short() {
		lengths = lengths[:1]
	}
	for _, steps := range lengths {
		for _, p := range []float64{1e-12, 1e-7, 0.01, 0.3, 0.5, 1, 1.5, 2, 3, 7.7, 19.9, 20.1, 120, 5e4} {
			var ramp, cosine, rampLost, cosineLost float64
			add := func(sum, lost *float64, term float64) { // Kahan: so many roundings would show
				y := term - *lost
				next := *sum + y
				*lost = next - *sum - y
				*sum = next
			}
			for m := 1; m <= steps; m++ {
				x := float64(m) / float64(steps)
				add(&ramp, &rampLost, math.Pow(x, p))
				add(&cosine, &cosineLost, math.Pow(math.Sin(math.Pi/2*x), 2*p))
			}
			near.Rel(t, fmt.Sprintf("LinearSum(%d, %v)", steps, p), schedule.LinearSum(steps, p), ramp, 1e-12)
			near.Rel(t, fmt.Sprintf("CosineSum(%d, %v)", steps, p), schedule.CosineSum(steps, p), cosine, 1e-12)
		}
	}
}

// TestPowerSumHurwitz compares with gonum's Hurwitz zeta function where that neither over- nor underflows.
func TestPowerSumHurwitz(t *testing.T) {
	for _, s := range []float64{1.0001, 1.02, 1.5, 2, 3.3, 7, 12, 13, 25, 60} {
		for _, k0 := range []float64{0.01, 0.5, 1, 3.7, 12, 19.5, 100, 1e4} {
			want := math.Pow(k0, s) * mathext.Zeta(s, k0)
			what := fmt.Sprintf("s = %v, k0 = %v: next to k0^s zeta(s, k0)", s, k0)
			near.Rel(t, what, schedule.PowerSum(s, k0), want, 2e-13)
		}
	}
	// Where s and k0 are both large the terms are exp(-j s/k0), a geometric series.
	for _, c := range []struct{ s, k0 float64 }{{1e12, 1e12}, {math.MaxFloat64, math.MaxFloat64}, {1e200, 1e200}} {
		want := math.E / (math.E - 1)
		near.Rel(t, fmt.Sprintf("s = k0 = %v", c.s), schedule.PowerSum(c.s, c.k0), want, 1e-11)
	}
}
