package screenshot

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

// elements decodes the SVG, which must be well-formed.
func elements(t *testing.T, svg []byte) (names map[string]int, text string) {
	t.Helper()
	names = map[string]int{}
	d := xml.NewDecoder(strings.NewReader(string(svg)))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return names, text
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			names[tok.Name.Local]++
		case xml.CharData:
			text += string(tok)
		}
	}
}

func TestSVGKeepsTextAndColour(t *testing.T) {
	svg := Picture{Text: "a<b & \x1b[38;2;255;0;16mred\x1b[m\n⣿█│", W: 12, H: 2}.SVG()
	names, text := elements(t, svg)
	if !strings.Contains(text, "a<b") || !strings.Contains(text, "&") || !strings.Contains(text, "red") {
		t.Errorf("text %q", text)
	}
	if !strings.Contains(string(svg), `fill="#ff0010"`) {
		t.Error("the colour is lost")
	}
	if names["path"] != 1 || strings.ContainsAny(text, "⣿█│") {
		t.Errorf("shapes: %v in %q", names, text)
	}
}

// A full pattern has eight dots, each inside its cell and none upon another.
func TestBrailleDots(t *testing.T) {
	if got := len(braille('⣿')); got != 8 {
		t.Errorf("%d dots", got)
	}
	seen := map[string]bool{}
	for bit := range 8 {
		d := shape(0x2800+1<<bit, 0, 0)
		if strings.Count(d, "M") != 1 || seen[d] {
			t.Errorf("bit %d: %s", bit, d)
		}
		seen[d] = true
	}
	if shape(0x2801, 0, 0) != "M1 1h2v2h-2z" || shape(0x2880, 0, 0) != "M5 13h2v2h-2z" {
		t.Errorf("corners %s, %s", shape(0x2801, 0, 0), shape(0x2880, 0, 0))
	}
}

func TestEighths(t *testing.T) {
	for r, want := range map[rune]string{
		'█': "M0 0h8v16h-8z", '▁': "M0 14h8v2h-8z", '▄': "M0 8h8v8h-8z",
		'▌': "M0 0h4v16h-4z", '▏': "M0 0h1v16h-1z", '▉': "M0 0h7v16h-7z",
	} {
		if got := shape(r, 0, 0); got != want {
			t.Errorf("%c: %s, want %s", r, got, want)
		}
	}
}
