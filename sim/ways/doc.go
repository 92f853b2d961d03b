// Package ways finds the ways out of a domain by single jumps: the rays along the coordinate axes
// through the place where a path rests, on which a jump leads outside. They decide about exit rates
// as the noise becomes small.
package ways
