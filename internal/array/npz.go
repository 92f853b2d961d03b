package array

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// npz are the arrays of a zip archive, in the order of its directory.
type npz struct {
	files []*zip.File
	open  io.Closer // the member that is being read
	stack bool
	in    *input
}

// maxDeflate is the most that deflate can compress, as a ratio, with room for the ends of blocks.
const maxDeflate = 1040

// openNPZ reads the directory of an archive. Members whose names do not end in .npy are passed over.
func openNPZ(in *input, stack bool) (*npz, error) {
	z, err := zip.NewReader(in, in.size)
	if err != nil {
		return nil, fmt.Errorf("damaged or truncated .npz (%w): fetch or write it again", err)
	}
	a := &npz{stack: stack, in: in}
	names, stored := map[string]bool{}, int64(0)
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, ".npy") {
			continue
		}
		if names[f.Name] {
			return nil, fmt.Errorf(".npz holds %.80q twice: write it again with numpy.savez", f.Name)
		}
		names[f.Name] = true
		if f.CompressedSize64 > uint64(in.size) || f.UncompressedSize64 > math.MaxInt64 ||
			f.UncompressedSize64/maxDeflate > f.CompressedSize64 {
			return nil, fmt.Errorf("array %.80q is to have %d bytes, packed into %d of a file of %d: the .npz is damaged; "+
				"fetch or write it again", f.Name, f.UncompressedSize64, f.CompressedSize64, in.size)
		}
		stored += int64(f.CompressedSize64)
		a.files = append(a.files, f)
	}
	if len(a.files) == 0 {
		return nil, errors.New("is a zip archive without any .npy array: write it with numpy.savez")
	}
	if err := apart(a.files); err != nil {
		return nil, err
	}
	in.done.Store(0)
	in.all.Store(stored)
	return a, nil
}

// apart tells members that share bytes, with which a small archive can hold very much.
func apart(files []*zip.File) error {
	type span struct{ from, to int64 }
	var spans []span
	for _, f := range files {
		at, err := f.DataOffset()
		if err != nil {
			return fmt.Errorf("array %.80q: damaged .npz (%w): fetch or write it again", f.Name, err)
		}
		spans = append(spans, span{at, at + int64(f.CompressedSize64)})
	}
	slices.SortFunc(spans, func(a, b span) int { return int(min(max(a.from-b.from, -1), 1)) })
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			return errors.New("damaged .npz: two of its arrays share bytes; fetch or write it again")
		}
	}
	return nil
}

// next opens the next member.
func (z *npz) next() (*Array, error) {
	if z.open != nil {
		z.open.Close()
		z.open = nil
	}
	if len(z.files) == 0 {
		z.in.done.Store(z.in.all.Load())
		return nil, io.EOF
	}
	file := z.files[0]
	z.files = z.files[1:]
	name := strings.TrimSuffix(file.Name, ".npy")
	if file.Flags&1 != 0 {
		return nil, &Refused{name, errors.New("is encrypted: unpack it first")}
	}
	in, err := file.Open()
	if err != nil {
		return nil, &Refused{name, fmt.Errorf("%w: save it with numpy.savez", err)}
	}
	z.open = in
	a, err := openNPY(bufio.NewReaderSize(in, 64<<10), int64(file.UncompressedSize64), z.stack)
	if err != nil {
		return nil, &Refused{name, err}
	}
	a.Name = name
	return a, nil
}
