// Package draws finds the probes and the bursts of a run that trains elsewhere, in the folder that its hook writes, and
// reads the sampled gradients of one of them.
//
// A probe are minibatches at the frozen weights of one step. A burst are consecutive steps of the trajectory: it
// contains drift beside the noise.
package draws
