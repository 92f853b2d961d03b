package plot_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/plot"
)

func cauchy(x float64) float64     { return 1 / (math.Pi * (1 + x*x)) }
func cauchyTail(x float64) float64 { return 2 / math.Pi * math.Atan2(1, x) }
func gauss(x float64) float64      { return math.Exp(-x*x/2) / math.Sqrt(2*math.Pi) }
func gaussTail(x float64) float64  { return math.Erfc(x / math.Sqrt2) }

// densityData are expected counts of the Cauchy law in 40 bars.
func densityData() plot.DensityData {
	d := plot.DensityData{Title: "noise & <x>", XLabel: "x (1/step)", Total: 1e4}
	for i := range 41 {
		d.Edges = append(d.Edges, float64(i)/2-10)
	}
	for i := range 40 {
		d.Counts = append(d.Counts, math.Round(1e4*cauchy(d.Edges[i]+.25)/2))
	}
	d.Curves = []plot.Curve{{Name: "stable & sons", F: cauchy}, {Name: "Gaussian", F: gauss}}
	return d
}

// tailData are the exact survival function of the Cauchy law with a band of 2 standard errors at n = 10^4.
func tailData() plot.TailData {
	d := plot.TailData{Title: "noise"}
	for x := 1e-3; x < 6e3; x *= 1.1 {
		p := cauchyTail(x)
		se := 2 * math.Sqrt(p*(1-p)/1e4)
		d.X, d.P, d.Low, d.High = append(d.X, x), append(d.P, p), append(d.Low, p-se), append(d.High, p+se)
	}
	d.Curves = []plot.Curve{{Name: "stable", F: cauchyTail}, {Name: "Gaussian", F: gaussTail}}
	return d
}

func density(t *testing.T, d plot.DensityData) *plot.Figure {
	t.Helper()
	f, err := plot.Density(d)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func tail(t *testing.T, d plot.TailData) *plot.Figure {
	t.Helper()
	f, err := plot.Tail(d)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func svg(t *testing.T, f *plot.Figure) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// words are the texts of an SVG, which must be well-formed and hold finite numbers.
func words(t *testing.T, file string) (out []string) {
	t.Helper()
	for _, bad := range []string{"NaN", "Inf"} {
		if strings.Contains(file, bad) {
			t.Errorf("the figure has %s in it", bad)
		}
	}
	d := xml.NewDecoder(strings.NewReader(file))
	depth := 0
	for {
		token, err := d.Token()
		if err == io.EOF && depth == 0 {
			return out
		}
		if err != nil {
			t.Fatalf("the SVG is not well-formed: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			if text := strings.TrimSpace(string(token)); text != "" {
				out = append(out, text)
			}
		}
	}
}

func TestSVG(t *testing.T) {
	for _, c := range []struct {
		figure *plot.Figure
		want   []string
	}{
		{density(t, densityData()),
			[]string{"noise & <x>", "x (1/step)", "probability density (per unit of x)",
				"sample", "stable & sons", "Gaussian", "0", "10"}},
		{tail(t, tailData()),
			[]string{"noise", "|x|", "P(|X| > x)", "sample", "95 % band", "stable", "Gaussian", "10", "3", "\u22123"}},
	} {
		got := strings.Join(words(t, svg(t, c.figure)), "\n")
		for _, w := range c.want {
			if !strings.Contains("\n"+got+"\n", "\n"+w+"\n") {
				t.Errorf("the figure does not say %q, but\n%s", w, got)
			}
		}
	}
}

// TestLongNames: a name of any length leaves the plot its room.
func TestLongNames(t *testing.T) {
	d := densityData()
	d.Curves[0].Name = strings.Repeat("ä", 500)
	got := words(t, svg(t, density(t, d)))
	if !slices.Contains(got, strings.Repeat("ä", 33)+"...") {
		t.Errorf("the figure says %q", got)
	}
}

// TestSameBytes: a figure is a function of its data.
func TestSameBytes(t *testing.T) {
	for name, draw := range map[string]func() *plot.Figure{
		"density": func() *plot.Figure { return density(t, densityData()) },
		"tail":    func() *plot.Figure { return tail(t, tailData()) },
	} {
		f := draw()
		var a, b bytes.Buffer
		for _, err := range []error{f.WritePNG(&a), draw().WritePNG(&b)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if first := svg(t, f); first != svg(t, f) || first != svg(t, draw()) || !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: the same data give other bytes", name)
		}
	}
}

func TestWriteAs(t *testing.T) {
	f := density(t, densityData())
	var a, b bytes.Buffer
	if err := errors.Join(f.WriteAs(&a, "a.svg"), f.WriteAs(&b, "b.PNG")); err != nil {
		t.Error(err)
	}
	// 20 cm by 12 cm at 150 dots an inch.
	if c, err := png.DecodeConfig(&b); err != nil || c.Width != 1181 || c.Height != 709 {
		t.Errorf("PNG of %d x %d, %v, want 1181 x 709", c.Width, c.Height, err)
	}
	if a.String() != svg(t, f) {
		t.Error("the SVG is another")
	}
	for _, path := range []string{"x.pdf", "x"} {
		if err := f.WriteAs(&a, path); err == nil {
			t.Errorf("WriteAs(%q) gives no error", path)
		}
	}
	if err := plot.CheckPath("x.pdf"); err == nil || !strings.Contains(err.Error(), ".svg or .png") {
		t.Errorf("CheckPath gives %v", err)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestWriteErrors(t *testing.T) {
	f := density(t, densityData())
	if f.WriteSVG(broken{}) == nil || f.WritePNG(broken{}) == nil {
		t.Error("a writer that fails gives no error")
	}
}

func TestLabels(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		log       bool
		want      string
	}{
		{1e-3, 1e2, true, "10^−3 10^−2 10^−1 10^0 10^1 10^2"},
		{2e-4, 3e-1, true, "10^−3 10^−2 10^−1"},
		{1e-12, 1e12, true, "10^−12 10^−9 10^−6 10^−3 10^0 10^3 10^6 10^9 10^12"},
		{.15, 8, true, "0.2 0.5 1 2 5"},
		{-20, 20, false, "−20 −10 0 10 20"},
		{-.3, .7, false, "−0.2 0 0.2 0.4 0.6"},
		{0, 5e-6, false, "0 1×10^−6 2×10^−6 3×10^−6 4×10^−6 5×10^−6"},
		{-8e-5, 8e-5, false, "−8×10^−5 −4×10^−5 0 4×10^−5 8×10^−5"},
		{1, math.Nextafter(1, 2), false, ""},
	} {
		if got := strings.Join(plot.Labels(c.low, c.high, c.log), " "); got != c.want {
			t.Errorf("ticks from %v to %v: %s, want %s", c.low, c.high, got, c.want)
		}
	}
}
