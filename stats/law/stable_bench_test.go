package law

import (
	"math"
	"testing"
)

var benchmarkSink float64

// benchmarkPoints are 4096 draws of the law.
func benchmarkPoints(alpha float64) []float64 { return testDraws(SaS(alpha, 1), 4096, 1) }

// BenchmarkProb is one call at points of the law, set-up done.
func BenchmarkProb(b *testing.B) {
	law, x, i := SaS(1.5, 1), benchmarkPoints(1.5), 0
	for _, v := range x {
		benchmarkSink += law.Prob(v)
	}
	for b.Loop() {
		benchmarkSink += law.Prob(x[i&4095])
		i++
	}
}

// BenchmarkProbSlice is the same over 4096 points, with the time of one.
func BenchmarkProbSlice(b *testing.B) {
	law, x := SaS(1.5, 1), benchmarkPoints(1.5)
	dst := make([]float64, len(x))
	for b.Loop() {
		for i, v := range x {
			dst[i] = law.Prob(v)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(x)), "ns/x")
}

func BenchmarkSurvival(b *testing.B) {
	law, x, i := SaS(1.5, 1), benchmarkPoints(1.5), 0
	for b.Loop() {
		benchmarkSink += law.Survival(x[i&4095])
		i++
	}
}

func BenchmarkQuantile(b *testing.B) {
	law, p, i := SaS(1.5, 1), make([]float64, 4096), 0
	r := testRand(1)
	for j := range p {
		p[j] = r.Float64()
	}
	for b.Loop() {
		benchmarkSink += law.Quantile(p[i&4095])
		i++
	}
}

func BenchmarkFill(b *testing.B) {
	m, r, x := SaS(1.5, 1).Sampler(), testRand(1), make([]float64, 4096)
	for b.Loop() {
		m.Fill(x, r)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(x)), "ns/draw")
}

// BenchmarkSamplerBuild makes the table of a new tail index, and so its kernel.
func BenchmarkSamplerBuild(b *testing.B) {
	alpha := 1.5
	for b.Loop() {
		alpha = math.Nextafter(alpha, 2)
		m := SaS(alpha, 1).Sampler()
		benchmarkSink += m.scale
	}
}
