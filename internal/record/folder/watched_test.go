package folder

import (
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/record"
	"levyscope/train"
)

// noted is the first event of a job.
type noted struct {
	Engine string `json:"engine"`
	Folder string `json:"folder"`
	Rank   int    `json:"rank"`
}

func (noted) Type() string { return "attached" }

// A run that trained elsewhere is recorded, and read again.
func TestWatchedRun(t *testing.T) {
	for name, c := range map[string]struct {
		first record.Event
		want  record.Watched
	}{
		"started": {record.WatchStarted{Engine: record.WatchEngine, Config: record.Watched{Folder: "a", Rank: 1, Burst: 64}},
			record.Watched{Folder: "a", Rank: 1, Burst: 64}},
		"attached": {noted{"watch", "b", 2}, record.Watched{Folder: "b", Rank: 2}},
	} {
		dir := filepath.Join(t.TempDir(), name)
		w, err := Create(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range []record.Event{c.first, train.Progress{Step: 1, Loss: 2}} {
			if err := w.Write(e); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if r.Watch == nil || *r.Watch != c.want || r.Events != 2 {
			t.Errorf("%s: %+v, %d events", name, r.Watch, r.Events)
		}
		about := string(contents(t, dir, aboutFile))
		put(t, dir, aboutFile, []byte(strings.Replace(about, `"rank":`, `"rank":3`, 1)))
		if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), "config") {
			t.Errorf("%s: an edited configuration: %v", name, err)
		}
	}
}
