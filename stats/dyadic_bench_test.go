package stats

import (
	"fmt"
	"testing"
)

// counted is 10^4 samples of SaS(1.5), and their histogram.
func counted(split Split) ([]float64, *Dyadic) {
	s := SaS(1.5, .37).Sampler()
	x := make([]float64, 10000)
	s.Fill(x, rng(1))
	d := NewDyadic(split)
	d.AddAll(x)
	return x, d
}

func perItem(b *testing.B, items int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(items), "ns/x")
}

func BenchmarkDyadicAdd(b *testing.B) {
	for _, split := range []Split{Octaves, Halves, Quarters} {
		b.Run(fmt.Sprint(int(split)), func(b *testing.B) {
			x, d := counted(split)
			for b.Loop() {
				d.AddAll(x)
			}
			perItem(b, len(x))
		})
	}
}

func BenchmarkDyadicFit(b *testing.B) {
	for _, split := range []Split{Octaves, Quarters} {
		b.Run(fmt.Sprint(int(split)), func(b *testing.B) {
			_, d := counted(split)
			for b.Loop() {
				d.Fit()
			}
		})
	}
}

func BenchmarkDyadicInterval(b *testing.B) {
	_, d := counted(Quarters)
	for b.Loop() {
		d.Interval(.95)
	}
}

func BenchmarkDyadicBank(b *testing.B) {
	const series = 100000
	bank := NewDyadicBank(series)
	s := SaS(1.5, 1e-3).Sampler()
	r := rng(1)
	row, narrow := make([]float64, series), make([]float32, series)
	for range 256 {
		s.Fill(row, r)
		for i, v := range row {
			narrow[i] = float32(v)
		}
		bank.AddRow(narrow)
	}
	b.Run("fit", func(b *testing.B) {
		fits := make([]Fit, series)
		for b.Loop() {
			bank.FitAll(fits)
		}
	})
	// After the fits: the same row again and again makes series that no law fits.
	b.Run("add", func(b *testing.B) {
		for b.Loop() {
			bank.AddRow(narrow)
		}
		perItem(b, series)
	})
}

func BenchmarkVerdict(b *testing.B) {
	x, _ := counted(Quarters)
	a := NewAccumulator(0)
	a.Add(x[:4096])
	for b.Loop() {
		a.Verdict()
	}
}
