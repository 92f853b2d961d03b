package screen

// Adopt takes up controls that another one has put in force in the engine from a step on: they are a change in the list
// that names who made it, and can be undone.
func (c *Console[C, E]) Adopt(step int, controls C, who string) {
	c.inForce = &controls
	if c.same(c.controls, controls) {
		c.controls = controls
		return
	}
	before := c.settings()
	c.history.set(c.controls)
	c.controls = controls
	c.history.name(differences(before, c.settings()), step)
	last := &c.history.past[len(c.history.past)-1]
	last.what, last.settled = last.what+", by "+who, true
	c.version++
}

// Withdraw gives up the changes that the engine has refused: those it has not taken up. The controls are those in
// force, as the engine has them.
func (c *Console[C, E]) Withdraw(inForce C) {
	past := c.history.past
	for n := len(past); n > 0 && !past[n-1].settled; n-- {
		past = past[:n-1]
	}
	c.history.past, c.controls = past, inForce
	c.version++
}

// Renew takes up controls with which the engine has begun again by itself: earlier changes are gone with it.
func (c *Console[C, E]) Renew(controls C) {
	c.history, c.inForce, c.controls, c.candidate = history[C]{}, nil, controls, nil
	c.version++
}
