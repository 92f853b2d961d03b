package rows_test

import (
	"math"
	"strings"
	"testing"

	"levyscope/tui/chart"
	"levyscope/tui/rows"
)

// Units are units, bands name their series, what is ahead of now is planned, and the moving average is there when on.
func TestRowsOfALine(t *testing.T) {
	l := chart.Line{XLabel: "step", Unit: "nats", Remark: "; m: noise", Now: new(2.0), Smooth: 0.5,
		Series: []chart.Series{
			{Name: "eta", Smoothable: true,
				Points: []chart.Point{{X: 0, Y: 1}, {X: 1, Y: 4}, {X: 2, Y: 8}, {X: 3, Y: math.NaN()}}},
		},
		Bands: []chart.Band{{Name: "median", X: []float64{1}, Lo: []float64{2}, Hi: []float64{3}}}}
	var b strings.Builder
	if err := rows.Line(l).WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	want := `kind,series,x0 [step],x1 [step],min [nats],max [nats],last [nats],mean [nats],count,error [nats]
samples,eta,0,0,1,1,1,1,1,
samples,eta,1,1,4,4,4,4,1,
planned,eta,2,2,8,8,8,8,1,
planned,eta,3,3,,,,,1,
ema,eta ema .5,0,0,,,1,,1,
ema,eta ema .5,1,1,,,3,,1,
ema,eta ema .5,2,2,,,5.857142857142857,,1,
band,median,1,1,2,3,,,,
mark,now,2,2,,,,,,
`
	if b.String() != want {
		t.Errorf("%s", b.String())
	}
}
