package stop

import (
	"context"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// ended is how a program was ended from outside its course.
type ended struct {
	status int
	again  bool
	after  time.Duration // the first signal
}

// outlet is an output in one write.
type outlet struct{ blocked bool }

func (o outlet) Writing() (uint64, bool) { return 7, o.blocked }

// watched sends the signals, each after its pause, to a program that never ends by itself. The watch is closed after
// a minute.
func watched(t *testing.T, o Output, conclude bool, signals ...any) (got *ended, cause error) {
	synctest.Test(t, func(t *testing.T) {
		var first time.Time
		ctx, w := begin(context.Background(), o, func(status int, again bool) {
			got = &ended{status, again, time.Since(first)}
		})
		if conclude {
			Conclude(ctx)
		}
		for _, s := range signals {
			switch s := s.(type) {
			case time.Duration:
				time.Sleep(s)
			case syscall.Signal:
				if first.IsZero() {
					first = time.Now()
				}
				w.signals <- s
				synctest.Wait()
			}
		}
		cause = context.Cause(ctx)
		time.Sleep(time.Minute)
		w.Close()
	})
	return got, cause
}

func TestEnds(t *testing.T) {
	const ms = time.Millisecond
	for _, c := range []struct {
		what     string
		output   Output
		conclude bool
		signals  []any
		want     ended
	}{
		{"nothing to conclude", nil, false, []any{syscall.SIGHUP}, ended{129, false, Prompt}},
		{"a conclusion that never ends", nil, true, []any{syscall.SIGTERM}, ended{143, false, patience}},
		{"a blocked output", outlet{true}, true, []any{syscall.SIGTERM}, ended{143, false, Prompt}},
		{"twice", nil, true, []any{syscall.SIGINT, 40 * ms, syscall.SIGINT}, ended{130, true, 40 * ms}},
		{"another one", nil, true, []any{syscall.SIGINT, syscall.SIGTERM}, ended{143, true, 0}},
		{"an echo", nil, true, []any{syscall.SIGINT, 10 * ms, syscall.SIGINT}, ended{130, false, patience}},
		{"a hangup, and the shell's", nil, true, []any{syscall.SIGHUP, 40 * ms, syscall.SIGHUP}, ended{129, false, patience}},
	} {
		got, cause := watched(t, c.output, c.conclude, c.signals...)
		if got == nil || *got != c.want {
			t.Errorf("%s: %+v, want %+v", c.what, got, c.want)
		}
		if cause != (Cause{c.signals[0].(syscall.Signal)}) {
			t.Errorf("%s: the cause is %v", c.what, cause)
		}
	}
}

// A command that ends in time is left alone, and so is one without a signal.
func TestEndsByItself(t *testing.T) {
	if got, cause := watched(t, nil, false); got != nil || cause != nil {
		t.Errorf("ended without a signal: %+v, %v", got, cause)
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, w := begin(context.Background(), nil, func(int, bool) { t.Error("ended from outside") })
		w.signals <- syscall.SIGTERM
		<-ctx.Done()
		if s, ok := Signal(ctx); s != syscall.SIGTERM || !ok {
			t.Errorf("the signal is %v, %v", s, ok)
		}
		w.Close()
		time.Sleep(time.Minute)
	})
}

// What is to be put right is put right, the latest first, unless it was taken back; what hangs is not waited for.
func TestLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var order []string
		exited := false
		ctx, w := begin(context.Background(), nil, func(int, bool) { exited = true })
		hang := make(chan struct{})
		Last(ctx, func() { <-hang })
		Last(ctx, func() { order = append(order, "terminal") })
		forget := Last(ctx, func() { order = append(order, "forgotten") })
		Last(ctx, func() { order = append(order, "draft") })
		forget()
		w.signals <- syscall.SIGTERM
		time.Sleep(Prompt + tidying + time.Millisecond)
		synctest.Wait() // the goroutines that were to put it right have done so
		if len(order) != 2 || order[0] != "draft" || order[1] != "terminal" || !exited {
			t.Errorf("%q, exited %t", order, exited)
		}
		close(hang)
	})
}

// Without a watcher there is no signal, and nothing to register with.
func TestWithoutWatcher(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	Conclude(ctx)
	Last(ctx, func() { t.Error("called") })()
	cancel()
	if s, ok := Signal(ctx); ok {
		t.Errorf("the signal is %v", s)
	}
}
