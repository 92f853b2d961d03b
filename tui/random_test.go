package tui

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"levyscope/tui/screen"
	"levyscope/tui/theme"
)

// loop stands in for the program of Bubble Tea: it gives messages to the model, and runs the commands that come of
// them beside it.
type loop struct {
	m    *root
	msgs chan tea.Msg
}

// openLoop shows a screen of a small run.
func openLoop(t testing.TB, name string, w, h int) *loop {
	t.Helper()
	o := small()
	o.Screen, o.costly = name, time.Hour
	o.Train.Model = "mlp:8"
	l := &loop{m: open(t, o, w, h), msgs: make(chan tea.Msg, 1024)}
	t.Cleanup(func() {
		for _, tab := range l.m.tabs {
			<-tab.screen.Stop()
		}
	})
	return l
}

// send gives a message to the model, and runs what it asks for.
func (l *loop) send(msg tea.Msg) {
	_, cmd := l.m.Update(msg)
	l.run(cmd)
}

// run runs a command, and the parts of one that has parts, beside the loop. What ends or suspends the program does not.
func (l *loop) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		msg := cmd()
		if parts := reflect.ValueOf(msg); parts.Kind() == reflect.Slice && parts.Type().Elem() == commandType {
			for i := range parts.Len() {
				l.run(parts.Index(i).Interface().(tea.Cmd))
			}
			return
		}
		switch msg.(type) {
		case nil, tea.QuitMsg, tea.SuspendMsg:
			return
		}
		select {
		case l.msgs <- msg:
		default: // the test is over, or far behind
		}
	}()
}

var commandType = reflect.TypeFor[tea.Cmd]()

// drain takes in what commands have brought until now.
func (l *loop) drain() {
	for {
		select {
		case msg := <-l.msgs:
			l.send(msg)
		default:
			return
		}
	}
}

// keyPress is the message of a key by its name in the key table.
func keyPress(name string) tea.KeyPressMsg {
	var key tea.KeyPressMsg
	for _, mod := range []struct {
		prefix string
		mod    tea.KeyMod
	}{{"ctrl+", tea.ModCtrl}, {"alt+", tea.ModAlt}, {"shift+", tea.ModShift}} {
		if rest, ok := strings.CutPrefix(name, mod.prefix); ok {
			key.Mod, name = key.Mod|mod.mod, rest
		}
	}
	if code, ok := namedKeys[name]; ok {
		key.Code = code
		if name == "space" {
			key.Text = " "
		}
		return key
	}
	key.Code = []rune(name)[0]
	if key.Mod == 0 {
		key.Text = name
	}
	return key
}

var namedKeys = map[string]rune{"tab": tea.KeyTab, "enter": tea.KeyEnter, "esc": tea.KeyEscape, "space": tea.KeySpace,
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome,
	"end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "backspace": tea.KeyBackspace,
	"delete": tea.KeyDelete}

// Keys that have a name come back by it.
func TestKeyPressesHaveTheirNames(t *testing.T) {
	for _, b := range screen.Bindings {
		for _, k := range b.Keys {
			if got := keyPress(k).String(); got != k {
				t.Errorf("the key %s is pressed as %s", k, got)
			}
		}
	}
}

// allKeys are those of the table, of the screens and of texts in dialogs.
func allKeys() (keys []string) {
	for _, b := range screen.Bindings {
		keys = append(keys, b.Keys...)
	}
	for _, r := range table {
		keys = append(keys, r.key)
	}
	return append(keys, "pgup", "pgdown", "backspace", "delete", "ctrl+u", "ctrl+a", "8", "9", "5", ".", "-", "/", ",",
		"=", "é", "\u202e", "漢", "A", "Z", "alt+x", "shift+up", "shift+down")
}

// event is a random message of a user: mostly a key, else the mouse, a size, a pasted text or another background.
func event(r *rand.Rand, keys []string, w, h int) tea.Msg {
	mouse := tea.Mouse{X: r.IntN(w+4) - 2, Y: r.IntN(h+4) - 2, Mod: tea.KeyMod(r.IntN(8)),
		Button: tea.MouseButton(r.IntN(int(tea.MouseWheelRight) + 1))}
	switch n := r.IntN(100); {
	case n < 60:
		return keyPress(keys[r.IntN(len(keys))])
	case n < 70:
		return tea.MouseClickMsg(mouse)
	case n < 75:
		return tea.MouseReleaseMsg(mouse)
	case n < 85:
		return tea.MouseMotionMsg(mouse)
	case n < 93:
		mouse.Button = tea.MouseWheelUp + tea.MouseButton(r.IntN(4))
		return tea.MouseWheelMsg(mouse)
	case n < 97:
		return tea.WindowSizeMsg{Width: r.IntN(mostW + 1), Height: r.IntN(mostH + 1)}
	case n < 98:
		return tea.PasteMsg{Content: pastes[r.IntN(len(pastes))]}
	case n < 99:
		return tea.FocusMsg{}
	}
	return tea.BlurMsg{}
}

var pastes = []string{"0.5", "step:eta0=0.1,drop=0.5,every=100", "\x1b[2J", "1e999", "mlp:", "\n\n"}

// Whatever a user does, nothing panics or hangs, and the picture fills the terminal and has what a user needs.
func TestRandomKeysAndMouse(t *testing.T) {
	n := 10000
	if testing.Short() {
		n = 500
	}
	t.Chdir(t.TempDir()) // for what is exported
	for i, name := range Screens() {
		t.Run(name, func(t *testing.T) {
			l := openLoop(t, name, 120, 36)
			l.run(l.m.show(l.m.front))
			r, keys := rand.New(rand.NewPCG(uint64(i), 7)), allKeys()
			w, h := 120, 36
			var last []string
			for k := range n {
				msg := event(r, keys, max(w, 1), max(h, 1))
				if size, ok := msg.(tea.WindowSizeMsg); ok {
					w, h = size.Width, size.Height
				}
				last = append(last[max(0, len(last)-12):], fmt.Sprintf("%T %v", msg, msg))
				l.send(msg)
				l.drain()
				if k%50 == 49 {
					l.m.theme = theme.New(r.IntN(2) == 0, theme.Glyphs(r.IntN(3)))
					w, h = 60+r.IntN(200), 16+r.IntN(60) // where there is something to point to
					l.send(tea.WindowSizeMsg{Width: w, Height: h})
				}
				whole(t, l.m, fmt.Sprintf("%d events, the last of them %q", k+1, last), w, h)
				if t.Failed() {
					t.FailNow()
				}
			}
		})
	}
}
