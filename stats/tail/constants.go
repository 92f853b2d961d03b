package tail

// EulerGamma is the Euler-Mascheroni constant.
const EulerGamma = 0.57721566490153286060651209008240243

// Normal975 is the 97.5 % point of the standard normal law: what lies within Normal975
// standard errors of an estimate is its interval at 95 %.
const Normal975 = 1.959963984540054
