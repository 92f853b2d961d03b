package cli

import (
	"io/fs"
	"os"
	"sync/atomic"
	"syscall"
)

// Stdout is the standard output of the program. It remembers the first error of writing and gives it back at every
// later write, so that an output that is lost is an error of every command, also of those that do not ask, and the
// same one however often it is met. It implements stop.Output.
type Stdout struct {
	file   *os.File
	closed error         // of a write; nil unless the file was closed at the start
	writes atomic.Uint64 // odd while one is under way
	failed atomic.Pointer[error]
}

// NewStdout returns the output to a file. The standard output that was closed at the start fails at the first write.
func NewStdout(file *os.File) *Stdout {
	s := &Stdout{file: file}
	if file == os.Stdout && startedClosed() {
		s.closed = &fs.PathError{Op: "write", Path: file.Name(), Err: syscall.EBADF}
		file.Close() // for what writes to it directly
	}
	return s
}

// Write writes to the file, unless an earlier write has failed.
func (s *Stdout) Write(p []byte) (int, error) {
	if s.closed != nil {
		s.failed.CompareAndSwap(nil, &s.closed)
	}
	if err := s.Err(); err != nil {
		return 0, err
	}
	s.writes.Add(1)
	n, err := s.file.Write(p)
	s.writes.Add(1)
	if err != nil {
		s.failed.CompareAndSwap(nil, &err)
	}
	return n, err
}

// Err is the error of the first write that failed, nil if none has.
func (s *Stdout) Err() error {
	if err := s.failed.Load(); err != nil {
		return *err
	}
	return nil
}

// Writing is the number of the write that is under way; ok is false if there is none.
func (s *Stdout) Writing() (number uint64, ok bool) {
	n := s.writes.Load()
	return n, n%2 == 1
}

// Read, Fd and Close are those of the file; with them it is known for a terminal.
func (s *Stdout) Read(p []byte) (int, error) { return s.file.Read(p) }

// Fd is the descriptor of the file.
func (s *Stdout) Fd() uintptr { return s.file.Fd() }

// Close closes the file.
func (s *Stdout) Close() error { return s.file.Close() }
