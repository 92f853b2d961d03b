package train

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The first event of a run on a file has the digest of its examples, and a run that is to have these refuses others.
// Where the file lies does not matter.
func TestOtherExamplesAreRefused(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	write := func(dir, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "a.csv"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(dir, "1,2,0\n3,4,1\n5,6,0\n7,8,1\n9,9,0\n")
	cfg := Default()
	cfg.Data, cfg.DataDir, cfg.Model = "csv:path=a.csv", dir, "linear"
	cfg.Steps, cfg.Controls.Batch, cfg.Probe.Every = 1, 2, 0
	started := func(cfg Config) (Started, error) {
		for e, err := range Run(background, cfg, nil) {
			if err != nil {
				return Started{}, err
			}
			return e.(Started), nil
		}
		return Started{}, nil
	}
	first, err := started(cfg)
	if err != nil || first.DataSource == nil || len(first.DataSource.Digest) != 64 ||
		!strings.Contains(first.DataSource.Words, "4 examples for training, 1 for testing") {
		t.Fatalf("%+v, %v", first.DataSource, err)
	}
	cfg.DataDigest, cfg.DataHere = first.DataSource.Digest, elsewhere
	write(elsewhere, "1,2,0\n3,4,1\n5,6,0\n7,8,1\n9,9,0\n")
	if _, err := started(cfg); err != nil {
		t.Errorf("the same examples in another folder: %v", err)
	}
	write(elsewhere, "1,2,0\n3,4,1\n5,6,0\n7,8,1\n9,9,1\n")
	if _, err := started(cfg); err == nil || !strings.Contains(err.Error(), "other examples than the recorded run") {
		t.Errorf("another label: %v", err)
	}
}
