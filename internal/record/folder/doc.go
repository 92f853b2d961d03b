// Package folder keeps the recording of a run in a folder:
//
//	run.toml          what the run is a function of: format, engine, seed, configuration; and build and processor
//	events.ndjson     the events, one JSON object a line (events.ndjson.zst where they are compressed)
//	changes.ndjson    the changed events once more; each is flushed at once
//	checkpoints/      step-N: the state before step N, of the last two checkpoints
//	lock              is held by the process that writes
//
// A line of events.ndjson is what the run prints. Whatever ends the process, what had reached the operating
// system stays: everything up to a second before, and all of a change, an evaluation or an estimate. Open
// reads a folder whose last line is cut up to its last whole event.
package folder

// Format is the number of this layout. A folder of a later one is refused.
const Format = 1

// The files of a folder.
const (
	aboutFile       = "run.toml"
	eventsFile      = "events.ndjson"
	compressedFile  = "events.ndjson.zst"
	changesFile     = "changes.ndjson"
	lockFile        = "lock"
	checkpointsPath = "checkpoints"
)
