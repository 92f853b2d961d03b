package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
)

// session is what the client has to know of a session of the job.
type session struct {
	name    string // its directory
	number  int
	info    fs.FileInfo // of the file that describes it
	ID      string      `json:"session"`
	Control bool        `json:"control"`
	Lease   float64     `json:"lease"`  // seconds
	Record  int         `json:"record"` // bytes
}

// sessionNumber is the number in the name of a directory of rank 0, "r0.0001".
func sessionNumber(name string) (n int, ok bool) {
	digits, ok := strings.CutPrefix(name, "r0.")
	if !ok || len(digits) < 4 || len(digits) > 9 {
		return 0, false
	}
	for _, d := range digits {
		if d < '0' || d > '9' {
			return 0, false
		}
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil && n > 0
}

// latest is the last session of rank 0 that is described. changed is false where that is the session now, which is not
// read again while the file that describes it is the same one; a folder that was removed and made anew has another. A
// session that cannot be read for another reason than that it is gone stays the one it was.
func latest(folder string, now session) (s session, changed bool, err error) {
	dir, err := os.Open(folder)
	if err != nil {
		return now, false, err
	}
	names, err := dir.Readdirnames(-1)
	dir.Close()
	if err != nil {
		return now, false, err
	}
	var numbers []int
	named := map[int]string{}
	for _, name := range names {
		if n, is := sessionNumber(name); is {
			numbers, named[n] = append(numbers, n), name
		}
	}
	slices.Sort(numbers)
	for _, n := range slices.Backward(numbers) {
		if n == now.number && now.same(folder) {
			return now, false, nil
		}
		found, err := readSession(folder, named[n])
		switch {
		case err == nil:
			found.name, found.number = named[n], n
			return found, n != now.number || found.ID != now.ID, nil
		case n == now.number && !errors.Is(err, fs.ErrNotExist):
			return now, false, nil
		}
	}
	return session{}, now.number > 0, nil
}

// same says that the file that describes the session is the one that was read.
func (s session) same(folder string) bool {
	info, err := os.Lstat(join(folder, s.name, "meta.json"))
	return err == nil && s.info != nil && os.SameFile(info, s.info) && info.Size() == s.info.Size() &&
		info.ModTime().Equal(s.info.ModTime())
}

// readSession reads what describes a session.
func readSession(folder, name string) (s session, err error) {
	f, info, err := openRegular(join(folder, name, "meta.json"))
	if err != nil {
		return s, err
	}
	defer f.Close()
	if info.Size() > mostMeta {
		return s, fmt.Errorf("%s has %d bytes, of which %d are read at most", f.Name(), info.Size(), int64(mostMeta))
	}
	if err := json.NewDecoder(io.LimitReader(f, mostMeta)).Decode(&s); err != nil {
		return s, err
	}
	if s.ID == "" {
		return s, fmt.Errorf("%s names no session", f.Name())
	}
	s.info = info
	return s, nil
}
