package stop

import (
	"os"
	"syscall"
	"time"
)

// follow waits for the first signal, and then for the end of the command: by itself, by another signal, or because it
// takes too long.
func (w *Watcher) follow() {
	var first syscall.Signal
	select {
	case s := <-w.signals:
		first = number(s)
	case <-w.done:
		return
	}
	before, writing := w.writing()
	w.cancel(Cause{first})
	echoed, late, end := time.After(echo), time.After(Prompt), time.After(patience)
	same := true // a signal now is the first one again
	for {
		select {
		case <-w.done:
			return
		case s := <-w.signals:
			// A closed terminal sends SIGHUP to its session, and the shell sends it on to its jobs.
			if again := number(s); !(same && again == first) && again != syscall.SIGHUP {
				w.end(again, true)
				return
			}
		case <-echoed:
			same = false
		case <-late:
			now, still := w.writing()
			if !w.concluding.Load() || writing && still && now == before {
				w.end(first, false)
				return
			}
			before, writing = now, still
			late = time.After(look)
		case <-end:
			w.end(first, false)
			return
		}
	}
}

// number is the signal of the system.
func number(s os.Signal) syscall.Signal {
	n, _ := s.(syscall.Signal)
	return n
}

// writing is Writing of the output.
func (w *Watcher) writing() (uint64, bool) {
	if w.output == nil {
		return 0, false
	}
	return w.output.Writing()
}

// end calls what was registered by Last, the latest first, and ends the program.
func (w *Watcher) end(s syscall.Signal, again bool) {
	w.mu.Lock()
	last := w.last
	w.last = nil
	w.mu.Unlock()
	tidied := make(chan struct{})
	go func() {
		defer close(tidied)
		for i := len(last) - 1; i >= 0; i-- {
			(*last[i])()
		}
	}()
	select {
	case <-tidied:
	case <-time.After(tidying):
	}
	w.exit(Status(s), again)
}
