//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"levyscope/tui/ptytest"
)

// measured is skipped unless LEVYSCOPE_MEASURE is set: what it prints depends on the machine, and it fails for nothing.
func measured(t *testing.T) {
	t.Helper()
	if os.Getenv("LEVYSCOPE_MEASURE") == "" {
		t.Skip("a measurement: LEVYSCOPE_MEASURE=1 (docs/speed.md)")
	}
}

// amount is the number in a variable, or that by itself.
func amount(t *testing.T, name string, byItself time.Duration) time.Duration {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return byItself
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// counter counts the bytes that a program writes.
type counter struct{ bytes chan int }

func (c counter) Write(p []byte) (int, error) {
	n := <-c.bytes
	c.bytes <- n + len(p)
	return len(p), nil
}

func newCounter() counter {
	c := counter{make(chan int, 1)}
	c.bytes <- 0
	return c
}

func (c counter) count() int {
	n := <-c.bytes
	c.bytes <- n
	return n
}

// usageOf is the time of the processor that a process has had, and its memory in bytes, as /proc has them.
func usageOf(t *testing.T, process int) (cpu time.Duration, rss int) {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", process))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	pages, _ := strconv.Atoi(fields[21])
	return time.Duration(user+system) * 10 * time.Millisecond, pages * os.Getpagesize()
}

// quantile is that of durations, of which there are some.
func quantile(d []time.Duration, p float64) time.Duration {
	d = slices.Sorted(slices.Values(d))
	return d[int(p*float64(len(d)-1)+.5)]
}

// Start to the first frame with live data.
func TestMeasureStart(t *testing.T) {
	measured(t)
	for _, args := range [][]string{{}, {"--screen", "simulate"}} {
		var all []time.Duration
		for range 9 {
			began := time.Now()
			e := ptytest.Start(t, ptytest.Options{Args: args, W: 160, H: 48})
			e.AwaitScreen("a step", func(s ptytest.Screen) bool { return stepOf(s) >= 0 })
			all = append(all, time.Since(began))
			e.Press("ctrl+c", "ctrl+c")
			e.Exit()
		}
		fmt.Printf("start to live data %v: median %v, worst %v\n", args, quantile(all, .5), quantile(all, 1))
	}
}

// A key to its frame while the engine runs as fast as it can.
func TestMeasureKeyToFrame(t *testing.T) {
	measured(t)
	for _, args := range [][]string{{"--scenario", smallTrain}, {"--screen", "simulate"}} {
		e := ptytest.Start(t, ptytest.Options{Args: args, W: 160, H: 48})
		e.Await("running")
		for range 9 {
			e.Press(">")
		}
		e.Await("pace no limit")
		var all []time.Duration
		for i := range 200 {
			key, want := "l", "[batch "
			if len(args) == 2 && args[0] == "--screen" {
				want = "[eps "
			}
			if i%2 == 1 {
				key, want = "h", "[eta0 "
			}
			began := time.Now()
			e.Press(key)
			e.Await(want)
			all = append(all, time.Since(began))
		}
		fmt.Printf("key to frame %v: median %v, p95 %v\n", args, quantile(all, .5), quantile(all, .95))
		e.Press("ctrl+c", "ctrl+c")
		e.Exit()
	}
}

// The share of a core that a paused explorer takes, and the bytes a second that a running one writes.
func TestMeasureIdleAndBytes(t *testing.T) {
	measured(t)
	length := amount(t, "LEVYSCOPE_MEASURE_IDLE", 10*time.Second)
	for _, args := range [][]string{{"--scenario", smallTrain}, {"--screen", "simulate"}} {
		c := newCounter()
		e := ptytest.Start(t, ptytest.Options{Args: args, W: 160, H: 48, Copy: c})
		e.AwaitScreen("100 steps", func(s ptytest.Screen) bool { return stepOf(s) > 100 })
		before := c.count()
		<-time.After(length)
		fmt.Printf("bytes to the terminal %v: %.1f kB/s\n", args, float64(c.count()-before)/1e3/length.Seconds())
		e.Press("space")
		e.Await("paused")
		<-time.After(time.Second)
		cpu, _ := usageOf(t, e.Process())
		<-time.After(length)
		after, rss := usageOf(t, e.Process())
		fmt.Printf("paused %v: %.2f %% of a core, %d MB\n", args, 100*(after-cpu).Seconds()/length.Seconds(), rss/1e6)
		e.Press("ctrl+c", "ctrl+c")
		e.Exit()
	}
}

// The memory of a run that a terminal watches for a time; LEVYSCOPE_MEASURE_SOAK says how long. A variable
// LEVYSCOPE_MEASURE_SIZE, "1000x1000", gives it another size.
func TestMeasureSoak(t *testing.T) {
	measured(t)
	length, w, h := amount(t, "LEVYSCOPE_MEASURE_SOAK", time.Hour), 160, 48
	if size := os.Getenv("LEVYSCOPE_MEASURE_SIZE"); size != "" {
		if _, err := fmt.Sscanf(size, "%dx%d", &w, &h); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"train", "simulate"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := []string{"--screen", name, "--scenario", smallTrain}
			if name == "simulate" {
				args[3] = smallSim
			}
			e := ptytest.Start(t, ptytest.Options{Args: args, W: w, H: h})
			e.Await("running")
			var rss []int
			for began := time.Now(); time.Since(began) < length; {
				<-time.After(min(30*time.Second, length/8))
				_, now := usageOf(t, e.Process())
				rss = append(rss, now)
			}
			half := rss[len(rss)/2:]
			fmt.Printf("memory of %s at %dx%d over %v: half time %d MB, end %d MB, most %d MB: %+.1f %%, step %d\n", name,
				w, h, length, half[0]/1e6, half[len(half)-1]/1e6, slices.Max(rss)/1e6,
				100*(float64(half[len(half)-1])/float64(half[0])-1), stepOf(e.Screen()))
			e.Press("ctrl+c", "ctrl+c")
			e.Exit()
		})
	}
}

