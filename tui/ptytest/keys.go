package ptytest

import (
	"strings"

	"github.com/creack/pty"
)

// named are the bytes of the keys that have names, as xterm sends them.
var named = map[string]string{
	"space": " ", "tab": "\t", "shift+tab": "\x1b[Z", "enter": "\r", "esc": "\x1b", "backspace": "\x7f",
	"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
	"shift+up": "\x1b[1;2A", "shift+down": "\x1b[1;2B", "shift+right": "\x1b[1;2C", "shift+left": "\x1b[1;2D",
	"ctrl+up": "\x1b[1;5A", "ctrl+down": "\x1b[1;5B", "ctrl+right": "\x1b[1;5C", "ctrl+left": "\x1b[1;5D",
	"alt+up": "\x1b[1;3A", "alt+down": "\x1b[1;3B", "alt+right": "\x1b[1;3C", "alt+left": "\x1b[1;3D",
	"pgup": "\x1b[5~", "pgdown": "\x1b[6~", "delete": "\x1b[3~",
}

// Press sends keys one after another, by the names of Bubble Tea: "a", "?", "space", "shift+left", "ctrl+c".
func (e *Terminal) Press(keys ...string) {
	e.t.Helper()
	for _, k := range keys {
		e.Type(bytesOf(k))
	}
}

func bytesOf(key string) string {
	if b, ok := named[key]; ok {
		return b
	}
	if letter, ok := strings.CutPrefix(key, "ctrl+"); ok && len(letter) == 1 {
		return string(rune(letter[0] & 0x1f))
	}
	if rest, ok := strings.CutPrefix(key, "alt+"); ok {
		return "\x1b" + bytesOf(rest)
	}
	return key
}

// Type sends text as it is, in one piece.
func (e *Terminal) Type(text string) {
	e.t.Helper()
	if _, err := e.pty.WriteString(text); err != nil {
		e.t.Fatal(err)
	}
}

// Resize gives the terminal another size in cells, of which the program is told.
func (e *Terminal) Resize(w, h int) {
	e.t.Helper()
	e.mu.Lock()
	e.emulator.Resize(w, h)
	e.mu.Unlock()
	if err := pty.Setsize(e.pty, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)}); err != nil {
		e.t.Fatal(err)
	}
}
