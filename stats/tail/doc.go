// Package tail estimates how heavy a tail is from a sample: the index alpha of a stable law by block
// log-moments, log-moments, quantiles (McCulloch) and the characteristic function (Koutrouvelis,
// Press); the extreme-value index by Hill, Pickands and Dekkers, Einmahl and de Haan; generalised
// Pareto laws of the excesses over a threshold, with the times of these. Every estimate has a
// standard error; NaN stands for one that does not exist.
package tail
