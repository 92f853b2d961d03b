package data

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strings"

	"levyscope/internal/npy"
	"levyscope/internal/spec"
)

// The make-up of CIFAR-10: a record is a label and the pixels of an image, its red channel, its green and its blue one,
// each row after row.
//
// Source: Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009, and the page of the data set.
const (
	cifarPixels  = 3 * 32 * 32
	cifarRecord  = 1 + cifarPixels
	cifarRecords = 10000 // of a batch
	cifarBatches = 5     // for training
)

var cifarKind = spec.Kind[loader]{
	Name:    "cifar10",
	Meaning: "photographs of 10 kinds of things, colour images of 32x32: 50000 for training, 10000 for testing; files",
	Params: []spec.Param{imagesParam, {Name: "path", Type: spec.String, Optional: true,
		Meaning: "the archive, or the folder of it or of the batches, where they are not in one of the usual places"}},
	Payload: func(v spec.Values, o Options) (*Set, error) {
		archive, folder, err := findCIFAR(v.Text("path"), o.Dir)
		if err != nil {
			return nil, err
		}
		var b cifar
		if archive != "" {
			err = b.readArchive(archive)
		} else {
			err = b.readFolder(folder)
		}
		if err != nil {
			return nil, err
		}
		r, err := b.raw()
		if err != nil {
			return nil, err
		}
		return r.set(v, o)
	},
}

// findCIFAR is the archive, or else the folder of the batches: what is named, or what the first place has.
func findCIFAR(named, dir string) (archive, folder string, err error) {
	list := folders(dir, cifarFiles.folders)
	if named != "" {
		if named, err = resolve(named, dir); err != nil {
			return "", "", err
		}
		if !isFolder(named) {
			return named, "", nil
		}
		list = []string{named, filepath.Join(named, "cifar-10-batches-bin")}
	}
	for _, f := range list {
		archive := filepath.Join(f, cifarFiles.files[0].Name)
		switch found, err := exists(archive); {
		case err != nil:
			return "", "", err
		case found:
			return archive, "", nil
		}
		for i := range cifarBatches {
			if found, err := exists(filepath.Join(f, batchName(i))); found || err != nil {
				return "", f, err
			}
		}
	}
	where := cifarFiles.where(dir)
	if named != "" {
		where = named
	}
	return "", "", &MissingError{"cifar10", append(cifarFiles.names(), batchName(0)), where, cifarFiles.get}
}

// batchName is the file of a batch, from 0; the last is that for testing.
func batchName(i int) string {
	if i == cifarBatches {
		return "test_batch.bin"
	}
	return fmt.Sprintf("data_batch_%d.bin", i+1)
}

// cifar are the batches that were read.
type cifar struct {
	batches [cifarBatches + 1]part // the last is that for testing
	paths   []string               // of the files
}

// readArchive reads the batches in a tar archive, packed by gzip or not.
func (c *cifar) readArchive(name string) error {
	c.paths = []string{name}
	s, closer, err := openStream(name)
	if err != nil {
		return err
	}
	defer closer()
	t := tar.NewReader(s)
	for {
		h, err := t.Next()
		if err == io.EOF {
			return s.drain()
		}
		if err != nil {
			if errors.Is(err, tar.ErrHeader) {
				err = errors.New("is no tar archive, or is damaged: fetch it again")
			}
			return s.fail("%w", npy.Damaged(err))
		}
		for i := range c.batches {
			if path.Base(h.Name) != batchName(i) {
				continue
			}
			if h.Typeflag != tar.TypeReg || sparse(h) {
				return s.fail("%.80q in it is no plain file: fetch it again", h.Name)
			}
			member := &stream{path: name + ": " + batchName(i), r: t, stored: s.stored, size: h.Size}
			if err := c.readBatch(i, member); err != nil {
				return err
			}
		}
	}
}

// sparse tells a member of which the archive holds only parts.
func sparse(h *tar.Header) bool {
	for key := range h.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return true
		}
	}
	return false
}

