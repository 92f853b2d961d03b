// Package control turns the controls of a job that trains elsewhere: learning rate, schedule, clipping and pause.
//
//	caller --Send--> queue --Client.Run--> control.VIEWER.ndjson --> job
//	caller <--States-- Client.Run <------- r0.NNNN/events.ndjson <-- job
//
// A command is a line in a file of this viewer's own, and the job answers it with a line among its events. Client.Run
// does all reading and writing, on a goroutine of its own: Send and States never wait for a disk.
//
// A command is for one session of the job. A job that was begun again obeys nothing that was sent before.
package control
