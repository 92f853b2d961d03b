package law

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
)

// inverseTableErrors are the bounds of the table in the comment of inverseTable: of the last bin before u = 1/2, of
// the seven before it, and of all others.
var inverseTableErrors = []struct{ alpha, last, near, rest float64 }{
	{.5, 1.2e-6, 1.6e-7, 6.5e-9},
	{.55, 2.5e-7, 4e-8, 5e-9},
	{.6, 6.5e-8, 1.1e-8, 4e-9},
	{.65, 1.7e-8, 3e-9, 3e-9},
	{.7, 3.5e-9, 7e-10, 2.5e-9},
	{.8, 1.8e-9, 4e-10, 1.8e-9},
	{1, 1.5e-9, 3e-10, 9e-10},
	{1.2, 8e-10, 2e-10, 5.5e-10},
	{1.5, 4.5e-10, 1e-10, 3.2e-10},
	{1.8, 3e-10, 6e-11, 2.3e-10},
	{1.9, 2.6e-10, 5e-11, 2.1e-10},
	{1.95, 2.5e-10, 5e-11, 2.1e-10},
	{1.99, 2.5e-10, 5e-11, 2.6e-10},
	{1.999, 2.5e-10, 5e-11, 5e-10},
	{2 - 1e-6, 2.5e-10, 5e-11, 1.2e-10},
	{2, 2.5e-10, 5e-11, 1.2e-10},
}

// inverseWord is the word whose draw is x(u), u < 1/2.
func inverseWord(u float64) uint64 { return uint64(u * 0x1p64) }

// Every bin of the table against the quantile function, at 16 places.
func TestInverseTableError(t *testing.T) {
	for _, row := range inverseTableErrors {
		table := inverseTableOf(row.alpha)
		var worst [3]float64
		for o := range tableOctaves {
			for bin := range octaveBins {
				part := 2
				if o == 0 && bin == octaveBins-1 {
					part = 0
				} else if o == 0 && bin >= octaveBins-8 {
					part = 1
				}
				for i := range 16 {
					u := math.Ldexp(1+(float64(bin)+(float64(i)+.5)/16)/octaveBins, -o-2)
					worst[part] = max(worst[part], symOff(table.at(inverseWord(u)), symmetricQuantile(row.alpha, u)))
				}
			}
		}
		for i, limit := range []float64{row.last, row.near, row.rest} {
			if !(worst[i] <= limit) {
				t.Errorf("alpha %g: error %.2g of part %d, bound %.2g", row.alpha, worst[i], i, limit)
			}
			if !(worst[i] >= limit/3) {
				t.Errorf("alpha %g: error %.2g of part %d, the bound %.2g says little", row.alpha, worst[i], i, limit)
			}
		}
	}
}

// Bins meet, x falls as u grows, and the deep tail takes over where the table ends.
func TestInverseTableIsMonotone(t *testing.T) {
	for _, row := range inverseTableErrors {
		table := inverseTableOf(row.alpha)
		scan := func(w uint64) float64 {
			if isDeep(w) {
				return table.deep(w, 1<<63)
			}
			return table.at(w)
		}
		if x := table.at(1<<63 - 1); !(x >= 0 && x < 1e-15) {
			t.Errorf("alpha %g: x = %g next to u = 1/2", row.alpha, x)
		}
		for i := range tableOctaves * octaveBins {
			u := math.Ldexp(1+float64(i%octaveBins)/octaveBins, -i/octaveBins-2)
			w := inverseWord(u)
			above, below := scan(w-1), scan(w) // u just below the border gives the larger x
			most := 1e-10 * float64(i/(tableOctaves*octaveBins-octaveBins)*9+1)
			if !(above >= below*(1-1e-15)) || !(symOff(above, below) <= most) {
				t.Errorf("alpha %g: %.17g and %.17g about u = %g", row.alpha, above, below, u)
			}
			last := below
			for j := 1; j <= 64; j++ {
				x := scan(inverseWord(u * (1 + float64(j)/64/(octaveBins+float64(i%octaveBins)))))
				if !(x < last) && j < 64 {
					t.Errorf("alpha %g: x does not fall at u = %g", row.alpha, u)
				}
				last = x
			}
		}
	}
}

