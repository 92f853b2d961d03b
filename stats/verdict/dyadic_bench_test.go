package verdict

import (
	"fmt"
	"testing"

	"levyscope/stats/law"
	"levyscope/stats/statstest"
	"levyscope/stats/tail"
)

func perSample(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/x")
}

func BenchmarkDyadicAdd(b *testing.B) {
	x := statstest.Draws(law.SaS(1.5, 1), 10000, 1)
	for _, split := range []Split{Octaves, Halves, Quarters} {
		b.Run(fmt.Sprint(int(split)), func(b *testing.B) {
			d := NewDyadic(split)
			for b.Loop() {
				d.AddAll(x)
			}
			perSample(b, len(x))
		})
	}
}

func benchmarkHistogram(split Split) *Dyadic {
	d := NewDyadic(split)
	d.AddAll(statstest.Draws(law.SaS(1.5, 1), 10000, 1))
	d.Fit() // makes the rows of the table
	return d
}

func BenchmarkDyadicFit(b *testing.B) {
	for _, split := range []Split{Octaves, Quarters} {
		b.Run(fmt.Sprint(int(split)), func(b *testing.B) {
			d := benchmarkHistogram(split)
			for b.Loop() {
				d.Fit()
			}
		})
	}
}

func BenchmarkDyadicInterval(b *testing.B) {
	d := benchmarkHistogram(Quarters)
	for b.Loop() {
		d.Interval(.95)
	}
}

func BenchmarkVerdict(b *testing.B) {
	d := benchmarkHistogram(Quarters)
	d.Verdict()
	for b.Loop() {
		d.Verdict()
	}
}

const benchmarkSeries = 100000

func benchmarkRows(n int) [][]float32 {
	r, m := statstest.Rand(2), law.SaS(1.5, 1).Sampler()
	rows := make([][]float32, n)
	for i := range rows {
		rows[i] = make([]float32, benchmarkSeries)
		for j := range rows[i] {
			rows[i][j] = float32(m.Draw(r))
		}
	}
	return rows
}

func BenchmarkDyadicBankAdd(b *testing.B) {
	bank, rows := NewDyadicBank(benchmarkSeries), benchmarkRows(4)
	for i := 0; b.Loop(); i++ {
		bank.AddRow(rows[i%len(rows)])
	}
	perSample(b, benchmarkSeries)
}

// BenchmarkDyadicBankFit fits 100,000 series of 256 samples each.
func BenchmarkDyadicBankFit(b *testing.B) {
	bank, r, m := NewDyadicBank(benchmarkSeries), statstest.Rand(3), law.SaS(1.5, 1).Sampler()
	x := make([]float64, 256)
	for i := range benchmarkSeries {
		m.Fill(x, r)
		for _, v := range x {
			bank.Add(i, v)
		}
	}
	fits := make([]tail.Fit, benchmarkSeries)
	for b.Loop() {
		if err := bank.FitAll(fits); err != nil {
			b.Fatal(err)
		}
	}
}
