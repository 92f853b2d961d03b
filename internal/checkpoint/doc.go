// Package checkpoint holds what the states of all engines share: how a state is written as JSON
// beside its tensors, and read again strictly. A state that was damaged, edited or written by another
// format is refused.
package checkpoint
