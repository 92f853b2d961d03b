package control

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"levyscope/internal/near"
	"levyscope/train/schedule"
	"levyscope/train/watch"
)

// job makes the folder of a job with one session.
func job(t *testing.T, session string, number int, control bool, folder string) (events string) {
	t.Helper()
	dir := filepath.Join(folder, fmt.Sprintf("r0.%04d", number))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	meta := fmt.Sprintf(`{"format":"levyscope-stream","version":1,"session":%q,"control":%v,"lease":30}`, session, control)
	if err := os.WriteFile(filepath.Join(dir, "meta.json"), []byte(meta), 0o600); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "events.ndjson")
}

func write(t *testing.T, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

// lines are the lines of commands of a viewer.
func lines(t *testing.T, folder, viewer string) (out []map[string]any) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(folder, fileName(viewer)))
	if os.IsNotExist(err) {
		return nil
	}
	for _, line := range bytes.Split(bytes.TrimSpace(b), []byte("\n")) {
		var m map[string]any
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatalf("line %q: %v", line, err)
		}
		out = append(out, m)
	}
	return out
}

// runClient runs a client in a bubble of synctest.
func runClient(t *testing.T, folder string) (c *Client, stop func() State) {
	c = New(folder, "v-1-0")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { c.Run(ctx); close(done) }()
	synctest.Wait()
	return c, func() State { cancel(); <-done; return c.state }
}

func number(x float64) *float64 { return &x }
func truth(x bool) *bool        { return &x }

func TestCommandIsSentAndAcknowledged(t *testing.T) {
	folder := t.TempDir()
	events := job(t, "s1", 1, true, folder)
	synctest.Test(t, func(t *testing.T) {
		c, stop := runClient(t, folder)
		if _, err := c.Send(watch.Values{Scale: number(.5), Clip: number(math.NaN())}); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		got := lines(t, folder, "v-1-0")
		if len(got) != 1 || got[0]["session"] != "s1" || got[0]["seq"] != 1. {
			t.Fatalf("lines %v", got)
		}
		set := got[0]["set"].(map[string]any)
		if clip, there := set["clip"]; set["lr_scale"] != .5 || !there || clip != nil || len(set) != 2 {
			t.Fatalf("set %v", set)
		}
		if s := <-c.States(); len(s.Commands) != 1 || s.Commands[0].Standing != Sent {
			t.Fatalf("state %+v", s)
		}
		write(t, events, `{"type":"ack","viewer":"v-1-0","seq":1,"step":7,"set":{"lr_scale":0.5,"clip":null},`+
			`"was":{"lr_scale":1.0,"clip":2.5}}`+"\n"+
			`{"type":"ack","viewer":"w","seq":4,"step":9,"set":{"lr_scale":0.25},"was":{}`)
		time.Sleep(time.Second)
		s := <-c.States()
		x, _ := s.Command(1)
		if x.Standing != Acknowledged || x.Step != 7 || len(s.Others) != 0 {
			t.Fatalf("state %+v", s)
		}
		near.Abs(t, "clip before", *x.Was.Clip, 2.5, 0)
		write(t, events, "}\n")
		time.Sleep(time.Second)
		if s = <-c.States(); len(s.Others) != 1 || s.Others[0].Viewer != "w" || s.Others[0].Step != 9 {
			t.Fatalf("others %+v", s.Others)
		}
		near.Abs(t, "scale in force", *s.InForce.Scale, .25, 0)
		stop()
	})
	if info, err := os.Stat(filepath.Join(folder, fileName("v-1-0"))); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestCommandsThatAreNotObeyed(t *testing.T) {
	folder := t.TempDir()
	events := job(t, "s1", 1, true, folder)
	synctest.Test(t, func(t *testing.T) {
		c, stop := runClient(t, folder)
		for range 3 {
			if _, err := c.Send(watch.Values{Scale: number(2)}); err != nil {
				t.Fatal(err)
			}
		}
		c.Send(watch.Values{Scale: number(math.Inf(1))})
		synctest.Wait()
		write(t, events, `{"type":"nack","viewer":"v-1-0","seq":2,"line":"x","error":"too large","step":3}`+"\n")
		time.Sleep(Late + time.Second)
		s := <-c.States()
		for i, want := range []string{"unacknowledged for 6 s", "refused: too large", "unacknowledged for 6 s",
			"not sent: lr_scale = +Inf is not finite"} {
			if got := s.Commands[i].Text(time.Now()); got != want {
				t.Errorf("command %d: %q, want %q", i+1, got, want)
			}
		}
		job(t, "s2", 2, true, folder)
		time.Sleep(time.Second)
		if s = <-c.States(); s.Session != "s2" || s.Commands[0].Standing != Expired || s.Commands[1].Standing != Refused {
			t.Fatalf("state %+v", s)
		}
		c.Send(watch.Values{Scale: number(3)})
		synctest.Wait()
		if got := lines(t, folder, "v-1-0"); len(got) != 4 || got[3]["session"] != "s2" || got[3]["seq"] != 5. {
			t.Errorf("lines %v", got)
		}
		stop()
	})
}

// A folder that was removed and made anew has another session of the same number, which commands are then for.
func TestFolderIsMadeAnew(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "run.lvs")
	job(t, "s1", 1, true, folder)
	synctest.Test(t, func(t *testing.T) {
		c, stop := runClient(t, folder)
		c.Send(watch.Values{Scale: number(2)})
		time.Sleep(time.Second)
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
		events := job(t, "s2", 1, true, folder)
		c.Send(watch.Values{Scale: number(3)})
		synctest.Wait()
		if got := lines(t, folder, "v-1-0"); len(got) != 1 || got[0]["session"] != "s2" || got[0]["seq"] != 2. {
			t.Fatalf("lines %v", got)
		}
		write(t, events, `{"type":"ack","viewer":"v-1-0","seq":2,"step":7,"set":{"lr_scale":3},"was":{"lr_scale":1}}`+"\n")
		time.Sleep(time.Second)
		s := <-c.States()
		if s.Session != "s2" || s.Commands[0].Standing != Expired || s.Commands[1].Standing != Acknowledged {
			t.Errorf("state %+v", s)
		}
		os.RemoveAll(filepath.Join(folder, "r0.0001"))
		time.Sleep(time.Second)
		if s = <-c.States(); s.Session != "" || s.Obstacle() == nil {
			t.Errorf("state without a session: %+v", s)
		}
		stop()
	})
}

