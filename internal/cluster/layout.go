// Package cluster lays the parts of a command out as the tasks of a Slurm job array, and writes the scripts of the
// array and of the job that merges the parts.
package cluster

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Layout says which task of an array computes which parts. Parts and tasks are numbered from 1: task t computes the
// parts t, t + Tasks, t + 2 Tasks, ... up to Parts.
type Layout struct {
	Parts int
	Tasks int
}

// NewLayout spreads parts over as few tasks as need no more than most tasks in all, one part a task where that many
// are allowed. Both are at least 1.
func NewLayout(parts, most int) Layout {
	share := (parts-1)/most + 1               // of the task with the most parts
	return Layout{parts, (parts-1)/share + 1} // shares then differ by at most one part
}

// Share is the largest number of parts of a task.
func (l Layout) Share() int { return (l.Parts-1)/l.Tasks + 1 }

// Unfinished are the tasks, in ascending order, that have a part that is missing.
func (l Layout) Unfinished(missing []int) (tasks []int) {
	for _, part := range missing {
		tasks = append(tasks, (part-1)%l.Tasks+1)
	}
	slices.Sort(tasks)
	return slices.Compact(tasks)
}

// longestArray is the longest list of tasks in a script, in bytes. Where tasks are missing here and there among
// thousands, the whole array is started instead: tasks whose parts are finished end at once.
const longestArray = 4000

// Array is the value of sbatch --array for tasks in ascending order, such as 1-5,7,9-12.
func (l Layout) Array(tasks []int) string {
	var b strings.Builder
	for i := 0; i < len(tasks); {
		j := i
		for j+1 < len(tasks) && tasks[j+1] == tasks[j]+1 {
			j++
		}
		if b.Len() > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Itoa(tasks[i]))
		if j > i {
			fmt.Fprintf(&b, "-%d", tasks[j])
		}
		i = j + 1
	}
	if b.Len() > longestArray {
		return fmt.Sprintf("1-%d", l.Tasks)
	}
	return b.String()
}
