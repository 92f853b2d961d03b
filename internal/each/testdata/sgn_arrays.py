"""Gradient noise of 200 parameters of a small ReLU network, as arrays for "levyscope fit --each".

    python3 sgn_arrays.py FIXTURE.npz DATA_DIR OUT_DIR

FIXTURE.npz holds weights of an MLP 40-100-100-10 at three steps of its training, indices of parameters (param) and of
minibatches (probe_batches_*), and DATA_DIR the training set (x_train.npy, y_train.npy). Written are, for each step
and batch size, g_*.npy, the gradients of the minibatches in float64, and u_*.npy, the same less the gradient over all
examples: (minibatches, parameters).
"""
import sys

import numpy as np


def gradients(w, offset, x, y, param):
    """Gradients of the cross-entropy of each example: (examples, len(param))."""
    part = lambda k, *shape: w[offset[k]:offset[k + 1]].reshape(shape)
    w1, b1, w2, b2, w3, b3 = (part(0, 100, 40), part(1, 100), part(2, 100, 100), part(3, 100), part(4, 10, 100),
                              part(5, 10))
    a1 = x @ w1.T + b1
    h1 = np.maximum(a1, 0)
    a2 = h1 @ w2.T + b2
    h2 = np.maximum(a2, 0)
    z = h2 @ w3.T + b3
    p = np.exp(z - z.max(axis=1, keepdims=True))
    d3 = p / p.sum(axis=1, keepdims=True)
    d3[np.arange(len(y)), y] -= 1
    d2 = (d3 @ w3) * (a2 > 0)
    d1 = (d2 @ w2) * (a1 > 0)
    layers = [(d1, x), (d1, None), (d2, h1), (d2, None), (d3, h2), (d3, None)]
    out = np.empty((len(y), len(param)))
    for column, index in enumerate(param):
        k = np.searchsorted(offset, index, side="right") - 1
        delta, inputs = layers[k]
        if inputs is None:
            out[:, column] = delta[:, index - offset[k]]
        else:
            i, j = divmod(index - offset[k], inputs.shape[1])
            out[:, column] = delta[:, i] * inputs[:, j]
    return out


def main(fixture, data, out):
    z = np.load(fixture)
    x = np.load(data + "/x_train.npy").astype(np.float64)
    y = np.load(data + "/y_train.npy")
    for s, step in enumerate(z["steps"]):
        g = gradients(z["weights"][s].astype(np.float64), z["offset"], x, y, z["param"])
        for size in (8, 64):
            batch = g[z[f"probe_batches_B{size}_step{step}"]].mean(axis=1)
            np.save(f"{out}/g_B{size}_{s}.npy", batch)
            np.save(f"{out}/u_B{size}_{s}.npy", batch - z["full_grad"][s][z["param"]])
            np.save(f"{out}/est_B{size}_{s}.npy", z[f"est_B{size}"][s])


if __name__ == "__main__":
    main(*sys.argv[1:])
