package cluster_test

import (
	"slices"
	"strings"
	"testing"

	"levyscope/internal/cluster"
)

func TestLayout(t *testing.T) {
	for _, c := range []struct{ parts, most, tasks, share int }{
		{1, 1, 1, 1}, {1, 1000, 1, 1}, {8, 1000, 8, 1}, {1000, 1000, 1000, 1}, {1001, 1000, 501, 2},
		{13, 5, 5, 3}, {12, 5, 4, 3}, {13, 1, 1, 13}, {1_000_000, 1000, 1000, 1000}, {999_999, 1000, 1000, 1000},
	} {
		l := cluster.NewLayout(c.parts, c.most)
		if l.Tasks != c.tasks || l.Share() != c.share || l.Parts != c.parts {
			t.Errorf("%d parts by at most %d tasks: %+v with shares of %d, want %d tasks, shares of %d",
				c.parts, c.most, l, l.Share(), c.tasks, c.share)
		}
		for task := 1; task <= l.Tasks; task++ {
			n := 0
			for part := task; part <= l.Parts; part += l.Tasks { // as in the script
				if n++; !slices.Equal(l.Unfinished([]int{part}), []int{task}) {
					t.Fatalf("%+v: part %d is of the tasks %v, not %d", l, part, l.Unfinished([]int{part}), task)
				}
			}
			if n < l.Share()-1 || n > l.Share() {
				t.Errorf("task %d of %+v has %d parts", task, l, n)
			}
		}
	}
}

func TestUnfinishedTasks(t *testing.T) {
	l := cluster.NewLayout(13, 5) // task 2 has the parts 2, 7, 12
	for _, c := range []struct {
		missing []int
		array   string
	}{
		{nil, ""}, {[]int{7}, "2"}, {[]int{2, 12}, "2"}, {[]int{1, 6, 4, 5}, "1,4-5"}, {[]int{1, 2, 3, 4, 5}, "1-5"},
	} {
		tasks := l.Unfinished(c.missing)
		if got := l.Array(tasks); got != c.array {
			t.Errorf("parts %v are missing: tasks %q, want %q", c.missing, got, c.array)
		}
	}
}

// A list of tasks that would make an endless line becomes the whole array.
func TestLongArray(t *testing.T) {
	l := cluster.NewLayout(4000, 4000)
	var tasks []int
	for part := 1; part <= 4000; part += 2 {
		tasks = append(tasks, part)
	}
	tasks = l.Unfinished(tasks)
	if got := l.Array(tasks); got != "1-4000" {
		t.Errorf("%.40q", got)
	}
	if got := l.Array(tasks[:10]); got != "1,3,5,7,9,11,13,15,17,19" {
		t.Errorf("%q", got)
	}
}

func TestLimits(t *testing.T) {
	const head = "Configuration data as of 2026-11-26T07:32:11\nAccountingStorageType   = accounting_storage/none\n"
	for _, c := range []struct {
		config string
		most   int
		reason string
	}{
		{"", 1000, "MaxArraySize is 1001 where Slurm's default holds"},
		{"MaxArraySize            = 6\nMaxJobCount             = 10000\n", 5, "MaxArraySize is 6"},
		{"MaxArraySize = 4000001\nMaxJobCount = 10000\n", 5000, "MaxJobCount is 10000, of which an array takes half"},
		{"MaxArraySize = 1001\nSchedulerParameters     = bf_interval=1,max_array_tasks=100\n", 100, "max_array_tasks is 100"},
		{"MaxArraySize = 1\n", 1, "MaxArraySize is 1"},
		{"MaxArraySize = (null)\nno equals sign\n", 1000, "MaxArraySize is 1001 where Slurm's default holds"},
	} {
		limits, err := cluster.ReadLimits(strings.NewReader(head + c.config))
		if most, reason := limits.Tasks(); err != nil || most != c.most || reason != c.reason {
			t.Errorf("%q: %d tasks, as %s, error %v; want %d, as %s", c.config, most, reason, err, c.most, c.reason)
		}
	}
}
