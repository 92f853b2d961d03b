package chart

import (
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"levyscope/internal/near"
	"levyscope/tui/theme"
)

// The moving average has its value in the legend, at the cursor and as data: that of all samples, where they are kept
// one by one.
func TestTheAverageHasAValue(t *testing.T) {
	const w = 0.9
	for _, n := range []int{1500, 60_000} {
		rnd, tr := newRand(12), NewTrack(2048)
		exact := make([]float64, n)
		sum, total := 0.0, 0.0
		for i := range n {
			y := 5 + rnd.NormFloat64()
			tr.Append(float64(i), y)
			sum, total = w*sum+y, w*total+1
			exact[i] = sum / total
		}
		l := Line{Title: "loss", Smooth: w, Series: []Series{{Name: "batch", Track: tr, Smoothable: true}, {Name: "test",
			Track: tr}}}
		counted := 0
		for _, r := range l.Averages(0) {
			if counted += r.Count; r.X1 >= float64(n-1500) {
				near.Abs(t, "data", r.Value, exact[int(r.X1)], 1e-6)
			}
		}
		near.Abs(t, "samples in the data", float64(counted), float64(n), 0)
		for _, at := range []int{n - 1, n - 100} {
			readings := l.Readout(float64(at))
			if len(readings) != 3 || readings[1].Name != "batch ema .9" || readings[1].Smooth != w {
				t.Fatalf("%+v", readings)
			}
			near.Abs(t, "at the cursor", readings[1].Value, exact[at], 1e-6)
		}
		head := strings.Split(ansi.Strip(l.Render(120, 12, theme.New(true, theme.Braille))), "\n")[0]
		if !strings.Contains(head, "≈ ema .9 "+number(exact[n-1])) {
			t.Errorf("no value %s of the average: %q", number(exact[n-1]), head)
		}
		l.Cursor = new(float64(n - 100))
		if text := ansi.Strip(l.Render(120, 12, theme.New(true, theme.Braille))); !strings.Contains(text, "≈ batch ema .9 ") {
			t.Errorf("the row at the cursor has no average:\n%s", text)
		}
		if l.Series[0].Hidden = true; l.Averages(0) != nil || l.Averages(1) != nil {
			t.Error("an average of what has none")
		}
	}
	empty := Line{Smooth: w, Series: []Series{{Smoothable: true}, {Smoothable: true, Track: NewTrack(9)}, {
		Smoothable: true,
		Points:     []Point{{0, math.NaN()}, {1, math.Inf(1)}, {2, 7}}}}}
	if len(empty.Averages(0))+len(empty.Averages(1)) > 0 || len(empty.Readout(3)) != 2 {
		t.Errorf("%+v", empty.Readout(3))
	}
	near.Abs(t, "one sample", empty.Averages(2)[0].Value, 7, 0)
}
