package theme

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"levyscope/internal/near"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

func TestOpenCloseMatchStyle(t *testing.T) {
	for _, dark := range []bool{true, false} {
		th := New(dark, Braille)
		for r := range roleCount {
			want := th.Style(r).Render("loss")
			if got := th.Open(r) + "loss" + th.Close(r); got != want {
				t.Errorf("dark=%v role %d: %q, lipgloss writes %q", dark, r, got, want)
			}
		}
	}
}

func TestUnknownRoleIsPlain(t *testing.T) {
	th := New(true, Braille)
	if th.Open(allRoles) != "" || th.Close(200) != "" || th.Style(250).Render("x") != "x" {
		t.Error("a role that does not exist must be plain")
	}
}

func TestZeroThemeIsPlain(t *testing.T) {
	var th Theme
	for r := range roleCount {
		if th.Open(r)+th.Close(r) != "" || th.Style(r).Render("x") != "x" {
			t.Fatalf("role %d of the zero theme is styled", r)
		}
	}
}

func TestThemesCompareByContent(t *testing.T) {
	if a, b := New(true, ASCII), New(true, ASCII); a != b {
		t.Error("equal themes differ")
	}
	if New(true, ASCII) == New(true, Braille) || New(true, ASCII) == New(false, ASCII) {
		t.Error("different themes are equal")
	}
}

func TestGlyphsParse(t *testing.T) {
	for _, g := range []Glyphs{Braille, HalfBlock, ASCII} {
		got, err := ParseGlyphs(" " + strings.ToUpper(g.String()))
		if err != nil || got != g {
			t.Errorf("ParseGlyphs(%v) = %v, %v", g, got, err)
		}
	}
	if _, err := ParseGlyphs("emoji"); err == nil || !strings.Contains(err.Error(), "emoji") {
		t.Errorf("no helpful error: %v", err)
	}
}

func TestSeriesGlyphsDifferAndFitOneCell(t *testing.T) {
	for _, g := range []Glyphs{Braille, ASCII} {
		th, seen := New(true, g), map[rune]bool{}
		for i := range SeriesCount {
			r := th.Glyph(i)
			if seen[r] || ansi.StringWidth(string(r)) != 1 || (g == ASCII && r > 0x7e) {
				t.Errorf("%v glyph %d: %q", g, i, r)
			}
			seen[r] = true
		}
		if th.Glyph(-1) != th.Glyph(SeriesCount-1) || Series(SeriesCount) != Series0 {
			t.Error("indices do not wrap")
		}
	}
}

func TestBandFollowsSeries(t *testing.T) {
	if Band(Series3) != Shade3 || Band(Theory) != Shade {
		t.Error("Band does not follow the series")
	}
}

// Contrast by the definition of WCAG 2.1: text at 4.5, lines and marks at 3, fills just visible.
func TestContrast(t *testing.T) {
	for _, dark := range []bool{true, false} {
		ground := int32(lightBackground)
		if dark {
			ground = darkBackground
		}
		for r := range roleCount {
			k := look(dark, r)
			if k.rgb == inherit {
				continue
			}
			want := 3.0
			switch {
			case r == Dim || r == Focus || r == Bad || r == Theory || r == Now || r == Warn || r == Good || r == Marker:
				want = 4.5
			case r >= Shade && r < Series0 || r > Series5:
				want = 1.5
			}
			near.Least(t, fmt.Sprintf("dark=%v role %d #%06x: contrast", dark, r, k.rgb), contrast(k.rgb, ground), want)
		}
	}
}

