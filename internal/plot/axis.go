package plot

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// decades are the ticks of a logarithmic axis: 10^k, and unnamed ones between if there are few decades.
type decades struct{}

// mostLabels is how many ticks get a name.
const mostLabels = 9

// Ticks is that of plot.Ticker, for 0 < low < high.
func (decades) Ticks(low, high float64) (ticks []plot.Tick) {
	first, last := int(math.Ceil(math.Log10(low)-1e-9)), int(math.Floor(math.Log10(high)+1e-9))
	if last-first < 1 {
		return fewDecades(low, high)
	}
	step := (last-first)/mostLabels + 1
	for k := first - 1; k <= last; k++ {
		if k >= first {
			label := ""
			if (k%step+step)%step == 0 {
				label = power(k)
			}
			ticks = append(ticks, plot.Tick{Value: math.Pow10(k), Label: label})
		}
		for m := 2; m < 10 && step == 1; m++ {
			if v := float64(m) * math.Pow10(k); low <= v && v <= high {
				ticks = append(ticks, plot.Tick{Value: v})
			}
		}
	}
	return ticks
}

// fewDecades are the ticks of an axis with one power of ten in it or none: 1, 2 and 5 have names.
func fewDecades(low, high float64) (ticks []plot.Tick) {
	for k := int(math.Floor(math.Log10(low))); k <= int(math.Ceil(math.Log10(high))); k++ {
		for m := 1; m < 10; m++ {
			v := float64(m) * math.Pow10(k)
			if v < low*(1-1e-9) || v > high*(1+1e-9) {
				continue
			}
			label := ""
			if m == 1 || m == 2 || m == 5 {
				label = strconv.FormatFloat(v, 'g', 3, 64)
			}
			ticks = append(ticks, plot.Tick{Value: v, Label: label})
		}
	}
	return ticks
}

// power writes 10^k; raised draws it.
func power(k int) string { return strings.Replace("10^"+strconv.Itoa(k), "-", "\u2212", 1) }

// evenly are the ticks of a linear axis: at multiples of 1, 2 or 5 times a power of ten, about six with names.
type evenly struct{}

// Ticks is that of plot.Ticker, for low < high.
func (evenly) Ticks(low, high float64) (ticks []plot.Tick) {
	step := math.Pow10(int(math.Floor(math.Log10((high - low) / 4))))
	for _, m := range []float64{5, 2} {
		if (high-low)/(step*m) >= 4 {
			step *= m
			break
		}
	}
	for i := math.Ceil(low/step-1e-9) + 0; i*step <= high+1e-9*step; i++ { // + 0 makes -0 a 0
		ticks = append(ticks, plot.Tick{Value: i * step, Label: decimal(i * step)})
		if len(ticks) > 50 { // the range is a few units in the last place
			return nil
		}
	}
	return spaced(ticks)
}

// spaced takes the name from every other tick if all of them would be too long for an axis.
func spaced(ticks []plot.Tick) []plot.Tick {
	const most = 60 // letters
	letters := 0
	for _, t := range ticks {
		letters += utf8.RuneCountInString(t.Label)
	}
	for i := range ticks {
		if letters > most && int(math.Round(ticks[i].Value/(ticks[1].Value-ticks[0].Value)))%2 != 0 {
			ticks[i].Label = ""
		}
	}
	return ticks
}

// decimal writes a number for raised: 2000, or 2x10^-6 with a cross.
func decimal(v float64) string {
	digits, exponent, small := strings.Cut(strconv.FormatFloat(v, 'g', 6, 64), "e")
	if k, err := strconv.Atoi(exponent); small && err == nil {
		digits += "\u00d7" + power(k)
	}
	return strings.Replace(digits, "-", "\u2212", 1)
}

// raised draws what follows a ^ as an exponent. It is for one line that is not turned. (The raised digits of Unicode
// are not all in the font.)
type raised struct{ text.Plain }

// An exponent's size and height above the line, in sizes of the font.
const (
	exponentSize = .74
	exponentRise = .36
)

// Box is that of text.Handler.
func (h raised) Box(txt string, fnt font.Font) (width, height, depth vg.Length) {
	base, exponent, _ := strings.Cut(txt, "^")
	width, height, depth = h.Plain.Box(base, fnt)
	fnt.Size *= exponentSize
	more, _, _ := h.Plain.Box(exponent, fnt)
	return width + more, height, depth
}

// Draw is that of text.Handler.
func (h raised) Draw(c vg.Canvas, txt string, sty text.Style, pt vg.Point) {
	base, exponent, _ := strings.Cut(txt, "^")
	width, _, _ := h.Box(txt, sty.Font)
	face := h.Fonts.Lookup(sty.Font, sty.Font.Size)
	c.SetColor(sty.Color)
	pt.X += width * vg.Length(sty.XAlign)
	pt.Y += sty.Height(base)*vg.Length(sty.YAlign) - face.Extents().Ascent + sty.Font.Size
	c.FillString(face, pt, base)
	if exponent != "" {
		pt.X += face.Width(base)
		pt.Y += exponentRise * sty.Font.Size
		c.FillString(h.Fonts.Lookup(sty.Font, exponentSize*sty.Font.Size), pt, exponent)
	}
}

// axisRange sets the range of an axis and whether it is logarithmic; then low must be above 0.
func axisRange(a *plot.Axis, low, high float64, log bool) {
	a.Min, a.Max = low, high
	a.Tick.Marker = evenly{}
	if log {
		a.Scale = plot.LogScale{}
		a.Tick.Marker = decades{}
	}
}
