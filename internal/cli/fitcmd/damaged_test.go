package fitcmd_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"math"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/fitcmd"
)

// An archive with a byte that is not what its checksum says is refused, though all of its samples are there.
func TestEachRefusesADamagedArchive(t *testing.T) {
	head := "{'descr': '<f8', 'fortran_order': False, 'shape': (200, 3), }\n"
	data := []byte("\x93NUMPY\x01\x00" + string([]byte{byte(len(head)), 0}) + head)
	for i := range 600 {
		data = binary.LittleEndian.AppendUint64(data, math.Float64bits(math.Sin(float64(i*i))))
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateHeader(&zip.FileHeader{Name: "w.npy", Method: zip.Store})
	if err == nil {
		_, err = w.Write(data)
	}
	if err = firstOf(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	sound := b.Bytes()
	clitest.Must(t, fitcmd.New(), clitest.Write(t, "sound.npz", sound), "--each")
	damaged := bytes.Clone(sound)
	damaged[2000] ^= 1
	clitest.Refused(t, fitcmd.New(), []string{clitest.Write(t, "damaged.npz", damaged), "--each"}, "checksum")
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