// dichromacies are matrices of linear colours, and no change for normal vision.
var dichromacies = map[string][3][3]float64{
	"normal": {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protan": {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deutan": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritan": {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// Series must stay apart under the three dichromacies, simulated with the matrices of Machado, Oliveira and
// Fernandes (2009), severity 1; the distance is CIE76 in L*a*b*.
func TestSeriesStayApartForColourBlind(t *testing.T) {
	for name, m := range dichromacies {
		for _, set := range [][SeriesCount]int32{darkSeries, lightSeries} {
			least, pair := math.Inf(1), [2]int32{}
			for i, a := range set {
				for _, b := range set[i+1:] {
					if d := labDistance(seen(m, a), seen(m, b)); !(d >= least) {
						least, pair = d, [2]int32{a, b}
					}
				}
			}
			t.Logf("%s: least distance %.1f (%06x %06x)", name, least, pair[0], pair[1])
			if !(least >= 12) {
				t.Errorf("%s: #%06x and #%06x are %.1f apart", name, pair[0], pair[1], least)
			}
		}
	}
}

// The fits of a histogram stand out from its bars, which have the colour of the first series' band.
func TestFitsStandOutFromBars(t *testing.T) {
	for _, dark := range []bool{true, false} {
		bars := look(dark, Shade0).rgb
		for r, want := range map[Role]float64{Series2: 15, Series4: 40, Series5: 30} {
			for name, m := range dichromacies {
				d := labDistance(seen(m, look(dark, r).rgb), seen(m, bars))
				near.Least(t, fmt.Sprintf("dark=%v %s: series %d from bars", dark, name, r-Series0), d, want)
			}
		}
	}
}

// What a terminal of 256 or 16 colours shows of the series stays apart.
func TestSeriesStayApartWithFewColours(t *testing.T) {
	for profile, few := range map[colorprofile.Profile]bool{colorprofile.ANSI256: false, colorprofile.ANSI: true} {
		for _, dark := range []bool{true, false} {
			th, shown := New(dark, Braille), map[string]bool{}
			if few {
				th = th.WithFewColours()
			}
			for i := range SeriesCount {
				var b bytes.Buffer
				w := colorprofile.Writer{Forward: &b, Profile: profile}
				w.WriteString(th.Style(Series(i)).Render("x"))
				shown[b.String()] = true
				if got := th.Open(Series(i)) + "x" + th.Close(Series(i)); got != th.Style(Series(i)).Render("x") {
					t.Errorf("%q is no run of the style", got)
				}
			}
			if len(shown) != SeriesCount {
				t.Errorf("%v, dark %v: %d colours, want %d: %v", profile, dark, len(shown), SeriesCount, shown)
			}
		}
	}
}

func linear(c int32) [3]float64 {
	var v [3]float64
	for i := range v {
		x := float64(c>>(16-8*i)&0xff) / 255
		if v[i] = x / 12.92; x > 0.04045 {
			v[i] = math.Pow((x+0.055)/1.055, 2.4)
		}
	}
	return v
}

func contrast(a, b int32) float64 {
	l := func(c int32) float64 {
		v := linear(c)
		return 0.2126*v[0] + 0.7152*v[1] + 0.0722*v[2]
	}
	x, y := l(a)+0.05, l(b)+0.05
	return math.Max(x, y) / math.Min(x, y)
}

func seen(m [3][3]float64, c int32) [3]float64 {
	v, out := linear(c), [3]float64{}
	for i := range out {
		out[i] = math.Max(0, m[i][0]*v[0]+m[i][1]*v[1]+m[i][2]*v[2])
	}
	return out
}

func labDistance(a, b [3]float64) float64 {
	lab := func(v [3]float64) [3]float64 {
		f := func(t float64) float64 {
			if t > 216.0/24389 {
				return math.Cbrt(t)
			}
			return (24389.0/27*t + 16) / 116
		}
		x := f((0.4124564*v[0] + 0.3575761*v[1] + 0.1804375*v[2]) / 0.95047)
		y := f(0.2126729*v[0] + 0.7151522*v[1] + 0.0721750*v[2])
		z := f((0.0193339*v[0] + 0.1191920*v[1] + 0.9503041*v[2]) / 1.08883)
		return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
	}
	p, q := lab(a), lab(b)
	return math.Sqrt((p[0]-q[0])*(p[0]-q[0]) + (p[1]-q[1])*(p[1]-q[1]) + (p[2]-q[2])*(p[2]-q[2]))
}

// A name cannot choose colours, end a line or turn the direction of writing.
func TestSpellMakesHarmless(t *testing.T) {
	for _, glyphs := range []Glyphs{Braille, ASCII} {
		got := New(true, glyphs).Spell("\x1b[31ma\n\u202eb\u009b")
		if want := `\x1b[31ma\n\u202eb\x9b`; got != want {
			t.Errorf("%v: %q, want %q", glyphs, got, want)
		}
	}
}
