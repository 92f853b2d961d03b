package tui

import "sync/atomic"

// newLive is a place for live controls, as an engine has while it runs.
func newLive[C any]() *atomic.Pointer[C] { return &atomic.Pointer[C]{} }
