// Package hook holds the Python file that a job imports to write its gradients for package watch.
package hook

import _ "embed" // the file

// Source is levyscope_hook.py whole.
//
//go:embed levyscope_hook.py
var Source string
