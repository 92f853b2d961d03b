package watch

import (
	"time"

	"levyscope/train"
)

// Attached is the first event of a session: the job was begun, or begun again. Later events of a session whose steps
// were there before supersede those.
type Attached struct {
	train.Foreign
	Engine     string  `json:"engine"`           // "watch"
	Folder     string  `json:"folder"`           // as given
	Session    string  `json:"session"`          // random digits of the job's own
	Number     int     `json:"number"`           // of the session among those of its rank, from 1
	Rank       int     `json:"rank"`             // of the process whose gradients these are
	World      int     `json:"world"`            // number of processes
	Writer     string  `json:"writer"`           // what wrote it
	Begun      float64 `json:"begun"`            // Unix seconds
	Parameters int     `json:"parameters"`       // of the network
	Sampled    int     `json:"sampled"`          // whose gradients are recorded
	Layers     []Layer `json:"layers"`           // the parameter arrays, in their order
	Control    bool    `json:"control"`          // the job reads controls
	Record     int     `json:"record"`           // bytes of a record
	From       int     `json:"from,omitempty"`   // first step of the session, where known
	Seed       uint64  `json:"seed,omitempty"`   // of the sample
	Lease      float64 `json:"lease,omitempty"`  // seconds after which a paused job goes on without its viewer
	Source     string  `json:"source,omitempty"` // what is read where that is no such folder
}

// Layer is an array of parameters of which some are recorded.
type Layer struct {
	Name  string `json:"name"`  // of the array
	Shape []int  `json:"shape"` // row-major dimensions
	// The recorded ones are the values [From, To) of a record.
	From int `json:"from"`
	To   int `json:"to"`
}

// Acknowledged says from which step on the job obeys a command.
type Acknowledged struct {
	train.Foreign
	Step   int    `json:"step"`   // first update that uses it
	Viewer string `json:"viewer"` // who sent it
	Seq    int    `json:"seq"`    // number of the command of that viewer
	Set    Values `json:"set"`
	Was    Values `json:"was"` // what was in force before, for an exact undo
}

// Refused says that the job obeyed nothing of a command.
type Refused struct {
	train.Foreign
	Step   int    `json:"step"`
	Viewer string `json:"viewer,omitempty"`
	Seq    int    `json:"seq,omitempty"`
	Line   string `json:"line,omitempty"` // the beginning of it, where it was none
	Reason string `json:"error"`
}

// Values are what a command sets. Nil is not set.
type Values struct {
	Scale    *float64     `json:"lr_scale,omitempty"` // factor of the job's own learning rate
	Eta      *float64     `json:"lr,omitempty"`       // in place of the job's own; NaN (null): the job's own again
	Schedule [][2]float64 `json:"schedule,omitempty"` // (step, factor), linear between; empty and not nil: none
	Clip     *float64     `json:"clip,omitempty"`     // bound of the norm of the gradient; NaN (null): none
	Pause    *bool        `json:"pause,omitempty"`
}

// Resumed says that a paused job went on.
type Resumed struct {
	train.Foreign
	Step int    `json:"step"`
	Why  string `json:"why"` // a command, the end of the lease, the limit
}

// Noted is another line of the job's own: cadence, dropped rows, a probe's progress, the end.
type Noted struct {
	train.Foreign
	Step int    `json:"step"`
	Kind string `json:"kind"` // its type in events.ndjson
	Text string `json:"text"` // in words
}

// Status says how the folder stands. It is no part of a recording.
type Status struct {
	train.Foreign
	Step     int           // of the last record, -1 without one
	Silent   time.Duration // since anything new was seen
	Over     bool          // the job has said that it ended
	Why      string        // why it is over, or cannot be read any more; ""
	Records  int           // read so far
	Waiting  int           // on disk, not read yet
	Damaged  int           // records with a wrong checksum, and holes that were never filled
	Lost     int           // steps missing within bursts
	Dropped  int           // rows that the writer dropped, by its own count
	Disk     int64         // bytes of the folder
	Sessions int
	Ranks    int
}

// The names of the events in a recording.

// Type is "attached".
func (Attached) Type() string { return "attached" }

// Type is "acknowledged".
func (Acknowledged) Type() string { return "acknowledged" }

// Type is "refused".
func (Refused) Type() string { return "refused" }

// Type is "resumed".
func (Resumed) Type() string { return "resumed" }

// Type is "noted".
func (Noted) Type() string { return "noted" }

// Type is "status".
func (Status) Type() string { return "status" }

// Transient keeps the event out of recordings.
func (Status) Transient() {}
