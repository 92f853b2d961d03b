package watchcmd

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"slices"

	"levyscope/internal/record"
	"levyscope/train/watch"
)

// Comparison is what became of recorded events when the folder was read again.
type Comparison struct {
	Events  int    // recorded, of the types that the folder alone determines
	Same    int    // of them, that the folder gives again
	Missing int    // of them, that it does not give: removed since, or of a burst that is not judged this time
	Line    int    // of the first that it gives otherwise; 0: none
	What    string // that is
}

// compared are the types of events that depend on the folder alone. Jumps depend on which bursts were judged, and those
// of a live watch on the time that there was.
var compared = []string{"progress", "evaluated", "noise", "acknowledged", "refused", "resumed", "noted"}

// told is an event that was recorded.
type told struct {
	sum  uint64
	line int
}

// keys gives events their keys, in their order.
type keys struct {
	session string
	seen    map[string]int
}

// key names an event of a recording: session, type, step and which of those; false for one that is not compared.
func (k *keys) key(line []byte) (string, bool, error) {
	var h struct {
		Type    string `json:"type"`
		Session string `json:"session"`
		Kind    string `json:"kind"`
		Step    int    `json:"step"`
		Burst   *struct {
			From int `json:"from"`
		} `json:"burst"`
	}
	if err := json.Unmarshal(line, &h); err != nil {
		return "", false, err
	}
	if h.Type == "attached" {
		k.session = h.Session
	}
	if !slices.Contains(compared, h.Type) || h.Kind == "skipped" || h.Kind == "problem" {
		return "", false, nil
	}
	key := fmt.Sprintf("%s %s %d", k.session, h.Type, h.Step)
	if h.Burst != nil {
		key += fmt.Sprint(" burst ", h.Burst.From)
	}
	if h.Type != "progress" { // of which there is one a step
		if k.seen == nil {
			k.seen = map[string]int{}
		}
		k.seen[key]++
		key += fmt.Sprint(" ", k.seen[key])
	}
	return key, true, nil
}

func sum(line []byte) uint64 {
	h := fnv.New64a()
	h.Write(line)
	return h.Sum64()
}

// Compare reads the folder of cfg again and compares what it gives with a recording.
func Compare(ctx context.Context, text io.Reader, cfg watch.Config) (c Comparison, err error) {
	recorded := map[string]told{}
	var k keys
	lines, n := record.Lines(text), 0
	for lines.Scan() {
		n++
		line := lines.Bytes()
		if line[len(line)-1] != '\n' && !json.Valid(line) {
			break // it is cut
		}
		key, ok, err := k.key(line)
		if err != nil {
			return c, fmt.Errorf("line %d: %w", n, err)
		}
		if ok {
			c.Events++
			recorded[key] = told{sum(trimmed(line)), n}
		}
	}
	if err := lines.Err(); err != nil {
		return c, err
	}
	k = keys{}
	var room []byte
	for e, err := range Events(ctx, cfg) {
		if err != nil {
			return c, err
		}
		if _, transient := e.(record.Transient); transient {
			continue
		}
		if room, err = record.Append(room[:0], e); err != nil {
			return c, err
		}
		key, ok, err := k.key(room)
		if err != nil {
			return c, err
		}
		was, there := recorded[key]
		switch {
		case !ok || !there:
		case was.sum == sum(room):
			c.Same++
		case c.Line == 0 || was.line < c.Line:
			c.Line, c.What = was.line, key
		}
		delete(recorded, key)
	}
	c.Missing = len(recorded)
	return c, nil
}

// trimmed is a line without its end.
func trimmed(line []byte) []byte {
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r') {
		line = line[:len(line)-1]
	}
	return line
}
