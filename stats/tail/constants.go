package tail

// EulerGamma is the Euler-Mascheroni constant.
const EulerGamma = 0.57721566490153286060651209008240243

// Normal975 is the 97.5 % point of the standard normal law: what lies within Normal975
// standard errors of an estimate is its interval at 95 %.
const Normal975 = 1.959963984540054

// ShownNormal975 is Normal975 in six digits, as the explorer and the text of simulations have
// always taken it. It stays for them, since digits that they show would change: a lower end of
// a Wilson interval that is 0 with the one is 1e-17 with the other. New code takes Normal975.
const ShownNormal975 = 1.959964

// RoundedNormal975 is Normal975 in three digits, behind the bands of tail plots and the verdict
// on a Gaussian. It stays for them, since their files and verdicts would change.
const RoundedNormal975 = 1.96
