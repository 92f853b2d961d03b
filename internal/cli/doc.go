// Package cli holds what the commands of levyscope share: the flags that all of
// them take, the printing of events, the errors with an exit status of their
// own, and the text of a figure. Each command is a package below this one, and
// has a function New that returns it.
package cli
