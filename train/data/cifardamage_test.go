package data_test

import (
	"bytes"
	"strings"
	"testing"

	"levyscope/train/data"
)

// The checksum of a packed archive is compared, though it stands behind the end of the archive: a bit that turned in
// it, or in the padding, and a trailer that is missing are errors with the file and the place.
func TestChecksumOfThePackedArchive(t *testing.T) {
	whole := gzipped(tarred("data_batch_1.bin", append(record(1, 2), record(3, 4)...), "test_batch.bin", record(9, 9)))
	turned := bytes.Clone(whole)
	turned[len(turned)-6] ^= 1 // in the CRC-32, the four bytes before the last four
	for _, c := range []struct {
		what string
		b    []byte
		want string // in the error; "" for none
	}{
		{"whole", whole, ""},
		{"a bit of the checksum turned", turned, "damaged"},
		{"no trailer", whole[:len(whole)-8], "truncated"},
		{"half a trailer", whole[:len(whole)-4], "truncated"},
		{"something after it", append(bytes.Clone(whole), "rubbish, longer than a header"...), "damaged"},
	} {
		dir := folder(t, map[string][]byte{"cifar-10-binary.tar.gz": c.b})
		_, err := data.Load("cifar10:path="+dir, data.Options{})
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", c.what, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.want) ||
			!strings.Contains(err.Error(), "cifar-10-binary.tar.gz, at byte ") {
			t.Errorf("%s: %v, want %q with the place", c.what, err, c.want)
		}
	}
}
