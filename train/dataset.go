package train

import (
	"cmp"
	"fmt"

	"levyscope/train/data"
)

// DataSource says which examples a run has that come from files, and what was done to them.
type DataSource struct {
	// Digest is the SHA-256 of the examples, as data.Source has it: however their files are packed. A recorded run is
	// refused where the files have others.
	Digest string `json:"digest"`
	// Words are the size of the set, what of it is there, and how it is normalised.
	Words string `json:"words"`
}

// load is the data set of a run with the configuration c.
func (c Config) load() (*data.Set, error) {
	set, err := data.Load(c.Data, data.Options{Seed: c.Seed, Dir: cmp.Or(c.DataHere, c.DataDir)})
	if err != nil {
		return nil, err
	}
	if c.DataDigest != "" && c.DataDigest != set.Source.Digest {
		return nil, fmt.Errorf("data set %s has other examples than the recorded run had (SHA-256 %.12s..., recorded "+
			"%.12s...): put the files back, or name their folder with --data-dir", c.Data, set.Source.Digest, c.DataDigest)
	}
	return set, nil
}

// sourceOf is the DataSource of a set; nil where it is generated.
func sourceOf(set *data.Set) *DataSource {
	if set.Source.Digest == "" {
		return nil
	}
	return &DataSource{set.Source.Digest, set.Words()}
}
