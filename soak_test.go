package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"levyscope/internal/near"
	"levyscope/tui/ptytest"
)

// usageFile is the name of the variable with the file that a watched program writes its usage to.
const usageFile = "LEVYSCOPE_USAGE"

// usage is what a program holds.
type usage struct{ goroutines, files, heap int } // heap in bytes, after a collection

// watched is the program, which tells its usage four times a second where it is asked to.
func watched() {
	if path := os.Getenv(usageFile); path != "" {
		go func() {
			for range time.Tick(250 * time.Millisecond) {
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				files, _ := os.ReadDir("/proc/self/fd") // none where there is no /proc
				text := fmt.Sprintln(runtime.NumGoroutine(), len(files), m.HeapAlloc)
				if os.WriteFile(path+".new", []byte(text), 0o600) == nil {
					os.Rename(path+".new", path)
				}
			}
		}()
	}
	main()
}

// read is what the program has told last.
func read(t *testing.T, path string) (u usage) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err == nil {
		_, err = fmt.Sscan(string(text), &u.goroutines, &u.files, &u.heap)
	}
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// notMore says that a program holds no more than it did before, but for what a run at another stage may take.
func notMore(t *testing.T, before, after usage) {
	t.Helper()
	t.Logf("before %+v, after %+v", before, after)
	near.Most(t, "goroutines", float64(after.goroutines), float64(before.goroutines+15))
	near.Most(t, "open files", float64(after.files), float64(before.files+4))
	near.Most(t, "bytes on the heap", float64(after.heap), 1.5*float64(before.heap)+32e6)
}

// tiredness is a duration that a variable of .ci/long asks for; without it the test is skipped.
func tiredness(t *testing.T, name string) string {
	t.Helper()
	value := os.Getenv(name)
	if value == "" {
		t.Skipf("a long test, for .ci/long: %s", name)
	}
	return value
}

// keysOfSoak are pressed in a random order: they change, restart, undo, show and hide, and quit nothing.
var keysOfSoak = []string{"1", "2", "s", "d", "e", "b", "]", "[", "l", "h", "tab", "u", "r", "enter", "esc", "?", "esc",
	"space", "space", "+", "-", "f", "f", "y", "n", "x", "pgdown", "down", "up"}

// An explorer that is used for hours, and resized, holds no more than after its first minutes.
func TestSoak(t *testing.T) {
	length, err := time.ParseDuration(tiredness(t, "LEVYSCOPE_SOAK"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "usage")
	args := []string{"--scenario", smallTrain, "--record", filepath.Join(t.TempDir(), "r")}
	e := ptytest.Start(t, ptytest.Options{Args: args, W: 120, H: 36, Env: []string{usageFile + "=" + path}})
	e.Await("[1 Train]", "running")
	r := rand.New(rand.NewPCG(1, 2))
	use := func(until time.Time) usage {
		for now := range time.Tick(20 * time.Millisecond) {
			if now.After(until) {
				break
			}
			if r.IntN(200) == 0 {
				e.Resize(40+r.IntN(160), 10+r.IntN(50))
			}
			e.Press(keysOfSoak[r.IntN(len(keysOfSoak))])
		}
		e.Resize(120, 36)
		e.Press("esc", "esc")
		e.Await("levyscope", "1 Train")
		return read(t, path)
	}
	began := time.Now()
	before := use(began.Add(length / 5))
	notMore(t, before, use(began.Add(length)))
	e.Press("ctrl+c", "ctrl+c", "ctrl+c")
	if status, s := e.Exit(); status != 0 || s.Alt {
		t.Errorf("status %d, screen %+v", status, s)
	}
}

// Restarts, each with a recording of its own, leave no goroutine, file or memory behind.
func TestManyRestarts(t *testing.T) {
	n, err := strconv.Atoi(tiredness(t, "LEVYSCOPE_RESTARTS"))
	if err != nil {
		t.Fatal(err)
	}
	path, dir := filepath.Join(t.TempDir(), "usage"), filepath.Join(t.TempDir(), "r")
	e := ptytest.Start(t, ptytest.Options{Args: []string{"--scenario", smallTrain, "--record", dir}, W: 120, H: 36,
		Env: []string{usageFile + "=" + path}})
	e.Await("[1 Train]", "running")
	begun := 1
	restart := func(times int) usage {
		for range times {
			e.Press("r")
			begun++
			e.AwaitScreen("a new run under way", func(s ptytest.Screen) bool {
				entries, err := os.ReadDir(dir)
				return err == nil && len(entries) >= begun && strings.Contains(s.Line(0), "running") && stepOf(s) > 0
			})
		}
		late := time.After(time.Second) // a usage that is told after the last restart
		<-late
		return read(t, path)
	}
	before := restart(max(5, n/20))
	notMore(t, before, restart(n))
	e.Press("ctrl+c", "ctrl+c")
	e.Exit()
}
