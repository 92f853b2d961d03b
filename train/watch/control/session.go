package control

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// session is what the client has to know of a session of the job.
type session struct {
	name    string // its directory
	number  int
	ID      string  `json:"session"`
	Control bool    `json:"control"`
	Lease   float64 `json:"lease"`  // seconds
	Record  int     `json:"record"` // bytes
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

// latest is the last session of rank 0 that is described, if that is later than the one after which is asked.
func latest(folder string, after int) (s session, ok bool, err error) {
	dir, err := os.Open(folder)
	if err != nil {
		return s, false, err
	}
	names, err := dir.Readdirnames(-1)
	dir.Close()
	if err != nil {
		return s, false, err
	}
	best := after
	for _, name := range names {
		if n, is := sessionNumber(name); is && n > best {
			if found, err := readSession(folder, name); err == nil {
				found.name, found.number = name, n
				s, ok, best = found, true, n
			}
		}
	}
	return s, ok, nil
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
	return s, nil
}
