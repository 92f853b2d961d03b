"""Tail indices of SGD's iterates in linear regression with isotropic Gaussian design, by scipy's adaptive quadrature.

Prints the table of reference_test.go. Independent of the Go code: expectations over the normal variables of a step in
d = b = 1, over chi-squared variables by their densities elsewhere, and a bracketing root finder. numpy and scipy only.
"""
import numpy as np
from scipy import integrate, optimize, stats

OPTIONS = dict(limit=800, epsabs=1e-13, epsrel=1e-12)


def moment(f, d, b, eta, sigma, decay):
    """E f(|M e_1|)."""
    p, c = 1 - eta * decay, eta * sigma ** 2 / b
    split = p / c

    def pieces(g, mean, cuts):
        ends = sorted({0.0, *[x for x in cuts if x > 0], mean, 4 * mean + 60})
        ends.append(np.inf)
        return sum(integrate.quad(g, lo, hi, **OPTIONS)[0] for lo, hi in zip(ends, ends[1:]))

    if d == 1 and b == 1:
        # a = z ~ N(0, 1), both signs alike
        return pieces(lambda z: 2 * stats.norm.pdf(z) * f(abs(p - c * z * z)), 1.0, [np.sqrt(split)] if split > 0 else [])
    x_law = stats.chi2(b)
    if d == 1:
        return pieces(lambda z: 2 * z * x_law.pdf(z * z) * f(abs(p - c * z * z)), np.sqrt(b),
                      [np.sqrt(split)] if split > 0 else [])
    y_law = stats.chi2(d - 1)

    def inner(x):
        # y = v^2 takes the singularity of one degree of freedom away
        g = lambda v: 2 * v * y_law.pdf(v * v) * f(np.sqrt((p - c * x) ** 2 + c * c * x * v * v))
        m = np.sqrt(d - 1)
        near = abs(p - c * x) / (c * np.sqrt(x)) if x > 0 else 0
        ends = sorted({0.0, m, 2 * m + 9, *([near] if 0 < near < 2 * m + 9 else [])}) + [2 * m + 30]
        return sum(integrate.quad(g, lo, hi, limit=100, epsabs=1e-11, epsrel=1e-9)[0] for lo, hi in zip(ends, ends[1:]))

    top = np.sqrt(b)
    ends = sorted({0.0, top, 2 * top + 9, *([np.sqrt(split)] if split > 0 else [])}) + [2 * top + 30]
    return sum(integrate.quad(lambda z: 2 * z * x_law.pdf(z * z) * inner(z * z), lo, hi, limit=100, epsabs=1e-10,
                              epsrel=1e-8)[0] for lo, hi in zip(ends, ends[1:]) if hi > lo)


def index(d, b, eta, sigma=1.0, decay=0.0):
    h = lambda s: moment(lambda r: r ** s, d, b, eta, sigma, decay) - 1
    lyapunov = moment(lambda r: np.log(np.maximum(r, 1e-300)), d, b, eta, sigma, decay)
    if lyapunov >= 0:
        return np.nan, lyapunov
    lo, hi = 1e-3, 1.0
    while h(hi) < 0:
        lo, hi = hi, 2 * hi
    return optimize.brentq(h, lo, hi, xtol=1e-8), lyapunov


for case in [
    (1, 1, .4), (1, 1, .5), (1, 1, .6), (1, 1, .8), (1, 1, 1.0), (1, 1, 1.2), (1, 1, 2.0), (1, 1, 3.0),
    (1, 4, .9), (1, 16, 1.2), (1, 1, .1, 2.0), (1, 1, .5, 1.0, .5), (1, 2, .8, 1.0, 1.5),
    (2, 1, .3), (3, 2, .5), (10, 4, .4), (30, 10, .25, .8), (5, 1, .25), (4, 1, .1, 1.5, .2),
]:
    alpha, lyapunov = index(*case)
    d, b, eta, sigma, decay = case + (1.0, 0.0)[len(case) - 3:]
    text = "nan" if np.isnan(alpha) else "%.9g" % alpha
    print("\t{Design{%d, %d, %g, %g, %g}, %s, %.9g}," % (d, b, sigma, eta, decay, text, lyapunov), flush=True)
