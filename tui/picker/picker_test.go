package picker

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"levyscope/tui/screen"
	"levyscope/tui/screentest"
	"levyscope/tui/theme"
)

// named are the codes of keys that are no characters.
var named = map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp,
	"down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd,
	"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "backspace": tea.KeyBackspace, "delete": tea.KeyDelete}

// stroke is a key by the name that Bubble Tea gives it.
func stroke(name string) tea.KeyPressMsg {
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(letter[0]), Mod: tea.ModCtrl}
	}
	if name == "shift+tab" {
		return tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
	}
	if code, ok := named[name]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// press gives keys, and says whether the dialog is open after the last one.
func press(p *Picker, keys ...string) (open bool) {
	for _, k := range keys {
		_, _, open = p.Type(stroke(k))
	}
	return open
}

// write gives a text as keys, one a character.
func write(p *Picker, text string) { press(p, strings.Split(text, "")...) }

var errWidth = errors.New(`width "x" is no number; write mlp:100-100`)

// fruit is a picker of two lists, and what was chosen from it.
func fruit() (p *Picker, chosen *[]string) {
	chosen = &[]string{}
	list := func(number int, title string, entries ...Entry) List {
		return List{Title: title, Effect: "restarts", Help: "a name",
			Entries: func() []Entry { return entries },
			Judge: func(text string) (string, error) {
				if strings.Contains(text, "x") {
					return "", errWidth
				}
				return "gives " + text, nil
			},
			Choose: func(text string) Outcome {
				if strings.Contains(text, "x") {
					return Outcome{Open: true, Err: errWidth, List: number}
				}
				*chosen = append(*chosen, title+" "+text)
				return Outcome{Notice: "taken"}
			}}
	}
	return New([]List{
		list(0, "model", Entry{Name: "linear", Text: "linear", Meaning: "no hidden layer"},
			Entry{Name: "mlp", Text: "mlp:100-100", Meaning: "perceptron", Gives: "15,210 parameters", InForce: true},
			Entry{Name: "lenet5", Text: "lenet5", Meaning: "convolutions", Off: "needs images of 28x28"}),
		list(1, "data", Entry{Name: "moons", Text: "moons:noise=0.1", Meaning: "two moons"}),
	}), chosen
}

// text is what the dialog shows, without colours.
func text(p *Picker, w, h int) string {
	return ansi.Strip(p.View(screen.Area{W: w, H: h, Size: screen.SizeOf(w, h), Theme: theme.New(true, theme.Braille)}))
}

func TestKeysMoveFilterEditAndChoose(t *testing.T) {
	for _, c := range []struct {
		keys []string
		want string // "" where nothing is chosen
	}{
		{[]string{"enter"}, "model mlp:100-100"},
		{[]string{"k", "enter"}, "model linear"},
		{[]string{"up", "up", "up", "enter"}, "model linear"},
		{[]string{"j", "enter"}, "model lenet5"},
		{[]string{"end", "enter"}, "model lenet5"},
		{[]string{"l", "5", "enter"}, "model lenet5"},
		{[]string{"p", "e", "r", "enter"}, "model mlp:100-100"}, // by its meaning
		{[]string{"j", ":", "enter"}, "model lenet5"},
		{[]string{":", "backspace", "5", "enter"}, "model mlp:100-105"},
		{[]string{"m", "l", "p", ":", "7", "enter"}, "model mlp:7"},
		{[]string{"m", "ctrl+u", "k", "enter"}, "model linear"},
		{[]string{"tab", "enter"}, "data moons:noise=0.1"},
		{[]string{"right", "left", "shift+tab", "enter"}, "data moons:noise=0.1"},
		{[]string{"m", "l", "tab", "shift+tab", "enter"}, "model mlp:100-100"},
		{[]string{"q", "esc"}, ""},
		{[]string{":", "x", "enter", "backspace", "enter"}, "model mlp:100-100"},
	} {
		p, chosen := fruit()
		if open := press(p, c.keys...); open {
			t.Errorf("%v leave the dialog open", c.keys)
		}
		if got := strings.Join(*chosen, "; "); got != c.want {
			t.Errorf("%v choose %q, want %q", c.keys, got, c.want)
		}
	}
}

