// Package noise draws the gradients of many minibatches at frozen weights, for a probe of the gradient noise
//
//	U = g_m - grad L
//
// of every parameter. It keeps no gradient: they go by some rows at a time to a [Sink], which counts them. To draw,
//
//   - make a [Drawer] once for a run: the network, the kernel, and [Drawer.Sampler], which makes for every worker what
//     chooses the examples of minibatch m, in training's way or from a list;
//   - take the centre of the noise by [Centre]: the gradient over all examples, that over the examples of [Anchored],
//     or none for [Differences];
//   - keep all parameters or, of more than [MostKept], those of [Keep], and make a sink for as many values a row;
//   - call [Drawer.Draw] with a [Plan]. What it gives besides: [Pooled], one histogram of the noise of all parameters
//     for any number of them; [Series], the noise of chosen parameters draw by draw; and through Plan.Look the whole
//     gradients of the first draws, of which [Across] takes the tail over the parameters.
//
// The sink has rows of gradients, not of noise: it counts exact zeros first and takes its centre off then. Only with
// Plan.Differences it has the noise itself, with the centre 0. Nothing depends on the number of cores, to the bit.
package noise
