package watchcmd

import (
	"slices"

	"levyscope/internal/printable"
	"levyscope/internal/record"
	"levyscope/train"
	"levyscope/train/watch"
)

// harmless is an event whose texts, which come from the job, are made harmless for a line.
func harmless(e record.Event) record.Event {
	line := func(texts ...*string) {
		for _, t := range texts {
			*t = printable.Line(*t)
		}
	}
	switch e := e.(type) {
	case watch.Attached:
		line(&e.Folder, &e.Session, &e.Writer, &e.Source)
		return e
	case train.NoiseEstimate:
		e.Layers = slices.Clone(e.Layers)
		for i := range e.Layers {
			line(&e.Layers[i].Name)
		}
		return e
	case watch.Acknowledged:
		line(&e.Viewer)
		return e
	case watch.Refused:
		line(&e.Viewer, &e.Line, &e.Reason)
		return e
	case watch.Resumed:
		line(&e.Why)
		return e
	case watch.Noted:
		line(&e.Text)
		return e
	case watch.Status:
		line(&e.Why)
		return e
	case Done:
		e.Layers = slices.Clone(e.Layers)
		for i := range e.Layers {
			line(&e.Layers[i].Name)
		}
		line(&e.Why)
		return e
	}
	return e
}
