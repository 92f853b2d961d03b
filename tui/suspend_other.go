//go:build !unix

package tui

// halting is nothing where processes cannot be stopped.
type halting struct{}

// watch does nothing: there is neither SIGTSTP nor SIGCONT.
func (s *suspension) watch(<-chan struct{}) {}

func (halting) self() {}

func (halting) group() {}

func (halting) shell() bool { return false }
