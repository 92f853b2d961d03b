package record

import (
	"encoding/json"
	"errors"
)

// Watched is what the recording of a run that trained elsewhere is a function of, beside the folder that its hook
// wrote, which is no part of the recording.
type Watched struct {
	Folder        string  `json:"folder"`         // as it was given
	Rank          int     `json:"rank"`           // whose gradients
	JumpThreshold float64 `json:"jump_threshold"` // 0, here and below: the default
	Block         int     `json:"block"`
	LeastDraws    int     `json:"least_draws"`
	Burst         int     `json:"burst"`
	Every         int     `json:"every,omitempty"` // one burst of so many is judged; 0: as many as the time allows
	Keep          int     `json:"keep,omitempty"`  // parameters that are judged one by one
	NoJumps       bool    `json:"no_jumps,omitempty"`
}

// WatchStarted is the first event of such a recording. One that begins with the event attached, which names folder and
// rank, has the defaults for the rest.
type WatchStarted struct {
	Engine string  `json:"engine"` // WatchEngine
	Config Watched `json:"config"`
}

// WatchEngine is the engine of a run that trained elsewhere.
const WatchEngine = "watch"

// Type is "started".
func (WatchStarted) Type() string { return "started" }

// attach takes the first event attached for a start, where there was none.
func (r *Run) attach(h head) error {
	switch {
	case r.Watch != nil:
		return nil
	case r.Train != nil || r.Sim != nil:
		return errors.New("an attached event in the recording of another engine: the file was edited or damaged")
	case h.Engine != WatchEngine:
		return errors.New("an attached event whose engine is not watch: the file was edited or damaged")
	}
	r.Watch = &Watched{Folder: h.Folder, Rank: h.Rank}
	return nil
}

// FirstOf is engine and configuration of the first event of a recording, as JSON.
func FirstOf(line []byte) (engine string, config json.RawMessage, err error) {
	var h head
	if err := json.Unmarshal(line, &h); err != nil {
		return "", nil, err
	}
	if h.Type == "attached" && h.Config == nil {
		h.Config, err = Value(&Watched{Folder: h.Folder, Rank: h.Rank})
	}
	return h.Engine, h.Config, err
}
