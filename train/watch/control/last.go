package control

import (
	"encoding/binary"
	"os"
	"strings"
)

// The head of a record: see package stream.
const (
	recordHead = 48
	stepAt     = 8
	timeAt     = 16
	mostRecord = 8 << 20 // bytes
)

// lastStep is the step of the last whole record of a session's trajectory; ok is false where there is none.
func (s session) lastStep(folder string) (step int, ok bool) {
	if s.Record < recordHead || s.Record > mostRecord {
		return 0, false
	}
	dir, err := os.Open(join(folder, s.name))
	if err != nil {
		return 0, false
	}
	names, err := dir.Readdirnames(-1)
	dir.Close()
	if err != nil {
		return 0, false
	}
	newest := ""
	for _, name := range names {
		if strings.HasPrefix(name, "grad.") && strings.HasSuffix(name, ".bin") && later(name, newest) {
			newest = name
		}
	}
	if newest == "" {
		return 0, false
	}
	f, info, err := openRegular(join(folder, s.name, newest))
	if err != nil {
		return 0, false
	}
	defer f.Close()
	whole := info.Size() / int64(s.Record)
	var head [recordHead]byte
	if whole == 0 {
		return 0, false
	}
	if _, err := f.ReadAt(head[:], (whole-1)*int64(s.Record)); err != nil {
		return 0, false
	}
	n := binary.LittleEndian.Uint64(head[stepAt:])
	if n > 1<<53 || binary.LittleEndian.Uint64(head[timeAt:]) == 0 { // no step, or a hole
		return 0, false
	}
	return int(n), true
}

// later says that a segment comes after another one: their numbers have the same number of digits until they need more.
func later(a, b string) bool { return len(a) > len(b) || len(a) == len(b) && a > b }
