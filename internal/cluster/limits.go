package cluster

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// DefaultMaxArraySize is Slurm's own MaxArraySize, which holds where its configuration says nothing else.
const DefaultMaxArraySize = 1001

// Limits are what a cluster says of its job arrays. A limit that is 0 is not known.
type Limits struct {
	MaxArraySize int // one more than the largest number of a task
	MaxTasks     int // max_array_tasks of SchedulerParameters: tasks of an array
	MaxJobCount  int // jobs that the controller holds at a time, of all users; every task is one
}

// ReadLimits reads the output of scontrol show config. Lines that it does not know are skipped.
func ReadLimits(r io.Reader) (Limits, error) {
	var l Limits
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		name, value, found := strings.Cut(lines.Text(), "=")
		if !found {
			continue
		}
		value = strings.TrimSpace(value)
		switch strings.TrimSpace(name) {
		case "MaxArraySize":
			l.MaxArraySize, _ = strconv.Atoi(value)
		case "MaxJobCount":
			l.MaxJobCount, _ = strconv.Atoi(value)
		case "SchedulerParameters":
			for parameter := range strings.SplitSeq(value, ",") {
				if n, ok := strings.CutPrefix(parameter, "max_array_tasks="); ok {
					l.MaxTasks, _ = strconv.Atoi(n)
				}
			}
		}
	}
	return l, lines.Err()
}

// Tasks is the most tasks that an array may have, at least 1, and the limit that says so. Tasks are numbered from 1.
// An array takes at most half of the jobs that the controller holds, as other users have jobs too.
func (l Limits) Tasks() (most int, reason string) {
	most = DefaultMaxArraySize - 1
	reason = fmt.Sprintf("MaxArraySize is %d where Slurm's default holds", DefaultMaxArraySize)
	if l.MaxArraySize > 0 {
		most, reason = l.MaxArraySize-1, fmt.Sprintf("MaxArraySize is %d", l.MaxArraySize)
	}
	if l.MaxTasks > 0 && l.MaxTasks < most {
		most, reason = l.MaxTasks, fmt.Sprintf("max_array_tasks is %d", l.MaxTasks)
	}
	if l.MaxJobCount > 0 && l.MaxJobCount/2 < most {
		most, reason = l.MaxJobCount/2, fmt.Sprintf("MaxJobCount is %d, of which an array takes half", l.MaxJobCount)
	}
	return max(most, 1), reason
}
