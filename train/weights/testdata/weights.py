"""Weights as others write them, for the tests of this package: files of the safetensors format and weights.json.

    python3 train/weights/testdata/weights.py

The format is written by hand here: 8 bytes with the length of the header, the header in JSON, the tensors. The network is
Linear(6, 4), ReLU, Linear(4, 4), ReLU, Linear(4, 3). weights.json has a batch, its labels, and for each file the mean
cross-entropy of torch with the weights as the file holds them. Made with torch 1.13.
"""
import json
import os
import struct

import torch
from torch.nn.functional import cross_entropy

here = os.path.dirname(os.path.abspath(__file__))
types = {torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.float64: "F64", torch.int64: "I64"}


def raw(t):
    t = t.contiguous()
    if t.dtype == torch.bfloat16:
        t = t.view(torch.int16)
    return t.numpy().tobytes()


def save(name, tensors, metadata=None):
    """Tensors in the order of the library: the widest type first, then by name."""
    header, data = {}, b""
    if metadata:
        header["__metadata__"] = metadata
    for key in sorted(tensors, key=lambda k: (-tensors[k].element_size(), k)):
        t = tensors[key]
        header[key] = {"dtype": types[t.dtype], "shape": list(t.shape), "data_offsets": [len(data), len(data) + len(raw(t))]}
        data += raw(t)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(here, name), "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text + data)


torch.manual_seed(5)
net = torch.nn.Sequential(torch.nn.Linear(6, 4), torch.nn.ReLU(), torch.nn.Linear(4, 4), torch.nn.ReLU(),
                          torch.nn.Linear(4, 3))
state = {k: v.clone() * 3 for k, v in net.state_dict().items()}
names = {"0": "fc1", "2": "fc2", "4": "fc3"}
x, y = torch.randn(7, 6), torch.randint(0, 3, (7,))
losses = {}


def case(name, rename, dtype=torch.float32, extra={}, metadata=None):
    tensors = {rename(k): v.to(dtype) for k, v in state.items()}
    save(name, {**tensors, **extra}, metadata)
    net.load_state_dict({k: tensors[rename(k)].float() for k in state})
    losses[name] = cross_entropy(net(x), y).item()


def fc(k):
    return names[k[0]] + k[1:]


steps = {"bn.num_batches_tracked": torch.tensor(41)}
case("f32.safetensors", fc, metadata={"format": "pt"})
case("f16.safetensors", fc, torch.float16)
case("bf16.safetensors", fc, torch.bfloat16, steps)
case("f64.safetensors", fc, torch.float64)
case("module.safetensors", lambda k: "module." + fc(k))
case("sequential.safetensors", lambda k: k)
case("deep.safetensors", lambda k: "net.layers." + str(8 + int(k[0])) + k[1:])
with open(os.path.join(here, "weights.json"), "w") as f:
    json.dump({"x": x.flatten().tolist(), "y": y.tolist(), "loss": losses}, f, indent=1)
    f.write("\n")
