//go:build unix

package tui

import (
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	tea "charm.land/bubbletea/v2"
)

// halting stops the process and waits until it is continued.
type halting struct {
	signals   chan os.Signal // SIGTSTP and SIGCONT
	continued chan struct{}  // SIGCONT
	noted     chan struct{}  // SIGTSTP while it is waited for
	waits     chan bool      // whether SIGCONT is waited for
}

// watch passes on SIGTSTP from outside, and SIGCONT that nobody here waited for, until done is closed.
func (s *suspension) watch(done <-chan struct{}) {
	h := halting{signals: make(chan os.Signal, 4), continued: make(chan struct{}),
		noted: make(chan struct{}, 1), waits: make(chan bool)}
	s.halted = h
	signal.Notify(h.signals, syscall.SIGTSTP, syscall.SIGCONT)
	go func() {
		defer signal.Stop(h.signals)
		waits := false
		for {
			var msg tea.Msg
			select {
			case <-done:
				return
			case waits = <-h.waits:
				continue
			case sig := <-h.signals:
				switch {
				case waits && sig == syscall.SIGCONT:
					waits = false
					h.continued <- struct{}{}
					continue
				case waits: // the SIGTSTP by which group stops the others
					select {
					case h.noted <- struct{}{}:
					default:
					}
					continue
				case sig == syscall.SIGCONT:
					msg = awakeMsg{}
				default:
					msg = haltMsg{}
				}
			}
			go s.program.Send(msg)
		}
	}()
}

// self stops this process.
func (h halting) self() {
	h.waits <- true
	// Not SIGTSTP, which the kernel drops for a process without a shell over it.
	if syscall.Kill(syscall.Getpid(), syscall.SIGSTOP) != nil {
		h.waits <- false
		return
	}
	<-h.continued
}

// group stops the whole job, as the key does.
func (h halting) group() {
	h.waits <- true
	syscall.Kill(0, syscall.SIGTSTP) // the others; here it is only noted, and must be before SIGCONT comes
	select {
	case <-h.noted:
	case <-time.After(50 * time.Millisecond):
	}
	if syscall.Kill(syscall.Getpid(), syscall.SIGSTOP) != nil {
		h.waits <- false
		return
	}
	<-h.continued
}

// shell says whether a shell is over this process that could continue it: its parent is in the same session, but in
// another process group.
func (h halting) shell() bool {
	parent := syscall.Getppid()
	own, err := unix.Getsid(0)
	theirs, parentErr := unix.Getsid(parent)
	group, groupErr := unix.Getpgid(parent)
	return err == nil && parentErr == nil && groupErr == nil && own == theirs && group != unix.Getpgrp()
}
