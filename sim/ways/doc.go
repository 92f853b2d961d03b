// Package ways finds the ways out of a domain by single jumps. As the noise becomes small, the path
// stays near an anchor, the place where it rests without noise, and one big jump along a coordinate
// axis carries it out. The parts of the axes that lie outside are the rays ([Ray]); they decide about
// the rates of exit. [Find] seeks them once for a configuration, and the [Geometry] that it returns is
// what packages theory and path work on.
package ways
