package ptytest

import (
	"fmt"
	"strings"
	"time"
)

// Screen is what the terminal shows at a moment.
type Screen struct {
	Text         string // its lines, without spaces at their ends
	Alt          bool   // the alternate screen is shown: the program draws on the whole terminal
	CursorHidden bool
	X, Y         int  // of the cursor, in cells from 0
	Ended        bool // the program has closed the terminal
}

// Line is line y of the screen, from 0; negative numbers count from the last one.
func (s Screen) Line(y int) string {
	lines := strings.Split(s.Text, "\n")
	if y < 0 {
		y += len(lines)
	}
	return lines[y]
}

// Screen is what the terminal shows now.
func (e *Terminal) Screen() Screen {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.screen()
}

func (e *Terminal) screen() Screen {
	at := e.emulator.CursorPosition()
	lines := make([]string, e.emulator.Height())
	for y := range lines {
		var line strings.Builder
		for x := 0; x < e.emulator.Width(); x++ {
			switch cell := e.emulator.CellAt(x, y); {
			case cell == nil || cell.Content == "":
				line.WriteByte(' ')
			default:
				line.WriteString(cell.Content)
				x += max(0, cell.Width-1)
			}
		}
		lines[y] = strings.TrimRight(line.String(), " ")
	}
	return Screen{Text: strings.Join(lines, "\n"), Alt: e.emulator.IsAltScreen(),
		CursorHidden: e.emulator.CursorHidden(), X: at.X, Y: at.Y, Ended: e.ended}
}

// AwaitScreen waits until the screen is as meets says, and returns it; what names that in a failure.
func (e *Terminal) AwaitScreen(what string, meets func(Screen) bool) Screen {
	e.t.Helper()
	late := time.After(patience)
	for {
		e.mu.Lock()
		s, changed, partial := e.screen(), e.changed, e.partial
		e.mu.Unlock()
		if (!partial || s.Ended) && meets(s) {
			return s
		}
		if s.Ended {
			e.t.Fatalf("the program ended while the script waited for %s:\n%s", what, s.Text)
		}
		select {
		case <-changed:
		case <-late:
			e.t.Fatalf("waited in vain for %s; the screen:\n%s", what, s.Text)
		}
	}
}

// Await waits until the screen shows all texts, each within one line.
func (e *Terminal) Await(texts ...string) Screen {
	e.t.Helper()
	return e.AwaitScreen(fmt.Sprintf("%q", texts), func(s Screen) bool {
		for _, text := range texts {
			if !strings.Contains(s.Text, text) {
				return false
			}
		}
		return true
	})
}

// AwaitNot waits until the screen shows none of the texts.
func (e *Terminal) AwaitNot(texts ...string) Screen {
	e.t.Helper()
	return e.AwaitScreen(fmt.Sprintf("no %q", texts), func(s Screen) bool {
		for _, text := range texts {
			if strings.Contains(s.Text, text) {
				return false
			}
		}
		return true
	})
}

// Exit waits until the program has ended, and returns its exit status and what the terminal shows then.
func (e *Terminal) Exit() (status int, last Screen) {
	e.t.Helper()
	last = e.AwaitScreen("the end of the program", func(s Screen) bool { return s.Ended })
	e.cmd.Wait() // its error is the status
	return e.cmd.ProcessState.ExitCode(), last
}
