// Package stream reads the folder in which a run that trains elsewhere records its gradients. It never writes in it.
//
//	run.lvs/                   any name; made by the job
//	  r0.0001/                 rank 0, session 1; a restart of the job takes 0002
//	    meta.json              what is recorded; there whole or not at all, and immutable
//	    grad.0000.bin ...      records of training steps, in segments of whole records; the oldest may be removed
//	    probe.0000.bin ...     records of minibatches at frozen weights
//	    events.ndjson          one JSON object a line
//	  control.VIEWER.ndjson    what a viewer asks of the job
//
// A record has no header and no padding: its bytes are the fields of the table in meta.json, little-endian, one after
// another. In version 1 these are, from byte 0 on, crc (u32), draw (u32), step (u64), time (f64), loss, lr, scale and
// norm (f32), batch and flags (u32) and the sampled gradients g (f32 each). The checksum is CRC-32 (IEEE) of all bytes
// after it, with 1 in place of 0; 0 says that none was computed. A record whose checksum and time are both 0 is a hole
// that has not been filled yet.
//
// What is read may be torn, damaged or hostile: a wrong byte costs no more than its record, and memory is bounded by
// the limits of this package whatever the files hold.
package stream

// The limits of what is read.
const (
	MetaBytes   = 64 << 20  // of meta.json
	Sampled     = 1_000_000 // values of a record
	RecordBytes = 8 << 20   // of a record
	LineBytes   = 256 << 10 // of a line of events.ndjson
	Arrays      = 1 << 17   // of a network
)

// The names of files.
const (
	MetaFile   = "meta.json"
	EventsFile = "events.ndjson"
)

// Format and Version are what meta.json says of itself.
const (
	Format  = "levyscope-stream"
	Version = 1
)
