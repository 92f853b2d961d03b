package traincmd

import "github.com/spf13/pflag"

// DataDirVar adds the flag of the folder in which the files of data sets are looked for first.
func DataDirVar(fl *pflag.FlagSet, dir *string) {
	fl.StringVar(dir, "data-dir", "", "folder in which the files of data sets are looked for first; then come that of\n"+
		"LEVYSCOPE_DATA_DIR, and levyscope in the user's and the system's data folders")
}