// The steps a second of an engine with the explorer attached, and headless, in turns.
func TestMeasureAttached(t *testing.T) {
	measured(t)
	const steps = 20000
	line := fmt.Sprint("train --model mlp:8 --probe-every 0 --evaluate-every 0 --jumps-every 0 --batch 64 --steps ", steps)
	var ratios []float64
	for range 5 {
		began := time.Now()
		args := append(strings.Fields(line), "--record", filepath.Join(t.TempDir(), "r"))
		cmd := ptytest.Command(t, ptytest.Options{Args: args})
		if err := cmd.Run(); err != nil {
			t.Fatal(err)
		}
		headless := time.Since(began)
		e := ptytest.Start(t, ptytest.Options{W: 160, H: 48,
			Args: []string{"--record", filepath.Join(t.TempDir(), "r"), "--scenario", line}})
		e.AwaitScreen("a step", func(s ptytest.Screen) bool { return stepOf(s) >= 0 })
		began = time.Now()
		from := stepOf(e.Screen())
		e.Type(strings.Repeat(">", 9))
		e.Await("ended")
		attached := time.Duration(float64(time.Since(began)) * steps / float64(steps-from))
		ratios = append(ratios, float64(attached)/float64(headless)-1)
		fmt.Printf("%d steps: headless %v, attached %v\n", steps, headless, attached)
		e.Press("ctrl+c", "ctrl+c")
		e.Exit()
	}
	slices.Sort(ratios)
	fmt.Printf("attached costs %+.1f %% (median of %d)\n", 100*ratios[len(ratios)/2], len(ratios))
}

// Escapes of the particle that are recorded, and those that the screen has counted, without a limit of the pace.
func TestMeasureLostEscapes(t *testing.T) {
	measured(t)
	dir := t.TempDir()
	e := ptytest.Start(t, ptytest.Options{W: 160, H: 48, Args: []string{"--screen", "simulate", "--record", dir,
		"--scenario", "sim --alpha 1.5 --sigma 1 --box=-1:1 --eps 1 --dt 0.1 --paths 1000"}})
	e.Await("running")
	e.Type(strings.Repeat(">", 9))
	e.Await("pace no limit")
	began, from := time.Now(), stepOf(e.Screen())
	<-time.After(5 * time.Second)
	rate := float64(stepOf(e.Screen())-from) / time.Since(began).Seconds()
	e.Press("space")
	e.Await("paused")
	settled(e)
	s := e.Screen().Text
	e.Press("ctrl+c", "ctrl+c")
	e.Exit()
	text, err := os.ReadFile(filepath.Join(dir, "sim-1", "events.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	recorded := 0
	for line := range strings.Lines(string(text)) {
		var e struct{ Type string }
		if json.Unmarshal([]byte(line), &e) == nil && e.Type == "escape" {
			recorded++
		}
	}
	shown, _ := figure(t, s, `escapes of the particle: #`)
	fmt.Printf("%.3g steps/s: %d escapes are recorded, %.0f are shown\n", rate, recorded, shown)
}