// samplerWords is a source of given words.
type samplerWords []uint64

func (w *samplerWords) Uint64() uint64 {
	v := (*w)[0]
	*w = append((*w)[1:], v)
	return v
}

func samplerSource(words ...uint64) *rand.Rand { return rand.New((*samplerWords)(&words)) }

// Beyond the table the draw is the quantile of u = (word + fraction) 2^-65, down to 2^-118.
func TestSamplerDeepTail(t *testing.T) {
	for _, alpha := range []float64{.5, 1, 1.5, 1.95, 1.999, 2} {
		m := Stable{Alpha: alpha, Scale: 2, Loc: 3}.Sampler()
		for _, r := range []struct {
			w, more uint64
			u       float64
		}{
			{0, 0, 0x1p-118},
			{0, math.MaxUint64, 0x1p-64},
			{1, 0, 0x1p-64},
			{1 << 40, 0, 0x1p-24},
			{1<<47 - 1, math.MaxUint64, 0x1p-17},
		} {
			want := 2 * symmetricQuantile(alpha, r.u)
			if x := m.Draw(samplerSource(r.w, r.more)); !(symOff(x-3, want) <= 1e-11) {
				t.Errorf("alpha %g: words %x, %x give %g, want %g", alpha, r.w, r.more, x, want+3)
			}
			if x := m.Draw(samplerSource(r.w|1<<63, r.more)); !(symOff(3-x, want) <= 1e-11) {
				t.Errorf("alpha %g: the negative of words %x, %x gives %g", alpha, r.w, r.more, x)
			}
		}
		// In Fill, a first word that makes a 0 gives the word 0, and 0 again for more.
		var dst [1]float64
		m.Fill(dst[:], samplerSource(^uint64(spreadStep)+1, 99))
		if want := 3 + 2*symmetricQuantile(alpha, 0x1p-118); !(symOff(dst[0], want) <= 1e-12) {
			t.Errorf("alpha %g: Fill at the end of the tail gives %g, want %g", alpha, dst[0], want)
		}
		// u of random deep words is uniform on (0, 2^-17).
		r, u := testRand(71), make([]float64, 4000)
		for i := range u {
			u[i] = symmetricSurvival(alpha, math.Abs(inverseTableOf(alpha).deep(r.Uint64()>>17, r.Uint64()))) * 0x1p17
		}
		if p := lawKolmogorov(func(v float64) float64 { return v }, u); !(p > 1e-3) {
			t.Errorf("alpha %g: the deep tail has KS p = %.2g", alpha, p)
		}
	}
}

// Equal words give comonotone draws: between two of one law, and across tail indices, where the
// heavier tail is the farther out once in the tail.
func TestSamplerIsMonotoneInWords(t *testing.T) {
	r := testRand(73)
	a, b := SaS(1.2, 1).Sampler(), SaS(1.8, 1).Sampler()
	for range 20000 {
		w, v, more := r.Uint64()>>r.IntN(30), r.Uint64()>>r.IntN(30), r.Uint64()
		xa, ya := a.Draw(samplerSource(w, more)), a.Draw(samplerSource(v, more))
		xb, yb := b.Draw(samplerSource(w, more)), b.Draw(samplerSource(v, more))
		if (xa < ya) != (xb < yb) || math.Signbit(xa) != math.Signbit(xb) {
			t.Fatalf("words %x and %x: %g, %g against %g, %g", w, v, xa, ya, xb, yb)
		}
		if w < 1<<58 && !(xa > xb) {
			t.Fatalf("word %x: alpha 1.2 gives %g, 1.8 gives %g", w, xa, xb)
		}
		if minus := a.Draw(samplerSource(w^1<<63, more)); minus != -xa {
			t.Fatalf("word %x: antithetic draw %g of %g", w, minus, xa)
		}
	}
}