// readFolder reads the batches that are files of a folder.
func (c *cifar) readFolder(folder string) error {
	for i := range c.batches {
		name := filepath.Join(folder, batchName(i))
		if found, err := exists(name); !found {
			if err != nil {
				return err
			}
			continue
		}
		s, closer, err := openStream(name)
		if err != nil {
			return err
		}
		err = c.readBatch(i, s)
		closer()
		if err != nil {
			return err
		}
		c.paths = append(c.paths, name)
	}
	return nil
}

// readBatch reads the records of a batch.
func (c *cifar) readBatch(i int, s *stream) error {
	if c.batches[i].labels != nil {
		return s.fail("is there twice: fetch the archive again")
	}
	if s.size > cifarRecords*cifarRecord {
		return s.fail("has %d bytes, more than the %d of %d images: it is no batch of CIFAR-10 in binary",
			s.size, cifarRecords*cifarRecord, cifarRecords)
	}
	var record [cifarRecord]byte
	b := part{labels: []uint8{}}
	for {
		n, err := io.ReadFull(s, record[:])
		if err == io.EOF {
			break
		}
		if err != nil {
			if n > 0 && errors.Is(err, io.ErrUnexpectedEOF) {
				return s.fail("the last record has %d of %d bytes: the file is truncated, or no batch of CIFAR-10 in binary",
					n, cifarRecord)
			}
			return s.fail("%w", npy.Damaged(err))
		}
		if record[0] > 9 {
			s.offset -= int64(n)
			return s.fail("the label of example %d (from 0) is %d, not 0 to 9: it is damaged, or no batch of CIFAR-10 "+
				"in binary", len(b.labels), record[0])
		}
		if len(b.labels) == cifarRecords {
			return s.fail("has more than %d images: it is no batch of CIFAR-10 in binary", cifarRecords)
		}
		b.labels = append(b.labels, record[0])
		b.bytes = append(b.bytes, record[1:]...)
	}
	if len(b.labels) == 0 {
		return s.fail("is empty: fetch it again")
	}
	c.batches[i] = b
	return nil
}

// raw puts the batches together.
func (c *cifar) raw() (*raw, error) {
	r := &raw{name: "cifar10", shape: []int{3, 32, 32}, paths: c.paths}
	var there []string
	n := 0
	for i, b := range c.batches[:cifarBatches] {
		if b.labels != nil {
			there = append(there, fmt.Sprint(i+1))
			n += len(b.labels)
		}
	}
	where := filepath.Dir(append(c.paths, "")[0])
	if len(c.paths) == 1 && there == nil {
		where = c.paths[0]
	}
	if there == nil {
		return nil, &FileError{where, -1, errors.New("has no batch for training, data_batch_1.bin to data_batch_5.bin: " +
			"fetch it from " + cifarFiles.get)}
	}
	if r.test = c.batches[cifarBatches]; r.test.labels == nil {
		return nil, &FileError{where, -1,
			errors.New("has no batch for testing, test_batch.bin: fetch it from " + cifarFiles.get)}
	}
	if len(there) < cifarBatches {
		r.note = fmt.Sprintf("%d of the %d training batches (%s): %d of %d examples", len(there), cifarBatches,
			strings.Join(there, ", "), n, cifarBatches*cifarRecords)
	}
	if len(r.test.labels) < cifarRecords {
		r.note = joined(r.note, fmt.Sprintf("%d of %d examples for testing", len(r.test.labels), cifarRecords))
	}
	if len(there) == 1 {
		for _, b := range c.batches[:cifarBatches] {
			if b.labels != nil {
				r.train = b
			}
		}
		return r, nil
	}
	r.train.bytes = make([]uint8, 0, n*cifarPixels)
	for i, b := range c.batches[:cifarBatches] {
		r.train.bytes = append(r.train.bytes, b.bytes...)
		r.train.labels = append(r.train.labels, b.labels...)
		c.batches[i] = part{}
	}
	return r, nil
}