func TestPauseIsHeldAndReleased(t *testing.T) {
	folder := t.TempDir()
	events := job(t, "s1", 1, true, folder)
	synctest.Test(t, func(t *testing.T) {
		c, stop := runClient(t, folder)
		c.Send(watch.Values{Pause: truth(true)})
		synctest.Wait()
		write(t, events, `{"type":"ack","viewer":"v-1-0","seq":1,"step":7,"set":{"pause":true},"was":{"pause":false}}`+"\n")
		time.Sleep(25 * time.Second)
		got := lines(t, folder, "v-1-0")
		if len(got) != 3 || got[1]["alive"] != 1. || got[2]["alive"] != 2. {
			t.Fatalf("lines %v", got)
		}
		if s := <-c.States(); !s.Paused || s.PausedBy != "v-1-0" {
			t.Fatalf("state %+v", s)
		}
		stop()
		got = lines(t, folder, "v-1-0")
		if set := got[len(got)-1]["set"].(map[string]any); set["pause"] != false {
			t.Errorf("lines %v", got)
		}
	})
}

func TestPauseThatTheJobEnded(t *testing.T) {
	folder := t.TempDir()
	events := job(t, "s1", 1, true, folder)
	synctest.Test(t, func(t *testing.T) {
		c, stop := runClient(t, folder)
		c.Send(watch.Values{Pause: truth(true)})
		synctest.Wait()
		write(t, events, `{"type":"ack","viewer":"v-1-0","seq":1,"step":7,"set":{"pause":true},"was":{"pause":false}}`+"\n"+
			`{"type":"resume","why":"limit of 600 s","step":7}`+"\n")
		time.Sleep(30 * time.Second)
		if got := lines(t, folder, "v-1-0"); len(got) != 1 {
			t.Errorf("lines %v", got)
		}
		if s := <-c.States(); s.Paused || s.Resumed != "limit of 600 s" {
			t.Errorf("state %+v", s)
		}
		stop()
	})
}

func TestFoldersThatTakeNoCommands(t *testing.T) {
	for name, test := range map[string]struct {
		make func(folder string)
		want string
	}{
		"no control": {func(f string) { job(t, "s", 1, false, f) }, "control=True"},
		"no session": {func(string) {}, "no session"},
		"ended": {func(f string) {
			write(t, job(t, "s", 1, true, f), `{"type":"end"}`+"\n")
		}, "has ended"},
		"off": {func(f string) {
			write(t, job(t, "s", 1, true, f), `{"type":"off","error":"disk full"}`+"\n")
		}, "disk full"},
		"a link": {func(f string) {
			job(t, "s", 1, true, f)
			if err := os.Symlink(filepath.Join(f, "elsewhere"), filepath.Join(f, fileName("v-1-0"))); err != nil {
				t.Skip(err)
			}
		}, "exists"},
		"garbage": {func(f string) {
			write(t, job(t, "s", 1, true, f), strings.Repeat("x", 1<<20)+"\n{}\n[1]\n"+
				`{"type":"ack","set":3}`+"\n{\"type\":\"end\"}\n")
		}, "has ended"},
		"removed": {func(f string) { os.RemoveAll(f) }, "no session"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "run.lvs")
			os.Mkdir(folder, 0o700)
			test.make(folder)
			synctest.Test(t, func(t *testing.T) {
				c, stop := runClient(t, folder)
				c.Send(watch.Values{Scale: number(2)})
				synctest.Wait()
				s := <-c.States()
				if x, _ := s.Command(1); x.Standing != Failed || !strings.Contains(x.Why, test.want) {
					t.Errorf("command %+v, want failed with %q", x, test.want)
				}
				stop()
			})
		})
	}
}

func TestPointsAreTheSchedule(t *testing.T) {
	for _, text := range []string{"constant:eta0=0.5", "step:eta0=1,gamma=0.5,every=1000", "cosine:eta0=1,steps=20000",
		"power:eta0=1,gamma=0.5", "exponential:eta0=1,kappa=0.001", "inverse:eta0=2"} {
		s, err := schedule.Parse(text)
		if err != nil {
			t.Error(err)
			continue
		}
		const from = 100
		points := Points(s, from)
		c := Command{Seq: 1, Session: "s", Viewer: "v", Set: watch.Values{Schedule: points}}
		if line, err := c.line(); err != nil {
			t.Errorf("%s: %d points: %d bytes: %v", text, len(points), len(line), err)
		}
		i := 0
		for k := from; k <= min(from+50000, int(points[len(points)-1][0])); k++ {
			for i+1 < len(points) && points[i+1][0] <= float64(k) {
				i++
			}
			f := points[i][1]
			if i+1 < len(points) {
				f += (points[i+1][1] - f) * (float64(k) - points[i][0]) / (points[i+1][0] - points[i][0])
			}
			near.Abs(t, fmt.Sprintf("%s at %d", text, k), f, s.Eta(k), 2e-4*math.Max(s.Eta(k), 1e-3))
		}
		t.Logf("%s: %d points up to %g", text, len(points), points[len(points)-1][0])
	}
}