func TestSamplerAllocatesNothing(t *testing.T) {
	x, r := make([]float64, 4096), testRand(5)
	for _, s := range []Stable{SaS(.3, 1), SaS(.5, 1), SaS(1, 1), SaS(1.5, 1), SaS(1.999, 1), SaS(2, 1), {1.5, .5, 1, 0}} {
		m := s.Sampler()
		if n := testing.AllocsPerRun(50, func() { m.Fill(x, r); m.Draw(r) }); n != 0 {
			t.Errorf("%v: %g allocations", s, n)
		}
	}
}

// Signs, ranks and their sizes are uncorrelated at lags 1 to 8: within one Fill, across Fills of
// 3 draws, and between the first draws of Fills. Each z is a standard normal variate; 216 are taken.
func TestSamplerIndependence(t *testing.T) {
	const n = 1 << 18
	law := SaS(1.5, 1)
	m, r := law.Sampler(), testRand(79)
	series := map[string][]float64{}
	whole, threes, firsts := make([]float64, n), make([]float64, n), make([]float64, n)
	m.Fill(whole, r)
	var five [5]float64
	for i := range firsts {
		m.Fill(five[:], r)
		firsts[i] = five[0]
		m.Fill(threes[i-i%3:min(i-i%3+3, n)], r)
	}
	series["one Fill"], series["Fills of 3"], series["first draws"] = whole, threes, firsts
	for name, x := range series {
		views := [3][]float64{make([]float64, n), make([]float64, n), make([]float64, n)}
		for i, v := range x { // each of mean 0 and variance 1
			c := law.CDF(v)
			views[0][i] = math.Copysign(1, v)
			views[1][i] = (c - .5) * math.Sqrt(12)
			views[2][i] = (4*math.Abs(c-.5) - 1) * math.Sqrt(3)
		}
		for a := range views {
			for b := range views {
				for lag := 1; lag <= 8; lag++ {
					sum := 0.
					for i := lag; i < n; i++ {
						sum += views[a][i-lag] * views[b][i]
					}
					z := sum / math.Sqrt(float64(n-lag)) // |z| > 4.4 has p = 1e-5, of 216
					near.Abs(t, fmt.Sprintf("%s, views %d and %d, lag %d: z of the correlation", name, a, b, lag), z, 0, 4.4)
				}
			}
		}
	}
}

// One word decides sign, octave, bin and place; these are its parts.
func TestSamplerReadsTheWord(t *testing.T) {
	table, r := inverseTableOf(1.5), testRand(83)
	for range 20000 {
		w := r.Uint64()
		if isDeep(w) != (bits.LeadingZeros64(w<<1) >= tableOctaves) {
			t.Fatalf("word %x: deep %v", w, isDeep(w))
		}
		if isDeep(w) {
			continue
		}
		want := math.Copysign(symmetricQuantile(1.5, float64(w<<1)*0x1p-65), math.Float64frombits(w))
		if x := table.at(w); !(symOff(x, want) <= 5e-10) {
			t.Fatalf("word %x: %g, want %g", w, x, want)
		}
	}
}

// The first 16 draws of Fill and the first of Draw after rand.NewPCG(1, 2), frozen: recorded runs
// are replayed from them.
func TestSamplerSequenceIsFrozen(t *testing.T) {
	for _, frozen := range samplerFrozen {
		m, r := frozen.law.Sampler(), rand.New(rand.NewPCG(1, 2))
		x := make([]float64, 16)
		m.Fill(x, r)
		x = append(x, m.Draw(r), frozen.law.Rand(r))
		for i, v := range x {
			if !(symOff(v, frozen.x[i]) <= 1e-12) {
				t.Errorf("%v: draw %d is %.17g, was %.17g", frozen.law, i, v, frozen.x[i])
			}
		}
		if t.Failed() {
			t.Logf("%#v", x)
		}
	}
}

var samplerFrozen = []struct {
	law Stable
	x   [18]float64 // 16 of Fill, one of Draw, one of Rand
}{}
