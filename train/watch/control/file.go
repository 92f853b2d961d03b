package control

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// NewViewer is a name that no other viewer has: host, process and random digits.
func NewViewer() string {
	host, err := os.Hostname()
	if err != nil || host == "" {
		host = "viewer"
	}
	host = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_':
			return r
		}
		return '_'
	}, host)
	var b [4]byte
	rand.Read(b[:]) // never fails
	return fmt.Sprintf("%s-%d-%s", host[:min(len(host), 48)], os.Getpid(), hex.EncodeToString(b[:]))
}

// fileName is the file of a viewer's commands.
func fileName(viewer string) string { return "control." + viewer + ".ndjson" }

// appendLine writes a line at the end of a file, whole or not at all. The file is made when it is not there and made
// is set; it is opened anew each time, so that other machines see what was written.
func appendLine(path string, line []byte, made bool) (err error) {
	flag := os.O_WRONLY | os.O_APPEND | noFollow
	if !made {
		flag |= os.O_CREATE | os.O_EXCL
	}
	f, err := os.OpenFile(path, flag, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no regular file", path)
	}
	if n, err := f.Write(line); err != nil {
		if n > 0 {
			return errors.Join(err, f.Truncate(info.Size()))
		}
		return err
	}
	return nil
}

// openRegular opens a regular file for reading: no link, pipe or device.
func openRegular(path string) (*os.File, fs.FileInfo, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|noFollow|noBlock, 0)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is no regular file", path)
	}
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, info, nil
}

// tail reads the lines that are added to a file.
type tail struct {
	path   string
	at     int64 // up to here the file is read
	rest   []byte
	skip   bool // the line under way is too long
	chunks []byte
}

// Bounds of reading.
const (
	mostTail = 256 << 10 // bytes of a line of events
	chunk    = 64 << 10
	mostMeta = 64 << 20
)

// read gives each new whole line to take. A file that became shorter is read from its beginning.
func (t *tail) read(take func(line []byte)) error {
	f, info, err := openRegular(t.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if info.Size() < t.at {
		t.at, t.rest, t.skip = 0, nil, false
	}
	if t.chunks == nil {
		t.chunks = make([]byte, chunk)
	}
	for t.at < info.Size() {
		n, err := f.ReadAt(t.chunks, t.at)
		t.at += int64(n)
		t.split(t.chunks[:n], take)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if n == 0 {
			break
		}
	}
	return nil
}

// split cuts bytes into lines.
func (t *tail) split(b []byte, take func(line []byte)) {
	for len(b) > 0 {
		end := strings.IndexByte(string(b), '\n')
		if end < 0 {
			if t.rest = append(t.rest, b...); len(t.rest) > mostTail {
				t.rest, t.skip = nil, true
			}
			return
		}
		if line := append(t.rest, b[:end]...); !t.skip && len(line) <= mostTail {
			take(line)
		}
		t.rest, t.skip, b = nil, false, b[end+1:]
	}
}

// join is a path within the folder.
func join(parts ...string) string { return filepath.Join(parts...) }