// What is wrong with a text stands below it, and the text stays.
// A question mark explains the keys, and q leaves a list that says so; behind a text both are characters.
func TestHelpAndQuit(t *testing.T) {
	p, _ := fruit()
	if !press(p, "?") || !strings.Contains(p.say, "esc leave") || p.line.Value() != "" {
		t.Errorf("said %q, text %q", p.say, p.line.Value())
	}
	if !press(p, "q") || p.line.Value() != "q" {
		t.Errorf("text %q", p.line.Value())
	}
	p, _ = fruit()
	p.lists[0].Quits = true
	if !press(p, "x", "q") || p.line.Value() != "xq" {
		t.Errorf("text %q", p.line.Value())
	}
	if press(p, "ctrl+u", "q") {
		t.Error("q leaves the list open")
	}
}

func TestAWrongTextStaysWithItsError(t *testing.T) {
	p, chosen := fruit()
	write(p, "mlp:x")
	if shown := text(p, 80, 21); !strings.Contains(shown, errWidth.Error()) {
		t.Errorf("while it is written:\n%s", shown)
	}
	if open := press(p, "enter"); !open || len(*chosen) > 0 {
		t.Errorf("open %v, chosen %v", open, *chosen)
	}
	if shown := text(p, 80, 21); !strings.Contains(shown, errWidth.Error()) || !strings.Contains(shown, "mlp:x_") {
		t.Errorf("after enter:\n%s", shown)
	}
}

// A text that was left by esc does not come back, in no list.
func TestEscForgetsWhatWasWritten(t *testing.T) {
	p, _ := fruit()
	write(p, "mlp:7")
	press(p, "tab")
	write(p, "moons:noise=0.7")
	press(p, "esc")
	p.Reset()
	for range 2 {
		if shown := text(p, 80, 21); strings.Contains(shown, "7") {
			t.Errorf("it comes back:\n%s", shown)
		}
		press(p, "tab")
	}
}

// A run that could not begin brings its text back, with the reason.
func TestRefused(t *testing.T) {
	p, _ := fruit()
	p.Refused(1, "moons:n=1", errors.New("moons are two"))
	if shown := text(p, 80, 21); !strings.Contains(shown, "[data]") || !strings.Contains(shown, "moons are two") ||
		!strings.Contains(shown, "moons:n=1_") {
		t.Errorf("refused:\n%s", shown)
	}
}

// Whatever is typed, the dialog fills its area, at any size and with any glyphs.
func TestRandomKeysFillEverySize(t *testing.T) {
	keys := []string{"enter", "esc", "tab", "shift+tab", "up", "down", "left", "right", "home", "end", "pgup", "pgdown",
		"backspace", "delete", "ctrl+u", "ctrl+w", "ctrl+a", "ctrl+e", "ctrl+k", "ctrl+v", "j", "k", ":", "/", "m", "l",
		"p", "5", "=", ",", " ", "é", "界", "́", "\u202e", "x"}
	r := rand.New(rand.NewPCG(1, 2))
	n := 10000
	if testing.Short() {
		n = 2000
	}
	p, _ := fruit()
	sizes := [][2]int{{60, 13}, {80, 21}, {120, 33}, {160, 45}, {20, 3}, {1, 1}, {5, 40}}
	for i := range n {
		press(p, keys[r.IntN(len(keys))])
		if i%50 == 0 {
			p.Paste(tea.PasteMsg{Content: "a\x1b[2J\nb\t" + strings.Repeat("z", r.IntN(200))})
		}
		at := sizes[r.IntN(len(sizes))]
		glyphs := theme.Glyphs(r.IntN(3))
		a := screen.Area{W: at[0], H: at[1], Size: screen.SizeOf(at[0], at[1]), Theme: theme.New(true, glyphs)}
		shown := p.View(a)
		screentest.Fills(t, fmt.Sprintf("%v after %d keys", at, i), shown, at[0], at[1])
		if glyphs == theme.ASCII && slices.ContainsFunc([]rune(ansi.Strip(shown)), func(r rune) bool { return r > '~' }) {
			t.Fatalf("after %d keys: not ASCII:\n%s", i, shown)
		}
		if t.Failed() {
			t.FailNow()
		}
	}
}
