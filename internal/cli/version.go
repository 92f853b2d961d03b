package cli

import "levyscope/internal/record"

// Version is the module's version and revision as the build recorded them, for
// example "(devel) 282c279d0c55"; "unknown" without a record.
func Version() string { return record.Build() }
