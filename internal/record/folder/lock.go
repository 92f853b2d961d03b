package folder

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// ErrLocked is the error of a folder that another process writes.
var ErrLocked = errors.New("another process of levyscope writes this recording: wait until it has ended")

// locked takes the folder for this process. The lock goes with the process, whatever ends it. Where the file
// system has no locks there is none.
func locked(dir string) (*flock.Flock, error) {
	lock := flock.New(filepath.Join(dir, lockFile), flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o644))
	ok, err := lock.TryLock()
	switch {
	case errors.Is(err, errors.ErrUnsupported): // by some network file systems
		return lock, nil
	case err != nil:
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("%s: %w", dir, ErrLocked)
	}
	return lock, nil
}
