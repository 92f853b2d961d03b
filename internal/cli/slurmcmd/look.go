package slurmcmd

import (
	"context"
	"fmt"

	"levyscope/internal/shard"
)

// found is what parts a folder has.
type found struct {
	missing []int  // parts that are to be computed, in ascending order
	strange int    // how many of them are there, of another kind of processor
	kind    string // of processor, of the parts that are kept
}

// look reads all parts that are there. Parts of several kinds of processors do not merge: those of the kind that most
// parts have are kept.
func (f folder) look(ctx context.Context) (found, error) {
	kinds := make([]string, f.mark.Parts+1) // of processor, "" for a part that is not finished
	count := map[string]int{}
	var out found
	for i := 1; i <= f.mark.Parts; i++ {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		if kinds[i] = f.kindOf(i); kinds[i] == "" {
			continue
		}
		if count[kinds[i]]++; count[kinds[i]] > count[out.kind] {
			out.kind = kinds[i]
		}
	}
	for i := 1; i <= f.mark.Parts; i++ {
		if kinds[i] == "" || kinds[i] != out.kind {
			out.missing = append(out.missing, i)
		}
		if kinds[i] != "" && kinds[i] != out.kind {
			out.strange++
		}
	}
	return out, nil
}

// kindOf is the kind of processor that part i was computed on, "" where the part is not there, is not of this command
// and build, or is damaged.
func (f folder) kindOf(i int) string {
	if f.replace {
		return ""
	}
	file, err := shard.Open(f.part(i))
	if err != nil || file.Command != f.mark.Command || file.Build != f.mark.Build || file.Config != f.mark.Config ||
		file.Part != i || file.Of != f.mark.Parts || file.Lines(func([]byte) error { return nil }) != nil {
		return ""
	}
	return file.Processor
}

// text says what is kept of so many parts, and which tasks compute the others.
func (o found) text(parts int, tasks string) string {
	text := ""
	switch missing := len(o.missing); {
	case missing == 0:
		text = "\nall parts are finished: only the merging is left"
	case missing < parts:
		text = fmt.Sprintf("\n%d of %d parts are finished and kept; tasks to start: %s", parts-missing, parts, tasks)
	}
	if o.strange > 0 {
		text += fmt.Sprintf("\n%d parts are there of another kind of processor than %s, and are computed again: "+
			"give --constraint a feature that only nodes of this kind have", o.strange, shown(o.kind))
	}
	return text
}
