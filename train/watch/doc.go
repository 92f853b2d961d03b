// Package watch follows a run that trains elsewhere, in PyTorch for example, by the folder that its hook writes: it
// reads gradients as they come and yields the events of package train, whose laws, verdicts and jumps are made by the
// same code as those of a built-in run.
//
//	run.lvs/ --stream.Reader--> records, lines --Run--> train.Event --> explorer, text, NDJSON, recording
//	run.lvs/ <--control.Client-- learning rate, schedule, clipping, pause
//
// What such a folder holds, to the byte, is in package stream and in docs/events.md.
package watch
