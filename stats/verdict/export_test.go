package verdict

// HeldOut is SignedBank.HeldOut.
func (h *HalvedBank) HeldOut(i int) []HeldOutScore {
	first, second := h.half(0, i), h.half(1, i)
	var fitted, scored binned
	if !first.binned(&fitted) || !second.binned(&scored) {
		return nil
	}
	return heldOut(&fitted, &scored)
}
