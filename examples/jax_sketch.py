"""A sketch of a JAX training loop that levyscope watches. NOT RUN: no JAX was at hand; written from its documentation.

The hook's Stream needs numpy alone. The sampled gradients are gathered inside jit, so that one short vector leaves the
device a step, and put() writes it a little later, so that nobody waits for the device.
"""
import jax
import jax.numpy as jnp
import numpy as np
import optax

import levyscope_hook

x, y = np.load("mnist1d/x_train.npy"), np.load("mnist1d/y_train.npy")
sizes = [x.shape[1], 100, 100, 10]
rng = np.random.default_rng(1)
params = [{"w": rng.normal(size=(a, b)) * (2 / a) ** 0.5, "b": np.zeros(b)} for a, b in zip(sizes, sizes[1:])]
params = jax.tree_util.tree_map(lambda p: jnp.asarray(p, jnp.float32), params)

tap = levyscope_hook.Stream("jax.lvs", params)
index = [jnp.asarray(i) for i in tap.index]  # flat places in each array, in the order of tree_leaves


def loss_of(params, x, y):
    for layer in params[:-1]:
        x = jax.nn.relu(x @ layer["w"] + layer["b"])
    logits = x @ params[-1]["w"] + params[-1]["b"]
    return optax.softmax_cross_entropy_with_integer_labels(logits, y).mean()


optimizer = optax.sgd(0.1)
state = optimizer.init(params)


@jax.jit
def update(params, state, x, y):
    loss, grads = jax.value_and_grad(loss_of)(params, x, y)
    leaves = jax.tree_util.tree_leaves(grads)
    sample = jnp.concatenate([g.ravel()[i] for g, i in zip(leaves, index)])
    changes, state = optimizer.update(grads, state, params)
    return loss, sample, optax.apply_updates(params, changes), state


for step in range(1, 20001):
    batch = rng.integers(0, len(x), 16)
    loss, sample, params, state = update(params, state, x[batch], y[batch])
    tap.put(step, sample, loss=loss, lr=0.1, batch=16)
tap.close()
