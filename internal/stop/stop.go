// Package stop owns the signals that end the program. A first signal ends the context of the command, which then
// prints what it has; a second one ends the program at once. In either case what must not be left behind, such as a
// terminal in raw mode or half a file, is put right.
//
//	SIGHUP, SIGINT, SIGTERM --> Watcher --cancel with a Cause--> context of the command --> partial result, status
//	                               |
//	                               +-- nothing to conclude after Prompt, or a second signal --> Last functions, exit
//
// A command that has results to print after an interruption calls Conclude as soon as there are some. Any other
// command, whatever it waits for or computes at the moment, is ended by the watcher when Prompt is over.
package stop

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	// Prompt is how long a command may take to end by itself after a signal.
	Prompt = 150 * time.Millisecond

	echo     = 20 * time.Millisecond  // within it a signal that comes again is the same one: timeout(1) sends it twice
	look     = 100 * time.Millisecond // between two looks at an output that may be blocked
	patience = 10 * time.Second       // for a conclusion that is under way
	tidying  = 30 * time.Millisecond  // for the functions of Last
)

// Cause is the cause of a context that a signal has ended.
type Cause struct{ Signal syscall.Signal }

// Error names the signal.
func (c Cause) Error() string { return "ended by " + name(c.Signal) }

// name is the signal as kill(1) calls it.
func name(s syscall.Signal) string {
	switch s {
	case syscall.SIGHUP:
		return "SIGHUP"
	case syscall.SIGINT:
		return "SIGINT"
	case syscall.SIGTERM:
		return "SIGTERM"
	}
	return s.String()
}

// Signal is the signal that has ended ctx; ok is false where none has.
func Signal(ctx context.Context) (s syscall.Signal, ok bool) {
	var c Cause
	if ctx.Err() == nil || !errors.As(context.Cause(ctx), &c) {
		return 0, false
	}
	return c.Signal, true
}

// Status is the exit status of a program that the signal has ended, as shells have it: 128 and its number.
func Status(s syscall.Signal) int { return 128 + int(s) }

// Output is what the watcher asks of the output of the command.
type Output interface {
	// Writing is the number of the write that is under way; ok is false if there is none.
	Writing() (number uint64, ok bool)
}

// Watcher watches the signals.
type Watcher struct {
	signals    chan os.Signal
	output     Output
	exit       func(status int, again bool)
	cancel     context.CancelCauseFunc
	done       chan struct{}
	concluding atomic.Bool

	mu   sync.Mutex
	last []*func()
}

// key is that of the watcher in a context.
type key struct{}

// Watch begins to watch. The context ends with the first signal, which is its Cause. exit ends the program, if it has
// not ended by itself in time; again says that it was told to by a second signal.
func Watch(parent context.Context, output Output, exit func(status int, again bool)) (context.Context, *Watcher) {
	ctx, w := begin(parent, output, exit)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		// nohup ignores SIGHUP, and means it. A shell ignores SIGINT for what runs in the background; that one is only
		// sent there on purpose.
		if s != syscall.SIGHUP || !signal.Ignored(s) {
			signal.Notify(w.signals, s)
		}
	}
	return ctx, w
}

// begin is Watch without signals of the system.
func begin(parent context.Context, output Output, exit func(status int, again bool)) (context.Context, *Watcher) {
	w := &Watcher{signals: make(chan os.Signal, 4), output: output, exit: exit, done: make(chan struct{})}
	ctx, cancel := context.WithCancelCause(context.WithValue(parent, key{}, w))
	w.cancel = cancel
	go w.follow()
	return ctx, w
}

// Close ends the watch.
func (w *Watcher) Close() {
	signal.Stop(w.signals)
	close(w.done)
	w.cancel(nil)
}

// of is the watcher of a context, nil if it has none.
func of(ctx context.Context) *Watcher {
	w, _ := ctx.Value(key{}).(*Watcher)
	return w
}

// Conclude says that the command has something to print when it is interrupted, so that it is let finish. A second
// signal, or an output that takes nothing, still ends it at once.
func Conclude(ctx context.Context) {
	if w := of(ctx); w != nil {
		w.concluding.Store(true)
	}
}

// Last has f called when the program is ended from outside its usual course: by a second signal, or because it did not
// end in time. f runs beside whatever the program is doing, and is not waited for long. forget takes it back.
func Last(ctx context.Context, f func()) (forget func()) {
	w := of(ctx)
	if w == nil {
		return func() {}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = append(w.last, &f)
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		for i := range w.last {
			if w.last[i] == &f {
				w.last = append(w.last[:i], w.last[i+1:]...)
				return
			}
		}
	}
}
